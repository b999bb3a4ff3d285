"""All that is ours works under the strictest Content-Security-Policy, and breaks no rule of it."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Final

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from tests.browser.sample import PAGES, THEMES
from tests.browser.serving import POLICY, serve
from tests.browser.tables import choose_cpu, column, filter_box, opener, shown_ids, status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

_PLAIN: Final = "index.html"
"""A document with nothing of ours."""

_LISTEN: Final = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => window.refused.push(event));
"""
_TELL: Final = """() => window.refused.map(({ blockedURI, effectiveDirective, sourceFile, target }) => {
    const element = target instanceof Element ? target.cloneNode(false).outerHTML : "";
    const text = target instanceof Element ? target.textContent.trim().slice(0, 25) : "";
    return [effectiveDirective, blockedURI, element, text, /sphinxext-cache/.test(sourceFile)];
})"""
"""What the browser refused on a page: by which rule, what, of which element, and whether a script of ours asked."""


@pytest.fixture(params=THEMES)
def theme(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def address(sample: Callable[[str], Path], theme: str) -> Iterator[str]:
    """Where a site is served under the policy."""
    with serve(sample(theme), POLICY) as root:
        yield root


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that notes what the browser refuses, and whose reader lets it copy."""
    context = browser.new_context(
        viewport={"width": 1300, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    context.add_init_script(_LISTEN)
    yield context.new_page()
    context.close()


def _copied(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def _download(page: Page, name: str) -> str:
    with page.expect_download() as started:
        page.get_by_role("button", name=f"as {name}").first.click()
    return started.value.path().read_text(encoding="utf-8")


def test_a_table_of_specs_does_all_it_can(address: str, page: Page) -> None:
    page.goto(f"{address}/{PAGES['package']}")

    filter_box(page).fill("+mpi @1.14")
    assert status(page) == "3 of 9 specs"
    opener(page, "Target").click()
    page.get_by_role("button", name="zen4 1").click()
    assert status(page) == "1 of 9 specs"
    (shown,) = shown_ids(page)
    assert [row["hash"] for row in csv.DictReader(io.StringIO(_download(page, "CSV")))] == [shown]
    assert [spec["hash"] for spec in json.loads(_download(page, "JSON"))] == [shown]
    page.get_by_role("button", name="Reset").click()

    page.get_by_role("columnheader", name="Version").get_by_role("button").click()
    assert column(page, "version")[::3] == ["1.9", "1.12.3", "1.14.5"]

    choose_cpu(page, "zen4")
    expect(page.locator("tr:has(th) .cache-no").first).to_have_text("not on zen4")

    row = page.locator("table.cache-specs tbody tr").first
    row.hover()
    row.get_by_role("button", name="Copy the hash").click()
    assert _copied(page) == row.get_attribute("id")


def test_the_explorer_does_all_it_can(address: str, page: Page) -> None:
    page.goto(f"{address}/{PAGES['explore']}")
    expect(page.locator(".cache-result [role=status]")).to_have_text("29 of 29 specs")

    filter_box(page).fill("hdf5 ~mpi")
    assert status(page) == "3 of 29 specs"
    page.get_by_role("columnheader", name="Target").get_by_role("button").click()
    targets = page.locator("table.cache-explore tbody tr:has(th) td:nth-of-type(2) > a")
    assert targets.all_inner_texts() == ["x86_64_v3", "zen4", "neoverse_v2"]
    choose_cpu(page, "zen4")
    expect(page.locator("table.cache-explore .cache-yes")).to_have_count(2)
    found = json.loads(_download(page, "JSON"))
    assert [spec["target"] for spec in found] == ["x86_64_v3", "zen4", "neoverse_v2"]

    row = page.locator("table.cache-explore tbody tr:has(th)").first
    row.hover()
    row.get_by_role("button", name="Copy the hash").click()
    assert _copied(page) == found[0]["hash"]


def test_a_matrix_leads_to_its_specs_and_a_table_has_the_width_of_its_author(address: str, page: Page) -> None:
    page.goto(f"{address}/{PAGES['package']}")
    page.get_by_role("link", name="3: e4s, zen4").click()
    assert status(page) == "3 of 9 specs"

    page.goto(f"{address}/{PAGES['document']}")
    share = page.locator("#libtiff").evaluate("(table) => table.offsetWidth / table.closest('.cache-box').clientWidth")
    assert share == pytest.approx(0.9, abs=0.01)


def test_the_browser_refuses_nothing_on_our_pages_that_it_does_not_refuse_elsewhere(address: str, page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{message.text} ({message.location['url']})"))
    page.on("pageerror", lambda error: complaints.append(f"{error} {error.stack}"))
    # Themes have scripts between tags, and styles in attributes, on every page.
    page.goto(f"{address}/{_PLAIN}")
    elsewhere = _refused(page)
    assert "sphinxext-cache" not in page.content()
    found = set()
    for name in PAGES.values():
        page.goto(f"{address}/{name}")
        if page.get_by_label("Filter", exact=True).count():
            filter_box(page).fill("zen4")
        found |= _refused(page)

    assert found - elsewhere == set()
    assert [complaint for complaint in complaints if "sphinxext-cache" in complaint] == []


def _refused(page: Page) -> set[tuple[object, ...]]:
    return {tuple(found) for found in page.evaluate(_TELL)}


def test_our_html_and_styles_hold_nothing_that_the_policy_refuses(sample: Callable[[str], Path]) -> None:
    root = sample("alabaster")  # which adds nothing to what lies in the main part of a page
    for name in PAGES.values():
        page = _parsed(root / name)
        (main,) = page.select("[role=main]")
        assert main.find_all(["script", "style"]) == []
        for element in main.find_all(True):
            assert [key for key in element.attrs if key == "style" or key.startswith("on")] == []
            assert not str(element.get("href", "")).startswith(("javascript:", "data:"))
        assert _inline_scripts(page) == _inline_scripts(_parsed(root / _PLAIN))
    for sheet in (root / "_static").glob("sphinxext-cache*.css"):
        assert "url(" not in sheet.read_text(encoding="utf-8")
        assert "@import" not in sheet.read_text(encoding="utf-8")


def _parsed(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def _inline_scripts(page: BeautifulSoup) -> list[str]:
    return [script.get_text() for script in page.find_all("script", src=False)]
