"""A build in which nothing changed writes no file, and whatever did change is seen."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
import sphinx

from sphinxext_cache.catalog.sources.spack_files.compressed import expand
from tests import spack_files as spack
from tests.incremental import code
from tests.incremental.builds import build
from tests.incremental.sources import Document
from tests.incremental.trees import differences, read_tree
from tests.projects import make_spec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.incremental.builds import Run
    from tests.incremental.sources import Sources

_COMES_TO_THE_END = sphinx.version_info >= (8, 2)
"""Before, Sphinx ended a build with no document to write before it came to any other page."""


def _stamps(out: Path) -> dict[str, tuple[int, int]]:
    """Which file each is, and since when."""
    files = [path for path in out.rglob("*") if path.is_file()]
    return {path.relative_to(out).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def _decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages of the cache that are decoded from here on."""
    from sphinxext_cache.catalog.sources.front_matter.reader import FrontMatterReader  # noqa: PLC0415 patched for a test

    found: list[str] = []
    original = FrontMatterReader.read

    def note(self: FrontMatterReader, data: bytes, file: str = "", *others: str) -> object:
        found.append(file)
        return original(self, data, file, *others)

    monkeypatch.setattr(FrontMatterReader, "read", note)
    return found


def _build_twice(sources: Sources, out: Path, *options: str) -> None:
    for _ in range(2):
        assert build(sources.root, out, *options).status == 0


def _build_dressed(sources: Sources, out: Path) -> None:
    """Build a project with files of its own for how pages look, until nothing is left to write."""
    sources.conf |= {
        "html_static_path": ["_static"],
        "html_css_files": ["own.css"],
        "templates_path": ["_templates"],
        "html_context": {"colour": "red"},
    }
    sources.others = {
        "_static/own.css": "p { color: red }",
        "_templates/layout.html": "{% extends '!layout.html' %}",
        code.NAMES: "one two",
    }
    sources.write()
    _build_twice(sources, out)


def _is_as_clean(sources: Sources, out: Path) -> list[str]:
    """What is wrong with an output, compared with that of a clean build."""
    clean = out.with_name("clean")
    assert build(sources.root, clean).status == 0
    return differences(read_tree(out, sources.documents), read_tree(clean, sources.documents))


@pytest.mark.parametrize("mode", ["-j1", "-j2"])
@pytest.mark.parametrize("theme", ["basic", "alabaster"])
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_no_file_is_written_that_would_come_out_the_same(
    sources: Sources, tmp_path: Path, theme: str, builder: str, mode: str
) -> None:
    sources.conf["html_theme"] = theme
    sources.write()
    out = tmp_path / "out"
    build(sources.root, out, "-b", builder, mode)
    before = _stamps(out)
    assert {"objects.inv", "searchindex.js", ".buildinfo"} < before.keys()

    build(sources.root, out, "-b", builder, mode)

    assert _stamps(out) == before


