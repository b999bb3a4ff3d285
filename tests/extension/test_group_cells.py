"""Groups are cells of one table where an author wants that: each reaches down over the rows that are in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from docutils import nodes

from tests.extension.one_directive import build_with
from tests.projects import make_spec

if TYPE_CHECKING:
    from tests.projects import Build, Project

_FACTS: Final = """\
stack=orion: {title: Orion}
stack=hercules: {title: Hercules}
stack=derecho: {title: Derecho}
compiler=gcc: {title: GCC}
compiler=oneapi: {title: Intel}
"* stack=orion": {site: MSU}
"* stack=hercules": {site: MSU}
"* stack=derecho": {site: NCAR}
"""
_SITES: Final = """\
.. cache:packages::
   :group: site = HPC platform, stack = System
   :group-style: cells
   :columns: compiler-names
"""
_PACKAGES: Final = """\
.. cache:packages::
   :group: site, stack
   :group-style: cells
   :columns: package, versions
"""


@pytest.fixture
def site(project: Project) -> Project:
    """A project with three clusters on two sites."""
    project.add(
        make_spec("hdf5", stacks=("hercules",), compiler="gcc@13.3.0"),
        make_spec("zlib", version="1.3.1", stacks=("hercules", "orion"), compiler="gcc@13.3.0"),
        make_spec("zlib", version="1.3", stacks=("hercules", "orion"), compiler="oneapi@2025.1.0"),
        make_spec("zlib", version="1.2", stacks=("derecho",), compiler="gcc@11.5.0"),
        make_spec("hdf5", version="1.12.3", stacks=("derecho",), compiler="gcc@12.4.0"),
    )
    project.write("facts.yaml", _FACTS)
    project.conf["cache_facts"] = ["facts.yaml"]
    return project


def _table(build: Build) -> list[list[tuple[str, int]]]:
    """The cells of each row of the one table, with the number of rows over which they reach."""
    (table,) = build.soup("index.html").select("table.cache-packages")
    return [
        [(cell.get_text(), int(str(cell.get("rowspan") or 1))) for cell in row.select("th, td")]
        for row in table.select("tr")
    ]


def test_a_table_without_packages_has_a_row_for_each_group(site: Project) -> None:
    assert _table(build_with(site, _SITES)) == [
        [("HPC platform", 1), ("System", 1), ("Compiler", 1)],
        [("MSU", 2), ("Hercules", 1), ("GCC, Intel", 1)],
        [("Orion", 1), ("GCC, Intel", 1)],
        [("NCAR", 1), ("Derecho", 1), ("GCC", 1)],
    ]


def test_groups_within_groups_reach_over_their_packages(site: Project) -> None:
    assert _table(build_with(site, _PACKAGES))[1:] == [
        [("MSU", 3), ("Hercules", 2), ("hdf5", 1), ("1.14.5", 1)],
        [("zlib", 1), ("1.3.1, 1.3", 1)],
        [("Orion", 1), ("zlib", 1), ("1.3.1, 1.3", 1)],
        [("NCAR", 2), ("Derecho", 2), ("hdf5", 1), ("1.12.3", 1)],
        [("zlib", 1), ("1.2", 1)],
    ]


def test_a_group_leads_to_its_page(site: Project) -> None:
    page = build_with(site, _SITES).soup("index.html")

    assert [link["href"] for link in page.select("tbody th a")] == [
        f"cache/develop/stacks/{name}.html" for name in ("hercules", "orion", "derecho")
    ]


def test_the_limit_counts_within_each_group(site: Project) -> None:
    build = build_with(site, f"{_PACKAGES}   :limit: 1\n")

    assert [row[-2][0] for row in _table(build)[1:]] == ["hdf5", "zlib", "hdf5"]
    assert "The first 3 of 5 packages." in build.soup("index.html").get_text()


def test_groups_that_are_cells_have_no_heading(site: Project) -> None:
    assert not build_with(site, _PACKAGES).soup("index.html").select("h2, .rubric")


def test_other_documents_know_how_far_cells_reach(site: Project) -> None:
    app = build_with(site, _PACKAGES, "xml").app
    (body,) = app.env.get_and_resolve_doctree("index", app.builder).findall(nodes.tbody)

    assert [entry.get("morerows", 0) for entry in body.findall(nodes.entry)] == [
        *(2, 1, 0, 0, 0, 0, 0, 0, 0),
        *(1, 1, 0, 0, 0, 0),
    ]


def test_text_says_it_once(site: Project) -> None:
    text = build_with(site, _PACKAGES, "text").text("index.txt")

    assert text.count("MSU") == text.count("Hercules") == 1
    assert "| MSU  | Hercules | hdf5    | 1.14.5     |" in text


def test_a_manual_page_says_it_once(site: Project) -> None:
    page = next(build_with(site, _PACKAGES, "man").outdir.glob("*.1")).read_text()

    assert page.count("MSU") == 1


def test_a_document_is_read_again_when_a_group_is_called_otherwise(site: Project) -> None:
    build_with(site, _SITES)
    site.write("facts.yaml", _FACTS.replace("MSU", "Mississippi State"))

    assert _table(site.build())[1][0] == ("Mississippi State", 2)


@pytest.mark.parametrize(
    ("name", "merged"), [("MSU", 1), ("A name of so many words that it needs more lines than two rows have", 0)]
)
def test_latex_merges_cells_where_what_they_say_has_room(site: Project, name: str, merged: int) -> None:
    site.write("facts.yaml", _FACTS.replace("MSU", name))

    (file,) = build_with(site, _SITES, "latex").outdir.glob("*.tex")

    assert file.read_text().count(r"\sphinxmultirow{2}") == merged
    assert file.read_text().count(name[:10]) == 1


def test_a_list_has_headings_all_the_same(site: Project) -> None:
    page = build_with(site, f"{_PACKAGES.replace(':columns: package, versions', ':style: list')}").soup("index.html")

    assert [each.get_text().removesuffix("¶") for each in page.select("section h3")] == ["Hercules", "Orion", "Derecho"]


def test_software_of_which_the_group_is_not_known_comes_last(site: Project) -> None:
    site.write("facts.yaml", f"{_FACTS}extra: [{{name: Matlab}}]\n")

    rows = _table(
        build_with(site, ".. cache:packages::\n   :group: platform\n   :group-style: cells\n   :columns: package\n")
    )

    assert [row[0] for row in (rows[1], rows[-1])] == [("linux", 2), ("Other", 1)]


def test_no_cell_reaches_from_one_body_of_a_long_table_to_the_next(project: Project) -> None:
    project.add(*(make_spec(f"p{number:03}") for number in range(225)))

    table = build_with(
        project, ".. cache:packages::\n   :group: platform\n   :group-style: cells\n   :columns: package\n"
    )

    bodies = table.soup("index.html").select("table.cache-packages tbody")
    assert [[cell["rowspan"] for cell in body.select("[rowspan]")] for body in bodies] == [["200"], ["20"], ["5"]]
