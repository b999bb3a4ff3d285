"""Matrices in a real browser: links to the specs that a cell counts, shading, highlights, headers that stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from tests.browser.tables import HDF5, TAG, column, shown_ids, status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from sphinxext_cache.catalog import Spec

    Visit = Callable[..., Page]


def _cell(page: Page, row: str, target: str) -> Locator:
    """The cell of a row, below a target or `Total`."""
    headers = [text.strip() for text in page.locator("table.cache-matrix thead th").all_inner_texts()]
    line = page.locator("table.cache-matrix tr", has=page.get_by_role("rowheader", name=row, exact=True))
    return line.locator("td").nth(headers.index(target) - 1)


def test_a_cell_leads_to_the_specs_it_counts(site: Path, visit: Visit, width: int) -> None:
    page = visit((site / HDF5).as_uri(), width=width)
    _cell(page, "e4s", "x86_64_v3").get_by_role("link", name="2: e4s, x86_64_v3").click()

    assert status(page) == "2 of 14 specs"
    assert set(column(page, "stacks")) == {"e4s"}
    assert set(column(page, "target")) == {"x86_64_v3"}
    assert parse_qs(urlsplit(page.url).query) == {"stack": ["e4s"], "target": ["x86_64_v3"]}
    expect(page.get_by_role("region", name="Specs of hdf5", exact=True)).to_be_focused()
    expect(page.locator(".cache-tools").last).to_be_in_viewport()


def test_totals_lead_to_all_specs_of_a_stack_or_a_target(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri())

    _cell(page, "radiuss", "Total").get_by_role("link").click()
    assert set(column(page, "stacks")) == {"radiuss"}
    _cell(page, "Specs", "aarch64").get_by_role("link").click()
    assert column(page, "target") == ["aarch64"]
    _cell(page, "Specs", "Total").get_by_role("link").click()
    assert status(page) == "14 of 14 specs"


def test_the_link_of_every_cell_shows_as_many_specs_as_it_counts(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri())

    for link in page.locator("table.cache-matrix td a").all():
        link.press("Enter")
        assert len(shown_ids(page)) == int(link.inner_text())


def test_the_address_of_a_cell_can_be_sent_to_others(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri())
    address = _cell(page, "e4s", "zen4").get_by_role("link").evaluate("(link) => link.href")

    other = visit(address)

    assert status(other) == "1 of 14 specs"
    expect(other.get_by_role("heading", name="Specs")).to_be_in_viewport()


def test_a_cell_of_a_small_table_brings_the_tool_bar_to_take_it_back(example: Path, visit: Visit) -> None:
    page = visit((example / "cache/develop-2025-10-12/packages/bash.html").as_uri())
    assert page.get_by_label("Filter", exact=True).count() == 0

    _cell(page, "Specs", "neoverse_v2").get_by_role("link").click()

    assert status(page) == "1 of 3 specs"
    page.get_by_role("button", name="Reset").click()
    assert len(shown_ids(page)) == 3


def test_in_a_document_a_cell_leads_to_the_table_of_its_package(example: Path, visit: Visit) -> None:
    page = visit((example / "software/python.html").as_uri())
    matrix = page.locator("dl.cache table.cache-matrix")

    matrix.locator("td a").first.click()

    tables = page.locator("table.cache-specs")
    hidden = [table.locator("tbody tr[hidden]").count() for table in tables.all()]
    assert hidden[-1] > 0
    assert sum(hidden[:-1]) == 0
    assert f"stack{tables.count()}=" in page.url


def test_a_matrix_that_counts_other_specs_than_a_table_beside_it_leads_nowhere(example: Path, visit: Visit) -> None:
    page = visit((example / "hardware.html").as_uri())

    assert page.locator("table.cache-matrix").count() > 0
    assert page.locator("table.cache-matrix td a").count() == 0


def test_a_cell_of_a_tag_leads_to_the_search_of_all_specs(example: Path, visit: Visit) -> None:
    page = visit((example / TAG).as_uri())
    address = urlsplit(_cell(page, "e4s", "zen4").get_by_role("link").evaluate("(link) => link.href"))

    assert address.path.endswith("/cache/develop-2025-10-12/explore.html")
    assert parse_qs(address.query) == {"stack": ["e4s"], "target": ["zen4"]}


def test_cells_are_shaded_by_what_they_count_and_words_say_so(site: Path, visit: Visit) -> None:
    page = visit((site / TAG).as_uri())
    cells = page.locator("table.cache-matrix tbody td:not(:last-child)")

    found: dict[int, set[str]] = {}
    for cell in cells.all():
        text, image = cell.inner_text(), cell.evaluate("(cell) => getComputedStyle(cell).backgroundImage")
        found.setdefault(int(text) if text.isdigit() else 0, set()).add(image)

    assert found[0] == {"none"}
    assert all(len(images) == 1 and "none" not in images for count, images in found.items() if count)
    tints = [float(re.findall(r"/ ([\d.]+)\)", min(found[count]))[0]) for count in sorted(found) if count]
    assert tints == sorted(tints)
    assert tints[0] < tints[-1]
    legend = page.locator(".cache-legend").first.inner_text()
    assert legend == f"Darker: more (at most {max(found)}). \N{EN DASH}: none."


def test_the_row_and_the_column_of_a_cell_light_up_on_hover_and_on_focus(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri())
    cell = _cell(page, "e4s", "x86_64_v4")

    def lit() -> list[int]:
        indices: list[int] = page.locator("table.cache-matrix .cache-here").evaluate_all(
            "(cells) => cells.map((cell) => cell.cellIndex)"
        )
        return indices

    def row_is_lit() -> bool:
        shadow: str = cell.locator("xpath=..").locator("td").last.evaluate("(c) => getComputedStyle(c).boxShadow")
        return shadow != "none"

    cell.hover()
    assert lit() == [2] * page.locator("table.cache-matrix tr").count()
    assert row_is_lit()
    page.mouse.move(0, 0)
    assert lit() == []
    assert not row_is_lit()
    cell.get_by_role("link").focus()
    assert set(lit()) == {2}
    assert row_is_lit()


def test_headers_of_a_matrix_stay_in_sight(site: Path, visit: Visit) -> None:
    page = visit((site / TAG).as_uri(), width=360)
    page.set_viewport_size({"width": 360, "height": 300})
    box = page.locator(".cache-box", has=page.locator("table.cache-matrix"))

    box.evaluate("(box) => box.scrollTo(1000, 1000)")

    inside = box.evaluate(
        """(box) => {
            const frame = box.getBoundingClientRect();
            const there = (cell) => {
                const place = cell.getBoundingClientRect();
                return [place.left - frame.left, place.top - frame.top].map(Math.round);
            };
            return [there(box.querySelector('thead th:last-child'))[1], there(box.querySelector('tbody th'))[0]];
        }"""
    )
    assert all(abs(offset) <= 2 for offset in inside)
    grounds = box.locator("thead th").first.evaluate(
        """(header) => {
            let place = header.closest('.cache-box');
            while (/, 0\\)$/.test(getComputedStyle(place).backgroundColor)) place = place.parentElement;
            return [getComputedStyle(header).backgroundColor, getComputedStyle(place).backgroundColor];
        }"""
    )
    assert grounds[0] == grounds[1]


def test_the_ground_of_headers_follows_the_theme_into_the_dark(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri(), color_scheme="light")

    def ground() -> str:
        colour: str = page.locator("table.cache-matrix thead th").first.evaluate(
            "(header) => getComputedStyle(header).backgroundColor"
        )
        return colour

    assert ground() == "rgb(255, 255, 255)"
    page.evaluate("document.body.dataset.theme = 'dark'")
    header = page.locator("table.cache-matrix thead th").first
    expect(header).not_to_have_css("background-color", "rgb(255, 255, 255)")
    assert ground() == page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_a_matrix_counts_as_many_specs_as_a_long_table_shows(
    large: tuple[Path, tuple[Spec, ...]], visit: Visit
) -> None:
    site, specs = large
    page = visit((site / "cache/develop/packages/hdf5.html").as_uri())

    _cell(page, "hep", "zen4").get_by_role("link").click()

    wanted = {spec.hash for spec in specs if "hep" in spec.stacks and spec.target == "zen4"}
    expect(page.locator("table.cache-specs tbody tr:visible")).to_have_count(len(wanted))
    assert set(shown_ids(page)) == wanted
