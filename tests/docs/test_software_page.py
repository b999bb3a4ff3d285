"""The guide to the software page of a centre: what it writes gives the page that it promises."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Final

import pytest
import yaml

from tests.docs.environments import with_command
from tests.docs.two_clusters import on_one_line, write_two_clusters
from tests.projects import Project, doctree_tables, table_texts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.docs.blocks import Documentation
    from tests.projects import Build

_GUIDE: Final = "how-to/software-page"
_SUFFIXES: Final = {"reStructuredText": ".rst", "MyST": ".md"}
_ABOUT: Final = {
    "GROMACS": "Molecular dynamics of proteins, lipids and nucleic acids.",
    "HDF5": "A format and a library for large arrays of data.",
    "MATLAB": "Numerical computing, for those who have a licence.",
    "Open MPI": "Message passing; it knows our networks and Slurm.",
}
_MPI: Final = "openmpi@5.0.7, openmpi@5.0.8"
_PAGE: Final = {
    "Chemistry": [
        ["Package", "Description", "Version", "MPI", "Cluster", "Module"],
        ["GROMACS", _ABOUT["GROMACS"], "2025.3, 2025.2", _MPI, "Alder, Birch", "gromacs/2025.2, gromacs/2025.3"],
    ],
    "Libraries": [
        ["Package", "Description", "Version", "MPI", "Cluster", "Module"],
        ["HDF5", _ABOUT["HDF5"], "1.14.5, 1.12.3", _MPI, "Alder, Birch", "hdf5/1.12, hdf5/1.14"],
        ["Open MPI", _ABOUT["Open MPI"], "5.0.8, 5.0.7", "", "Alder, Birch", "openmpi"],
    ],
    "Mathematics": [
        ["Package", "Description", "Version", "MPI", "Cluster", "Module"],
        ["MATLAB", _ABOUT["MATLAB"], "R2025b", "", "", "matlab/R2025b"],
    ],
}
"""By heading, the table below it."""


@pytest.fixture
def files(docs: Documentation) -> dict[str, str]:
    """What the guide has its reader save, by name."""
    return {block.file: block.text for block in docs.blocks(_GUIDE) if block.file}


@pytest.fixture
def centre(tmp_path: Path, files: dict[str, str]) -> Project:
    """The project of the guide, before there is a document in it."""
    project = Project(root=tmp_path / "centre", conf={})
    write_two_clusters(project.root)
    for name in ("conf.py", "facts.yaml"):
        project.write(name, files[name])
    project.write("index.rst", "Title\n=====\n\n.. toctree::\n   :glob:\n\n   *\n")
    return project


def _build(project: Project, name: str, markup: str, files: dict[str, str], builder: str = "html") -> Build:
    """Build a document of the guide."""
    document = name + _SUFFIXES[markup]
    project.write(document, files[document])
    built = project.build(builder, nitpicky=True)
    assert built.warnings == []
    return built


@pytest.mark.parametrize("markup", _SUFFIXES)
def test_the_page_has_a_table_for_each_discipline(markup: str, centre: Project, files: dict[str, str]) -> None:
    page = _build(centre, "software", markup, files).soup("software.html")

    tables = {}
    for table in page.select("table.cache-table"):
        heading = table.find_previous(["h2", "h3"])
        assert heading is not None
        tables[heading.get_text().removesuffix("¶").strip()] = table_texts(table)
    assert tables == _PAGE


def test_the_headings_are_in_the_contents_of_the_page(centre: Project, files: dict[str, str]) -> None:
    built = _build(centre, "software", "reStructuredText", files)

    assert [part for part in _PAGE if part in built.app.env.tocs["software"].astext()] == list(_PAGE)


def test_the_page_has_the_same_tables_where_nothing_opens(centre: Project, files: dict[str, str]) -> None:
    built = _build(centre, "software", "reStructuredText", files, "text")

    assert [on_one_line(table) for table in doctree_tables(built.app, "software")] == list(_PAGE.values())


@pytest.mark.parametrize("markup", _SUFFIXES)
def test_a_list_may_be_of_what_is_fully_supported(markup: str, centre: Project, files: dict[str, str]) -> None:
    page = _build(centre, "supported", markup, files).soup("supported.html")

    (table,) = page.select("table.cache-table")
    assert table_texts(table) == [
        ["Program or library", "Version", "Licence"],
        ["GROMACS", "2025.3, 2025.2", "LGPL-2.1-or-later"],
        ["HDF5", "1.14.5, 1.12.3", "BSD-3-Clause"],
    ]


@pytest.mark.parametrize("markup", _SUFFIXES)
def test_a_sentence_says_what_to_type(markup: str, centre: Project, files: dict[str, str]) -> None:
    page = _build(centre, "first-job", markup, files).soup("first-job.html")

    (sentence,) = [p for p in page.select("p") if p.get_text().startswith("Type ")]
    assert sentence.get_text() == "Type module load gromacs/2025.3. We offer full support for it."
    assert [code.get_text() for code in sentence.select("code")] == ["module load gromacs/2025.3"]


def test_the_page_of_a_package_describes_it(centre: Project, files: dict[str, str]) -> None:
    built = _build(centre, "software", "reStructuredText", files)

    page = built.soup("cache/site/packages/gromacs.html")

    (body,) = page.select('[role="main"]')
    text = " ".join(body.get_text(" ").split())
    assert [said for said in (_ABOUT["GROMACS"], "LGPL-2.1-or-later", "gromacs/2025.3") if said not in text] == []
    assert "https://gromacs.example" in {link["href"] for link in body.select("a[href]")}


def test_the_file_to_fill_in_names_what_is_installed(docs: Documentation, centre: Project) -> None:
    (command,) = [block.text for block in docs.blocks(_GUIDE) if block.language == "console"]
    (centre.root / "facts.yaml").unlink()
    environment = with_command(centre.root)

    subprocess.run(["sh", "-c", command.removeprefix("$ ")], cwd=centre.root, env=environment, check=True)

    form = yaml.safe_load((centre.root / "facts.yaml").read_text(encoding="utf-8"))
    assert list(form) == ["gromacs", "hdf5", "openmpi"]
    assert {"description", "homepage", "licence"} <= form["gromacs"].keys()


@pytest.mark.parametrize("markup", _SUFFIXES)
def test_a_page_says_what_comes_and_goes(markup: str, centre: Project, files: dict[str, str]) -> None:
    page = _build(centre, "maintenance", markup, files).soup("maintenance.html")

    assert table_texts(page.select("table")[0]) == [
        ["Software", "In March"],
        ["GROMACS", "2025.2 -> 2025.3"],
        ["HDF5", "1.12 removed"],
        ["MATLAB", "recommended"],
    ]


@pytest.mark.parametrize("markup", _SUFFIXES)
def test_a_table_has_the_machines_of_each_site(markup: str, centre: Project, files: dict[str, str]) -> None:
    page = _build(centre, "systems", markup, files).soup("systems.html")

    (table,) = page.select("table.cache-table")
    assert table_texts(table) == [
        ["Site", "Cluster", "Compiler"],
        ["North campus", "Alder", "GCC"],
        ["Birch", "GCC"],
    ]
    assert [cell["rowspan"] for cell in table.select("[rowspan]")] == ["2"]
