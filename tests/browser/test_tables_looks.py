"""How tables look in every theme: what stays in sight, how large it is, and that nothing lies on anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.sample import PAGES, THEMES
from tests.browser.tables import filter_box
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    Visit = Callable[..., Page]

_OVERLAPS = """(table) => [...table.tHead.rows, table.tBodies[0].rows[0]].filter((row) => {
    const edges = Array.from(row.cells, (cell) => cell.getBoundingClientRect());
    const held = edges[0];
    return edges.slice(1).some((edge, at) => at && edge.left < edges[at].right - 1) || held.width < 20;
}).length"""
"""How many of the first rows have cells that lie on each other, but for the first, which stays in sight."""

_LONG = "table.cache-specs td { height: 10em }"
"""As if there were many more rows."""

_COVERED = """(table) => {
    const { left, right } = table.closest(".cache-box").getBoundingClientRect();
    const first = table.tHead.rows[0].cells[0];
    const inSight = [...table.tHead.rows[0].cells].filter((cell) => {
        const edge = cell.getBoundingClientRect();
        return cell === first
            || (edge.left > first.getBoundingClientRect().right && edge.right < Math.min(right, innerWidth));
    });
    return inSight.filter((cell) => {
        const { x, y, width, height } = cell.getBoundingClientRect();
        return !cell.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    }).map((cell) => cell.outerHTML.slice(0, 200));
}"""
"""Headers that are in sight, but for something that lies on them."""

_IS_ON_TOP = """(element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""

_PARTS_OF_CELLS = """(table) => [...table.querySelectorAll("thead th, tbody :is(th, td)")].filter((cell) => {
    const right = cell.getBoundingClientRect().right + 1;
    return [...cell.querySelectorAll("a, code, button, summary")].some((part) =>
        part.checkVisibility() && part.getBoundingClientRect().right > right + 4);
}).map((cell) => cell.outerHTML.slice(0, 200))"""
"""Cells out of which something sticks."""

_CUT_OFF = """(tables) => tables.filter((table) => table.checkVisibility()).filter((table) => {
    const box = table.closest(".cache-box").getBoundingClientRect();
    return table.getBoundingClientRect().right > box.right + 1;
}).map((table) => table.className)"""
"""Tables of which something lies beyond the box that they are in."""

_PAPER: Final = 718
"""How wide a page of A4 is between its margins, in pixels."""

_SMALL = """() => [...document.querySelectorAll(":is(.cache-box, .cache-tools, .cache-common, .cache-breadcrumbs) *")]
    .filter((part) => part.checkVisibility())
    .filter((part) => [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((part) => parseFloat(getComputedStyle(part).fontSize) < 12)
    .map((part) => part.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("theme", THEMES)
def test_the_first_column_stays_in_sight_and_nothing_overlaps(
    sample: Callable[[str], Path], visit: Visit, theme: str
) -> None:
    page = visit((sample(theme) / PAGES["package"]).as_uri(), width=500)
    filter_box(page).fill("+mpi")  # columns keep their widths from now on, with the buttons that copy
    for kind in ("cache-specs", "cache-matrix"):
        table = page.locator(f"table.{kind}").first
        box = page.locator(".cache-box", has=table).first
        box.evaluate("(box) => { box.scrollLeft = 60; }")
        distance = table.evaluate(
            """(table) => table.querySelector("tbody tr:not([hidden]) th").getBoundingClientRect().left
                - table.closest(".cache-box").getBoundingClientRect().left"""
        )

        assert abs(distance) <= 2, kind
        assert table.evaluate(_OVERLAPS) == 0, kind
        assert table.evaluate(_PARTS_OF_CELLS) == [], kind
    caption = page.locator("table.cache-matrix caption").first
    assert caption.evaluate(
        """(caption) => caption.getBoundingClientRect().left
            >= caption.closest(".cache-box").getBoundingClientRect().left - 1"""
    )


@pytest.mark.parametrize("theme", THEMES)
def test_headers_stay_in_sight_while_a_long_table_scrolls_and_nothing_covers_them(
    sample: Callable[[str], Path], visit: Visit, theme: str, width: int
) -> None:
    page = visit((sample(theme) / PAGES["package"]).as_uri(), width=width)
    page.add_style_tag(content=_LONG)
    filter_box(page).fill("@1:")  # columns keep their widths from now on
    table = page.locator("table.cache-specs")
    box = page.locator(".cache-box", has=table)

    box.evaluate("""(box) => {
        box.scrollIntoView({ block: "end", behavior: "instant" });
        box.scrollTo(60, 150);
    }""")

    assert box.evaluate("(box) => box.scrollTop") == 150
    assert table.evaluate(_COVERED) == []
    assert box.evaluate(
        "(box) => box.querySelector('thead').getBoundingClientRect().top - box.getBoundingClientRect().top"
    ) == pytest.approx(0, abs=1)


@pytest.mark.parametrize("theme", THEMES)
def test_a_link_to_a_row_leads_to_where_no_header_covers_it(
    sample: Callable[[str], Path], visit: Visit, theme: str, width: int
) -> None:
    page = visit((sample(theme) / PAGES["package"]).as_uri(), width=width)
    page.add_style_tag(content=_LONG)
    hash_ = page.locator("table.cache-specs tbody tr[id]").nth(2).get_attribute("id")

    page.evaluate("(hash) => { location.hash = hash; }", hash_)

    row = page.locator(f"[id='{hash_}'] th a").first
    expect(row).to_be_in_viewport()
    page.wait_for_function(_IS_ON_TOP, arg=row.element_handle())


@pytest.mark.parametrize("theme", THEMES)
def test_letters_are_legible_and_what_copies_is_large_enough_for_a_finger(
    sample: Callable[[str], Path], visit: Visit, theme: str, width: int
) -> None:
    page = visit((sample(theme) / PAGES["package"]).as_uri(), width=width)
    page.locator("table.cache-specs tbody tr").first.hover()

    assert page.evaluate(_SMALL) == []
    sizes = page.locator("table.cache-specs .cache-copy").evaluate_all(
        "(copiers) => copiers.map((copier) => copier.getBoundingClientRect()).map(({width, height}) => [width, height])"
    )
    assert sizes
    assert all(min(size) >= 24 for size in sizes)


@pytest.mark.parametrize("theme", THEMES)
def test_on_paper_no_column_is_cut_off_and_nothing_is_to_be_clicked(
    sample: Callable[[str], Path], visit: Visit, theme: str
) -> None:
    page = visit((sample(theme) / PAGES["document"]).as_uri(), width=_PAPER)
    tables = page.locator(".cache-box table")
    page.locator(".cache-compare").first.wait_for(state="attached")
    assert "cache-specs" in "".join(tables.evaluate_all(_CUT_OFF))

    page.emulate_media(media="print")

    assert tables.evaluate_all(_CUT_OFF) == []
    assert page.locator(":is(.cache-compare, .cache-specs td summary, .cache-specs th summary):visible").count() == 0


@pytest.mark.parametrize("theme", THEMES)
def test_commands_wrap_and_what_copies_them_lies_where_none_begins(
    sample: Callable[[str], Path], visit: Visit, theme: str
) -> None:
    page = visit((sample(theme) / PAGES["package"]).as_uri(), width=360)
    session = page.locator(".cache-session pre").first
    middle = "(part) => { const { x, width } = part.getBoundingClientRect(); return x + width / 2; }"
    copier = page.locator(".cache-session .cache-copy").first

    assert session.evaluate("(commands) => commands.scrollWidth <= commands.clientWidth")
    for direction in ("ltr", "rtl"):
        page.evaluate("(direction) => { document.documentElement.dir = direction; }", direction)
        assert copier.evaluate(middle) > session.evaluate(middle), direction


def test_in_furo_the_way_back_keeps_away_from_the_edge(sample: Callable[[str], Path], visit: Visit) -> None:
    page = visit((sample("furo") / PAGES["package"]).as_uri())

    assert page.locator(".cache-breadcrumbs a").first.evaluate("(link) => link.getBoundingClientRect().top") >= 8


def test_patches_are_a_number_that_opens_to_all_of_them(sample: Callable[[str], Path], visit: Visit) -> None:
    page = visit((sample("furo") / PAGES["package"]).as_uri(), java_script_enabled=False)
    common = page.locator(".cache-common")
    expect(common.locator("code", has_text="patches:=")).to_be_hidden()

    common.get_by_text("30 patches").click()

    expect(common.locator("code", has_text="patches:=")).to_contain_text("000001d")


def test_patches_that_differ_are_folded_in_rows_and_found_all_the_same(tmp_path: Path, visit: Visit) -> None:
    project = Project(root=tmp_path)
    patches = [f"patches:=a{number},b{number}" for number in range(8)]
    project.add(*(make_spec(version=f"1.{number}", variants=(each, "+mpi")) for number, each in enumerate(patches)))
    project.write("index.rst", "Title\n=====\n\n.. cache:specs:: hdf5\n")
    page = visit((project.build(html_theme="alabaster").outdir / "index.html").as_uri())
    folds = page.locator("table.cache-specs .cache-fold")

    assert folds.locator("summary").all_inner_texts() == ["2 patches"] * 8
    filter_box(page).fill("patches=a3")

    expect(folds.locator("visible=true").locator("summary")).to_have_count(1)
    folds.locator("visible=true").locator("summary").click()
    expect(page.get_by_text("patches:=a3,b3").first).to_be_visible()


def test_names_do_not_break_and_numbers_stand_at_the_end(sample: Callable[[str], Path], visit: Visit) -> None:
    page = visit((sample("furo") / PAGES["package"]).as_uri(), width=360)
    lines = "(parts) => parts.map((part) => part.getClientRects().length)"

    assert set(page.locator("table.cache-specs td a, .cache-common summary").evaluate_all(lines)) == {1}
    number = page.locator("table.cache-matrix tbody td").first
    assert number.evaluate("(cell) => getComputedStyle(cell).textAlign") == "right"


def test_a_row_is_called_by_its_hash_alone(sample: Callable[[str], Path], visit: Visit) -> None:
    page = visit((sample("furo") / PAGES["package"]).as_uri())
    header = page.locator("table.cache-specs tbody th").first
    hash_ = header.locator("code").first.inner_text()

    expect(page.get_by_role("rowheader", name=hash_, exact=True)).to_have_count(1)


@pytest.mark.parametrize("language", ["ar", "he"])
def test_from_right_to_left_code_filters_and_counts_read_from_left_to_right(
    tmp_path: Path, visit: Visit, language: str
) -> None:
    project = Project(root=tmp_path)
    project.add(*(make_spec(version=f"1.{n}", variants=("+mpi", f"number={n}")) for n in range(8)))
    project.write("index.rst", "Title\n=====\n\n.. cache:specs:: hdf5\n\n.. cache:mirror:: e4s\n")
    page = visit((project.build(language=language, html_theme="furo").outdir / "index.html").as_uri())
    page.evaluate("document.documentElement.dir = 'rtl'")
    filter_box(page).fill("+mpi")
    direction = "(parts) => [...new Set(parts.map((part) => getComputedStyle(part).direction))]"

    for part in ("table.cache-specs code", ".cache-common code", ".cache-filter input", ".cache-result [role=status]"):
        assert page.locator(part).evaluate_all(direction) == ["ltr"], part
    assert page.locator(".highlight pre").evaluate_all(direction) == ["ltr"]
