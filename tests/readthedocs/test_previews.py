"""The link previews of Read the Docs show something for each of our references.

Its service takes the element that the fragment of an address names, or the main part of the page, and a script puts its
HTML into a box beside the link (`readthedocs/embed/v3` and the add-ons of Read the Docs).
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from tests.readthedocs.server_search import main_part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.projects import Build

# All in one process: what they look at is built once.
pytestmark = pytest.mark.xdist_group("readthedocs-pages")


def _preview(site: Build, page: str, fragment: str) -> Tag | None:
    """The box beside a link; None if the service finds nothing."""
    soup = site.soup(page)
    found = soup.find(id=fragment) if fragment else main_part(soup)
    if not isinstance(found, Tag):
        return None
    # The id of a description is on its signature, and that of a label in an empty element before its heading.
    if found.name == "dt" or (found.name == "span" and not found.get_text()):
        assert found.parent is not None
        found = found.parent
    return BeautifulSoup(f"<body><div id='preview'>{found}</div>", "html5lib").select_one("#preview")


def _links(site: Build, page: str) -> Iterator[tuple[str, str]]:
    """Where the references in the main part of a page lead to, those to other pages: the page and the fragment."""
    for link in main_part(site.soup(page)).select("a.reference.internal[href]"):
        parts = urlsplit(str(link["href"]))
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
        if parts.path and target != page:
            yield target, unquote(parts.fragment)


@pytest.mark.parametrize("page", ["references.html", "tables.html", "described.html"])
def test_each_reference_of_a_document_has_a_preview(site: Build, page: str) -> None:
    previews = {link: _preview(site, *link) for link in _links(site, page)}

    assert len(previews) >= 3
    assert [link for link, preview in previews.items() if preview is None or not preview.get_text(strip=True)] == []


def test_each_link_of_a_generated_page_has_a_preview(site: Build) -> None:
    links = {link for page in site.pages() if page.startswith("cache/") for link in _links(site, page)}

    assert len(links) > 10
    assert [link for link in sorted(links) if _preview(site, *link) is None] == []


@pytest.mark.parametrize(
    ("prefix", "words"),
    [("abcdefg", ["abcdefg", "1.12.3", "gcc@13.2.0", "zen4"]), ("zyxwvut", ["zyxwvut", "1.3.1", "neoverse_v2"])],
)
def test_the_preview_of_a_spec_reads_as_its_row(site: Build, prefix: str, words: list[str]) -> None:
    (link,) = (each for each in set(_links(site, "references.html")) if each[1].startswith(prefix))
    preview = _preview(site, *link)

    assert preview is not None
    assert preview.find("tr") is None, "a row outside its table is no row any more, just its text"
    shown = preview.get_text().split()
    assert [word for word in words if word not in shown] == []


def test_the_preview_of_a_described_package_is_its_description(site: Build) -> None:
    node_id = site.domain.descriptions.packages["develop", "zlib"][0].node_id
    assert ("described.html", node_id) in set(_links(site, "references.html"))
    preview = _preview(site, "described.html", node_id)

    assert preview is not None
    assert "With our own remarks." in preview.get_text()
