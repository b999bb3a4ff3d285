"""The search of Read the Docs finds packages, rows and figures, on generated pages and in documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from bs4 import BeautifulSoup

from tests.readthedocs.server_search import index_page, main_part

if TYPE_CHECKING:
    from tests.projects import Build
    from tests.readthedocs.server_search import Section

# All in one process: what they look at is built once.
pytestmark = pytest.mark.xdist_group("readthedocs-pages")

_PAGE: Final = "cache/develop/packages/hdf5.html"


def _sections(site: Build, page: str) -> dict[str, Section]:
    found = index_page(site.text(page))
    by_anchor = {section.anchor: section for section in found}
    assert len(by_anchor) == len(found), "no two sections lead to the same place"
    return by_anchor


def test_a_package_is_found_by_its_name_and_its_summary(site: Build) -> None:
    package = _sections(site, _PAGE)["package"]

    assert package.title == "hdf5"
    assert {"1.14.5", "1.12.3", "3", "specs"} <= package.words


def test_the_page_leads_to_its_own_section_first(site: Build) -> None:
    # Before it there would be the breadcrumbs, were they no navigation.
    assert next(iter(_sections(site, _PAGE))) == "package"


def test_a_row_is_found_by_any_of_its_cells(site: Build) -> None:
    rows = _sections(site, _PAGE)["specs"]

    for spec in site.domain.catalog.specs("hdf5", tag="develop"):
        assert spec.hash is not None
        wanted = {spec.hash, spec.hash[:7], str(spec.version), spec.target, spec.os, "e4s", "13.2.0", "mpi"}
        assert wanted - rows.words == set(), rows.content


def test_a_package_is_found_by_its_description_and_its_module(site: Build) -> None:
    assert {"arrays", "disk"} <= _sections(site, _PAGE)["package"].words
    assert "squeeze" in _sections(site, "cache/v1.0/packages/zlib.html")["load"].words


def test_cells_do_not_run_into_each_other(site: Build) -> None:
    for page in sorted(site.pages()):
        soup = BeautifulSoup(site.text(page), "html5lib")
        for row in soup.select(".cache-table tr"):
            cells = [" ".join(cell.get_text().split()) for cell in row.find_all(["td", "th"])]
            assert " ".join(row.get_text().split()) == " ".join(filter(None, cells)), page


def test_a_matrix_is_found_by_its_row_and_column(site: Build) -> None:
    assert {"e4s", "hep", "zen4", "x86_64_v3"} <= _sections(site, _PAGE)["where-it-is-built"].words


def test_the_commands_that_install_are_found(site: Build) -> None:
    section = _sections(site, _PAGE)["install"]
    assert "spack install --use-buildcache only hdf5@=1.14.5" in section.content


@pytest.mark.parametrize(
    ("page", "anchor", "words"),
    [
        ("cache/develop/stacks/hep.html", "packages", {"hdf5", "zlib"}),
        ("cache/develop/targets/zen4.html", "packages", {"hdf5"}),
        ("cache/develop/index.html", "packages", {"hdf5", "zlib"}),
        ("cache/index.html", "build-cache", {"develop", "v1.0"}),
    ],
)
def test_the_other_pages_are_found_by_what_they_list(site: Build, page: str, anchor: str, words: set[str]) -> None:
    assert words <= _sections(site, page)[anchor].words


def test_a_package_that_a_document_describes_is_a_section_of_its_own(site: Build) -> None:
    sections = _sections(site, "described.html")
    (described,) = (section for section in sections.values() if section.title.startswith("zlib"))
    (spec,) = site.domain.catalog.specs("zlib", tag="develop")

    assert {"1.3.1", "neoverse_v2", "our", "remarks", spec.hash} <= described.words
    assert described.anchor == site.domain.descriptions.packages["develop", "zlib"][0].node_id
    assert "neoverse_v2" not in sections["notes"].words, "it is found once"


def test_tables_in_documents_are_found_in_their_section(site: Build) -> None:
    sections = _sections(site, "tables.html")

    assert {"1.14.5", "1.12.3", "x86_64_v3", "zen4"} <= sections["rows"].words
    assert {"e4s", "hep", "neoverse_v2"} <= sections["more"].words


def test_every_place_that_is_found_exists(site: Build) -> None:
    for page in sorted(site.pages() - {"search.html", "genindex.html"}):
        main = main_part(BeautifulSoup(site.text(page), "html5lib"))
        ids = {str(tag["id"]) for tag in main.select("[id]")} | {""}
        assert {section.anchor for section in index_page(site.text(page))} <= ids, page


def test_the_indexer_takes_what_read_the_docs_takes() -> None:
    found = index_page(
        "<body><div role=main><nav>left out</nav><p>Before</p><section id=a><h1>One<a class=headerlink>¶</a></h1>"
        "<p>two</p><table><tr><td>three</td><td>four</td></tr></table><dl><dt id=t>Term</dt><dd>Its text</dd></dl>"
        "<section id=b><h2>Five</h2><div class='highlight-console'><pre>$ six\n</pre></div></section></section></div>"
    )

    assert [(section.anchor, section.title, re.sub(r"\s+", " ", section.content)) for section in found] == [
        ("t", "Term", "Its text"),
        ("", "One", "Before"),
        ("a", "One", "two threefour"),
        ("b", "Five", "$ six"),
    ]
