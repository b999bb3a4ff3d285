"""What a reader sees in a real browser: on a narrow screen, without JavaScript, in several themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

_PAGES = [
    "software/hdf5.html",
    "cache/index.html",
    "cache/develop-2025-10-12/index.html",
    "cache/develop-2025-10-12/packages/hdf5.html",
    "cache/develop-2025-10-12/packages/bash.html",
    "cache/develop-2025-10-12/stacks/e4s.html",
    "cache/develop-2025-10-12/targets/zen4.html",
]


@pytest.mark.parametrize("name", _PAGES)
@pytest.mark.parametrize("width", [360, 1300])
def test_wide_tables_scroll_in_their_own_box_and_never_the_page(
    site: Path, browser: Browser, name: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, java_script_enabled=True)
    page.goto((site / name).as_uri())

    inside = page.evaluate(
        """() => [...document.querySelectorAll('.cache-box')].map(
            (box) => box.getBoundingClientRect().right <= box.parentElement.getBoundingClientRect().right + 1
        )"""
    )
    boxes = page.locator(".cache-box").count()
    page.close()

    assert len(inside) == boxes
    assert all(inside)


def test_a_wide_table_can_be_scrolled_from_the_keyboard(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto((site / "cache/develop-2025-10-12/packages/hdf5.html").as_uri())
    box = page.locator(".cache-box").last

    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("(box) => box.scrollLeft > 0", arg=box.element_handle())
    page.close()


def test_without_javascript_the_command_for_a_spec_opens_and_a_link_leads_to_its_row(
    site: Path, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1300, "height": 900})
    page = context.new_page()
    page.goto((site / "software/hdf5.html").as_uri())

    page.locator("table.cache-specs tbody th a").first.click()
    row = page.locator("tr:target")
    summary = row.locator("summary")
    command = row.locator("details code")
    assert not command.is_visible()
    summary.click()

    assert command.is_visible()
    assert command.inner_text() == f"spack install --use-buildcache only /{row.get_attribute('id')}"
    context.close()


_LOUD = """
details { margin: 2em 0; padding: 1em 1em 1em 3em; border: 4px solid red; background: yellow; box-shadow: 0 0 9px }
details summary { display: block; margin: -1em -1em 1em -3em; padding: 1em; font-size: large; background: pink }
details summary::before, details > summary:first-child::after { content: "note"; display: block; height: 2em }
"""


def test_how_a_project_draws_details_does_not_reach_into_tables(example: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1300, "height": 900})
    page.goto((example / "cache/develop-2025-10-12/packages/hdf5.html").as_uri())
    row = page.locator("table.cache-specs tbody tr").first
    row.locator("summary").click()
    before = row.locator("details").bounding_box(), row.bounding_box()

    page.add_style_tag(content=_LOUD)

    after = row.locator("details").bounding_box(), row.bounding_box()
    page.close()
    assert after == before


def test_columns_of_long_lists_stay_legible_on_a_narrow_screen(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 400, "height": 800})
    widths: dict[str, float] = {}
    for name in ("stacks/e4s.html", "index.html", "packages/hdf5.html"):
        page.goto((site / "cache/develop-2025-10-12" / name).as_uri())
        found = page.evaluate(
            """() => [...document.querySelectorAll(".cache-box th[data-column]")].map(
                (header) => [header.dataset.column, header.getBoundingClientRect().width]
            )"""
        )
        widths |= {f"{name} {column}": width for column, width in found if column in {"variants", "stacks", "versions"}}
    heights = page.evaluate(
        """() => [...document.querySelectorAll("table.cache-specs tbody tr")].map(
            (row) => row.getBoundingClientRect().height
        )"""
    )
    page.close()

    assert widths
    assert min(widths.values()) >= 110, widths
    assert all(width >= 180 for name, width in widths.items() if name.endswith("variants")), widths
    assert max(heights) < 220
