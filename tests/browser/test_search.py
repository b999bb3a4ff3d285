"""What Sphinx's own search finds in a real browser, in several themes, and where its results lead."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.browser.serving import serve

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
