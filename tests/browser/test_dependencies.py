"""What a reader asks of dependencies, in the page that searches all specs and above a table, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests import spack_files as spack
from tests.browser.serving import POLICY, serve
from tests.projects import Project
from tests.spack_files import Made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    Visit = Callable[..., Page]

_DOCUMENT: Final = "Title\n=====\n\n.. cache:specs:: *\n   :columns: package, version, compiler\n"


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
    expect(page.locator(".cache-problem")).to_have_text("+cuda: not known of dependencies")


def test_a_table_says_that_it_does_not_know_them_but_knows_compilers(address: str, visit: Visit) -> None:
    page = visit(f"{address}/index.html")

    page.get_by_label("Filter", exact=True).fill("%gcc@13 ^openmpi")

    expect(page.locator(".cache-result [role=status]")).to_have_text("8 of 8 specs")
    expect(page.locator(".cache-problem")).to_have_text("^openmpi: dependencies are not known")
