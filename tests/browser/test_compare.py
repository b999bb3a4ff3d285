"""What a reader sees of specs that are compared, in tables and in the page that searches all specs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.serving import POLICY, serve
from tests.browser.tables import announced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from sphinxext_cache.catalog import Spec

    Visit = Callable[..., Page]

_FIELDS = {"Version": "version", "Target": "target", "Compiler": "compiler", "OS": "os"}


@pytest.fixture(scope="module")
def root(large: tuple[Path, tuple[Spec, ...]]) -> Iterator[str]:
    """The address of the large cache."""
    with serve(large[0], POLICY) as address:
        yield f"{address}/cache/develop"


@pytest.fixture(params=["packages/hdf5.html", "explore.html?q=hdf5"])
def place(root: str, request: pytest.FixtureRequest) -> str:
    """The address of a table, and of the page that searches all specs."""
    return f"{root}/{request.param}"


def _boxes(page: Page) -> Locator:
    return page.locator("input.cache-compare")


def _panel(page: Page) -> Locator:
    return page.get_by_role("region", name="What differs")


def _shown(page: Page) -> dict[str, list[str]]:
    """What the comparison says, line by line."""
    lines: list[list[str]] = (
        _panel(page).locator("tr").evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.innerText))")
    )
    return {head: values for head, *values in lines}


def _expected(specs: list[Spec]) -> dict[str, list[str]]:
    """What differs between some specs."""
    found = {"": [str(spec.hash)[:7] for spec in specs]}
    for label, name in _FIELDS.items():
        values = [str(getattr(spec, name) or "none") for spec in specs]
        if len(set(values)) > 1:
            found[label] = values
    for label, name in (("Variant", "variants"), ("Stack", "stacks")):
        each = [getattr(spec, name) for spec in specs]
        shared = set.intersection(*map(set, each))
        if own := [sorted(set(values) - shared) for values in each]:
            found[label] = [" ".join(values) for values in own]
    return {label: values for label, values in found.items() if any(values)}


def test_ticking_two_rows_shows_what_differs_and_nothing_else(
    place: str, large: tuple[Path, tuple[Spec, ...]], visit: Visit
) -> None:
    page = visit(place)
    rows = page.locator("tbody tr[id], tbody tr[aria-rowindex]")
    for number in (0, 1, 2):
        rows.nth(number).hover()  # those of a long table come then
    expect(_boxes(page).nth(2)).to_be_visible()
    _boxes(page).first.check()
    expect(_panel(page)).to_have_count(0)
    hashes = [_boxes(page).nth(number).input_value() for number in (0, 2)]
    by_hash = {str(spec.hash)[:7]: spec for spec in large[1]}

    _boxes(page).nth(2).check()

    found = {label.removesuffix(" that differs"): values for label, values in _shown(page).items()}
    for label in ("Variant", "Stack"):
        if label in found:
            found[label] = [" ".join(sorted(set(text.split(", ")) - {"\u2013"})) for text in found[label]]
    assert found == _expected([by_hash[hash_] for hash_ in hashes])
    assert announced(page) == "2 specs to compare"
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("compare") == hashes)
    again = visit(page.url)
    expect(_panel(again).locator("thead th")).to_have_text(hashes)
    expect(_boxes(again).first).to_be_checked()
    _panel(again).get_by_role("button", name="Close").click()
    expect(_panel(again)).to_have_count(0)
    expect(_boxes(again).first).not_to_be_checked()


def test_a_tick_in_the_explorer_leaves_open_what_is_open_and_the_reader_where_she_is(root: str, visit: Visit) -> None:
    page = visit(f"{root}/explore.html")
    box = page.locator(".cache-explorer .cache-box")
    box.evaluate("box => box.scrollTop = 3000")
    page.locator("tbody tr[aria-rowindex] button[aria-expanded=false]").nth(20).click()
    place = box.evaluate("box => box.scrollTop")
    row = page.locator("tbody tr[aria-rowindex]").filter(has=page.locator("button[aria-expanded=true]"))

    row.locator("input.cache-compare").check()

    expect(row.locator("input.cache-compare")).to_be_focused()
    expect(row).to_have_count(1)
    assert box.evaluate("box => box.scrollTop") == place > 0


def test_of_more_than_four_the_last_are_compared(root: str, visit: Visit) -> None:
    page = visit(f"{root}/explore.html?q=hdf5")

    for number in range(5):
        _boxes(page).nth(number).check()

    expect(_panel(page).locator("thead th")).to_have_count(4)
    expect(_boxes(page).first).not_to_be_checked()


def test_specs_that_do_not_differ_say_so_and_hashes_that_nobody_has_are_passed_over(root: str, visit: Visit) -> None:
    page = visit(f"{root}/explore.html?q=a-")
    first = page.locator("input.cache-compare").first
    expect(first).to_be_visible()
    same = first.input_value()

    page.goto(f"{root}/explore.html?compare={same}&compare={same[:6]}&compare=222222&compare=%3Cb%3E")

    expect(_panel(page).get_by_text("No known differences.")).to_be_visible()
