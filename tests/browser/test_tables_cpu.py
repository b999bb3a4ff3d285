"""My CPU: what runs on the reader's processor is marked wherever targets are named, and remembered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import archspec.cpu
import pytest
from playwright.sync_api import expect

from sphinxext_cache.catalog.spack import targets
from tests.browser.sample import PAGES
from tests.browser.serving import POLICY, serve
from tests.browser.tables import HDF5, TAG, choose_cpu, column, filter_box, status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    Visit = Callable[..., Page]

_MPICH = "cache/develop-2025-10-12/packages/mpich.html"


def _text(place: Locator) -> str:
    """All that a screen reader says of it."""
    return " ".join((place.text_content() or "").split())


def _groups(page: Page) -> list[tuple[str, list[str]]]:
    """What is offered, by the labels of groups; what is in none comes first."""
    found: list[tuple[str, list[str]]] = page.get_by_label("My CPU").evaluate(
        """(select) => [
            ["", [...select.children].filter((each) => each.matches("option")).map((each) => each.text)],
            ...[...select.children].flatMap((group) =>
                group.matches("optgroup") ? [[group.label, [...group.children].map((each) => each.text)]] : []),
        ]"""
    )
    return found


def test_partitions_come_first_then_what_the_page_names_then_vendors_then_levels(example: Path, visit: Visit) -> None:
    offered = _groups(visit((example / HDF5).as_uri()))

    (_no_group, first), (here, named), *vendors, (last, levels) = offered
    assert first == [
        "any",
        "Alder cpu, Alder gpu-h100 (zen4)",
        "Alder bigmem (icelake)",
        "Alder gpu-a100 (zen3)",
        "Alder grace (neoverse_v2)",
    ]
    assert (here, named) == ("On this page", ["x86_64_v3", "x86_64_v4", "zen4", "aarch64", "neoverse_v2"])
    assert [label for label, _cpus in vendors][:2] == ["Intel", "AMD"]
    assert dict(vendors)["AMD"] == sorted(dict(vendors)["AMD"], key=targets.key)
    assert {"zen3", "zen4"} <= set(dict(vendors)["AMD"])
    assert last == "Levels"
    assert {"x86_64", "x86_64_v3", "aarch64", "ppc64le"} <= set(levels)
    every = {cpu for _label, cpus in vendors for cpu in cpus} | set(levels)
    assert every == set(map(str, archspec.cpu.TARGETS))


def test_a_partition_is_chosen_as_the_cpu_that_it_has(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri())
    page.get_by_label("My CPU").select_option(label="Alder grace (neoverse_v2)")
    page.get_by_label("only what runs on it").check()

    assert set(column(page, "target")) == {"aarch64", "neoverse_v2"}
    assert page.url.endswith("?cpu=neoverse_v2")


@pytest.mark.parametrize("kind", sorted(set(PAGES) - {"document", "index", "changes"}))
def test_pages_have_the_choice_in_one_place_below_their_summary(
    sample: Callable[[str], Path], visit: Visit, kind: str
) -> None:
    with serve(sample("furo"), POLICY) as root:
        page = visit(f"{root}/{PAGES[kind]}")
        choice = page.locator(":is(.cache-summary, .cache-origin, .cache-ways) + .cache-cpus > .cache-mine")

        expect(choice).to_have_count(1)
        assert page.locator(".cache-mine").count() == 1


def test_a_document_has_the_choice_before_the_first_table_that_names_targets(
    sample: Callable[[str], Path], visit: Visit
) -> None:
    page = visit((sample("furo") / PAGES["document"]).as_uri())

    assert page.locator(".cache-mine").count() == 1
    bars = page.locator(".cache-tools, .cache-cpus").evaluate_all("(bars) => bars.map((bar) => bar.className)")
    assert bars[:2] == ["cache-cpus", "cache-tools"]
    choose_cpu(page, "zen4")
    page.get_by_label("only what runs on it").check()
    assert set(column(page, "target")) == {"x86_64_v3", "zen4"}
    assert "neoverse_v2" not in column(page, "targets", "table.cache-packages")


def test_rows_say_whether_they_run_there(site: Path, visit: Visit, width: int) -> None:
    page = visit((site / HDF5).as_uri(), width=width)
    choose_cpu(page, "zen4")

    for row in page.locator("table.cache-specs tbody tr").all():
        cell = row.locator("td").nth(3)
        runs = targets.runs_on(cell.locator("a").inner_text(), "zen4")
        assert _text(cell).endswith("runs on zen4" if runs else "not on zen4")
        assert ("cache-other" in (row.get_attribute("class") or "")) is not runs
        # Beside its colour, a row that does not run has words, and one that runs a tick.
        assert ("not on zen4" in cell.inner_text()) is not runs
        tick = cell.locator(".cache-cpu").evaluate("(mark) => getComputedStyle(mark, '::after').content")
        assert ("✓" in tick) is runs


@pytest.mark.parametrize("kind", ["package", "explore", "tag"])
def test_only_what_runs_on_it_is_left_and_the_address_says_so(
    sample: Callable[[str], Path], visit: Visit, kind: str, width: int
) -> None:
    with serve(sample("furo"), POLICY) as root:
        page = visit(f"{root}/{PAGES[kind]}", width=width)
        only = page.get_by_label("only what runs on it")
        expect(only).to_be_hidden()
        expect(page.locator(".cache-result [role=status]")).to_contain_text(" of ")
        every = status(page)
        choose_cpu(page, "neoverse_v2")

        only.check()

        expect(page.locator(".cache-result [role=status]")).to_have_text(
            re.sub(r"^\d+", "1" if kind == "tag" else "3", every)
        )
        page.wait_for_url("**?cpu=neoverse_v2")
        other = visit(page.url, width=width)
        expect(other.locator(".cache-result [role=status]")).to_have_text(status(page))
        assert other.get_by_label("My CPU").first.input_value() == "neoverse_v2"
        assert other.evaluate("document.documentElement.scrollWidth") <= width
        # Somebody else's CPU is not remembered.
        assert other.evaluate("localStorage.length") == 0
        choose_cpu(other, "x86_64_v3")
        other.wait_for_url("**?cpu=x86_64_v3")
        other.get_by_label("My CPU").first.select_option("")
        expect(other.locator(".cache-result [role=status]")).to_have_text(every)
        page.get_by_role("button", name="Reset").click()
        expect(only).not_to_be_checked()
        expect(page.locator(".cache-result [role=status]")).to_have_text(every)


@pytest.mark.parametrize("name", ["martian", "__proto__", "", "zen4,m1"])
def test_a_cpu_that_nobody_makes_leaves_all_rows(example: Path, visit: Visit, name: str) -> None:
    page = visit(f"{(example / HDF5).as_uri()}?cpu={name}")

    assert status(page) == "14 of 14 specs"
    assert page.get_by_label("My CPU").input_value() == ""


def test_a_cpu_is_chosen_from_the_keyboard(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri())
    page.get_by_label("My CPU").focus()

    page.keyboard.type("m1")

    assert page.get_by_label("My CPU").input_value() == "m1"
    running = page.locator("table.cache-specs tbody tr:not(.cache-other) td:nth-child(5) a").all_inner_texts()
    assert set(running) == {"aarch64"}


def test_a_level_of_a_family_can_be_chosen_too(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri())
    choose_cpu(page, "x86_64_v3")

    running = page.locator("table.cache-specs tbody tr:not(.cache-other) td:nth-child(5) a").all_inner_texts()
    assert set(running) == {"x86_64_v3"}


def test_marks_do_not_get_into_filters_and_sorting(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri())
    choose_cpu(page, "zen4")

    filter_box(page).fill("runs")
    assert column(page, "target") == []
    filter_box(page).fill("target=zen4")
    assert column(page, "target") == ["zen4"]


def test_columns_of_a_matrix_are_marked(site: Path, visit: Visit) -> None:
    page = visit((site / HDF5).as_uri())
    choose_cpu(page, "zen4")
    matrix = page.locator("table.cache-matrix")

    headers = [_text(header) for header in matrix.locator("thead th").all()]
    assert headers == [
        "Stack",
        "x86_64_v3 runs on zen4",
        "x86_64_v4 runs on zen4",
        "zen4 runs on zen4",
        "aarch64 not on zen4",
        "neoverse_v2 not on zen4",
        "Total",
    ]
    for row in matrix.locator("tr").all():
        dimmed = row.locator("td, th").evaluate_all(
            "(cells) => cells.map((cell) => cell.classList.contains('cache-other'))"
        )
        assert dimmed == [False, False, False, False, True, True, False]


def test_cells_of_a_matrix_lead_to_their_specs_whatever_cpu_is_remembered(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri(), init="localStorage.setItem('sphinxext-cache-cpu', 'zen4')")
    page.locator("table.cache-matrix td a[href*='stack=e4s&target=zen4']").click()

    assert column(page, "target") == ["zen4"]


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with a matrix whose rows are targets."""
    from tests.projects import Project, make_spec  # noqa: PLC0415 only this fixture builds

    project = Project(root=tmp_path_factory.mktemp("turned"))
    project.add(*(make_spec(target=target) for target in ("x86_64_v3", "zen4", "neoverse_v1", "alien")))
    project.write("index.rst", "Title\n=====\n\n.. cache:matrix::\n   :rows: target\n   :columns: os\n   :totals:\n")
    return project.build(html_theme="alabaster").outdir / "index.html"