def test_no_page_of_the_cache_is_decoded(sources: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(sources.root, tmp_path / "out")
    decoded = _decoded(monkeypatch)

    build(sources.root, tmp_path / "out")

    assert decoded == []


@pytest.mark.parametrize("name", ["hpc/spack.lock", "database.json", "database.json.gz"])
def test_no_file_of_spack_is_decoded_unless_it_changed(
    name: str, sources: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = spack.chain("netcdf", "pnetcdf")
    database = spack.database({each.hash: spack.record(each) for each in made})
    file = spack.write(tmp_path / "site" / name, spack.lockfile(made, made) if "lock" in name else database)
    sources.conf |= {"cache_sources": ["_cache", str(file)], "cache_default_tag": "develop"}
    sources.write()
    _build_twice(sources, tmp_path / "out")
    decoded: list[bytes] = []

    def note(data: bytes) -> bytes:
        decoded.append(data)
        return expand(data)

    monkeypatch.setattr("sphinxext_cache.catalog.sources.spack_files.reader.expand", note)

    assert build(sources.root, tmp_path / "out").warned == ""
    assert decoded == []

    spack.write(file, spack.lockfile(made[:1], made[:1], 5))
    build(sources.root, tmp_path / "out")
    assert len(decoded) == 1
    assert not (tmp_path / "out/cache/site/packages/pnetcdf.html").exists()


@pytest.mark.skipif(not _COMES_TO_THE_END, reason="this Sphinx ends without a document to write")
def test_no_page_of_the_cache_is_decoded_once_what_was_missing_is_there_again(
    sources: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "out/cache/develop/packages/zlib.html"
    build(sources.root, tmp_path / "out")
    page.unlink()
    build(sources.root, tmp_path / "out")
    assert page.is_file()
    decoded = _decoded(monkeypatch)

    build(sources.root, tmp_path / "out")

    assert decoded == []


def test_what_was_wrong_is_said_again_in_every_build(sources: Sources, tmp_path: Path) -> None:
    sources.others["_cache/broken.md"] = "---\ntitle: hdf5\nlayout: cache\nspec_details: [\n---"
    sources.write()

    warned = [build(sources.root, tmp_path / "out").warned.count("broken.md") for _ in range(4)]

    assert warned[0]
    assert warned == [warned[0]] * 4


def test_no_fact_is_read_again_and_none_is_written(
    sources: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources.others["facts.yaml"] = "zlib: {note: x}\n"
    sources.conf["cache_facts"] = ["facts.yaml"]
    sources.write()
    build(sources.root, tmp_path / "out")
    before = _stamps(tmp_path / "out")
    monkeypatch.setattr("sphinxext_cache.catalog.fact_files.read.read_facts", None)

    build(sources.root, tmp_path / "out")

    assert _stamps(tmp_path / "out") == before


def test_what_is_wrong_with_facts_is_said_again_in_every_build(sources: Sources, tmp_path: Path) -> None:
    sources.others["facts.yaml"] = "zlip: {note: x}\n"
    sources.conf["cache_facts"] = ["facts.yaml"]
    sources.write()

    warned = [build(sources.root, tmp_path / "out").warned.count("'zlip' matches nothing") for _ in range(3)]

    assert warned == [1] * 3


def test_what_is_wrong_with_the_places_of_pages_is_said_again_in_every_build(sources: Sources, tmp_path: Path) -> None:
    sources.documents["cache/develop/packages/zlib"] = Document(title="Zlib")
    sources.write()

    warned = [build(sources.root, tmp_path / "out").warned.count("is left out") for _ in range(4)]

    assert warned == [1] * 4


# -- what others say -----------------------------------------------------------------------------------------------


def _conf(**values: Any) -> Callable[[Sources, Path], None]:  # noqa: ANN401 values of any setting
    return lambda sources, _out: sources.conf.update(values)


def _other(name: str, text: str) -> Callable[[Sources, Path], None]:
    return lambda sources, _out: sources.others.update({name: text})


def _remove(name: str) -> Callable[[Sources, Path], None]:
    return lambda _sources, out: (out / name).unlink()


def _spoil(name: str) -> Callable[[Sources, Path], None]:
    """Change a file of the output without a change of its size."""

    def spoil(_sources: Sources, out: Path) -> None:
        (out / name).write_bytes((out / name).read_bytes()[::-1])

    return spoil


def _code(text: str) -> Callable[[Sources, Path], None]:
    return lambda sources, _out: setattr(sources, "code", text)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(change, id=name)
        for name, change in {
            "sidebars": _conf(html_sidebars={"cache/develop/packages/zlib": ["localtoc.html"]}),
            "context of templates": _conf(html_context={"colour": "green"}),
            "language": _conf(language="de"),
            "date": _conf(html_last_updated_fmt="on a day"),
            "another domain": _code(code.DOMAIN),
            "a template of the project": _other(
                "_templates/layout.html",
                "{% extends '!layout.html' %}{% block footer %}<p>{{ colour }}</p>{% endblock %}",
            ),
            "a page of ours is gone": _remove("cache/develop/packages/zlib.html"),
            "our index is gone": _remove("cache-packages.html"),
            "the general index is gone": _remove("genindex.html"),
            "the search page is gone": _remove("search.html"),
            "the inventory is gone": _remove("objects.inv"),
            "the page of a document is gone": _remove("plain.html"),
            "what Sphinx knows of its builder is gone": _remove(".buildinfo"),
            "our index is another": _spoil("cache-packages.html"),
            "the general index is another": _spoil("genindex.html"),
            "the inventory is another": _spoil("objects.inv"),
            "a style sheet is another": _spoil("_static/pygments.css"),
            "a page": lambda sources, _out: sources.pages.update({"_cache/new.md": (make_spec("new"),)}),
            "the doctrees are gone": lambda _sources, out: shutil.rmtree(f"{out}.doctrees"),
        }.items()
    ],
)
@pytest.mark.skipif(not _COMES_TO_THE_END, reason="this Sphinx ends without a document to write")
def test_whatever_changes_is_seen(sources: Sources, tmp_path: Path, change: Callable[[Sources, Path], None]) -> None:
    out = tmp_path / "out"
    _build_dressed(sources, out)

    change(sources, out)
    sources.write()
    build(sources.root, out)

    assert _is_as_clean(sources, out) == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_code(code.HANDLER), id="a handler of the page event"),
        pytest.param(_other("_static/own.css", "p { color: green }"), id="a static file"),
    ],
)
@pytest.mark.skipif(not _COMES_TO_THE_END, reason="this Sphinx ends without a document to write")
def test_what_changes_all_pages_is_seen_on_those_that_are_no_documents(
    sources: Sources, tmp_path: Path, change: Callable[[Sources, Path], None]
) -> None:
    out = tmp_path / "out"
    _build_dressed(sources, out)

    change(sources, out)
    sources.write()
    build(sources.root, out)

    wrong = {line.partition(".html:")[0] for line in _is_as_clean(sources, out)}
    assert wrong <= sources.documents.keys(), "Sphinx writes no document for that"


