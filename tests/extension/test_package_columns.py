"""A project chooses the columns of lists of packages, on generated pages and in documents that choose none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.extension.one_directive import TITLE, rows_of
from tests.projects import make_spec, table_texts

if TYPE_CHECKING:
    from tests.projects import Build, Project

_FACTS: Final = "hdf5: {support: full}\npy-numpy: {title: NumPy, support: limited}\n"
_PAGES: Final = tuple(f"cache/develop/{page}.html" for page in ("index", "stacks/e4s", "targets/x86_64_v3"))


@pytest.fixture
def site(project: Project) -> Project:
    """A project that wants to see a fact wherever packages are listed."""
    project.add(make_spec("hdf5"), make_spec("zlib", version="1.3.1"), make_spec("py-numpy", version="2.1.0"))
    project.write("facts.yaml", _FACTS)
    project.write("index.rst", TITLE)
    project.conf |= {"cache_facts": ["facts.yaml"], "cache_package_columns": ["support", "versions"]}
    return project


def _lists(build: Build) -> list[list[list[str]]]:
    return [table_texts(build.soup(page).select("table.cache-packages")[0]) for page in _PAGES]


def test_generated_lists_have_the_columns_that_a_project_chooses(site: Project) -> None:
    build = site.build()

    assert build.warnings == []
    assert _lists(build) == 3 * [
        [
            ["Package", "Support", "Version"],
            ["hdf5", "full", "1.14.5"],
            ["NumPy", "limited", "2.1.0"],
            ["zlib", "", "1.3.1"],
        ]
    ]
    letters = build.soup(_PAGES[0]).select(".cache-letters a")
    assert [letter.get_text() for letter in letters] == ["H", "N", "Z"]


def test_a_table_that_chooses_none_has_them_too(site: Project) -> None:
    rows = rows_of(site, ".. cache:packages:: hdf5\n")

    assert rows == [["Package", "Support", "Version"], ["hdf5", "full", "1.14.5"]]


@pytest.mark.parametrize("style", ["list", "inline"])
def test_what_is_no_table_has_no_columns(site: Project, style: str) -> None:
    site.write("index.rst", f"{TITLE}.. cache:packages:: hdf5\n   :style: {style}\n")

    assert site.build().warnings == []


def test_lists_are_made_again_when_a_fact_changes(site: Project) -> None:
    site.build()
    site.write("facts.yaml", _FACTS.replace("full", "best"))

    assert {rows[1][1] for rows in _lists(site.build())} == {"best"}


def test_a_name_that_is_no_column_of_packages_is_a_warning(site: Project) -> None:
    site.conf["cache_package_columns"] = ["package", "suport"]

    (warning,) = site.build().warnings

    assert "cache_package_columns: 'suport' is not one of package, tag, specs, versions" in warning
    assert warning.endswith("; did you mean support? [cache.reference]")
