"""Stacks, compilers and packages are called in tables what files of facts call them, and sorted by that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.extension.one_directive import TITLE, build_with, rows_of
from tests.projects import make_spec, table_texts

if TYPE_CHECKING:
    from tests.projects import Project

_FACTS: Final = """\
stack=hep: {title: Alder}
compiler=gcc: {title: GCC}
compiler=oneapi@2025.1.0: {title: Intel}
compiler=none: {title: system}
petsc: {title: PETSc}
py-numpy: {title: NumPy}
"""


@pytest.fixture
def site(project: Project) -> Project:
    """A project of three packages that several compilers built for two stacks."""
    project.add(
        make_spec("petsc", version="3.23", compiler="gcc@13.3.0"),
        make_spec("petsc", version="3.22", compiler="gcc@11.5.0", stacks=("hep",)),
        make_spec("py-numpy", version="2.1.0", compiler="oneapi@2025.1.0", stacks=("hep",)),
        make_spec("zlib", version="1.3.1", compiler=None),
    )
    project.write("facts.yaml", _FACTS)
    project.conf["cache_facts"] = ["facts.yaml"]
    return project


def test_packages_are_sorted_by_what_they_are_called(site: Project) -> None:
    rows = rows_of(site, ".. cache:packages::\n   :columns: package\n")

    assert rows[1:] == [["NumPy"], ["PETSc"], ["zlib"]]


@pytest.mark.parametrize(("sort", "order"), [("", "NPPz"), ("   :sort: -package\n", "zPPN")])
def test_so_are_specs_where_their_columns_are_chosen(site: Project, sort: str, order: str) -> None:
    rows = rows_of(site, f".. cache:specs::\n   :columns: package, version\n{sort}")

    assert [row[0][0] for row in rows[1:]] == [*order]
    assert [row[1] for row in rows[1:] if row[0] == "PETSc"] == ["3.23", "3.22"]


def test_a_version_stays_behind_the_title_of_a_compiler(site: Project) -> None:
    rows = rows_of(site, ".. cache:specs::\n   :columns: version, compiler\n   :sort: compiler\n")

    assert [row[1] for row in rows[1:]] == ["GCC 11.5.0", "GCC 13.3.0", "Intel", "system"]


def test_names_of_compilers_are_listed_once(site: Project) -> None:
    rows = rows_of(site, ".. cache:matrix::\n   :rows: stack\n   :columns: compiler-name\n   :cell: mark\n")

    assert rows[0] == ["Stack", "GCC", "oneapi", "system"]
    rows = rows_of(site, ".. cache:packages:: petsc\n   :columns: package, compilers, compiler-names\n")
    assert rows == [["Package", "Compiler", "Compiler"], ["PETSc", "GCC 11.5.0, GCC 13.3.0", "GCC"]]


def test_compilers_that_are_called_alike_are_listed_once(site: Project) -> None:
    site.write("facts.yaml", "compiler=gcc@11.5.0: {title: GCC}\ncompiler=gcc@13.3.0: {title: GCC}\n")

    rows = rows_of(site, ".. cache:packages:: petsc\n   :columns: package, compilers\n")

    assert rows[1:] == [["petsc", "GCC"]]


def test_groups_are_called_so_too(site: Project) -> None:
    page = build_with(site, ".. cache:packages::\n   :group: compiler-name\n").soup("index.html")

    assert [each.get_text().removesuffix("¶") for each in page.select("h2")] == ["GCC", "oneapi", "system"]


def test_headers_of_a_matrix_are_titles_and_scripts_know_the_names(site: Project) -> None:
    page = build_with(site, ".. cache:matrix::\n   :rows: package\n   :columns: stack\n").soup("index.html")

    (table,) = page.select("table.cache-matrix")
    assert [row[0] for row in table_texts(table)] == ["Package", "NumPy", "PETSc", "zlib"]
    assert {
        each.get_text(): each.get("data-value") for each in table.select("th[scope=row], th[data-column=stack]")
    } == {
        "Alder": "hep",
        "e4s": None,
        "NumPy": "py-numpy",
        "PETSc": "petsc",
        "zlib": None,
    }


def test_a_title_of_a_compiler_that_nobody_used_suggests_one(site: Project) -> None:
    site.write("facts.yaml", "\ncompiler=gc@13.3.0: {title: GCC}\n")
    site.write("index.rst", TITLE)

    (warning,) = site.build().warnings

    assert warning.endswith(
        "facts.yaml:2: WARNING: 'compiler=gc@13.3.0' matches nothing: no compiler is named 'gc@13.3.0'; "
        "did you mean gcc@13.3.0 or gcc@11.5.0? [cache.fact]"
    )


def test_a_document_is_read_again_when_a_compiler_is_called_otherwise(site: Project) -> None:
    rows_of(site, ".. cache:packages:: petsc\n   :columns: package, compiler-names\n")
    site.write("facts.yaml", _FACTS.replace("GCC", "GNU"))

    page = site.build().soup("index.html")

    assert table_texts(page.select("table")[0])[1] == ["PETSc", "GNU"]
