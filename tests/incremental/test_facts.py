"""A build after somebody said something else writes what shows that, and nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from sphinxext_cache.catalog import load
from tests.incremental.builds import build
from tests.incremental.sources import Directive, Document, Role
from tests.incremental.trees import differences, read_tree

if TYPE_CHECKING:
    from pathlib import Path

    from tests.incremental.sources import Sources

_FILE: Final = "_said/facts.yaml"
_BEFORE: Final = "zlib: {support: full, users: 10}\nhdf5: {support: full, users: 20}\n"
_OF_ZLIB: Final = frozenset(f"cache/{tag}/packages/zlib.html" for tag in ("develop", "v1.0"))
_DATA: Final = frozenset(f"cache/{tag}/specs.json" for tag in ("develop", "v1.0"))
_LISTS: Final = frozenset(("searchindex.js", "genindex.html", "search.html", "objects.inv", "index.html"))
"""What Sphinx writes whenever it writes anything, and the document above those that it reads."""


@pytest.fixture
def told(sources: Sources) -> Sources:
    """A project of which some documents show what is said of zlib, one what is said of HDF5, and others nothing."""
    sources.documents |= {
        "table": Document(title="Table", blocks=[Directive("cache:packages", "", (("columns", "package, support"),))]),
        "builds": Document(title="Builds", blocks=[Directive("cache:specs", "zlib", (("columns", "version, users"),))]),
        "role": Document(title="Role", blocks=[Role("cache:fact", "zlib support")]),
        "chosen": Document(
            title="Chosen", blocks=[Directive("cache:specs", "support=full", (("columns", "version"),))]
        ),
        "other": Document(title="Other", blocks=[Role("cache:fact", "hdf5 support"), Role("cache:count", "zlib")]),
    }
    sources.documents["sub/notes"].blocks = [Directive("cache:package", "hdf5", (("show", "facts"),))]
    sources.toctree = sorted(sources.documents.keys() - {"index"})
    sources.others[_FILE] = _BEFORE
    sources.conf["cache_facts"] = [_FILE]
    sources.write()
    return sources


def _dates(out: Path) -> dict[str, int]:
    return {file.relative_to(out).as_posix(): file.stat().st_mtime_ns for file in out.rglob("*") if file.is_file()}


def _written_after(told: Sources, tmp_path: Path, text: str) -> set[str]:
    """What a build writes after a change of the file, and gives as one from nothing does."""
    out, clean = tmp_path / "out", tmp_path / "clean"
    build(told.root, out)
    before = _dates(out)
    told.others[_FILE] = text
    told.write()
    again = build(told.root, out)
    assert again.status == 0
    build(told.root, clean)
    assert differences(read_tree(out, told.documents), read_tree(clean, told.documents)) == []
    after = _dates(out)
    wanted = {name for name in after if not name.startswith((".", "_s")) and name not in _LISTS}
    return {name for name in wanted if after[name] != before.get(name)}


def test_one_fact_is_changed_and_only_what_shows_it_is_written(told: Sources, tmp_path: Path) -> None:
    written = _written_after(told, tmp_path, _BEFORE.replace("full, users: 10", "limited, users: 10"))

    assert written == {*_OF_ZLIB, *_DATA, "table.html", "role.html", "chosen.html"}


def test_a_fact_that_no_document_shows_is_on_its_page_and_in_the_data_file(told: Sources, tmp_path: Path) -> None:
    written = _written_after(told, tmp_path, _BEFORE.replace("users: 10", "users: 11"))

    assert written == {*_OF_ZLIB, *_DATA, "builds.html"}


@pytest.mark.parametrize("key", ["/{hash}", "'zlib@1.9'"], ids=["hash", "query"])
def test_what_is_said_of_one_spec_is_written_where_that_is_shown(told: Sources, tmp_path: Path, key: str) -> None:
    (spec,) = load([told.root / "_cache"]).specs("zlib@1.9", tag="develop")

    written = _written_after(told, tmp_path, f"{_BEFORE}{key.format(hash=spec.hash)}: {{users: 3}}\n")

    pages = {page for page in _OF_ZLIB if "develop" in page or "hash" not in key}
    assert written == {*pages, *_DATA, "builds.html"} - ({"cache/v1.0/specs.json"} if "hash" in key else set())


def test_lines_that_only_move_write_nothing(told: Sources, tmp_path: Path) -> None:
    first, second = _BEFORE.splitlines()

    assert _written_after(told, tmp_path, f"# moved\n{second}\n\n{first}\n") == set()
