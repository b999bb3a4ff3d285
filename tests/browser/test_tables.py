"""Filtering and sorting of tables, and the addresses that show a filtered table, in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from sphinxext_cache.catalog.spack import targets
from tests.browser.tables import HDF5, TAG, announced, column, filter_box, opener, shown_ids, status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from sphinxext_cache.catalog import Catalog, Spec

    Visit = Callable[..., Page]

_DEFAULT = "develop-2025-10-12"


def _asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def _hashes(catalog: Catalog, query: str) -> list[str | None]:
    return [spec.hash for spec in catalog.specs(query, _DEFAULT)]


# -- the tool bar


def test_a_table_has_a_tool_bar_only_above_a_handful_of_rows(site: Path, visit: Visit) -> None:
    large = visit((site / HDF5).as_uri())
    small = visit((site / "cache/develop-2025-10-12/packages/mpich.html").as_uri())

    assert large.get_by_role("group", name="Filter: Specs of hdf5").is_visible()
    assert status(large) == "14 of 14 specs"
    assert small.get_by_label("Filter", exact=True).count() == 0


def test_without_javascript_there_is_nothing_to_press(site: Path, visit: Visit) -> None:
    page = visit((site / HDF5).as_uri(), java_script_enabled=False)

    assert page.locator(".cache-tools, table.cache-table button").count() == 0
    assert len(shown_ids(page)) == 14


def test_the_tool_bar_and_its_groups_stay_within_a_narrow_page(site: Path, visit: Visit, width: int) -> None:
    page = visit((site / HDF5).as_uri(), width=width)
    for group in page.locator(".cache-opener").all():
        group.click()
    page.locator("summary").first.click()
    page.get_by_label("My CPU").select_option("zen4")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert all(
        page.locator(".cache-tools *").evaluate_all(
            "(parts) => parts.map((part) => part.getBoundingClientRect().right <= document.documentElement.clientWidth)"
        )
    )


# -- the filter box


@pytest.mark.parametrize(
    "query",
    [
        "+mpi",
        "~mpi",
        "@1.14",
        "@1.14.3",
        "target=zen4",
        "stack=e4s",
        "%gcc@12",
        "+mpi @1.14.5 stack=e4s",
        "target=:zen4",
        "@1:1.12",
    ],
)
def test_the_filter_box_understands_queries(example: Path, visit: Visit, catalog: Catalog, query: str) -> None:
    page = visit((example / HDF5).as_uri())
    filter_box(page).fill(query)

    expected = _hashes(catalog, f"hdf5 {query}")
    assert shown_ids(page) == expected
    assert 0 < len(expected) < 14
    assert status(page) == f"{len(expected)} of 14 specs"


def test_the_filter_box_understands_plain_words_as_they_are_typed(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri())
    filter_box(page).press_sequentially("ONEAPI v4")

    assert column(page, "stacks") == ["e4s-oneapi"]
    assert column(page, "target") == ["x86_64_v4"]


def test_the_variants_that_all_rows_share_are_found_too(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri())
    filter_box(page).fill("+hl")

    assert status(page) == "14 of 14 specs"


def test_what_cannot_be_read_is_said_and_the_rest_still_filters(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri())
    filter_box(page).fill("+mpi @2:1")

    expect(page.locator(".cache-problem")).to_contain_text("@2:1")
    expect(filter_box(page)).to_have_attribute("aria-invalid", "true")
    assert "~mpi" not in " ".join(column(page, "variants"))


def test_reset_shows_all_rows_again(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri())
    reset = page.get_by_role("button", name="Reset")
    assert not reset.is_visible()
    filter_box(page).fill("nothing like this")
    assert status(page) == "0 of 14 specs"
    assert shown_ids(page) == []

    reset.click()

    assert status(page) == "14 of 14 specs"
    assert filter_box(page).input_value() == ""
    expect(filter_box(page)).to_be_focused()


# -- facets


def test_facet_buttons_filter_and_count_what_there_would_be(example: Path, visit: Visit, width: int) -> None:
    page = visit((example / HDF5).as_uri(), width=width)
    opener(page, "Stack").click()
    stacks = page.get_by_role("group", name="Stack")

    stacks.get_by_role("button", name="e4s 4", exact=True).click()

    assert status(page) == "4 of 14 specs"
    pressed = stacks.get_by_role("button", pressed=True)
    assert pressed.inner_text().split() == ["e4s", "4"]
    # Beside the stack, targets count only its specs; other stacks count what choosing them too would add.
    opener(page, "Target").click()
    assert page.get_by_role("button", name="x86_64_v3 2", exact=True).is_visible()
    assert page.get_by_role("button", name="aarch64 0", exact=True).is_visible()
    opener(page, "Stack").click()
    stacks.get_by_role("button", name="e4s-oneapi 2", exact=True).click()
    assert status(page) == "6 of 14 specs"
    pressed.first.click()
    assert status(page) == "2 of 14 specs"


def test_facets_work_from_the_keyboard(site: Path, visit: Visit) -> None:
    page = visit((site / HDF5).as_uri())
    filter_box(page).focus()
    page.keyboard.press("Tab")
    stacks = opener(page, "Stack")
    expect(stacks).to_be_focused()
    assert stacks.get_attribute("aria-expanded") == "false"

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")

    assert stacks.get_attribute("aria-expanded") == "true"
    assert set(column(page, "stacks")) == {"e4s"}
    page.keyboard.press("Space")
    assert status(page) == "14 of 14 specs"


def test_versions_come_newest_first_and_targets_as_archspec_orders_them(example: Path, visit: Visit) -> None:
    page = visit((example / "cache/develop-2025-10-12/packages/python.html").as_uri())
    for name in ("Version", "Target"):
        opener(page, name).click()

    def values(name: str) -> list[str]:
        return [
            text.split()[0] for text in page.get_by_role("group", name=name).locator(".cache-pill").all_inner_texts()
        ]

    assert values("Version") == ["3.13.5", "3.11.11", "3.10.16", "3.9.1"]
    assert values("Target") == sorted(values("Target"), key=targets.key)


def test_few_values_stand_open_and_a_fact_that_all_share_is_no_facet(example: Path, visit: Visit) -> None:
    page = visit((example / "hardware.html").as_uri())

    assert page.locator(".cache-opener").count() == 0
    assert page.locator(".cache-facet").evaluate_all("(groups) => groups.map((g) => g.ariaLabel)") == ["Version"]
    page.get_by_role("button", name="5.2 1").click()
    assert column(page, "package") == ["bash"]


# -- sorting


def test_a_click_sorts_versions_in_spacks_order_up_down_and_back(site: Path, visit: Visit, width: int) -> None:
    page = visit((site / "cache/develop-2025-10-12/packages/python.html").as_uri(), width=width)
    written = shown_ids(page)
    header = page.locator("table.cache-specs th[data-column=version]")
    button = header.get_by_role("button", name="Version")

    button.click()
    assert list(dict.fromkeys(column(page, "version"))) == ["3.9.1", "3.10.16", "3.11.11", "3.13.5"]
    assert header.get_attribute("aria-sort") == "ascending"
    assert announced(page) == "Sorted by Version, ascending"
    button.click()
    assert list(dict.fromkeys(column(page, "version"))) == ["3.13.5", "3.11.11", "3.10.16", "3.9.1"]
    assert header.get_attribute("aria-sort") == "descending"
    button.click()
    assert shown_ids(page) == written
    assert header.get_attribute("aria-sort") is None
    assert announced(page) == "In the original order"


def test_the_keyboard_sorts_targets_as_archspec_orders_them(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri())
    button = page.get_by_role("columnheader", name="Target").get_by_role("button")
    button.focus()
    page.keyboard.press("Enter")

    found = column(page, "target")
    assert found == sorted(found, key=targets.key)
    page.keyboard.press("Space")
    assert column(page, "target") == sorted(found, key=targets.key, reverse=True)
    expect(button).to_be_focused()


def test_a_sorted_table_stays_sorted_when_it_is_filtered(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri())
    page.get_by_role("columnheader", name="Version").get_by_role("button").click()
    filter_box(page).fill("stack=radiuss,e4s-oneapi")

    assert column(page, "version") == ["1.12.3", "1.12.3", "1.14.5", "1.14.5"]


# -- addresses


def test_the_address_shows_the_same_view_to_others(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri())
    filter_box(page).fill("+mpi @1.14")
    opener(page, "Stack").click()
    page.get_by_role("button", name="e4s 3", exact=True).click()
    page.get_by_role("columnheader", name="Target").get_by_role("button").click()
    assert _asked(page) == {"q": ["+mpi @1.14"], "stack": ["e4s"], "sort": ["target"]}

    other = visit(page.url)

    assert shown_ids(other) == shown_ids(page)
    assert len(shown_ids(other)) == 3
    assert filter_box(other).input_value() == "+mpi @1.14"
    assert other.get_by_role("button", name="e4s 3", exact=True).get_attribute("aria-pressed") == "true"
    other.get_by_role("button", name="Reset").click()
    assert _asked(other) == {"sort": ["target"]}


def test_what_was_typed_is_there_for_whoever_follows_a_link_at_once_and_comes_back(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri())

    filter_box(page).evaluate(
        """(box) => {
            box.value = "+mpi";
            box.dispatchEvent(new Event("input"));
            document.querySelector(".cache-breadcrumbs a").click();
        }"""
    )
    page.wait_for_url(lambda url: not urlsplit(url).path.endswith(HDF5))
    page.go_back()

    expect(filter_box(page)).to_have_value("+mpi")
    assert _asked(page) == {"q": ["+mpi"]}


@pytest.mark.parametrize(
    "query",
    [
        "q=<img src=x onerror=alert(1)>",
        "q=%00%ff%f0",
        "q=" + "(" * 500,
        "q=" + "%2Ba " * 900,
        "stack=<script>alert(1)</script>&stack=e4s",
        "target=__proto__&os=constructor&compiler=toString&version=hasOwnProperty",
        "sort=__proto__",
        "sort=--version",
        "sort=constructor&sort2=x&stack1=e4s",
        "q=a&q=b&q",
        "%",
        "&&&=&=",
    ],
)
def test_an_address_that_somebody_made_up_does_no_harm(example: Path, visit: Visit, query: str) -> None:
    page = visit(f"{(example / HDF5).as_uri()}?{query}", init="window.alert = () => { throw new Error('it ran') }")

    assert re.fullmatch(r"\d+ of 14 specs", status(page))
    assert page.evaluate("document.documentElement.scrollWidth") <= 1300
    filter_box(page).fill("+mpi")
    assert "specs" in status(page)


def test_each_table_of_a_page_has_its_own_part_of_the_address(example: Path, visit: Visit) -> None:
    page = visit(f"{(example / 'software/python.html').as_uri()}?{urlencode({'q': '@3.9', 'q2': 'v4'})}")

    tables = page.locator("table.cache-specs")
    rows = [table.locator("tbody tr:visible").count() for table in tables.all()]
    assert rows[:2] == [1, 2]
    assert rows[2:] == [table.locator("tbody tr").count() for table in tables.all()[2:]]


def test_going_back_shows_what_was_shown(example: Path, visit: Visit) -> None:
    page = visit(f"{(example / HDF5).as_uri()}?stack=e4s")
    page.locator("table.cache-specs tbody th a").first.click()
    page.get_by_role("button", name="Reset").click()
    assert len(shown_ids(page)) == 14

    page.go_back()

    expect(page.locator(".cache-result [role=status]")).to_have_text("4 of 14 specs")


def test_a_link_to_a_row_shows_it_whatever_is_filtered(example: Path, visit: Visit, catalog: Catalog) -> None:
    (wanted, *_) = _hashes(catalog, "hdf5 stack=hep")
    page = visit(f"{(example / HDF5).as_uri()}?stack=e4s#{wanted}")

    assert page.locator(f"[id='{wanted}']").is_visible()
    page.locator(".cache-opener").first.click()
    page.get_by_role("button", name="e4s 4", exact=True).click()
    assert not page.locator(f"[id='{wanted}']").is_visible()
    page.evaluate("() => { location.hash = ''; }")
    page.evaluate("(hash) => { location.hash = hash; }", wanted)
    expect(page.locator(f"[id='{wanted}']")).to_be_in_viewport()


# -- long tables and lists


def test_a_long_table_filters_to_the_last_row(large: tuple[Path, tuple[Spec, ...]], visit: Visit) -> None:
    site, specs = large
    page = visit((site / "cache/develop/packages/hdf5.html").as_uri())
    wanted = {spec.hash for spec in specs if "+mpi" in spec.variants and spec.target == "zen4"}
    filter_box(page).fill("+mpi target=zen4")
    assert status(page) == f"{len(wanted)} of 700 specs"
    rows = page.locator("table.cache-specs tbody tr:visible")
    expect(rows).to_have_count(len(wanted))
    assert set(shown_ids(page)) == wanted

    filter_box(page).fill("")
    expect(rows).to_have_count(700)


def test_a_long_table_sorts_to_the_last_row(large: tuple[Path, tuple[Spec, ...]], visit: Visit) -> None:
    site, specs = large
    page = visit((site / "cache/develop/packages/hdf5.html").as_uri())

    page.get_by_role("columnheader", name="Version").get_by_role("button").click()

    expect(page.locator("table.cache-specs tbody tr:visible")).to_have_count(700)
    assert column(page, "version") == [str(version) for version in sorted(spec.version for spec in specs)]


def test_a_list_of_packages_filters_as_one_types_and_its_letters_follow(
    large: tuple[Path, tuple[Spec, ...]], visit: Visit, width: int
) -> None:
    page = visit((large[0] / "cache/develop/index.html").as_uri(), width=width)
    page.locator("table.cache-held").wait_for()
    assert status(page) == "1251 of 1251 packages"
    letters = page.locator(".cache-letters a:visible")
    assert letters.all_inner_texts() == ["0\N{EN DASH}9", "A", "B", "C", "H", "X", "Y", "Z"]

    filter_box(page).press_sequentially("x-12")

    expect(letters).to_have_text(["X"])
    names = column(page, "package", "table.cache-packages")
    assert names
    assert all(re.match(r"x-\d*12|x-12", name) for name in names)
    letters.click()
    expect(page.locator("table.cache-packages tbody tr:target")).to_contain_text(names[0])
    filter_box(page).fill("")
    expect(letters).to_have_count(8)
    expect(page.locator("table.cache-packages tbody tr:visible")).to_have_count(1251)


def test_a_list_of_packages_is_filtered_by_queries_too(example: Path, visit: Visit) -> None:
    page = visit(f"{(example / TAG).as_uri()}?q=py-*")

    names = column(page, "package", "table.cache-packages")
    assert names
    assert all(name.startswith("py-") for name in names)
    assert status(page) == f"{len(names)} of 25 packages"
