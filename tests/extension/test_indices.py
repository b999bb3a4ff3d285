"""The indices of packages, stacks and targets: their entries, and their place in the general index; none is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.projects import make_spec

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

    from tests.projects import Project


@pytest.fixture
def indexed(hdf5: Project) -> Project:
    hdf5.write("index.rst", "Title\n=====\n\n:ref:`cache-packages`, :ref:`cache-stacks`, :ref:`cache-targets`\n")
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
    assert ("zen4", "cache/develop/targets/zen4.html") in entries(page.soup("cache-targets.html"))["Z"]


def test_an_entry_of_a_described_package_leads_to_the_document(indexed: Project) -> None:
    indexed.write("about.rst", ":orphan:\n\nAbout\n=====\n\n.. cache:package:: hdf5\n")

    page = indexed.build()

    (href,) = (href for name, href in entries(page.soup("cache-packages.html"))["H"] if name == "hdf5")
    assert href.startswith("about.html#")
    assert page.soup("about.html").find(id=href.partition("#")[2]) is not None


def test_the_general_index_and_references_lead_to_them(indexed: Project) -> None:
    page = indexed.build()

    general = [(a.get_text(), a["href"]) for a in page.soup("genindex.html").select("table.genindextable a")]
    assert general == [(kind, f"cache-{kind}.html#") for kind in ("packages", "stacks", "targets")]
    references = [(a.get_text(), a["href"]) for a in page.soup("index.html").select("p a.reference")]
    assert references == [
        ("Packages of the build cache", "cache-packages.html"),
        ("Stacks of the build cache", "cache-stacks.html"),
        ("Targets of the build cache", "cache-targets.html"),
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
    assert not {"cache-stacks.html", "cache-targets.html"} & {*page.pages()}


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
        assert not {"packages", "stacks", "targets"} & shown
    assert build.soup("genindex.html").select_one("a[href^='cache-packages.html']") is not None


@pytest.mark.parametrize("builder", ["html", "epub"])
def test_the_general_index_leads_to_tables_of_stacks_and_targets(hdf5: Project, builder: str) -> None:
    hdf5.write(
        "index.rst",
        "Title\n=====\n\n.. cache:stacks::\n\n.. cache:stacks::\n   :style: picture\n   :name: drawn\n\n"
        ".. cache:targets::\n   :style: table\n   :caption: Ladder\n",
    )

    page = hdf5.build(builder, cache_pages=None, version="1", copyright="2025, A", language="en")

    assert page.warnings == []
    suffix = "html" if builder == "html" else "xhtml"
    found: dict[str, list[str]] = {}
    for link in page.soup(f"genindex.{suffix}").select(f"a[href^='index.{suffix}#cache'], a[href$='#drawn']"):
        item = link.find_parent("li") or link.find_parent("dt")
        assert item is not None
        found.setdefault(item.get_text().split(",")[0].strip(), []).append(str(link["href"]))
    assert {"e4s (stack)", "hep (stack)", "zen4 (target)"} <= found.keys()
    assert [href.rpartition("#")[2] for href in found["e4s (stack)"]] == ["cache-stacks-0", "drawn"]
    index = page.soup(f"index.{suffix}")
    assert all(len(index.select(f"#{href.partition('#')[2]}")) == 1 for links in found.values() for href in links)


def test_a_pdf_has_entries_for_stacks_and_targets(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:stacks::\n\n.. cache:targets::\n")

    text = hdf5.build("latex", latex_documents=[("index", "x.tex", "T", "A", "manual")]).text("x.tex")

    assert r"\index{hep (stack)@\spxentry{hep}\spxextra{stack}" in text
    assert r"\index{zen4 (target)@\spxentry{zen4}\spxextra{target}" in text
