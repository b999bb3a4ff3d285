"""The indices of packages and stacks: their entries, their place in the general index, and that none is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.projects import make_spec

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

    from tests.projects import Project


@pytest.fixture
def indexed(hdf5: Project) -> Project:
    hdf5.write("index.rst", "Title\n=====\n\n:ref:`cache-packages`, :ref:`cache-stacks`\n")
    hdf5.add(make_spec(package="Hwloc"), make_spec(package="7zip"))
    return hdf5


def entries(soup: BeautifulSoup) -> dict[str, list[tuple[str, str]]]:
    """The names and addresses of an index by letter."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in soup.select("table.indextable tr"):
        if "cap" in (row.get("class") or ()):
            letter = row.get_text(strip=True)
        for link in row.select("a"):
            found.setdefault(letter, []).append((link.get_text(strip=True), str(link["href"]).removesuffix("#")))
    return found


def test_packages_stand_under_their_letters_and_lead_to_their_pages(indexed: Project) -> None:
    page = indexed.build()

    assert page.warnings == []
    assert entries(page.soup("cache-packages.html")) == {
        "0\N{EN DASH}9": [("7zip", "cache/develop/packages/7zip.html")],
        "H": [("hdf5", "cache/develop/packages/hdf5.html"), ("Hwloc", "cache/develop/packages/Hwloc.html")],
        "Z": [("zlib", "cache/develop/packages/zlib.html")],
    }
    assert "1.14.5, 3 specs" in page.soup("cache-packages.html").get_text()
    assert entries(page.soup("cache-stacks.html")) == {
        "E": [("e4s", "cache/develop/stacks/e4s.html")],
        "H": [("hep", "cache/develop/stacks/hep.html")],
    }


def test_an_entry_of_a_described_package_leads_to_the_document(indexed: Project) -> None:
    indexed.write("about.rst", ":orphan:\n\nAbout\n=====\n\n.. cache:package:: hdf5\n")

    page = indexed.build()

    (href,) = (href for name, href in entries(page.soup("cache-packages.html"))["H"] if name == "hdf5")
    assert href.startswith("about.html#")
    assert page.soup("about.html").find(id=href.partition("#")[2]) is not None


def test_the_general_index_and_references_lead_to_them(indexed: Project) -> None:
    page = indexed.build()

    general = [(a.get_text(), a["href"]) for a in page.soup("genindex.html").select("table.genindextable a")]
    assert general == [("packages", "cache-packages.html#"), ("stacks", "cache-stacks.html#")]
    references = [(a.get_text(), a["href"]) for a in page.soup("index.html").select("p a.reference")]
    assert references == [
        ("Packages of the build cache", "cache-packages.html"),
        ("Stacks of the build cache", "cache-stacks.html"),
    ]


@pytest.mark.parametrize("wanted", [False, ["cache-stacks"]])
def test_the_project_says_which_indices_it_has(indexed: Project, wanted: bool | list[str]) -> None:
    indexed.write("index.rst", "Title\n=====\n")

    page = indexed.build(html_domain_indices=wanted)

    expected = {f"{name}.html" for name in wanted or ()} if isinstance(wanted, list) else set()
    assert {name for name in page.pages() if name.startswith("cache-")} == expected
    assert {str(a["href"]).removesuffix("#") for a in page.soup("genindex.html").select(".genindextable a")} == expected


@pytest.mark.parametrize("builder", ["html", "latex", "texinfo"])
def test_an_empty_cache_has_none(project: Project, builder: str) -> None:
    project.write("index.rst", "Title\n=====\n")

    page = project.build(builder, cache_sources=[], latex_documents=[("index", "x.tex", "T", "A", "manual")])

    assert page.warnings == []
    assert {name for name in page.pages() if name.startswith("cache-")} == set()
    if builder == "html":
        assert page.soup("genindex.html").select(".genindextable a") == []
        assert "cache-packages" not in page.inventory()["std:label"]
    if builder == "latex":
        assert "sphinxtheindex" not in page.text("x.tex")


def test_without_pages_only_described_packages_are_listed(indexed: Project) -> None:
    indexed.write("index.rst", "Title\n=====\n\n.. cache:package:: zlib\n")

    page = indexed.build(cache_pages=None)

    assert list(entries(page.soup("cache-packages.html"))) == ["Z"]
    assert "cache-stacks.html" not in page.pages()


def test_a_pdf_lists_only_what_it_holds(indexed: Project) -> None:
    indexed.write("index.rst", "Title\n=====\n\n:ref:`cache-stacks`\n\n.. cache:package:: zlib\n")

    page = indexed.build("latex", latex_documents=[("index", "x.tex", "T", "A", "manual")])

    assert page.warnings == []
    listed = page.text("x.tex").partition(r"\begin{sphinxtheindex}")[2]
    assert r"\sphinxstyleindexentry{zlib}\sphinxstyleindexpageref{index:\detokenize{cache-package-zlib}}" in listed
    assert listed.count("sphinxstyleindexentry") == 1
    assert "hdf5" not in listed


def test_a_package_that_leaves_is_no_longer_listed(indexed: Project) -> None:
    indexed.build()
    (indexed.root / "_cache/develop/zlib/specs.md").unlink()
    indexed.write("index.rst", "Title\n=====\n")

    assert list(entries(indexed.build().soup("cache-packages.html"))) == ["0\N{EN DASH}9", "H"]


def test_the_bar_at_the_top_of_each_page_stays_that_of_the_project(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n:ref:`cache-packages`\n")

    build = hdf5.build()

    for name in ("index.html", "cache/develop/index.html"):
        shown = {a.get_text() for a in build.soup(name).select("div.related a")}
        assert "index" in shown
        assert not {"packages", "stacks"} & shown
    assert build.soup("genindex.html").select_one("a[href^='cache-packages.html']") is not None
