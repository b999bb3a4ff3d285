"""What a reader asks of dependencies, in the page that searches all specs and above a table, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests import spack_files as spack
from tests.browser.serving import POLICY, serve
from tests.projects import Project, make_spec
from tests.spack_files import Made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    Visit = Callable[..., Page]

_DOCUMENT: Final = "Title\n=====\n\n.. cache:specs:: *\n   :columns: package, version, compiler\n"
_PROVIDERS: Final = ":orphan:\n\nMPI\n===\n\n.. cache:{}:: *\n   :columns: package, mpi, c\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of some software, each of it built with either of two kinds of MPI."""
    project = Project(root=tmp_path_factory.mktemp("linked"))
    cmake, gcc = Made(name="cmake", version="3.30.5"), Made(name="gcc", version="13.2.0")
    providers = [Made(name="openmpi", version="5.0.3"), Made(name="mpich", version="4.2.3")]
    roots: list[Made] = []
    for number, name in enumerate(("hdf5", "netcdf-c", "fftw", "petsc")):
        for mpi in providers:
            one = Made(name=name, number=number + 10 * providers.index(mpi))
            one.on = [(mpi, ("link",), ("mpi",)), (gcc, ("build",), ("c", "cxx"))]
            roots.append(one)
    providers[0].on = [(cmake, ("build",), ())]
    spack.write(project.root / "hpc/spack.lock", spack.lockfile([*roots, *providers, cmake, gcc], roots))
    project.write("index.rst", _DOCUMENT)
    for kind in ("specs", "packages"):
        project.write(f"{kind}.rst", _PROVIDERS.format(kind))
    built = project.build(html_theme="alabaster", cache_sources=["hpc"])
    assert built.warnings == []
    with serve(built.outdir, POLICY) as root:
        yield root


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("^mpi=openmpi@5", 4),
        ("^cmake", 4),
        ("%cmake", 0),
        ("petsc ^mpich", 1),
        ("^mpi", 8),
        ("%c,cxx=gcc@13 ^openmpi", 4),
        ("%gcc@12", 0),
        ("^openmpi ^mpich", 0),
    ],
)
def test_the_page_that_searches_all_specs_knows_what_they_are_built_on(
    address: str, visit: Visit, query: str, count: int
) -> None:
    page = visit(f"{address}/cache/site/explore.html")

    page.get_by_label("Filter", exact=True).fill(query)

    expect(page.locator(".cache-result [role=status]")).to_have_text(f"{count} of 8 specs")
    expect(page.locator(".cache-problem")).to_be_empty()


def test_what_it_does_not_know_of_them_is_a_problem_and_the_rest_counts(address: str, visit: Visit) -> None:
    page = visit(f"{address}/cache/site/explore.html")

    page.get_by_label("Filter", exact=True).fill("^openmpi +cuda petsc")

    expect(page.locator(".cache-result [role=status]")).to_have_text("1 of 8 specs")
    expect(page.locator(".cache-problem")).to_have_text("+cuda: not known for dependencies")


@pytest.mark.parametrize("condition", ["^openmpi", "%cmake", "%mpi=openmpi", "%c=gcc", "^mpi", "^mpi=openmpi@5"])
def test_a_table_knows_compilers_and_leaves_dependencies_to_the_page_that_searches_all_specs(
    address: str, visit: Visit, condition: str
) -> None:
    page = visit(f"{address}/index.html")

    page.get_by_label("Filter", exact=True).fill(f"%gcc@13 {condition}")

    expect(page.locator(".cache-result [role=status]")).to_have_text("8 of 8 specs")
    expect(page.locator(".cache-problem")).to_be_empty()
    expect(page.locator(".cache-left")).to_have_text(f"Not applied, because this table does not show it: {condition}")
    page.get_by_role("link", name=f"Search all specs for %gcc@13 {condition}").click()
    expect(page.get_by_label("Filter", exact=True)).to_have_value(f"%gcc@13 {condition}")
    expect(page.locator(".cache-result [role=status]")).to_contain_text(" of 8 specs")
    expect(page.locator(".cache-problem")).to_be_empty()


def test_a_list_of_packages_on_a_page_asks_the_data_file_for_dependencies(address: str, visit: Visit) -> None:
    for query, found in (("petsc+^openmpi", 1), ("petsc+^mvapich2", 0)):
        page = visit(f"{address}/cache/site/index.html?q={query}")

        expect(page.locator(".cache-result [role=status]")).to_have_text(f"{found} of 4 packages")
        expect(page.locator(".cache-left")).to_be_empty()


@pytest.mark.parametrize(
    ("query", "specs", "packages"),
    [
        ("^mpi=openmpi", 4, 4),
        ("^mpi=openmpi@5:", 4, 4),
        ("^mpi=openmpi@4", 0, 0),
        ("petsc ^mpi", 2, 1),
        ("MPICH", 4, 4),
        ("fftw openmpi", 1, 1),
        ("gcc", 8, 4),
        ("cxx", 0, 0),
    ],
)
def test_a_column_of_what_provides_a_virtual_answers_for_it(
    address: str, visit: Visit, query: str, specs: int, packages: int
) -> None:
    for kind, found in (("specs", f"{specs} of 8 specs"), ("packages", f"{packages} of 4 packages")):
        page = visit(f"{address}/{kind}.html?{urlencode({'q': query})}")

        expect(page.locator(".cache-result [role=status]")).to_have_text(found)
        expect(page.locator(".cache-left")).to_be_empty()
        expect(page.locator(".cache-problem")).to_be_empty()


@pytest.mark.parametrize("condition", ["^openmpi", "%mpi=openmpi", "^mpi,blas=openmpi", "^mpi@3", "^c=gcc", "%c=gcc"])
def test_what_such_a_column_does_not_answer_is_left_out(address: str, visit: Visit, condition: str) -> None:
    page = visit(f"{address}/specs.html?{urlencode({'q': condition})}")

    expect(page.locator(".cache-left")).to_contain_text(condition)
    expect(page.locator(".cache-result [role=status]")).to_have_text("8 of 8 specs")


def test_where_nothing_is_known_of_them_that_is_said_at_last(visit: Visit, tmp_path: Path) -> None:
    project = Project(root=tmp_path)
    project.add(*(make_spec(version=f"1.{n}") for n in range(8)))
    project.write("index.rst", "Title\n=====\n\n.. cache:specs:: hdf5\n")
    with serve(project.build(html_theme="alabaster").outdir, POLICY) as root:
        page = visit(f"{root}/index.html")

        page.get_by_label("Filter", exact=True).fill("^openmpi")
        page.get_by_role("link", name="Search all specs for hdf5 ^openmpi").click()

        expect(page.locator(".cache-problem")).to_have_text("^openmpi: dependencies are not known")
        expect(page.locator(".cache-result [role=status]")).to_have_text("8 of 8 specs")


def test_a_row_says_on_what_its_spec_is_built(address: str, visit: Visit) -> None:
    page = visit(f"{address}/cache/site/explore.html?q=petsc+%5Eopenmpi")

    page.get_by_role("button", name="Details of petsc").click()

    expect(page.locator(".cache-more dd").last).to_have_text("c,cxx=gcc@13.2.0, mpi=openmpi@5.0.3")
