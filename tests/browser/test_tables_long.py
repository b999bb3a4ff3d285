"""Long tables: only rows near what one sees are laid out, and a reader notices nothing of it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.tables import column, filter_box, shown_ids, status

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    from sphinxext_cache.catalog import Spec

    Visit = Callable[..., Page]
    Large = tuple[Path, tuple[Spec, ...]]

_ROWS = "table.cache-specs tbody tr"
_LAID_OUT = """(table) => [...table.tBodies].filter((body) => body.checkVisibility()
    && body.rows[0].checkVisibility({contentVisibilityAuto: true})).length"""
"""How many blocks of rows the browser lays out."""


@pytest.fixture
def page(large: Large, visit: Visit) -> Page:
    """A table of 700 rows, once it is in blocks."""
    return _open(visit, (large[0] / "cache/develop/packages/hdf5.html").as_uri())


def _open(visit: Visit, address: str) -> Page:
    page = visit(address)
    page.locator("table.cache-held.cache-specs").wait_for()
    return page


def _written(page: Page) -> list[str]:
    """The ids of all rows, in the order in which the page has them."""
    ids: list[str] = page.locator(_ROWS).evaluate_all("(rows) => rows.map((row) => row.id)")
    return ids


def _sort(page: Page) -> None:
    page.get_by_role("columnheader", name="Target").get_by_role("button").click()


def test_a_browser_lays_out_only_blocks_of_rows_that_are_near(page: Page) -> None:
    table = page.locator("table.cache-specs")
    blocks = table.evaluate("(table) => table.tBodies.length")

    assert blocks > 10
    assert table.evaluate(_LAID_OUT) < blocks
    assert len(shown_ids(page)) == 700


def test_the_browser_gets_the_first_rows_at_once_and_lays_out_no_other_before_columns_have_widths(
    large: Large, visit: Visit
) -> None:
    address = (large[0] / "cache/develop/packages/hdf5.html").as_uri()
    page = visit(address, init="window.setTimeout = () => {}")

    assert page.locator("table.cache-specs").evaluate("(table) => table.tBodies[0].rows.length") == 200
    assert page.locator(f"{_ROWS}:visible").count() == 200
    # Should the script not come, the rows do.
    page.evaluate("document.getAnimations().forEach((each) => each.finish())")
    assert page.locator(f"{_ROWS}:visible").count() == 700


def test_without_scripts_all_rows_are_there(large: Large, visit: Visit) -> None:
    page = visit((large[0] / "cache/develop/packages/hdf5.html").as_uri(), java_script_enabled=False)

    assert page.locator(f"{_ROWS}:visible").count() == 700


def test_a_page_is_as_long_and_its_columns_are_as_wide_as_without_blocks(page: Page) -> None:
    measure = """(table) => [table.getBoundingClientRect().height,
        ...Array.from(table.tHead.rows[0].cells, (header) => header.getBoundingClientRect().width)].map(Math.round)"""
    table = page.locator("table.cache-specs")

    height, *widths = table.evaluate(measure)
    table.evaluate("(table) => table.classList.remove(...[...table.classList].filter((name) => /held/.test(name)))")
    plain_height, *plain_widths = table.evaluate(measure)

    assert widths == pytest.approx(plain_widths, abs=2)
    assert height == pytest.approx(plain_height, rel=0.03)


def test_a_filtered_table_is_as_high_as_the_rows_that_are_left(page: Page) -> None:
    for text in ("zen4 +mpi @1.3", ""):
        filter_box(page).fill(text)
        table, rows = page.locator("table.cache-specs").evaluate(
            """(table) => [table, ...[...table.rows].filter((row) => row.checkVisibility())]
                .map((part) => part.getBoundingClientRect().height)
                .reduce(([whole, sum], height) => whole ? [whole, sum + height] : [height, 0], [0, 0])"""
        )
        assert table == pytest.approx(rows, rel=0.03)  # rows that were not laid out are as high as most


def test_the_columns_of_all_blocks_are_those_of_the_header(page: Page) -> None:
    edges = page.locator("table.cache-specs").evaluate(
        """(table) => [table.tHead, ...table.tBodies].map((part) =>
            Array.from(part.rows[0].cells, (cell) => Math.round(cell.getBoundingClientRect().left)))"""
    )

    assert all(found == edges[0] for found in edges)


def test_at_the_next_key_no_row_of_the_key_before_is_left_over(large: Large, page: Page) -> None:
    _, specs = large
    for text in ("zen4", "zen4 +mpi", "neo", "neoverse", ""):
        # Nothing is waited for: what one sees, and what is said of it, is right as soon as the key is answered.
        found = page.evaluate(
            """([text, rows]) => {
                const box = document.querySelector(".cache-tools input[type=search]");
                box.value = text;
                box.dispatchEvent(new Event("input"));
                const shown = [...document.querySelectorAll(rows)].filter((row) => row.checkVisibility());
                return [shown.map((row) => row.id), document.querySelector(".cache-result [role=status]").textContent];
            }""",
            [text, _ROWS],
        )
        wanted = [spec.hash for spec in specs if _meets(spec, text)]
        assert sorted(found[0]) == sorted(filter(None, wanted))
        assert found[1] == f"{len(wanted)} of 700 specs"


def _meets(spec: Spec, text: str) -> bool:
    return all(word in spec.variants if word.startswith("+") else word in spec.target for word in text.split())


def test_a_print_at_any_moment_has_all_rows_that_are_shown_in_one_table(large: Large, page: Page) -> None:
    # The box keeps its width on paper, so that nothing else gives the columns theirs back.
    page.add_style_tag(content=".cache-box { width: 500px; max-width: none }")
    filter_box(page).press_sequentially("zen4")

    page.emulate_media(media="print")

    table = page.locator("table.cache-held.cache-specs")
    assert table.evaluate("(table) => getComputedStyle(table).display") == "table"
    laid_out = "(rows) => rows.filter((row) => row.checkVisibility({contentVisibilityAuto: true})).length"
    assert page.locator(_ROWS).evaluate_all(laid_out) == sum(spec.target == "zen4" for spec in large[1])


def test_a_word_far_down_is_found_on_the_page(page: Page, visit: Visit) -> None:
    word = _written(page)[650][:7]

    assert page.evaluate("(word) => window.find(word)", word)
    assert page.evaluate("getSelection().toString()") == word
    expect(_open(visit, f"{page.url}#:~:text={word}").locator(f"[id^='{word}'] th a")).to_be_in_viewport()


def test_a_link_leads_to_a_row_far_down_which_stays_marked(large: Large, visit: Visit) -> None:
    address = (large[0] / "cache/develop/packages/hdf5.html").as_uri()
    wanted = _written(visit(address))[650]

    page = _open(visit, f"{address}#{wanted}")
    row = page.locator(f"[id='{wanted}']")

    expect(row).to_be_in_viewport()
    assert row.evaluate("(row) => getComputedStyle(row).outlineStyle") == "solid"
    page.evaluate("() => { location.hash = 'specs'; }")
    expect(row).to_have_css("outline-style", "none")


def test_a_link_to_a_row_that_is_filtered_out_leads_there_from_far_above(page: Page) -> None:
    wanted = _written(page)[650]
    filter_box(page).fill("nothing like this")
    assert shown_ids(page) == []

    page.evaluate("(hash) => { location.hash = hash; }", wanted)

    expect(page.locator(f"[id='{wanted}']")).to_be_in_viewport()
    assert status(page) == "700 of 700 specs"


def test_a_download_right_after_a_key_has_the_rows_that_it_left_in_their_order(page: Page) -> None:
    _sort(page)
    filter_box(page).press_sequentially("+mpi")
    with page.expect_download() as started:
        page.get_by_role("button", name="CSV").click()

    text = Path(started.value.path()).read_text(encoding="utf-8")
    assert [row["hash"] for row in csv.DictReader(text.splitlines())] == shown_ids(page)


def test_a_row_that_was_opened_is_hidden_and_moved_with_what_it_shows(page: Page) -> None:
    row = page.locator(_ROWS).first
    wanted = row.get_attribute("id")
    row.locator("summary").click()
    below = page.locator(f"[id='{wanted}'] + tr.cache-more")
    expect(below).to_be_visible()

    _sort(page)

    expect(below).to_be_visible()
    filter_box(page).fill("nothing like this")
    assert page.locator("tr.cache-more:visible").count() == 0


def test_what_listens_finds_all_rows_of_one_table(large: Large, listening: Browser) -> None:
    page = listening.new_page()
    page.goto((large[0] / "cache/develop/packages/hdf5.html").as_uri())
    page.locator("table.cache-held.cache-specs").wait_for()

    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]

    roles = [node["role"]["value"] for node in tree if not node["ignored"]]
    assert roles.count("table") == page.locator("table").count()
    assert roles.count("row") == page.locator("tr").count()
    assert roles.count("rowheader") == page.locator("th[scope=row]").count()


def test_when_there_is_other_room_columns_find_their_widths_again(page: Page) -> None:
    table = page.locator("table.cache-specs")
    measure = "(table) => Math.round(table.getBoundingClientRect().width)"
    before = table.evaluate(measure)

    page.add_style_tag(content=".cache-box { width: 1600px; max-width: none }")
    page.wait_for_function(f"(args) => ({measure})(args[0]) > args[1]", arg=[table.element_handle(), before])

    assert "cache-held" in (table.get_attribute("class") or "").split()
    assert page.locator(f"{_ROWS}:visible").count() == 700
    filter_box(page).fill("zen4")
    assert set(column(page, "target")) == {"zen4"}
