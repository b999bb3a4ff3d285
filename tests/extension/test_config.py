"""The configuration values: checked when a build begins, and described for the documentation."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest
from sphinx.errors import ConfigError

from sphinxext_cache.config import CacheConfig
from tests.projects import table_texts

if TYPE_CHECKING:
    from tests.projects import Project


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("cache_columns", ["hash", "colour"], "must be a list of column names; the columns are hash, package"),
        ("cache_select", "hdf5@@", "is no query"),
        ("cache_pages", "../elsewhere", "must be a relative folder"),
        ("cache_pages", "/elsewhere", "must be a relative folder"),
        ("cache_mirror_url", "https://example.org/{stak}", "may name {stack}, {tag}, not {stak}"),
        ("cache_mirror_url", "https://example.org/{tag", "cannot be filled in"),
        ("cache_package_url", "javascript:alert(1)", "must be an http(s) address"),
        ("cache_sources", "_cache", "must be a list of texts"),
        ("cache_page_limit", 0, "must be a number above 0"),
    ],
)
def test_a_value_that_means_nothing_stops_the_build_and_is_named(
    hdf5: Project,
    name: str,
    value: Any,  # noqa: ANN401 wrong values are of any type
    complaint: str,
) -> None:
    hdf5.write("index.rst", "Title\n=====\n")
    hdf5.write("conf.py", f"{name} = {value!r}\n")

    with pytest.raises(ConfigError) as error:
        hdf5.build()

    assert str(error.value).startswith(f"{name} ")
    assert complaint in str(error.value)


def test_every_value_has_a_default_that_is_right_and_a_help() -> None:
    defaults = CacheConfig()

    for item in fields(CacheConfig):
        check = item.metadata["check"]
        assert check is None or check(getattr(defaults, item.name)) is None
        assert item.metadata["help"].endswith(".")


def test_select_lets_only_matching_specs_in(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n")

    page = hdf5.build(cache_select="hdf5 target=zen4")

    assert [(package.tag, package.name, len(package.specs)) for package in page.domain.catalog.packages()] == [
        ("develop", "hdf5", 1)
    ]
    assert "cache/develop/packages/zlib.html" not in page.pages()


def test_hidden_stacks_are_neither_shown_nor_counted(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:matrix:: hdf5\n   :totals:\n")

    rows = table_texts(hdf5.build(cache_hidden_stacks=["e4s"]).soup("index.html").select("table.cache-matrix")[0])

    assert [row[0] for row in rows] == ["Stack", "hep", "root", "Specs"]


def test_the_columns_of_tables_and_the_mirror_are_the_projects_own(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:specs:: zlib\n")

    page = hdf5.build(
        cache_columns=["version", "target"],
        cache_mirror_url="file:///apps/mirror/{stack}",
        cache_package_url=None,
        cache_default_tag="develop",
    )

    assert table_texts(page.soup("index.html").select("table.cache-specs")[0]) == [
        ["Version", "Target"],
        ["1.3.1", "neoverse_v2"],
    ]
    package = page.soup("cache/develop/packages/zlib.html")
    assert "spack mirror add hep file:///apps/mirror/hep" in package.get_text()
    assert package.select_one(".cache-origin a.external") is None


def test_sources_may_be_globs_and_lie_outside_the_documents(hdf5: Project) -> None:
    (hdf5.root / "_cache").rename(hdf5.root.parent / "mirror-a")
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:specs:: zlib\n")

    page = hdf5.build(cache_sources=["../mirror-*"])

    assert page.warnings == []
    assert page.domain.catalog.tags == ("develop", "v1.0")
