"""A table of packages is divided by facts, stacks and letters, with headings; `:where:` chooses by facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from sphinxext_cache.tables import groups, packages
from tests.extension.one_directive import TITLE, build_with
from tests.projects import make_spec, table_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bs4 import BeautifulSoup

    from sphinxext_cache.catalog import Catalog, Spec
    from tests.projects import Project

_FACTS: Final = """\
stack=e4s: {title: E4S}
hdf5: {support: full, discipline: [climate, physics]}
hdf5@1.14: {support: limited}
py-numpy: {support: full, discipline: physics}
"""


@pytest.fixture
def site(project: Project) -> Project:
    """A project of three packages, of which files say something of two."""
    project.add(
        make_spec("hdf5", version="1.12.3"),
        make_spec("hdf5", version="1.14.5", stacks=("hep", "root")),
        make_spec("py-numpy", version="2.1.0"),
        make_spec("zlib", version="1.3.1"),
    )
    project.write("facts.yaml", _FACTS)
    project.conf["cache_facts"] = ["facts.yaml"]
    return project


def _sections(page: BeautifulSoup, level: str = "h2") -> dict[str, list[list[list[str]]]]:
    """The tables below each heading of a level."""
    return {
        heading.get_text().removesuffix("¶"): [table_texts(table) for table in heading.parent.select("table")]
        for heading in page.select(level)
        if heading.parent is not None
    }


def test_each_value_of_a_fact_has_a_table_with_a_heading(site: Project) -> None:
    page = build_with(site, ".. cache:packages::\n   :columns: package, versions\n   :group: discipline\n")

    header = ["Package", "Version"]
    assert _sections(page.soup("index.html")) == {
        "climate": [[header, ["hdf5", "1.14.5, 1.12.3"]]],
        "physics": [[header, ["hdf5", "1.14.5, 1.12.3"], ["py-numpy", "2.1.0"]]],
        "Other": [[header, ["zlib", "1.3.1"]]],
    }


def test_the_headings_are_in_the_contents_of_the_document(site: Project) -> None:
    build = build_with(site, ".. contents::\n   :local:\n\n.. cache:packages::\n   :group: letter\n")

    assert [link.get_text() for link in build.soup("index.html").select("nav.contents a")] == ["H", "P", "Z"]
    assert build.app.env.tocs["index"].astext().split() == ["Title", "H", "P", "Z"]


def test_a_stack_has_its_title_and_its_own_builds_only(site: Project) -> None:
    page = build_with(site, ".. cache:packages:: hdf5\n   :columns: package, versions\n   :group: stack\n")

    found = {name: [row[1] for row in tables[0][1:]] for name, tables in _sections(page.soup("index.html")).items()}
    assert found == {"E4S": ["1.12.3"], "hep": ["1.14.5"]}


def test_groups_are_within_groups(site: Project) -> None:
    page = build_with(site, ".. cache:packages::\n   :columns: package\n   :group: support letter\n").soup("index.html")

    assert [(each.name, each.get_text().removesuffix("¶")) for each in page.select("section h2, section h3")] == [
        ("h2", "full"),
        ("h3", "H"),
        ("h3", "P"),
        ("h2", "limited"),
        ("h3", "H"),
        ("h2", "Other"),
        ("h3", "Z"),
    ]


def test_tables_of_groups_have_names_of_their_own(site: Project) -> None:
    page = build_with(site, ".. cache:packages::\n   :group: support\n").soup("index.html")

    names = [box["aria-label"] for box in page.select(".cache-box")]
    assert names == ["Packages: full", "Packages: limited", "Packages: Other"]


def test_a_heading_leaves_the_address_of_the_authors_own_alone(site: Project) -> None:
    page = build_with(site, ".. cache:packages::\n   :group: discipline\n\nClimate\n-------\n\nText.\n").soup(
        "index.html"
    )

    assert [section["id"] for section in page.select("section section")][-1] == "climate"


def test_only_the_first_table_has_the_caption_and_the_name(site: Project) -> None:
    options = "   :group: support\n   :caption: Software\n   :name: software\n"
    page = build_with(site, f".. cache:packages::\n{options}").soup("index.html")

    assert [table.get("id") for table in page.select("table")] == ["software", None, None]
    assert [caption.get_text().strip("¶") for caption in page.select("caption")] == ["Software"]


def test_where_there_can_be_no_section_headings_are_in_no_contents(site: Project) -> None:
    page = build_with(site, ".. note::\n\n   .. cache:packages::\n      :group: letter\n").soup("index.html")

    assert [each.get_text() for each in page.select(".admonition p.rubric")] == ["H", "P", "Z"]


def test_packages_are_divided_once_for_all_tables(site: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    divided = groups.divide
    asked: list[object] = []

    def divide(specs: Iterable[Spec], names: Sequence[str], catalog: Catalog) -> groups.Division:
        asked.append(names)
        return divided(specs, names, catalog)

    monkeypatch.setattr(packages, "divide_into_groups", divide)

    build_with(site, ".. cache:packages::\n   :columns: package\n   :group: letter\n")

    assert asked == [("letter",)]


def test_a_list_is_divided_too(site: Project) -> None:
    page = build_with(site, ".. cache:packages::\n   :style: list\n   :group: letter\n").soup("index.html")

    assert [each.get_text().strip() for each in page.select("section section li")] == [
        "hdf5 1.14.5, 1.12.3",
        "py-numpy 2.1.0",
        "zlib 1.3.1",
    ]


def test_a_document_is_read_again_when_a_group_comes(site: Project) -> None:
    build_with(site, ".. cache:packages::\n   :columns: package\n   :group: support\n")
    site.write("facts.yaml", f"{_FACTS}zlib: {{support: none}}\n")

    assert list(_sections(site.build().soup("index.html"))) == ["full", "limited", "none"]


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ("support=full", ["hdf5 1.12.3", "py-numpy 2.1.0"]),
        ("support=full,limited", ["hdf5 1.14.5, 1.12.3", "py-numpy 2.1.0"]),
        ("discipline=climate support=l*", ["hdf5 1.14.5"]),
        ('discipline="climate" support=full', ["hdf5 1.12.3"]),
    ],
)
def test_conditions_choose_by_facts(site: Project, conditions: str, found: list[str]) -> None:
    page = build_with(site, f".. cache:packages::\n   :where: {conditions}\n   :columns: package, versions\n")

    assert [" ".join(row) for row in table_texts(page.soup("index.html").select("table")[0])[1:]] == found


@pytest.mark.parametrize("directive", ["specs", "matrix"])
def test_other_tables_choose_by_facts_too(site: Project, directive: str) -> None:
    page = build_with(site, f".. cache:{directive}:: hdf5\n   :where: support=full\n").soup("index.html")

    assert "1.14.5" not in page.select("table")[0].get_text()
    assert len(page.select("tbody tr")) == 1


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (":where: suport=full", "'suport' is not one of title, support, discipline; did you mean support?"),
        (":group: diszipline", "did you mean discipline?"),
    ],
)
def test_a_fact_that_nobody_knows_suggests_one(site: Project, option: str, message: str) -> None:
    site.write("index.rst", f"{TITLE}.. cache:packages::\n   {option}\n")

    (warning,) = site.build().warnings

    assert "index.rst:4: WARNING: " in warning
    assert message in warning


@pytest.mark.parametrize("conditions", ["full", "support=", "support", "=full", "support=full!x='"])
def test_what_is_no_condition_is_an_error(site: Project, conditions: str) -> None:
    site.write("index.rst", f"{TITLE}.. cache:packages::\n   :where: {conditions}\n")

    assert "expected conditions such as support=full, found " in "\n".join(site.build().warnings)


def test_a_condition_that_nothing_meets_is_a_warning(site: Project) -> None:
    site.write("index.rst", f"{TITLE}.. cache:packages:: hdf5\n   :where: support=none\n")

    (warning,) = site.build().warnings

    assert (
        "nothing matches 'hdf5 where support=none' in the tag 'develop'; if that is intended, add ':allow-empty:'"
        in warning
    )


@pytest.mark.parametrize(
    ("columns", "titles"),
    [
        ("package = Software, version", ["Software", "Version"]),
        ("package version = Release", ["Package", "Release"]),
        ('package = "Programs, libraries", version=Release', ["Programs, libraries", "Release"]),
        ("package, version = <b>", ["Package", "<b>"]),
    ],
)
def test_columns_have_titles_of_the_authors_own(site: Project, columns: str, titles: list[str]) -> None:
    page = build_with(site, f".. cache:specs:: zlib\n   :columns: {columns}\n").soup("index.html")

    assert table_texts(page.select("table")[0])[0] == titles


@pytest.mark.parametrize(
    "columns", ['[package, "version = Release, latest"]', "\n  - package\n  - version = Release, latest"]
)
def test_columns_of_myst_have_titles_too(site: Project, columns: str) -> None:
    site.write("index.md", f"# Title\n\n```{{cache:specs}} zlib\n---\ncolumns: {columns}\n---\n```\n")

    page = site.build()

    assert page.warnings == []
    assert table_texts(page.soup("index.html").select("table")[0])[0][0] == "Package"


def test_a_title_must_say_something(site: Project) -> None:
    site.write("index.rst", f"{TITLE}.. cache:specs::\n   :columns: package =, version\n")

    assert "expected a title after 'package ='" in "\n".join(site.build().warnings)
