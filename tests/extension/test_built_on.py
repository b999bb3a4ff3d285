"""Rows that would be equal say in which of their dependencies they differ, in a column of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from sphinxext_cache.catalog import Dependency
from tests import spack_files as spack
from tests.projects import make_hash, make_spec, table_texts

if TYPE_CHECKING:
    from tests.projects import Project
    from tests.spack_files import Made

_OPENMPI: Final = spack.Made(name="openmpi", version="5.0.7")
_OLDER_OPENMPI: Final = spack.Made(name="openmpi", version="4.1.6")
_MPICH: Final = spack.Made(name="mpich", version="4.2.3")
_OURS: Final = spack.Made(name="our-mpi", version="1.0")
_THEIRS: Final = spack.Made(name="their-mpi", version="2.0")
_ZLIB: Final = spack.Made(name="zlib", version="1.3")
_OLDER_ZLIB: Final = spack.Made(name="zlib", version="1.2")


def _made(number: int, *on: Made, name: str = "hdf5", mpi: bool = True) -> Made:
    """A spec that is built on others; those for MPI provide it to the spec."""
    made = spack.Made(name=name, number=number)
    for each in on:
        virtuals = ("mpi",) if mpi and "mpi" in each.name else ("zlib-api",) if each.name == "zlib" else ()
        made.on.append((each, ("build", "link"), virtuals))
    return made


def _rows(project: Project, *roots: Made, columns: str = "") -> list[list[str]]:
    """The rows of the table of HDF5 where these specs are installed, but for their hashes."""
    made = {each.hash: each for each in roots}
    for root in roots:
        for on, _types, _virtuals in root.on:
            made |= {each.hash: each for each in (on, *(below for below, _, _ in on.on))}
    spack.write(project.root / "spack.lock", spack.lockfile(made.values(), roots, version=5))
    project.write("index.rst", f"Title\n=====\n\n.. cache:specs:: hdf5\n{columns}")
    page = project.build(cache_sources=["spack.lock"], cache_columns=["version", "variants"])
    assert page.warnings == []
    return table_texts(page.soup("index.html").select("table.cache-specs")[0])


def _told(rows: list[list[str]]) -> list[str]:
    at = rows[0].index("Built on")
    return sorted(row[at] for row in rows[1:])


def _remark(count: int) -> str:
    return f"{count} builds that differ only in their dependencies"


def test_rows_that_would_be_equal_say_on_what_they_are_built(project: Project) -> None:
    rows = _rows(project, _made(1, _OPENMPI, _ZLIB), _made(2, _MPICH, _ZLIB))

    assert rows[0] == ["Version", "Built on"], "variants would say nothing more"
    assert sorted(rows[1:]) == [["1.2.5", "^mpich@4.2.3"], ["1.2.5", "^openmpi@5.0.7"]]


def test_what_is_said_leads_to_the_package_that_has_a_page(project: Project) -> None:
    _rows(project, _made(1, _OPENMPI), _made(2, _MPICH), _OPENMPI)

    links = project.build(cache_sources=["spack.lock"]).soup("index.html").select("table.cache-specs td a")
    found = {link.get_text(): link["href"] for link in links if link.get_text().startswith("^")}
    assert found == {"^openmpi@5.0.7": "cache/site/packages/openmpi.html"}


@pytest.mark.parametrize(
    ("roots", "told"),
    [
        # as few as will do, and what provides something before what some do without
        ([(_OPENMPI, _ZLIB), (_MPICH, _OLDER_ZLIB)], ["^mpich@4.2.3", "^openmpi@5.0.7"]),
        ([(_OPENMPI,), (_OLDER_OPENMPI,)], ["^openmpi@4.1.6", "^openmpi@5.0.7"]),
        (
            [(_OPENMPI, _ZLIB), (_MPICH, _ZLIB), (_OPENMPI, _OLDER_ZLIB)],
            ["^mpich@4.2.3 ^zlib@1.3", "^openmpi@5.0.7 ^zlib@1.2", "^openmpi@5.0.7 ^zlib@1.3"],
        ),
        # what some do without
        ([(_OPENMPI,), (_OPENMPI, _ZLIB)], ["^zlib@1.3", "without zlib"]),
    ],
)
def test_it_is_the_fewest_that_tell_the_rows_apart(
    project: Project, roots: list[tuple[Made, ...]], told: list[str]
) -> None:
    assert _told(_rows(project, *(_made(number, *on) for number, on in enumerate(roots)))) == told


def test_what_provides_the_same_need_not_be_known(project: Project) -> None:
    rows = _rows(project, _made(1, _OURS, mpi=False), _made(2, _THEIRS, mpi=False))

    assert _told(rows) == ["^our-mpi@1.0", "^their-mpi@2.0"]


def test_what_is_further_below_counts_where_all_are_built_on_the_same_directly(project: Project) -> None:
    one, other = _made(1, _OPENMPI, name="netcdf"), _made(2, _MPICH, name="netcdf")

    assert _told(_rows(project, _made(1, one), _made(2, other))) == ["^mpich@4.2.3", "^openmpi@5.0.7"]


def test_a_hash_tells_builds_apart_that_nothing_else_does(project: Project) -> None:
    one, other = spack.Made(name="zlib", number=1), spack.Made(name="zlib", number=2)

    assert _told(_rows(project, _made(1, one), _made(2, other))) == sorted(
        f"^zlib@1.2.5/{each.hash[:7]}" for each in (one, other)
    )


def test_rows_that_nothing_tells_apart_are_marked_beside_those_that_are(project: Project) -> None:
    rows = _rows(project, _made(1, _OPENMPI), _made(2, _OPENMPI), _made(3, _MPICH))

    assert _told(rows) == ["^mpich@4.2.3", "^openmpi@5.0.7", "^openmpi@5.0.7"]
    assert [row[1] for row in rows[1:]] == [_remark(3)] * 3


def test_rows_that_differ_in_something_else_say_nothing_of_it(project: Project) -> None:
    rows = _rows(
        project, _made(1, _OPENMPI), _made(2, _MPICH), spack.Made(name="hdf5", version="2.0", on=[(_MPICH, (), ())])
    )

    assert [row[1:] for row in rows[1:] if row[0] == "2.0"] == [[""]]


def test_a_table_of_chosen_columns_gets_no_other(project: Project) -> None:
    rows = _rows(project, _made(1, _OPENMPI), _made(2, _MPICH), columns="   :columns: version, variants\n")

    assert rows[0] == ["Version", "Variant that differs"]
    assert [row[1] for row in rows[1:]] == [f"{_remark(2)}: mpich, openmpi"] * 2


@pytest.mark.parametrize("known", [None, (Dependency(name="zlib", hash=make_hash("zlib")),)])
def test_there_is_no_such_column_where_nothing_is_known(project: Project, known: tuple[Dependency, ...] | None) -> None:
    project.add(*(make_spec(hash=make_hash(text), dependencies=known) for text in "ab"))
    project.write("index.rst", "Title\n=====\n\n.. cache:specs:: hdf5\n")

    table = project.build().soup("index.html").select("table.cache-specs")[0]

    assert "Built on" not in table_texts(table)[0]