def test_rows_of_a_matrix_are_marked_and_of_unknown_targets_nothing_is_said(turned: Path, visit: Visit) -> None:
    page = visit(turned.as_uri())
    choose_cpu(page, "zen3")

    rows = page.locator("table.cache-matrix tr")
    assert [_text(row.locator("th").first) for row in rows.all()] == [
        "Target",
        "x86_64_v3 runs on zen3",
        "zen4 not on zen3",
        "neoverse_v1 not on zen3",
        "alien",
        "Specs",
    ]
    assert page.locator("tr.cache-other").count() == 2


def test_names_in_lists_are_marked(example: Path, visit: Visit) -> None:
    page = visit((example / TAG).as_uri())
    choose_cpu(page, "zen4")
    cell = page.locator("table.cache-packages tr", has_text="netcdf-c").locator("td").last

    assert _text(cell) == "x86_64_v3 runs on zen4, zen4 runs on zen4, neoverse_v2 not on zen4"
    assert cell.locator(".cache-other").all_inner_texts() == ["neoverse_v2\nnot on zen4"]


def test_the_page_of_a_target_says_it_in_words(example: Path, visit: Visit) -> None:
    page = visit((example / "cache/develop-2025-10-12/targets/neoverse_v2.html").as_uri())
    choose_cpu(page, "zen4")
    assert page.get_by_text("not on zen4").is_visible()

    choose_cpu(page, "neoverse_v2")
    assert page.get_by_text("runs on neoverse_v2").first.is_visible()