@pytest.mark.skipif(not _COMES_TO_THE_END, reason="this Sphinx ends without a document to write")
def test_an_index_of_another_domain_whose_file_changed_is_written_and_no_page_of_ours(
    sources: Sources, tmp_path: Path
) -> None:
    sources.code, sources.others[code.NAMES] = code.DOMAIN, "one two"
    sources.write()
    out = tmp_path / "out"
    _build_twice(sources, out)
    before = _stamps(out)

    sources.others[code.NAMES] = "one three"
    sources.write()
    build(sources.root, out)

    after = _stamps(out)
    assert "three" in (out / "listing-names.html").read_text()
    assert {name for name in before if before[name] != after[name] and name.startswith("cache/")} == set()
    assert _is_as_clean(sources, out) == []


@pytest.mark.skipif(not _COMES_TO_THE_END, reason="this Sphinx ends without a document to write")
def test_an_extension_may_feed_the_search_in_a_build_without_changes(sources: Sources, tmp_path: Path) -> None:
    sources.code = code.FEEDER
    sources.write()
    out = tmp_path / "out"
    _build_twice(sources, out)

    build(sources.root, out)

    assert "Fed by another" in (out / "searchindex.js").read_text()
    assert _is_as_clean(sources, out) == []


def test_a_handler_of_the_page_event_hears_of_every_page_in_every_build(sources: Sources, tmp_path: Path) -> None:
    sources.code = code.HANDLER.replace("if doctree", "print('heard of', pagename)\n    if doctree")
    sources.write()

    heard: list[Run] = [build(sources.root, tmp_path / "out") for _ in range(3)]

    first, *others = [{line for line in run.said.splitlines() if "heard of cache/" in line} for run in heard]
    assert first
    assert others == ([first, first] if _COMES_TO_THE_END else [set(), set()])


def test_an_application_that_builds_twice_may_rest_the_second_time(sources: Sources, tmp_path: Path) -> None:
    from sphinx.testing.util import SphinxTestApp  # noqa: PLC0415 used once

    build(sources.root, tmp_path / "_build" / "html")
    app = SphinxTestApp("html", srcdir=sources.root, builddir=tmp_path / "_build")
    try:
        app.build()
        before = _stamps(app.outdir)
        app.build()
        assert _stamps(app.outdir) == before
    finally:
        app.cleanup()
