"""A fact names a document of the project: cells link to it, and packages lead there where an author wants that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from docutils import nodes

from tests.extension.one_directive import TITLE, build_with
from tests.projects import make_spec

if TYPE_CHECKING:
    from bs4 import Tag

    from tests.projects import Build, Project

_FACTS: Final = """\
gromacs: {title: GROMACS, page: apps/gromacs, homepage: "https://gromacs.example"}
hdf5: {page: "How to read files </apps/hdf5>"}
"""
_TABLE: Final = ".. cache:packages::\n   :columns: package, page\n"


@pytest.fixture
def site(project: Project) -> Project:
    """A project with documents on two of its three packages."""
    project.add(make_spec("gromacs"), make_spec("hdf5"), make_spec("zlib"))
    project.write("facts.yaml", _FACTS)
    for name in ("gromacs", "hdf5"):
        project.write(f"apps/{name}.rst", f":orphan:\n\nRunning {name}\n{'=' * 20}\n")
    project.conf["cache_facts"] = ["facts.yaml"]
    return project


def _links(within: Tag) -> dict[str, str]:
    return {link.get_text(): str(link["href"]) for link in within.select("a")}


def _table(build: Build) -> Tag:
    (table,) = build.soup("index.html").select("table.cache-packages")
    return table


def test_a_document_is_a_link_with_its_title_or_the_authors_own(site: Project) -> None:
    assert _links(_table(build_with(site, _TABLE))) == {
        "GROMACS": "cache/develop/packages/gromacs.html",
        "Running gromacs": "apps/gromacs.html",
        "hdf5": "cache/develop/packages/hdf5.html",
        "How to read files": "apps/hdf5.html",
        "zlib": "cache/develop/packages/zlib.html",
    }


@pytest.mark.parametrize(
    ("fact", "gromacs", "hdf5"),
    [
        ("page", "apps/gromacs.html", "apps/hdf5.html"),
        ("homepage", "https://gromacs.example", "cache/develop/packages/hdf5.html"),
    ],
)
def test_a_package_leads_to_where_a_fact_says_if_it_does(site: Project, fact: str, gromacs: str, hdf5: str) -> None:
    page = build_with(site, f".. cache:packages::\n   :columns: package\n   :link: {fact}\n")

    assert _links(_table(page)) == {"GROMACS": gromacs, "hdf5": hdf5, "zlib": "cache/develop/packages/zlib.html"}


def test_the_page_of_a_package_and_a_description_link_to_it(site: Project) -> None:
    page = build_with(site, ".. cache:package:: gromacs\n   :show: facts\n\n:cache:fact:`hdf5 page`\n")

    for name, address in (
        ("index.html", "apps/gromacs.html"),
        ("cache/develop/packages/gromacs.html", "../../../apps/gromacs.html"),
    ):
        (said,) = page.soup(name).select("[data-fact=page], dl.cache-facts dd:first-of-type")
        assert _links(said) == {"Running gromacs": address}
    assert _links(page.soup("index.html"))["How to read files"] == "apps/hdf5.html"


def test_other_builders_refer_to_it_as_the_role_doc_does(site: Project) -> None:
    app = build_with(site, _TABLE, "xml").app

    table = app.env.get_and_resolve_doctree("index", app.builder)

    assert [(each.astext(), each["refuri"]) for each in table.findall(nodes.reference)] == [
        ("Running gromacs", "apps/gromacs"),
        ("How to read files", "apps/hdf5"),
    ]


@pytest.mark.parametrize("builder", ["html", "latex"])
def test_a_document_that_is_not_there_is_one_warning_that_names_the_nearest(site: Project, builder: str) -> None:
    site.write("facts.yaml", "\ngromacs: {page: apps/gromax}\n")
    site.write("index.rst", f"{TITLE}{_TABLE}")

    build = site.build(builder, nitpicky=True)

    (warning,) = build.warnings
    assert warning.endswith(
        "facts.yaml:2: WARNING: there is no document 'apps/gromax'; did you mean apps/gromacs? [cache.fact]"
    )
    if builder == "html":
        assert _table(build).select("td")[0].get_text() == "apps/gromax"


def test_an_address_is_one(site: Project) -> None:
    site.write("facts.yaml", "gromacs: {page: https://wiki.example/gromacs}\n")

    assert _links(_table(build_with(site, _TABLE)))["https://wiki.example/gromacs"] == "https://wiki.example/gromacs"


def test_a_new_title_of_the_document_is_shown_at_once(site: Project) -> None:
    build_with(site, _TABLE)
    site.write("apps/gromacs.rst", ":orphan:\n\nSimulating\n==========\n")

    build = site.build()

    assert "Simulating" in _links(_table(build))
    assert "Simulating" in _links(build.soup("cache/develop/packages/gromacs.html"))


@pytest.mark.parametrize("value", ["javascript:alert(1)", "../../etc/passwd", "<b>", 'a"onclick=b <x>'])
def test_what_is_no_document_leads_nowhere(site: Project, value: str) -> None:
    site.write("facts.yaml", f"gromacs: {{page: '{value}'}}\n")
    site.write("index.rst", f"{TITLE}{_TABLE}")

    build = site.build()

    assert len(build.warnings) == 1
    (cell,) = [cell for cell in _table(build).select("td") if cell.get_text()]
    assert not cell.select("a, b")
