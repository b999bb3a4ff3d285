"""Names of packages that a filter box offers while one types, in a list and in the page that searches all specs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.sample import PAGES
from tests.browser.serving import POLICY, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def root(sample: Callable[[str], Path]) -> Iterator[str]:
    """The address of a site."""
    with serve(sample("furo"), POLICY) as address:
        yield address


@pytest.fixture(params=["tag", "explore"])
def page(root: str, visit: Visit, request: pytest.FixtureRequest) -> Page:
    """A list of packages, and the page that searches all specs."""
    opened = visit(f"{root}/{PAGES[request.param]}")
    expect(opened.locator(".cache-result [role=status]").first).not_to_be_empty()
    return opened


def _box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Filter", exact=True).first


def _names(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Packages").first.get_by_role("option")


def test_the_keyboard_takes_a_name_that_begins_as_one_types(page: Page) -> None:
    _box(page).press_sequentially("hd")
    expect(_names(page).first).to_have_text("hdf5")
    expect(_box(page)).to_have_attribute("aria-expanded", "true")

    page.keyboard.press("ArrowDown")

    first = _names(page).first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(_box(page)).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    expect(_box(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(_box(page)).to_have_value("hdf5 ")
    expect(_box(page)).to_have_attribute("aria-expanded", "false")
    expect(_names(page)).to_have_count(0)


def test_a_slip_finds_the_name_that_was_meant_and_the_pointer_takes_it(page: Page) -> None:
    _box(page).press_sequentially("hfd5")

    _names(page).get_by_text("hdf5", exact=True).click()

    expect(_box(page)).to_have_value("hdf5 ")
    expect(_box(page)).to_be_focused()
    expect(page.locator(".cache-told")).to_have_count(0)


def test_the_escape_key_closes_the_list_and_leaves_what_was_typed(page: Page) -> None:
    _box(page).press_sequentially("hd")
    page.keyboard.press("ArrowUp")
    expect(_names(page).last).to_have_attribute("aria-selected", "true")

    page.keyboard.press("Escape")

    expect(_names(page)).to_have_count(0)
    expect(_box(page)).to_have_value("hd")
    page.keyboard.press("ArrowDown")
    expect(_names(page).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(_names(page)).to_have_count(0)


@pytest.mark.parametrize("typed", ["h", "hdf5", "+hd", "hdf5 +m", "nothing-like-this", ""])
def test_nothing_is_offered_for_a_whole_name_a_condition_or_what_nobody_can_mean(
    root: str, visit: Visit, typed: str
) -> None:
    page = visit(f"{root}/{PAGES['tag']}")

    _box(page).press_sequentially(typed)

    expect(_names(page)).to_have_count(0)
