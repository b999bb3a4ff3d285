"""What a build does not do: write what is as it was, or open a page of the cache twice."""

from __future__ import annotations

import re
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest
import sphinx

from sphinxext_cache.rebuild.basis import programs_of
from tests.incremental.builds import build, build_apart
from tests.incremental.sources import Directive, Document, Role
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from pathlib import Path

    from tests.incremental.builds import Run
    from tests.incremental.sources import Block, Sources

_COUNTS = re.compile(r"build cache pages: (\d+) written, (\d+) the same, (\d+) not made")
_READ = re.compile(r"^reading sources\.\.\. .*?\] (.*)$", re.MULTILINE)
_FINISHES_ALWAYS = sphinx.version_info >= (8, 2)
"""Before, Sphinx ended a build with no document to write before it came to any other page."""


def _state(out: Path) -> dict[str, tuple[int, int, bytes]]:
    """Of each page of ours, and of each document: which file it is, since when, and what it holds."""
    return {
        path.relative_to(out).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes())
        for path in out.rglob("*")
        if path.is_file()
        and (path.is_relative_to(out / "cache") or path.stem in {"guide", "index", "plain", "own", "notes"})
    }


def _counts(run: Run) -> tuple[int, ...]:
    found = _COUNTS.search(run.said)
    assert found is not None, run.said
    return tuple(map(int, found.groups()))


@pytest.mark.parametrize("mode", ["-j1", "-j2"])
@pytest.mark.parametrize("theme", ["basic", "alabaster"])
def test_no_page_is_written(sources: Sources, tmp_path: Path, theme: str, mode: str) -> None:
    sources.conf["html_theme"] = theme
    sources.write()
    out = tmp_path / "out"
    first = build(sources.root, out, "-v", mode)
    before = _state(out)
    generated = sum(name.startswith("cache/") for name in before)
    written, same, not_made = _counts(first)
    assert (written, same + not_made) == (generated, 0)

    second = build(sources.root, out, "-v", mode)

    assert _state(out) == before
    assert _READ.findall(second.said) == []
    if _FINISHES_ALWAYS:
        written, _same, not_made = _counts(second)
        assert (written, not_made) == (0, generated)


def test_a_page_that_is_made_again_and_is_the_same_stays_the_same_file(sources: Sources, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(sources.root, out)
    before = _state(out)

    sources.pages["_cache/elsewhere.md"] = sources.pages.pop("_cache/develop/zlib/specs.md")
    sources.documents["guide"].blocks.append(Role("cache:package", "hdf5"))
    sources.write()
    run = build(sources.root, out, "-v")

    after = _state(out)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"guide.html", "index.html"}, "the document, and that with the toctree where it stands"
    assert _counts(run)[0] == 0


def _opened(sources: Sources, tmp_path: Path, *options: str) -> Counter[str]:
    """How often any process of a build opened each source for reading."""
    log = tmp_path / "opened"
    log.unlink(missing_ok=True)
    run = build_apart(sources.root, tmp_path / "out", *options, WATCHED_FOLDER=str(sources.root), OPENED_TO=str(log))
    assert run.status == 0, run.warned
    lines = log.read_text(encoding="utf-8").splitlines()
    return Counter(line.removeprefix(f"{sources.root}/") for line in lines)


@pytest.mark.parametrize("mode", ["-j1", "-j2"])
def test_every_page_of_the_cache_is_opened_once_to_see_whether_any_changed_and_once_to_be_read(
    sources: Sources, tmp_path: Path, mode: str
) -> None:
    for change in ("first", "nothing", "one page"):
        if change == "one page":
            sources.pages["_cache/develop/zlib/specs.md"] = (make_spec("zlib", version="2.0"),)
            sources.write()

        opened = _opened(sources, tmp_path, mode)

        times = 2 if change == "one page" else 1
        assert {name: opened[name] for name in sources.pages} == dict.fromkeys(sources.pages, times), change


def test_a_document_that_is_a_page_is_opened_by_us_and_by_sphinx_when_it_is_read_and_copied(
    sources: Sources, tmp_path: Path
) -> None:
    assert _opened(sources, tmp_path)["own.md"] == 3
    assert _opened(sources, tmp_path)["own.md"] == 1

    sources.documents["own"].title = "Another title"
    sources.write()

    assert _opened(sources, tmp_path)["own.md"] == 4, "once more by us, to see whether anything changed"


def test_no_page_is_parsed_twice(sources: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sphinxext_cache.catalog.sources.front_matter.reader import FrontMatterReader  # noqa: PLC0415 patched for this test only

    read: list[str] = []
    original = FrontMatterReader.read

    def note(self: FrontMatterReader, data: bytes, file: str = "", *others: str) -> object:
        read.append(file.removeprefix(f"{sources.root}/"))
        return original(self, data, file, *others)

    monkeypatch.setattr(FrontMatterReader, "read", note)
    build(sources.root, tmp_path / "out")

    assert sorted(read) == sorted([*sources.pages, "own.md"])


def test_documents_that_ask_the_same_of_different_roles_are_not_read_again(sources: Sources, tmp_path: Path) -> None:
    roles: list[Block] = [Role("cache:count", "zlib"), Role("cache:version", "zlib"), Directive("cache:specs", "zlib")]
    sources.documents["guide"] = Document(title="Guide", blocks=[*roles, *reversed(roles)])
    sources.write()
    build(sources.root, tmp_path / "out")

    again = build(sources.root, tmp_path / "out")

    assert _READ.findall(again.said) == []


@pytest.mark.parametrize("name", ["__init__.py", "parts/part.py", "static/own.js", "static/own.css"])
def test_each_file_of_an_extension_that_is_not_installed_is_a_part_of_what_made_the_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    project = Project(root=tmp_path)
    file = project.write(f"own_extension/{name}", "")
    project.write("own_extension/__init__.py", "def setup(app):\n    return {}\n")
    project.write("index.rst", "Title\n=====\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "own_extension", raising=False)
    app = project.build(extensions=["sphinxext_cache", "own_extension"]).app
    before = programs_of(app)

    file.write_bytes(file.read_bytes() + b"\n")

    assert programs_of(app) != before
