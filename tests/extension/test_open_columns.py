"""What provides an interface is a column, a side of a matrix and a key to sort by, where the catalog knows of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests import spack_files as spack
from tests.projects import doctree_tables, make_spec, table_texts

if TYPE_CHECKING:
    from tests.projects import Project
    from tests.spack_files import Made

_TITLE = "Title\n=====\n\n"
_NONE = "\N{EN DASH}"


def _on(name: str, mpi: Made | None, number: int = 0) -> Made:
    made = spack.Made(name=name, number=number)
    if mpi is not None:
        made.on.append((mpi, ("build", "link"), ("mpi",)))
    return made


@pytest.fixture
def site(project: Project) -> Project:
    """A project of which two packages use two libraries for MPI, of which one has a page."""
    openmpi, mpich = spack.Made(name="openmpi", version="5.0.7"), spack.Made(name="mpich", version="4.2.3")
    roots = [_on("hdf5", openmpi), _on("hdf5", mpich, 1), _on("petsc", mpich), _on("zlib", None), openmpi]
    spack.write(project.root / "hpc/spack.lock", spack.lockfile([*roots, mpich], roots, version=5))
    project.conf["cache_sources"] = ["hpc/spack.lock"]
    return project


def test_a_table_of_specs_shows_and_sorts_what_provides_mpi(site: Project) -> None:
    site.write("index.rst", f"{_TITLE}.. cache:specs:: *\n   :columns: package, mpi\n   :sort: -mpi, package\n")

    page = site.build(html_theme="basic")

    assert page.warnings == []
    (table,) = page.soup("index.html").select("table.cache-specs")
    assert table_texts(table) == [
        ["Package", "MPI"],
        ["hdf5", "openmpi@5.0.7"],
        ["hdf5", "mpich@4.2.3"],
        ["petsc", "mpich@4.2.3"],
        ["openmpi", ""],
        ["zlib", ""],
    ]
    links = {link.get_text(): link["href"] for link in table.select("td a")}
    assert links == {"openmpi@5.0.7": "cache/site/packages/openmpi.html"}, "the other one has no page"


@pytest.mark.parametrize("builder", ["text", "man"])
def test_other_builders_show_what_provides_mpi(site: Project, builder: str) -> None:
    site.write("index.rst", f"{_TITLE}.. cache:specs:: petsc\n   :columns: package, mpi\n")

    page = site.build(builder)

    assert page.warnings == []
    assert next(doctree_tables(page.app, "index")) == [["Package", "MPI"], ["petsc", "mpich@4.2.3"]]


def test_what_provides_mpi_is_a_side_of_a_matrix(site: Project) -> None:
    columns = ".. cache:matrix::\n   :rows: package\n   :columns: mpi\n"
    rows = ".. cache:matrix::\n   :rows: mpi\n   :columns: stack\n   :totals:\n"
    site.write("index.rst", f"{_TITLE}{columns}\n{rows}\n")

    page = site.build()

    assert page.warnings == []
    across, down = map(table_texts, page.soup("index.html").select("table.cache-matrix"))
    assert across == [
        ["Package", "mpich@4.2.3", "openmpi@5.0.7", "none known"],
        ["hdf5", "1", "1", _NONE],
        ["openmpi", _NONE, _NONE, "1"],
        ["petsc", "1", _NONE, _NONE],
        ["zlib", _NONE, _NONE, "1"],
    ]
    assert [row[:2] for row in down] == [
        ["MPI", "hpc"],
        ["mpich@4.2.3", "2"],
        ["openmpi@5.0.7", "1"],
        ["none known", "2"],
        ["Specs", "5"],
    ]


def test_a_table_of_packages_lists_what_provides_mpi(site: Project) -> None:
    options = "   :columns: package, mpi, compilers, oss\n   :sort: mpi\n   :limit: 3\n"
    site.write("index.rst", f"{_TITLE}.. cache:packages::\n{options}")

    page = site.build()

    assert page.warnings == []
    assert table_texts(page.soup("index.html").select("table.cache-packages")[0]) == [
        ["Package", "MPI", "Compiler", "OS"],
        ["petsc", "mpich@4.2.3", "gcc@13.2.0", "rhel9"],
        ["hdf5", "mpich@4.2.3, openmpi@5.0.7", "gcc@13.2.0", "rhel9"],
        ["openmpi", "", "gcc@13.2.0", "rhel9"],
    ]
    assert "The first 3 of 4 packages." in page.soup("index.html").get_text()


@pytest.mark.parametrize(
    ("directive", "message"),
    [
        (".. cache:specs::\n   :columns: package, mpii", "'mpii' is not one of hash, "),
        (".. cache:specs::\n   :columns: package, mpii", "explicit, mpi; did you mean mpi?"),
        (".. cache:specs::\n   :sort: -mpii", "did you mean mpi?"),
        (".. cache:packages::\n   :columns: mpii", "'mpii' is not one of package, tag, specs, version"),
        (".. cache:matrix::\n   :rows: mpii", "'mpii' is not one of stack, target, "),
        (".. cache:matrix::\n   :columns: mpii", "did you mean mpi?"),
    ],
)
def test_a_name_that_the_catalog_does_not_know_is_one_warning(site: Project, directive: str, message: str) -> None:
    site.write("index.rst", f"{_TITLE}{directive}\n")

    (warning,) = site.build().warnings

    assert "index.rst:4: WARNING: " in warning
    assert message in warning
    assert warning.endswith("[cache.reference]")


def test_what_is_known_of_the_columns_stays(site: Project) -> None:
    site.write("index.rst", f"{_TITLE}.. cache:specs:: petsc\n   :columns: package, mpii\n")

    assert table_texts(site.build().soup("index.html").select("table.cache-specs")[0]) == [["Package"], ["petsc"]]


def test_a_document_is_read_again_when_a_column_comes_or_goes(project: Project) -> None:
    project.conf["cache_sources"] = ["hpc"]
    mpi = spack.Made(name="our-mpi", version="5.0")
    project.write("index.rst", f"{_TITLE}.. cache:specs:: hdf5\n   :columns: version, mpi\n")
    project.write("other.rst", f":orphan:\n\n{_TITLE}.. cache:specs:: hdf5\n   :columns: version\n")

    def build(*made: Made) -> tuple[list[str], list[str]]:
        spack.write(project.root / "hpc/spack.lock", spack.lockfile(made, made[:1]))
        page = project.build()
        return page.warnings, table_texts(page.soup("index.html").select("table.cache-specs")[0])[0]

    without, header = build(_on("hdf5", None))
    assert len(without) == 1
    assert "'mpi' is not one of hash" in without[0]
    assert header == ["Version"]
    assert build(_on("hdf5", mpi), mpi) == ([], ["Version", "MPI"])
    assert build(_on("hdf5", None))[1] == ["Version"]


def test_the_usual_columns_may_be_open_ones(site: Project) -> None:
    site.write("index.rst", _TITLE)
    site.write("conf.py", "# Columns.\ncache_columns = ['version', 'mpi', 'mpii']\n")
    site.conf["cache_columns"] = ["version", "mpi", "mpii"]

    for _again in range(2):
        page = site.build()

        (warning,) = page.warnings
        assert f"{site.root / 'conf.py'}:2: WARNING: cache_columns: 'mpii' is not one of hash" in warning
    assert table_texts(page.soup("cache/site/packages/petsc.html").select("table.cache-specs")[0]) == [
        ["Version", "MPI"],
        ["1.2.5 Install spack install --use-buildcache only /" + spack.Made(name="petsc").hash, "mpich@4.2.3"],
    ]


def test_pages_and_documents_link_to_what_has_a_page_now(site: Project) -> None:
    site.write("index.rst", _TITLE)
    site.write("petsc.rst", f":orphan:\n\n{_TITLE}.. cache:specs:: petsc\n")
    site.conf["cache_columns"] = ["version", "mpi"]
    site.build()
    lockfile = json.loads((site.root / "hpc/spack.lock").read_text())
    hash_ = spack.Made(name="mpich", version="4.2.3").hash
    lockfile["roots"].append({"hash": hash_, "spec": "mpich"})
    spack.write(site.root / "hpc/spack.lock", lockfile)
    site.touch()

    page = site.build()

    for name, address in (("cache/site/packages/petsc", "mpich"), ("petsc", "cache/site/packages/mpich")):
        links = page.soup(f"{name}.html").select("table.cache-specs td a")
        assert [(link.get_text(), link["href"]) for link in links] == [("mpich@4.2.3", f"{address}.html")]


def test_a_project_says_what_provides_where_no_edge_does(project: Project) -> None:
    made = spack.chain("hdf5", "our-mpi")
    spack.write(project.root / "spack.lock", spack.lockfile(made, made[:1], version=4))
    project.write("index.rst", f"{_TITLE}.. cache:specs:: hdf5\n   :columns: version, mpi\n")

    page = project.build(cache_sources=["spack.lock"], cache_providers={"mpi": ["our-mpi"]})

    assert page.warnings == []
    assert table_texts(page.soup("index.html").select("table.cache-specs")[0])[1] == ["1.2.5", "our-mpi@1.2.5"]


def test_nobody_looks_for_virtuals_where_no_table_asks_for_any(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.add(make_spec())
    project.write("index.rst", f"{_TITLE}.. cache:specs:: hdf5\n\n.. cache:matrix::\n\n.. cache:packages::\n")
    monkeypatch.delattr("sphinxext_cache.catalog.virtuals.Virtuals.names")

    assert project.build().warnings == []


def test_what_an_installation_knows_is_shown(project: Project) -> None:
    made = spack.Made(name="hdf5")
    external = spack.Made(name="openmpi", external={"path": "/opt/mpi", "module": None})
    records = {each.hash: spack.record(each) for each in (made, external)}
    records[external.hash]["installation_time"] = None
    spack.write(project.root / "index.json", spack.database(records))
    columns = "   :columns: package, installed, external, explicit\n   :sort: -installed\n"
    project.write("index.rst", f"{_TITLE}.. cache:specs:: *\n{columns}\n.. cache:specs:: hdf5\n{columns}")

    page = project.build(cache_sources=["index.json"], language="de")

    assert page.warnings == []
    both, one = map(table_texts, page.soup("index.html").select("table.cache-specs"))
    assert both == [
        ["Paket", "Installiert", "Extern", "Ausdrücklich"],
        ["hdf5", "2025-04-20", "", "ja"],
        ["openmpi", "", "ja", "ja"],
    ]
    assert one[0] == ["Paket", "Installiert", "Ausdrücklich"], "a column that is empty for all rows is left out"
