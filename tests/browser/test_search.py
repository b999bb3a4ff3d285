"""What Sphinx's own search finds in a real browser, in several themes, and where its results lead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser.serving import serve
from tests.browser.tables import filter_box

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

_TAG = "cache/develop-2025-10-12"


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    """Where the site is served: the search fetches its results, which a browser refuses for files."""
    with serve(site) as root:
        yield root


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("gromacs", f"{_TAG}/packages/gromacs.html"),
        ("1.14.3", f"{_TAG}/packages/hdf5.html#specs"),
        ("e4s-neoverse-v2", f"{_TAG}/stacks/e4s-neoverse-v2.html"),
        ("ml-linux-x86_64-cuda", f"{_TAG}/stacks/ml-linux-x86_64-cuda.html"),
        ("radiuss", f"{_TAG}/packages/hdf5.html"),
        ("zen4", f"{_TAG}/targets/zen4.html"),
        ("hdf5", "software/hdf5.html#cache-package-hdf5"),
        ("hdf5 mpi zen4", f"{_TAG}/packages/hdf5.html"),
        ("gromacs zen4", f"{_TAG}/packages/gromacs.html"),
        ("gromacs cuda", f"{_TAG}/packages/gromacs.html"),
        ("molecular proteins", f"{_TAG}/packages/gromacs.html"),
    ],
)
def test_what_is_searched_for_is_found_and_the_result_leads_there(
    address: str, browser: Browser, query: str, expected: str
) -> None:
    page = browser.new_page()
    page.goto(f"{address}/search.html?{urlencode({'q': query})}")
    result = page.locator(f"#search-results li a[href='{expected}']").first

    result.wait_for()
    # Not by a click: while more results come in, what lies under the pointer moves.
    response = page.goto(result.evaluate("(link) => link.href"))

    assert response is not None
    assert response.ok
    assert page.url.startswith(f"{address}/{expected.partition('#')[0]}")
    assert page.locator("[role=main] h1").count() == 1
    page.close()


def test_a_result_says_in_a_line_what_there_is(address: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{address}/search.html?{urlencode({'q': 'cuda gromacs'})}")
    result = page.locator(f"#search-results li:has(a[href^='{_TAG}/packages/gromacs.html'])").first

    expect(result.locator("p.context")).to_have_text(
        re.compile(
            r"^Molecular dynamics of proteins, lipids and nucleic acids\. \d+ specs of version 2025\.3, built in"
        )
    )
    page.close()


def test_a_result_of_a_document_says_what_sphinx_says(address: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{address}/search.html?{urlencode({'q': 'illegal instruction'})}")

    expect(page.locator("#search-results li:has(a[href^='faq.html']) p.context").first).to_contain_text("...")
    page.close()


@pytest.mark.parametrize("query", ["hdf5 +mpi $& target=:zen4", "<img src=x onerror=alert(1)>\u202e" + "x" * 3000])
def test_the_page_leads_to_all_specs_with_what_was_searched_for(address: str, browser: Browser, query: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/search.html?{urlencode({'q': query})}")
    link = page.get_by_role("link", name="Search builds for")

    assert link.inner_text() == f"Search builds for {query[:60]}{'…' * (len(query) > 60)}"
    link.click()
    page.wait_for_url(f"{address}/{_TAG}/explore.html?**")
    expect(filter_box(page)).to_have_value(query[:2000])
    page.close()


def test_without_a_query_the_page_leads_nowhere(address: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{address}/search.html")

    assert page.get_by_role("link", name="Search builds for").count() == 0
    page.close()
