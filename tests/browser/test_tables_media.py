"""Tables in other circumstances: on paper, from right to left, enlarged, with spaced text, in forced colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.tables import HDF5, TAG, choose_cpu, filter_box, opener, shown_ids

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    Visit = Callable[..., Page]

_SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
"""What readers may set for themselves (WCAG 2.2, 1.4.12)."""

_CLIPPED = """(parts) => parts.filter((part) => {
    const style = getComputedStyle(part);
    const isShown = part.checkVisibility() && !part.closest('.cache-hidden');
    return isShown && style.overflow !== 'visible' && style.overflowX !== 'auto' && part.tagName !== 'INPUT'
        && part.tagName !== 'SELECT' && part.scrollWidth > part.clientWidth + 1;
}).map((part) => part.outerHTML.slice(0, 200))"""
"""Which elements hide a part of what is in them."""


def _in_use(page: Page) -> None:
    """Use everything there is on the page of a package."""
    choose_cpu(page, "zen4")
    for each in page.locator(".cache-opener").all():
        each.click()
    page.locator("details summary").first.click()
    page.locator("tr.cache-more").wait_for()


def test_on_paper_there_is_what_is_shown_with_what_was_asked_for_and_no_controls(site: Path, visit: Visit) -> None:
    page = visit((site / HDF5).as_uri())
    filter_box(page).fill("+mpi")
    choose_cpu(page, "zen4")
    opener(page, "Stack").click()
    page.get_by_role("button", name="e4s 3", exact=True).click()
    shown = shown_ids(page)
    assert 0 < len(shown) < 14

    page.emulate_media(media="print")

    assert shown_ids(page) == shown
    expect(page.locator(".cache-printed").first).to_be_visible()
    expect(page.locator(".cache-printed").first).to_have_text("Filter: +mpi e4s (3 of 14 specs)")
    for controls in (".cache-tools", ".cache-copy", ".cache-cpu"):
        assert page.locator(f"{controls}:visible").count() == 0
    assert page.locator("table.cache-matrix").evaluate(
        "(table) => table.closest('.cache-box').scrollHeight <= table.closest('.cache-box').clientHeight + 1"
    )


def test_from_right_to_left_the_page_is_no_wider_and_headers_stay_at_the_right(example: Path, visit: Visit) -> None:
    page = visit((example / TAG).as_uri(), width=360)
    page.evaluate("document.documentElement.dir = 'rtl'")
    box = page.locator(".cache-box", has=page.locator("table.cache-matrix"))

    box.evaluate("(box) => box.scrollTo(-1000, 0)")

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    distance = box.evaluate(
        "(box) => box.getBoundingClientRect().right - box.querySelector('tbody th').getBoundingClientRect().right"
    )
    assert abs(distance) <= 2


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("style", ["* { --nothing: 0; }", _SPACED], ids=["as it is", "spaced"])
def test_enlarged_or_spaced_nothing_is_cut_off(site: Path, visit: Visit, width: int, style: str) -> None:
    # 1280 pixels enlarged to 400 % are 320.
    page = visit((site / HDF5).as_uri(), width=width)
    _in_use(page)
    filter_box(page).fill("+mpi")
    page.add_style_tag(content=style)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".cache-tools, .cache-tools *, .cache-box, .cache-box *").evaluate_all(_CLIPPED) == []


def test_nothing_moves_for_those_who_want_no_motion(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri(), reduced_motion="reduce")
    _in_use(page)
    filter_box(page).fill("+mpi")

    assert (
        page.evaluate(
            "document.getAnimations().filter((one) => one.effect.target.closest('.cache-tools, .cache-box')).length"
        )
        == 0
    )


def test_in_forced_colours_what_is_pressed_and_what_is_dimmed_can_be_told(example: Path, visit: Visit) -> None:
    page = visit(f"{(example / HDF5).as_uri()}?target=zen4&target=aarch64", forced_colors="active")
    choose_cpu(page, "zen4")

    pressed, other = (
        page.locator(f".cache-pill[aria-pressed={state}]").first.evaluate("(pill) => getComputedStyle(pill).outline")
        for state in ("true", "false")
    )
    assert pressed != other
    dimmed, plain = (
        page.locator(f"table.cache-specs tbody tr{kind}:visible").first.evaluate("(row) => getComputedStyle(row).color")
        for kind in (".cache-other", ":not(.cache-other)")
    )
    assert dimmed != plain


def test_columns_keep_their_widths_while_rows_come_and_go_until_the_window_changes(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri())

    def widths() -> list[int]:
        found: list[int] = page.locator("table.cache-specs thead th").evaluate_all(
            "(headers) => headers.map((header) => Math.round(header.getBoundingClientRect().width))"
        )
        return found

    before = widths()
    filter_box(page).fill("stack=e4s")
    assert widths() == before
    page.set_viewport_size({"width": 500, "height": 800})
    page.wait_for_function("() => !document.querySelector('table.cache-specs').style.width")


def test_a_table_within_something_closed_keeps_its_columns(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri())
    page.evaluate(
        """() => {
            const box = document.querySelector('table.cache-specs').closest('.cache-box');
            const shut = document.createElement('details');
            box.before(shut);
            shut.append(box);
        }"""
    )
    filter_box(page).fill("+mpi")
    page.evaluate("() => { document.querySelector('details:has(> .cache-box)').open = true; }")

    assert page.locator("table.cache-specs").evaluate("(table) => table.getBoundingClientRect().width") > 300
