"""Facts are columns of specs and packages, sides of a matrix and keys to sort by, where files say them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from sphinxext_cache.catalog import Installation
from tests import spack_files as spack
from tests.extension.one_directive import TITLE, build_with, rows_of
from tests.projects import doctree_tables, make_spec, table_texts

if TYPE_CHECKING:
    from tests.projects import Project

_NONE: Final = "\N{EN DASH}"
_FACTS: Final = """\
hdf5:
  description: A file format for <large> data.
  homepage: https://hdf5.example/
  support: full
  discipline: [climate, physics]
  seats: 9
  since: 2024-01-31
hdf5@1.14: {module: hdf5/1.14, support: limited}
py-numpy: {support: full, seats: 10, since: 2023-05-01, discipline: physics}
"""


@pytest.fixture
def site(project: Project) -> Project:
    """A project of three packages, of which files say something of two."""
    specs = [
        make_spec("hdf5", version="1.12.3"),
        make_spec("hdf5", version="1.14.5"),
        make_spec("py-numpy", version="2.1.0"),
        make_spec("zlib", version="1.3.1"),
    ]
    project.add(*specs)
    project.write("facts.yaml", _FACTS)
    project.conf["cache_facts"] = ["facts.yaml"]
    return project


def test_a_table_of_packages_shows_facts(site: Project) -> None:
    rows = rows_of(site, ".. cache:packages::\n   :columns: package, description, discipline, module, support\n")

    assert rows == [
        ["Package", "Description", "Discipline", "Module", "Support"],
        ["hdf5", "A file format for <large> data.", "climate, physics", "hdf5/1.14", "full, limited"],
        ["py-numpy", "", "physics", "", "full"],
        ["zlib", "", "", "", ""],
    ]


def test_a_table_of_specs_shows_what_is_said_of_each(site: Project) -> None:
    rows = rows_of(site, ".. cache:specs:: hdf5\n   :columns: version, support, module\n")

    assert rows == [["Version", "Support", "Module"], ["1.14.5", "limited", "hdf5/1.14"], ["1.12.3", "full", ""]]


def test_a_fact_that_nothing_says_of_these_specs_is_no_column(site: Project) -> None:
    assert rows_of(site, ".. cache:specs:: zlib\n   :columns: version, support\n") == [["Version"], ["1.3.1"]]


def test_an_address_is_a_link(site: Project) -> None:
    page = build_with(site, ".. cache:packages:: hdf5\n   :columns: package, homepage\n").soup("index.html")

    (link,) = page.select("table.cache-packages td a")
    assert (link["href"], link.get_text(), link["class"]) == (
        "https://hdf5.example/",
        "https://hdf5.example/",
        ["reference", "external"],
    )


@pytest.mark.parametrize(
    ("key", "order"),
    [
        ("seats", ["hdf5", "py-numpy", "zlib"]),
        ("-seats", ["py-numpy", "hdf5", "zlib"]),
        ("since", ["py-numpy", "hdf5", "zlib"]),
        ("-support, -package", ["hdf5", "py-numpy", "zlib"]),
    ],
)
def test_numbers_sort_as_numbers_and_days_as_days(site: Project, key: str, order: list[str]) -> None:
    rows = rows_of(site, f".. cache:packages::\n   :columns: package\n   :sort: {key}\n")

    assert [row[0] for row in rows[1:]] == order


def test_a_fact_is_a_side_of_a_matrix(site: Project) -> None:
    rows = rows_of(site, ".. cache:matrix::\n   :rows: discipline\n   :columns: support\n   :cell: packages\n")

    assert rows == [
        ["Discipline", "full", "limited", "none known"],
        ["climate", "1", "1", _NONE],
        ["physics", "2", "1", _NONE],
        ["none known", _NONE, _NONE, "1"],
    ]


@pytest.mark.parametrize("builder", ["text", "man", "xml"])
def test_other_builders_show_facts(site: Project, builder: str) -> None:
    build = build_with(site, ".. cache:packages:: hdf5\n   :columns: package, support, homepage\n", builder)

    assert next(doctree_tables(build.app, "index")) == [
        ["Package", "Support", "Homepage"],
        ["hdf5", "full, limited", "https://hdf5.example/"],
    ]


def test_of_modules_an_installation_knows_itself(project: Project) -> None:
    made = make_spec("hdf5", installation=Installation(module="hdf5/1.14"))
    project.add(made)

    rows = rows_of(project, ".. cache:packages::\n   :columns: package, module\n")

    assert rows == [["Package", "Module"], ["hdf5", "hdf5/1.14"]]


def test_where_a_virtual_has_the_name_of_a_fact_the_virtual_is_meant(project: Project) -> None:
    mpi = spack.Made(name="mpich", version="4.2.3")
    hdf5 = spack.Made(name="hdf5", on=[(mpi, ("link",), ("mpi",))])
    spack.write(project.root / "hpc/spack.lock", spack.lockfile([hdf5, mpi], [hdf5], version=5))
    project.write("facts.yaml", "hdf5: {mpi: any}\n")
    project.conf |= {"cache_sources": ["hpc/spack.lock"], "cache_facts": ["facts.yaml"]}

    rows = rows_of(project, ".. cache:packages::\n   :columns: package, mpi\n")

    assert rows == [["Package", "MPI"], ["hdf5", "mpich@4.2.3"]]


def test_a_name_that_is_no_fact_suggests_one(site: Project) -> None:
    site.write("index.rst", f"{TITLE}.. cache:packages::\n   :columns: package, suport\n")

    (warning,) = site.build().warnings

    assert warning.endswith("; did you mean support? [cache.reference]")


def test_only_the_documents_that_show_a_fact_are_read_again_when_it_changes(site: Project) -> None:
    site.write("other.rst", f":orphan:\n\n{TITLE}.. cache:packages::\n   :columns: package, seats\n")
    before = dict(build_with(site, ".. cache:packages::\n   :columns: package, support\n").app.env.all_docs)
    site.write("facts.yaml", _FACTS.replace("seats: 9", "seats: 8"))

    build = site.build()

    assert [docname for docname, time in build.app.env.all_docs.items() if time != before[docname]] == ["other"]
    assert table_texts(build.soup("other.html").select("table.cache-packages")[0])[1] == ["hdf5", "8"]


def test_markup_is_shown_where_the_file_says_so(site: Project) -> None:
    site.write("marked.yaml", "markup: rst\nzlib: {description: '**Fast**, see `here <https://zlib.example>`_ <b>.'}\n")
    site.conf["cache_facts"] = ["facts.yaml", "marked.yaml"]

    page = build_with(site, ".. cache:packages:: zlib\n   :columns: package, description\n").soup("index.html")

    (cell,) = page.select("td")
    assert cell.get_text() == "Fast, see here <b>."
    assert [each.get_text() for each in cell.select("strong, a[href='https://zlib.example']")] == ["Fast", "here"]
