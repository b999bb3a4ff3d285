"""Nothing of ours keeps readers out who see, hear or move otherwise: in five themes, light and dark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faint_texts, violations
from tests.browser.sample import PAGES, THEMES
from tests.browser.serving import serve

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

_MODES: Final = ("light", "dark")
_SWITCHES: Final = {
    "furo": ({"theme": "{mode}"}, "document.body.dataset.theme"),
    "pydata_sphinx_theme": ({"mode": "{mode}", "theme": "{mode}"}, "document.documentElement.dataset.theme"),
    "sphinx_book_theme": ({"mode": "{mode}", "theme": "{mode}"}, "document.documentElement.dataset.theme"),
}
"""What a theme that can be switched remembers, and where it says what it shows. The others ask the browser."""

_IN_A_FOOTER: Final = "the footer of the theme, which is the same on every page"
_FLAWS: Final[dict[str, dict[tuple[str, str], str]]] = {
    "alabaster": {
        ("color-contrast", ".footer, .footer *"): _IN_A_FOOTER,
        ("region", ".footer"): _IN_A_FOOTER,
        ("heading-order", ".sphinxsidebarwrapper > h3"): "the sidebar of the theme begins with a heading of level 3",
    },
    "furo": {
        ("landmark-unique", ".sidebar-drawer"): "the theme has two sidebars without names",
        ("region", ".visually-hidden"): "the link of the theme to the source of a page lies beside its article",
        ("region", ".back-to-top > span"): "the theme's way back to the top, which lies above its article",
    },
    "sphinx_rtd_theme": {
        ("color-contrast", "footer, footer *"): _IN_A_FOOTER,
        ("link-in-text-block", "footer *"): _IN_A_FOOTER,
        ("region", "footer"): _IN_A_FOOTER,
        ("color-contrast", ".wy-side-nav-search > a"): "the name of the project, above the theme's search",
        ("color-contrast", ".wy-breadcrumbs a"): "the breadcrumbs of the theme",
        ("color-contrast", "p > a.reference > span"): "what the theme makes of every link in running text",
    },
    "pydata_sphinx_theme": {
        ("label-content-name-mismatch", ".search-button__button"): "the button of the theme's search",
    },
    "sphinx_book_theme": {
        ("label-content-name-mismatch", ".search-button__button"): "the button of the theme's search",
        ("region", ".sidebar-primary-item"): "the name of the project, in the sidebar of the theme",
    },
}
"""By theme, what it does wrong on every page, with us or without: the rule, what breaks it, and what that is."""


_CLICK: Final = "(all) => all.slice(0, 1).forEach((each) => each.click())"
"""No pointer: themes have other colours for what lies under it."""

_OPENED: Final = (
    ".cache-opener[aria-expanded=true]",
    ".cache-pill[aria-pressed=true]",
    "tr.cache-more",
    ".cache-comparison",
)
"""What is open in tables of specs: a group of buttons of which one is pressed, a row, and a comparison."""


def _show_everything(page: Page) -> None:
    """Write what cannot be understood, choose a CPU and a value, compare two rows, and open groups and rows."""
    for choice in page.get_by_label("My CPU").all():
        choice.select_option("zen3")
    for box in page.get_by_label("Filter", exact=True).all():
        box.fill("^zlib @2:1")
    openers = page.locator(".cache-opener")
    for at in (*range(openers.count()), 0):
        openers.nth(at).and_(page.locator("[aria-expanded=false]")).evaluate_all(_CLICK)
        value = page.get_by_role("button", name=re.compile(r"^e4s \d")).and_(page.locator("[aria-pressed=false]"))
        value.evaluate_all(_CLICK)
    for table in page.locator("table.cache-specs:has(summary)").all():
        table.locator("summary:visible").evaluate_all(_CLICK)
    for part in (".cache-compare", ".cache-open-row"):
        for at in range(2):
            page.locator(f"{part}:visible").nth(at).evaluate_all(_CLICK)
    page.locator(".cache-columns summary").evaluate_all(_CLICK)


def _faults(page: Page, kind: str, theme: str) -> list[str]:
    faults = [f"{kind}: {fault}" for fault in violations(page, _FLAWS[theme])]
    return faults + [f"{kind}: faint: {text}" for text in faint_texts(page)]


@pytest.mark.parametrize("mode", _MODES)
@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_no_fault_of_ours_and_no_text_of_ours_is_faint(
    sample: Callable[[str], Path], browser: Browser, theme: str, mode: str
) -> None:
    context = browser.new_context(
        color_scheme="dark" if mode == "dark" else "light", viewport={"width": 1300, "height": 900}
    )
    stored, shown = _SWITCHES.get(theme, ({}, ""))
    for key, value in stored.items():
        context.add_init_script(f"localStorage.setItem('{key}', '{value.format(mode=mode)}')")
    found = []
    with serve(sample(theme)) as address:
        for kind, name in PAGES.items():
            page = context.new_page()
            page.goto(f"{address}/{name}")
            if kind not in {"index", "document", "changes"}:
                page.get_by_label("My CPU").first.wait_for()
            assert not shown or page.evaluate(shown) == mode
            _show_everything(page)
            for part in _OPENED if kind in {"document", "package", "explore"} else ():
                page.locator(f"{part}:visible").first.wait_for()

            found += _faults(page, kind, theme)
            if kind in {"tag", "explore"}:
                page.get_by_label("Filter", exact=True).first.fill("hd")
                page.locator(".cache-suggestions li").first.wait_for()
                found += _faults(page, f"{kind} with names", theme)
            if kind in {"tag", "package", "explore"}:
                page.get_by_label("Filter", exact=True).first.fill("hdg5 zen4 platform=linux os=rhel9")
                page.locator(".cache-told").first.wait_for()
                found += _faults(page, f"{kind} without a row", theme)
            page.close()
    context.close()

    assert found == []


_ROWS = {
    "package": (
        "table.cache-specs tbody tr",
        r"""
      - row /^\w{7} [\d.]+/:
        - rowheader /^\w{7}$/:
          - link
          - button /Copy the hash/
          - group: Install
          - button /Copy spack install/
          - checkbox /Compare/
        - cell /^[\d.]+$/
    """,
    ),
    "explore": (
        ".cache-explore tbody tr[aria-rowindex]",
        r"""
      - row:
        - rowheader "hdf5":
          - button /Details of hdf5/
          - checkbox /Compare/
          - link "hdf5"
        - cell /^[\d.]+$/
        - cell:
          - link
    """,
    ),
}
"""What a screen reader finds in a row of a page: where it is, and the beginning of its tree."""


@pytest.mark.parametrize("kind", _ROWS)
def test_a_row_begins_with_a_short_header_and_what_one_can_do_with_it(
    sample: Callable[[str], Path], browser: Browser, kind: str
) -> None:
    rows, tree = _ROWS[kind]
    with serve(sample("furo")) as address:
        page = browser.new_page()
        page.goto(f"{address}/{PAGES[kind]}?q=hdf5")

        expect(page.locator(rows).first).to_match_aria_snapshot(tree)

        page.close()