def test_a_page_whose_tables_are_small_offers_the_choice_too(example: Path, visit: Visit) -> None:
    page = visit((example / _MPICH).as_uri())

    choose_cpu(page, "aarch64")

    assert page.get_by_label("My CPU").count() == 1
    assert page.locator("table.cache-specs tbody tr.cache-other").count() == 1


def test_a_tool_bar_that_comes_later_does_not_ask_again(example: Path, visit: Visit) -> None:
    page = visit((example / _MPICH).as_uri())
    page.locator("table.cache-matrix td a").first.click()

    assert page.locator(".cache-filter").count() == 1
    assert page.get_by_label("My CPU").count() == 1


def test_the_choice_is_remembered_and_can_be_taken_back(example: Path, visit: Visit) -> None:
    page = visit((example / HDF5).as_uri())
    choose_cpu(page, "zen4")

    page.goto((example / TAG).as_uri())
    assert page.get_by_label("My CPU").input_value() == "zen4"
    assert page.locator(".cache-other").count() > 0
    choose_cpu(page, "")
    assert page.locator(".cache-other, .cache-cpu").count() == 0
    page.reload()
    assert page.get_by_label("My CPU").input_value() == ""


@pytest.mark.parametrize(
    "stored",
    ["<img src=x onerror=alert(1)>", "__proto__", "constructor", "zen4\\u0000", "", "{}", "x".ljust(10_000, "x")],
)
def test_what_is_remembered_is_not_trusted(example: Path, visit: Visit, stored: str) -> None:
    page = visit((example / HDF5).as_uri(), init=f"localStorage.setItem('sphinxext-cache-cpu', `{stored}`)")

    assert page.get_by_label("My CPU").input_value() == ""
    assert page.locator(".cache-other").count() == 0


def test_a_browser_that_remembers_nothing_still_marks(turned: Path, visit: Visit) -> None:
    page = visit(
        turned.as_uri(),
        init="""Object.defineProperty(window, 'localStorage', {
            value: {getItem: () => null, removeItem: () => null, setItem: () => { throw new Error('denied'); }}
        })""",
    )
    choose_cpu(page, "zen4")
    assert page.locator("tr.cache-other").count() == 1


def test_a_browser_that_lets_nobody_ask_what_it_remembers_shows_all(turned: Path, visit: Visit) -> None:
    page = visit(
        turned.as_uri(),
        # Only our script: that of the theme may well fail.
        init="""Object.defineProperty(window, 'localStorage', {
            get() {
                if (document.currentScript?.src.includes('sphinxext-cache')) throw new Error('denied');
                return {getItem: () => null, removeItem: () => null};
            }
        })""",
    )

    assert page.get_by_label("My CPU").input_value() == ""
