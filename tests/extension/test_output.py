"""Which generated pages a build writes, leaves alone, and removes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sphinxext_cache.files import OutputError
from sphinxext_cache.record import OutputRecord
from tests.projects import make_spec

if TYPE_CHECKING:
    from pathlib import Path

    from tests.projects import Build, Project


@pytest.fixture
def indexed(hdf5: Project) -> Project:
    hdf5.write("index.rst", "Title\n=====\n\n.. toctree::\n\n   other\n")
    hdf5.write("other.rst", "Other\n=====\n")
    hdf5.conf["html_theme"] = "alabaster"
    return hdf5


def _stamps(build: Build) -> dict[str, int]:
    """When each generated page was last written."""
    return {
        path.relative_to(build.outdir).as_posix(): path.stat().st_mtime_ns
        for path in (build.outdir / "cache").rglob("*.html")
    }


def _rewritten(before: dict[str, int], after: dict[str, int]) -> set[str]:
    return {name for name, stamp in after.items() if before.get(name) != stamp}


def test_nothing_changed_and_no_page_is_written_or_made(indexed: Project, made: list[str]) -> None:
    first = _stamps(indexed.build())
    made.clear()

    second = indexed.build()

    assert _rewritten(first, _stamps(second)) == set()
    generated = [name for name in made if name.startswith("cache/")]
    assert len(generated) <= 6, "one sample of each kind at the most; some releases of Sphinx stop before"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that Sphinx is asked to make from now on."""
    from sphinx.builders.html import StandaloneHTMLBuilder  # noqa: PLC0415 patched for these tests only

    names: list[str] = []
    original = StandaloneHTMLBuilder.handle_page

    def handle_page(self: StandaloneHTMLBuilder, pagename: str, *args: object, **kwargs: object) -> None:
        names.append(pagename)
        original(self, pagename, *args, **kwargs)  # type: ignore[arg-type]  # whatever Sphinx passes

    monkeypatch.setattr(StandaloneHTMLBuilder, "handle_page", handle_page)
    return names


def test_a_changed_package_costs_its_pages_and_those_that_show_it(indexed: Project) -> None:
    first = _stamps(indexed.build())

    indexed.add(make_spec(package="zlib", version="1.3.2", variants=("+pic",), target="neoverse_v2", stacks=("hep",)))
    second = indexed.build()

    assert _rewritten(first, _stamps(second)) == {
        "cache/develop/changes.html",
        "cache/develop/index.html",
        "cache/develop/packages/zlib.html",
        "cache/develop/stacks/hep.html",
        "cache/develop/targets/neoverse_v2.html",
        "cache/v1.0/packages/zlib.html",
    }


def test_a_package_that_left_takes_its_page_along(indexed: Project) -> None:
    indexed.build()

    (indexed.root / "_cache/v1.0/zlib/specs.md").unlink()
    page = indexed.build()

    assert not {name for name in page.pages() if name.startswith("cache/v1.0")}
    assert not (page.outdir / "cache/v1.0").exists()
    assert "v1.0" not in page.text("cache/index.html")


def test_without_generated_pages_those_of_the_build_before_are_removed(indexed: Project) -> None:
    indexed.build()

    page = indexed.build(cache_pages=None)

    assert not (page.outdir / "cache").exists()


@pytest.mark.parametrize(
    ("change", "conf"),
    [
        ("conf", {"html_title": "Another"}),
        ("conf", {"html_theme": "basic"}),
        ("conf", {"cache_mirror_url": "https://mirror.example/{stack}"}),
        ("document", {}),
        ("template", {"templates_path": ["_templates"]}),
    ],
)
def test_what_all_pages_have_in_common_writes_all(indexed: Project, change: str, conf: dict[str, Any]) -> None:
    indexed.write("_templates/cache/breadcrumbs.html", "<p>Way back</p>" if change == "template" else "")
    first = _stamps(indexed.build(templates_path=["_templates"] if change == "template" else []))

    if change == "document":
        indexed.write("other.rst", "Another title\n=============\n")
    if change == "template":
        indexed.write("_templates/cache/breadcrumbs.html", "<p>Another way</p>")
    second = _stamps(indexed.build(**conf))

    packages = {name for name in second if name.startswith("cache/develop/packages/")}
    assert packages
    assert packages <= _rewritten(first, second)


def test_a_page_that_someone_removed_or_an_interrupted_build_left_is_made_again(indexed: Project) -> None:
    clean = indexed.build()
    page = clean.outdir / "cache/develop/packages/hdf5.html"
    content = page.read_bytes()

    page.unlink()
    indexed.touch()
    assert (indexed.build().outdir / "cache/develop/packages/hdf5.html").read_bytes() == content

    record = OutputRecord(clean.app.builder, "")
    record.now.pages["cache/develop/packages/hdf5.html"].made_of = ""
    record.save()
    page.write_bytes(b"half a pa")
    indexed.touch()
    assert (indexed.build().outdir / "cache/develop/packages/hdf5.html").read_bytes() == content


def test_a_page_that_cannot_be_written_stops_the_build_and_the_next_one_is_whole(indexed: Project) -> None:
    blocked = indexed.write("_build/html/cache/develop", "a file where a folder should be")

    with pytest.raises(OutputError, match=r"cannot be written"):
        indexed.build()
    blocked.unlink()
    page = indexed.build()

    assert "cache/develop/packages/hdf5.html" in page.pages()
    assert not _leftovers(page.outdir)


def _leftovers(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.name.endswith(".tmp")]


def test_builders_that_write_no_html_have_the_pages_too(indexed: Project) -> None:
    page = indexed.build("json")

    assert page.warnings == []
    content = json.loads(page.text("cache/develop/packages/hdf5.fjson"))
    assert content["title"] == "hdf5"
    assert "cache-specs" in content["body"]


def test_an_output_folder_that_is_gone_is_filled_again(indexed: Project) -> None:
    indexed.build()
    (indexed.root / "_build/html").rename(indexed.root / "_build/old")

    page = indexed.build()

    assert "cache/develop/packages/hdf5.html" in page.pages()
