"""A site is made of whatever sources there are: none of what makes pages knows of which kind they are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from sphinxext_cache.catalog import Package, dump, load
from sphinxext_cache.rebuild import load as reading
from tests.listing import Listing, node
from tests.projects import Project, make_spec, table_texts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sphinxext_cache.catalog import Catalog, Source


@pytest.fixture
def listing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Listing:
    """A source that each build of the test reads beside those that the project names."""
    listing = Listing(tmp_path / "listing.json")

    def load_with_it(sources: Iterable[str | Path | Source], **options: object) -> Catalog:
        return partial(load, [*sources, listing], **options)()  # type: ignore[arg-type]  # as they come

    monkeypatch.setattr(reading, "load", load_with_it)
    return listing


def test_what_a_source_of_another_kind_holds_has_pages_rows_and_references(listing: Listing, tmp_path: Path) -> None:
    project = Project(root=tmp_path / "project")
    listing.write(node("hdf5", 1), node("zlib", 2, "1.3.1"))
    project.write("index.rst", "Title\n=====\n\n:cache:package:`hdf5`\n\n.. cache:specs:: stack=cluster target=zen4\n")

    built = project.build(cache_sources=[])

    assert built.warnings == []
    row, *_ = table_texts(built.soup("cache/site/packages/hdf5.html").select("table.cache-specs")[0])[1:]
    assert (row[0][:7], row[1], row[-1]) == ("0000000", "1.14.5", "cluster")
    (table,) = built.soup("index.html").select("table.cache-specs")
    assert [row[1] for row in table_texts(table)[1:]] == ["hdf5", "zlib"]
    assert built.soup("index.html").select_one("a[href='cache/site/packages/hdf5.html']") is not None
    assert "cache/site/stacks/cluster.html" in built.pages()


def test_only_what_shows_a_package_is_made_again_although_all_are_in_one_file(listing: Listing, tmp_path: Path) -> None:
    project = Project(root=tmp_path / "project")
    project.write("index.rst", "Title\n=====\n")
    project.write("apart.rst", ":orphan:\n\nApart\n=====\n")
    project.write("other.rst", ":orphan:\n\nOther\n=====\n\n.. cache:specs:: zlib\n")
    listing.write(node("hdf5", 1), node("zlib", 2))
    before = project.build(cache_sources=[])
    kept = [before.outdir / name for name in ("cache/site/packages/hdf5.html", "apart.html")]
    changed = [before.outdir / name for name in ("cache/site/packages/zlib.html", "other.html")]
    dates = {path: path.stat().st_mtime_ns for path in (*kept, *changed)}

    listing.write(node("hdf5", 1), node("zlib", 2, variants=("+shared",)))
    project.build(cache_sources=[])

    assert [path for path in dates if path.stat().st_mtime_ns != dates[path]] == changed


def test_a_document_that_is_front_matter_and_a_folder_are_two_sources_of_one_package(tmp_path: Path) -> None:
    project = Project(root=tmp_path)
    shared, other, own = (make_spec("zlib", version=version) for version in ("1.3.1", "1.3", "1.2.13"))
    project.add(shared, other)
    described = Package(name="zlib", tag="develop", specs=(replace(shared, stacks=("ours", "root")), own))
    project.write("own.md", dump(described) + b"\n\n# Zlib\n\n```{cache:package}\n```\n")
    project.write("index.rst", "Title\n=====\n\n.. toctree::\n\n   own\n")

    built = project.build()

    assert built.warnings == []
    (table,) = built.soup("own.html").select("table.cache-specs")
    assert {(row[1], row[-1]) for row in table_texts(table)[1:]} == {
        ("1.3.1", "e4s, ours"),
        ("1.3", "e4s"),
        ("1.2.13", "e4s"),
    }
