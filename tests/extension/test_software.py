"""A table of packages shows software as people know it: by its title, and with what is in no source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.extension.one_directive import TITLE, build_with, rows_of
from tests.projects import doctree_tables, make_spec

if TYPE_CHECKING:
    from tests.projects import Project

_FACTS: Final = """\
stack=e4s: {title: E4S}
hdf5: {title: HDF5, support: full}
extra:
  - {name: Matlab, version: R2024b, support: limited, stacks: [E4S], compiler: none}
  - {name: zlib, version: 1.2, stacks: [hep]}
"""


@pytest.fixture
def site(project: Project) -> Project:
    """A project of three packages, and of software that is in no source."""
    numpy = make_spec("py-numpy", version="2.1.0", stacks=("e4s", "hep"))
    project.add(make_spec("hdf5"), numpy, make_spec("zlib", version="1.3.1"))
    project.write("facts.yaml", _FACTS)
    project.conf["cache_facts"] = ["facts.yaml"]
    return project


def test_software_that_is_in_no_source_has_rows_among_the_others(site: Project) -> None:
    rows = rows_of(site, ".. cache:packages::\n   :columns: package, versions, specs, stacks, targets, support\n")

    assert rows[1:] == [
        ["HDF5", "1.14.5", "1", "E4S", "x86_64_v3", "full"],
        ["Matlab", "R2024b", "", "E4S", "", "limited"],
        ["py-numpy", "2.1.0", "1", "E4S, hep", "x86_64_v3", ""],
        ["zlib", "1.3.1, 1.2", "1", "E4S, hep", "x86_64_v3", ""],
    ]


@pytest.mark.parametrize("builder", ["html", "text", "latex"])
def test_a_stack_of_it_that_nobody_knows_is_the_same_warning_everywhere(site: Project, builder: str) -> None:
    site.write("facts.yaml", "stack=e4s: {title: E4S}\n\nextra:\n  - {name: Matlab, stacks: [E4S, hepp]}\n")
    site.write("index.rst", f"{TITLE}.. cache:packages:: Matlab\n   :columns: package, stacks\n")

    (warning,) = site.build(builder, nitpicky=True).warnings

    assert warning.endswith(
        "facts.yaml:4: WARNING: 'hepp', listed as a stack of 'Matlab', is not a stack; did you mean hep? [cache.fact]"
    )


def test_only_what_has_a_page_is_a_link(site: Project) -> None:
    page = build_with(site, ".. cache:packages::\n   :columns: package\n").soup("index.html")

    assert [link.get_text() for link in page.select("table th a")] == ["HDF5", "py-numpy", "zlib"]


@pytest.mark.parametrize(
    ("query", "found"),
    [("Matlab", ["Matlab"]), ("stack=hep", ["py-numpy", "zlib"]), ("@R2024b", ["Matlab"]), ("hdf5", ["HDF5"])],
)
def test_queries_match_software_that_is_in_no_source(site: Project, query: str, found: list[str]) -> None:
    rows = rows_of(site, f".. cache:packages:: {query}\n   :columns: package, versions\n")

    assert [row[0] for row in rows[1:]] == found


def test_conditions_and_groups_know_it_too(site: Project) -> None:
    rows = rows_of(site, ".. cache:packages::\n   :columns: package\n   :where: support=limited\n   :group: letter\n")

    assert rows == [["Package"], ["Matlab"]]


def test_a_table_of_specs_has_no_row_of_it(site: Project) -> None:
    rows = rows_of(site, ".. cache:specs::\n   :columns: package = Software, stacks = Cluster\n")

    assert rows == [["Software", "Cluster"], ["HDF5", "E4S"], ["py-numpy", "E4S, hep"], ["zlib", "E4S"]]


@pytest.mark.parametrize("builder", ["text", "man"])
def test_other_builders_have_itsrows_of(site: Project, builder: str) -> None:
    build = build_with(site, ".. cache:packages:: Matlab\n   :columns: package, versions, stacks\n", builder)

    assert next(doctree_tables(build.app, "index")) == [["Package", "Version", "Stack"], ["Matlab", "R2024b", "E4S"]]


def test_a_generated_page_says_names_as_queries_know_them(site: Project) -> None:
    page = build_with(site, ".. cache:packages::\n").soup("cache/develop/packages/hdf5.html")

    assert "e4s" in page.select("table.cache-specs")[0].get_text()


def test_a_long_list_of_versions_folds(project: Project) -> None:
    project.add(*(make_spec("hdf5", version=f"1.{minor}.0") for minor in range(6)))
    project.write("index.rst", f"{TITLE}.. cache:packages::\n   :columns: package, versions\n")

    (cell,) = project.build().soup("index.html").select("td")

    assert [each.get_text() for each in cell.select("summary")] == ["+4"]
    assert cell.get_text() == "1.5.0, 1.4.0+4, 1.3.0, 1.2.0, 1.1.0, 1.0.0"


def test_where_readers_cannot_ask_all_versions_are_there(project: Project) -> None:
    project.add(*(make_spec("hdf5", version=f"1.{minor}.0") for minor in range(6)))
    project.write("index.rst", f"{TITLE}.. cache:packages::\n   :columns: package, versions\n")

    build = project.build("text")

    assert "1.5.0, 1.4.0, 1.3.0, 1.2.0, 1.1.0, 1.0.0" in build.text("index.txt")


def test_each_field_says_what_it_is_of_for_where_there_are_no_headers(site: Project) -> None:
    page = build_with(site, ".. cache:packages:: hdf5\n   :columns: package, versions, support = Level\n")

    assert [field["data-label"] for field in page.soup("index.html").select("td")] == ["Version", "Level"]
