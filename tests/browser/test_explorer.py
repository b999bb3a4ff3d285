"""What a reader does in the explorer, the page that searches all specs of a tag, in a real browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from sphinxext_cache.catalog import Version, natural_key, parse_query
from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.pages.data_file import encode_specs
from tests.browser.serving import POLICY, serve
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Dialog, Locator, Page

    from sphinxext_cache.catalog import Spec

    Visit = Callable[..., Page]

_EXPLORER: Final = "cache/develop/explore.html"
_OTHERS: Final = 1250
"""How many specs the large cache has beside those of hdf5, each of a package of its own."""


@pytest.fixture(scope="module")
def address(large: tuple[Path, tuple[Spec, ...]]) -> Iterator[str]:
    """The address of the explorer of the large cache, served as strictly as a server can."""
    with serve(large[0], POLICY) as root:
        yield f"{root}/{_EXPLORER}"


@pytest.fixture
def specs(large: tuple[Path, tuple[Spec, ...]]) -> tuple[Spec, ...]:
    """The specs of hdf5."""
    return large[1]


def _rows(page: Page) -> Locator:
    return page.locator(".cache-explore tbody tr[aria-rowindex]")


def _expect_count(page: Page, shown: int, of: int = 700 + _OTHERS) -> None:
    expect(page.locator(".cache-result [role=status]")).to_have_text(f"{shown} of {of} specs")
    expect(page.locator("table.cache-explore")).to_have_attribute("aria-rowcount", str(shown + 1))


def _column(page: Page, field: str) -> list[str]:
    """The texts of a column in the rows that are drawn, once there are any."""
    expect(_rows(page).first).to_be_attached()
    fields = page.locator(".cache-explore thead th").evaluate_all("cells => cells.map(cell => cell.dataset.field)")
    texts: list[str] = _rows(page).evaluate_all(
        "(rows, at) => rows.map(row => row.cells[at].innerText.trim())", fields.index(field)
    )
    return texts


def _pill(page: Page, value: str) -> Locator:
    return page.locator(".cache-pill").filter(has_text=value).first


def _open(page: Page, facet: str) -> Locator:
    group = page.locator(f".cache-facet[aria-label='{facet}']")
    group.locator(".cache-opener").click()
    return group


def _expect_asked(page: Page, **asked: list[str]) -> None:
    """Wait until the address asks for this."""
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query) == asked)


def test_of_all_specs_only_the_rows_in_view_are_drawn(address: str, visit: Visit, width: int) -> None:
    page = visit(address, width=width)

    _expect_count(page, 700 + _OTHERS)
    assert 5 < _rows(page).count() < 100
    assert _rows(page).first.get_attribute("aria-rowindex") == "2"
    names = _column(page, "package")
    assert names == sorted(names, key=natural_key)
    box = page.locator(".cache-explorer .cache-box")
    assert box.evaluate("box => box.scrollHeight > 20 * box.clientHeight")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_filter_understands_queries_and_words_as_one_types(
    address: str, specs: tuple[Spec, ...], visit: Visit, width: int
) -> None:
    page = visit(address, width=width)
    box = page.get_by_label("Filter", exact=True)

    box.press_sequentially("hdf5 +mpi ~cxx @1.4: target=:zen4")

    query = parse_query("hdf5 +mpi ~cxx @1.4: target=:zen4")
    _expect_count(page, sum(map(query.matches, specs)))
    assert set(_column(page, "package")) == {"hdf5"}
    assert set(_column(page, "target")) == {"x86_64_v3", "zen4"}
    _expect_asked(page, q=["hdf5 +mpi ~cxx @1.4: target=:zen4"])
    box.fill("RHEL8 9.5.0")
    _expect_count(page, sum(spec.os == "rhel8" and spec.compiler == "gcc@9.5.0" for spec in specs))
    box.fill("+")
    _expect_count(page, 700 + _OTHERS)
    expect(page.locator(".cache-problem")).not_to_be_empty()
    page.get_by_role("button", name="Reset").click()
    expect(box).to_have_value("")
    expect(box).to_be_focused()


def test_facets_narrow_the_specs_and_count_what_each_value_would_give(
    address: str, specs: tuple[Spec, ...], visit: Visit
) -> None:
    page = visit(address)
    page.get_by_label("Filter", exact=True).fill("hdf5")

    _open(page, "Stack").get_by_role("button", name="hep").click()
    _open(page, "OS").get_by_role("button", name="rhel8").click()

    hep = [spec for spec in specs if "hep" in spec.stacks]
    _expect_count(page, sum(spec.os == "rhel8" for spec in hep))
    expect(_pill(page, "ubuntu22.04")).to_have_text(f"ubuntu22.04 {sum(spec.os != 'rhel8' for spec in hep)}")
    expect(_pill(page, "hep")).to_have_attribute("aria-pressed", "true")
    _expect_asked(page, q=["hdf5"], stack=["hep"], os=["rhel8"])
    _pill(page, "hep").click()
    _expect_count(page, sum(spec.os == "rhel8" for spec in specs))


def test_versions_are_to_choose_from_once_one_package_is_left(
    address: str, specs: tuple[Spec, ...], visit: Visit
) -> None:
    page = visit(address)
    versions = page.locator(".cache-facet[aria-label=Version]")
    expect(versions).to_be_hidden()

    page.get_by_label("Filter", exact=True).fill("hdf5 @1.12")
    wanted = sorted({spec.version for spec in specs if parse_query("@1.12").matches(spec)}, reverse=True)
    expect(versions.get_by_role("button").first).to_contain_text(str(wanted[0]))
    assert versions.get_by_role("button").count() == len(wanted)
    versions.get_by_role("button").first.press("Enter")

    _expect_count(page, sum(spec.version == wanted[0] for spec in specs))
    expect(versions.get_by_role("button").first).to_be_focused()
    page.get_by_label("Filter", exact=True).fill("")
    versions.locator("[aria-pressed=true]").click()
    _expect_count(page, 700 + _OTHERS)
    expect(versions).to_be_hidden()


def test_columns_sort_by_pointer_and_keyboard_in_the_order_of_spack_and_archspec(
    address: str, specs: tuple[Spec, ...], visit: Visit
) -> None:
    page = visit(f"{address}?q=hdf5")
    version = page.locator("th[data-field=version]")

    version.get_by_role("button").click()
    expect(version).to_have_attribute("aria-sort", "ascending")
    assert Version(_column(page, "version")[0]) == min(spec.version for spec in specs)
    version.get_by_role("button").press("Enter")
    expect(version).to_have_attribute("aria-sort", "descending")
    drawn = [Version(text) for text in _column(page, "version")]
    assert drawn == sorted((spec.version for spec in specs), reverse=True)[: len(drawn)]
    _expect_asked(page, q=["hdf5"], sort=["-version"])
    version.get_by_role("button").click()
    expect(page.locator("th[aria-sort]")).to_have_count(0)

    page.locator("th[data-field=target]").get_by_role("button").click()
    assert _column(page, "target")[0] == min((spec.target for spec in specs), key=targets.key)


def test_the_keyboard_scrolls_to_the_last_row_and_reaches_its_link(address: str, visit: Visit, width: int) -> None:
    page = visit(address, width=width)
    _expect_count(page, 700 + _OTHERS)
    last = page.locator(f".cache-explore tr[aria-rowindex='{700 + _OTHERS + 1}']")

    page.locator(".cache-explorer .cache-box").focus()
    page.keyboard.press("End")

    expect(last).to_be_in_viewport()
    assert _rows(page).count() < 100
    last.locator("th a").focus()
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
    expect(page.locator(f".cache-explore tr[aria-rowindex='{700 + _OTHERS}'] td a").last).to_be_focused()


def test_a_slash_leads_to_the_filter_and_the_escape_key_out_of_a_facet(address: str, visit: Visit) -> None:
    page = visit(address)
    box = page.get_by_label("Filter", exact=True)
    expect(_rows(page).first).to_be_visible()

    page.keyboard.press("/")
    expect(box).to_be_focused()
    page.keyboard.press("/")
    expect(box).to_have_value("/")
    stacks = _open(page, "Stack")
    target = _open(page, "Target")
    expect(stacks.locator(".cache-opener")).to_have_attribute("aria-expanded", "false")
    expect(stacks.get_by_role("button", name="hep")).to_be_hidden()
    target.get_by_role("button", name="zen4").focus()
    page.keyboard.press("Escape")
    expect(target.get_by_role("button", name="zen4")).to_be_hidden()
    expect(target.locator(".cache-opener")).to_be_focused()


def test_whoever_listens_skips_the_tool_bar(address: str, visit: Visit, width: int) -> None:
    page = visit(address, width=width)
    expect(_rows(page).first).to_be_visible()
    skip = page.get_by_role("button", name="Skip to the table")
    assert skip.evaluate("button => getComputedStyle(button).clipPath") == "inset(50%)"

    page.locator(".cache-summary").click()
    page.keyboard.press("Tab")

    expect(skip).to_be_focused()
    assert skip.evaluate("button => getComputedStyle(button).clipPath") == "none"
    page.keyboard.press("Enter")
    expect(page.locator(".cache-explorer .cache-box")).to_be_focused()


def test_paper_has_all_rows_that_are_asked_for_but_no_more_than_one_reads(
    address: str, specs: tuple[Spec, ...], visit: Visit
) -> None:
    page = visit(f"{address}?q=hdf5")
    _expect_count(page, len(specs))
    note = page.locator(".cache-explorer .cache-box + .cache-printed")

    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert _rows(page).count() == len(specs)
    expect(note).to_be_empty()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert _rows(page).count() < 100
    page.get_by_label("Filter", exact=True).fill("")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert _rows(page).count() == 1000
    expect(note).to_have_text(f"The first 1000 of {700 + _OTHERS} specs.")
    expect(note).to_be_visible()


def test_who_prints_thousands_is_asked_first(address: str, visit: Visit) -> None:
    page = visit(address)
    _expect_count(page, 700 + _OTHERS)
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    page.evaluate("addEventListener('keydown', (event) => { window.isStopped = event.defaultPrevented; })")

    page.keyboard.press("Control+p")

    assert asked == [f"Print the first 1000 of {700 + _OTHERS} specs?"]
    assert page.evaluate("window.isStopped")
    page.get_by_label("Filter", exact=True).fill("hdf5")
    _expect_count(page, 700)
    page.keyboard.press("Control+p")
    assert len(asked) == 1


def test_a_view_can_be_mailed(address: str, specs: tuple[Spec, ...], visit: Visit) -> None:
    asked = [("q", "+mpi"), ("stack", "e4s"), ("stack", "hep"), ("target", "zen4"), ("sort", "-version")]

    page = visit(f"{address}?{urlencode(asked)}")

    query = parse_query("+mpi stack=e4s,hep target=zen4")
    found = sorted((spec.version for spec in specs if query.matches(spec)), reverse=True)
    _expect_count(page, len(found))
    assert [Version(text) for text in _column(page, "version")] == found[: _rows(page).count()]
    expect(page.get_by_label("Filter", exact=True)).to_have_value("+mpi")
    expect(_pill(page, "e4s")).to_have_attribute("aria-pressed", "true")
    expect(_pill(page, "hep")).to_be_visible()


def test_what_an_address_asks_for_and_is_not_there_is_passed_over(address: str, visit: Visit) -> None:
    script = "<img src=x onerror=alert(1)>"
    asked = {"q": script, "stack": script, "target": "__proto__", "sort": "constructor", "os": "", "version": "'\""}

    page = visit(f"{address}?{urlencode(asked)}", init="window.alert = () => { throw new Error('ran') }")

    _expect_count(page, 0)
    assert page.locator("img[src=x]").count() == 0
    page.get_by_role("button", name="Reset").click()
    _expect_count(page, 700 + _OTHERS)
    assert page.locator("th[aria-sort]").count() == 0


@pytest.mark.parametrize("by_keyboard", [False, True])
def test_a_row_opens_to_all_that_is_known_of_its_spec_and_to_what_one_types(
    address: str, specs: tuple[Spec, ...], visit: Visit, *, by_keyboard: bool
) -> None:
    page = visit(f"{address}?q=hdf5&stack=hep", permissions=["clipboard-read", "clipboard-write"])
    openers = page.get_by_role("button", name="Details of hdf5")
    expect(openers.first).to_have_attribute("aria-expanded", "false")
    for number in (2, 5):
        if by_keyboard:
            openers.nth(number).press("Enter")
        else:
            openers.nth(number).click()

    more = page.locator(".cache-more")
    expect(more).to_have_count(2)
    expect(openers.nth(2)).to_have_attribute("aria-expanded", "true")
    assert more.evaluate_all("rows => rows.map(row => row.previousElementSibling.ariaRowIndex)") == ["4", "7"]
    spec = next(spec for spec in specs if spec.hash == more.first.locator("code").nth(2).inner_text())
    assert more.first.locator("code").last.inner_text().split() == " ".join(spec.variants).split()
    more.first.get_by_role("button", name="Copy these commands").click()
    expect(page.locator("body > .cache-hidden")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").splitlines() == [
        "spack mirror add hep https://binaries.spack.io/develop/hep",
        "spack buildcache keys --install --trust",
        f"spack install --use-buildcache only /{spec.hash}",
    ]
    openers.nth(2).click()
    expect(more).to_have_count(1)


def test_rows_that_are_open_move_those_below_and_come_back_when_one_scrolls(address: str, visit: Visit) -> None:
    page = visit(f"{address}?q=hdf5")
    openers = page.get_by_role("button", name="Details of hdf5")
    box = page.locator(".cache-explorer .cache-box")
    before: int = box.evaluate("box => box.scrollHeight")
    openers.nth(1).click()
    more = page.locator(".cache-more")
    high: int = more.evaluate("row => row.getBoundingClientRect().height")

    assert abs(box.evaluate("box => box.scrollHeight") - before - high) <= 2
    box.evaluate("box => { box.scrollIntoView(); box.scrollTo(0, box.scrollHeight); }")
    expect(page.locator(".cache-explore tr[aria-rowindex='701']")).to_be_in_viewport()
    expect(more).to_have_count(0)
    assert abs(box.evaluate("box => box.scrollHeight") - before - high) <= 2
    box.evaluate("box => box.scrollTo(0, 0)")
    expect(more).to_be_visible()
    expect(openers.nth(1)).to_have_attribute("aria-expanded", "true")


def test_the_package_comes_first_and_of_variants_those_that_are_on_and_differ(
    address: str, specs: tuple[Spec, ...], visit: Visit
) -> None:
    page = visit(f"{address}?q=hdf5")
    expect(_rows(page).first).to_be_visible()

    fields = page.locator(".cache-explore thead th").evaluate_all("cells => cells.map(cell => cell.dataset.field)")

    assert fields[:4] == ["package", "version", "target", "variants"]
    by_hash = {str(spec.hash)[:7]: spec for spec in specs}
    shared = set.intersection(*(set(spec.variants) for spec in specs))
    for hash_, shown in zip(_column(page, "hash"), _column(page, "variants"), strict=True):
        own = [each for each in by_hash[hash_].variants if each not in shared and not each.startswith("~")]
        assert shown.split() == own


def test_stacks_and_targets_lead_to_their_pages(address: str, visit: Visit) -> None:
    page = visit(f"{address}?q=hdf5+target%3Dzen4")

    for name in ("zen4", "hep"):
        href = _rows(page).get_by_role("link", name=name, exact=True).first.evaluate("link => link.href")
        assert page.request.get(href).ok


def test_whoever_comes_back_finds_the_rows_as_far_down_as_they_were(address: str, visit: Visit) -> None:
    page = visit(f"{address}?q=hdf5", reduced_motion="reduce")
    expect(_rows(page).first).to_be_visible()
    box = page.locator(".cache-explorer .cache-box")
    box.evaluate("box => box.scrollTo(0, 5000)")
    row = page.locator(".cache-explore tr[aria-rowindex='180']")
    row.locator("th a").click()
    page.wait_for_url("**/packages/hdf5.html#*")

    page.go_back()

    expect(row).to_be_in_viewport()
    assert abs(box.evaluate("box => box.scrollTop") - 5000) < 2
    _expect_count(page, 700)


def test_columns_can_be_left_out_and_the_browser_remembers_which(address: str, visit: Visit) -> None:
    page = visit(f"{address}?q=hdf5")
    page.get_by_text("Columns").click()

    page.get_by_role("checkbox", name="Compiler").uncheck()

    compiler = page.locator("th[data-field=compiler]")
    expect(compiler).to_be_hidden()
    expect(_rows(page).first.locator("> :visible")).to_have_count(page.locator(".cache-explore thead th").count() - 1)
    page.get_by_text("Columns").press("Escape")
    expect(page.get_by_role("checkbox", name="OS")).to_be_hidden()
    page.reload()
    expect(_rows(page).first).to_be_visible()
    expect(compiler).to_be_hidden()


def test_a_browser_that_remembers_nothing_shows_all_columns_and_leaves_them_out_all_the_same(
    address: str, visit: Visit
) -> None:
    refuse = """
        for (const name of ["getItem", "setItem"]) {
          const usual = Storage.prototype[name];
          Storage.prototype[name] = function (key, ...rest) {
            if (key.startsWith("sphinxext-cache")) throw new Error("refused");
            return usual.call(this, key, ...rest);
          };
        }
    """
    page = visit(address, init=refuse)
    expect(page.locator("th[data-field=os]")).to_be_visible()

    page.get_by_text("Columns").click()
    page.get_by_role("checkbox", name="OS").uncheck()

    expect(page.locator("th[data-field=os]")).to_be_hidden()


def test_the_explorer_is_three_tabs_from_the_beginning_of_the_page(address: str, visit: Visit) -> None:
    page = visit(address)
    expect(_rows(page).first).to_be_visible()
    page.locator(".cache-summary").click()
    reached = []

    for _ in range(3):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.type || document.activeElement.className"))

    assert "search" in reached


def test_a_row_leads_to_its_spec(address: str, visit: Visit) -> None:
    page = visit(f"{address}?q=hdf5&sort=-target")
    row = _rows(page).nth(3)
    hash_, target = _column(page, "hash")[3], _column(page, "target")[3]

    row.locator("th a").click()

    page.wait_for_url("**/packages/hdf5.html#*")
    there = page.locator("tr:target")
    assert (there.get_attribute("id") or "").startswith(hash_)
    expect(there).to_contain_text(target)
    page.go_back()
    _expect_count(page, 700)


def test_rows_that_do_not_run_on_the_readers_cpu_are_marked(address: str, visit: Visit) -> None:
    page = visit(f"{address}?q=hdf5")

    page.get_by_label("My CPU").select_option("zen4")

    for row in _rows(page).all()[:20]:
        target = row.locator("td").nth(1)
        runs = target.inner_text().startswith(("x86_64_v3", "zen4"))
        expect(target).to_contain_text("runs on zen4" if runs else "not on zen4")
        assert ("cache-other" in (row.get_attribute("class") or "")) is not runs


def test_the_rows_that_are_asked_for_can_be_taken_along(address: str, specs: tuple[Spec, ...], visit: Visit) -> None:
    page = visit(f"{address}?q=hdf5+%25none")
    expect(_rows(page).first).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("button", name="JSON").click()

    found = json.loads(Path(download.value.path()).read_bytes())
    wanted = {spec.hash: spec for spec in specs if spec.compiler is None}
    assert {row["hash"] for row in found} == set(wanted)
    assert all(row["variants"] == list(wanted[row["hash"]].variants) for row in found)
    assert {row["compiler"] for row in found} == {"none"}


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=ran()>",
        "</td><script>ran()</script>",
        "\"onmouseover='ran()'",
        "javascript:ran()",
        "{package}#?&%",
        "__proto__",
        "x" * 5_000,
    ],
)
def test_whatever_the_data_file_says_is_text(address: str, visit: Visit, text: str) -> None:
    content = encode_specs(text, [make_spec(text, text, text, **dict.fromkeys(("compiler", "os", "target"), text))])
    page = visit("about:blank", init="window.ran = () => { throw new Error('ran') }")
    page.route("**/specs.json", lambda route: route.fulfill(body=content))

    page.goto(address)
    expect(_rows(page)).to_have_count(1)

    for field in ("package", "version", "compiler", "os", "target"):
        assert _column(page, field) == [" ".join(text.split())]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    link = _rows(page).locator("th a").evaluate("link => link.href")
    assert link.startswith(address.removesuffix("explore.html") + "packages/")


def _expect_explanation(page: Page) -> None:
    explorer = page.locator(".cache-explorer")
    expect(explorer.locator("p").first).to_contain_text("JavaScript")
    expect(explorer.locator("p").first).to_be_visible()
    expect(explorer.locator("p").nth(1)).to_be_hidden()
    expect(explorer.locator("table")).to_be_hidden()
    page.get_by_role("link", name="All packages").click()
    expect(page.locator("table.cache-packages tbody th a").first).to_be_visible()


def test_as_a_file_it_explains_itself(large: tuple[Path, tuple[Spec, ...]], visit: Visit) -> None:
    _expect_explanation(visit((large[0] / _EXPLORER).as_uri()))


def test_without_javascript_it_explains_itself(address: str, visit: Visit) -> None:
    _expect_explanation(visit(address, java_script_enabled=False))


@pytest.mark.parametrize("answer", ["nothing", "another format", "no JSON"])
def test_without_its_data_file_it_explains_itself(address: str, visit: Visit, answer: str) -> None:
    page = visit("about:blank")
    text = {"another format": '{"format": 99}', "no JSON": "<html>"}.get(answer, "")
    page.route("**/specs.json", lambda route: route.fulfill(status=404 if answer == "nothing" else 200, body=text))

    page.goto(address)

    _expect_explanation(page)


def test_in_every_theme_it_fits_the_page(site: Path, visit: Visit, width: int) -> None:
    with serve(site) as root:
        page = visit(f"{root}/cache/develop-2025-10-12/explore.html", width=width)
        expect(_rows(page).first).to_be_visible()

        assert page.evaluate(
            """() => [".cache-explorer .cache-box", ".cache-tools"].every((name) => {
                const [inner, outer] = [document.querySelector(name), document.querySelector(".cache-explorer")];
                return inner.getBoundingClientRect().right <= outer.getBoundingClientRect().right + 1;
            })"""
        )
        heights = _rows(page).evaluate_all("rows => rows.map(row => Math.round(row.getBoundingClientRect().height))")
        assert max(heights) - min(heights) <= 1
        page.locator(".cache-explorer .cache-box").evaluate("box => box.scrollTo(0, 2000)")
        header = page.locator(".cache-explore th[data-field=package]")
        expect(header).to_be_in_viewport()
        page.close()


def test_what_few_specs_have_is_offered_for_these_and_comes_before_what_has_none(visit: Visit, tmp_path: Path) -> None:
    project = Project(root=tmp_path)
    project.add(*(make_spec(version=f"1.{n}", namespace=name) for n, name in enumerate(("builtin", "centre", None))))
    project.add(make_spec("zlib"))
    project.write("index.rst", "Title\n=====\n")
    outdir = project.build(html_theme="alabaster").outdir

    with serve(outdir, POLICY) as root:
        page = visit(f"{root}/{_EXPLORER}")
        expect(page.locator(".cache-result [role=status]")).to_have_text("4 of 4 specs")
        pills = page.locator(".cache-facet button").all_inner_texts()
        for order in ("ascending", "descending"):
            page.locator("th[data-field=namespace] button").click()
            expect(page.locator("th[data-field=namespace]")).to_have_attribute("aria-sort", order)
            assert _column(page, "namespace")[-2:] == ["", ""]
        page.locator(".cache-facet button", has_text="centre").click()
        expect(page.locator(".cache-result [role=status]")).to_have_text("1 of 4 specs")

    assert [pill.split() for pill in pills if "builtin" in pill or "centre" in pill] == [
        ["builtin", "1"],
        ["centre", "1"],
    ]
    assert all(len(pill.split()) == 2 for pill in pills), "no button stands for what is not known"
