"""Whatever stands in the data, in an address or in what a browser remembers: nothing of it runs, or breaks a page."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections import Counter
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from tests.browser.hostile_site import EXPLORER, FOLDER, GROUP, PACKAGES, PAGES, build_hostile, hostile_specs, is_said
from tests.browser.payloads import ACCEPTED, FLAG, PAYLOADS
from tests.browser.serving import serve
from tests.environments import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Locator, Page, ViewportSize

pytestmark = pytest.mark.xdist_group("hostile-input")  # each process would build all its sites

_TRAP: Final = f"""
Object.defineProperty(window, "{FLAG}", {{ set: () => console.error("a payload ran"), get: () => undefined }});
"""
_SHAPE: Final = """(selector) => [...document.querySelectorAll(selector)].map(
    (element) => `${element.localName} ${element.getAttributeNames().sort().join(" ")}`
)"""
"""Elements of a page, each with the names of its attributes."""
_EVERYTHING: Final = "*:not(.highlight span)"
"""All elements but those by which a highlighter tells what is quoted in a command."""
_IS_WITHIN: Final = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
_OPEN: Final = """() => {
    for (const opener of document.querySelectorAll(".cache-opener")) opener.click();
    for (const details of document.querySelectorAll("table.cache-specs details")) details.open = true;
}"""


class _Watch:
    """Opens pages of a site, and notes what no text may do."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self._address = address
        self.context = context
        self.noted: list[str] = []
        context.add_init_script(_TRAP)
        context.on("dialog", self._note_dialog)
        context.on("request", lambda request: self._note_request(request.url))
        context.on("console", self._note_message)
        context.on("weberror", lambda error: self.noted.append(f"an error: {error.error}"))
        self.page = context.new_page()

    def open(self, name: str) -> Page:
        self.page.goto(f"{self._address}/{name}")
        assert self.page.frames == [self.page.main_frame]
        return self.page

    def _note_dialog(self, dialog: Dialog) -> None:
        self.noted.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def _note_request(self, url: str) -> None:
        if not url.startswith((f"{self._address}/", "blob:", "data:")) or FLAG in url.partition("?")[0]:
            self.noted.append(f"a request: {url}")

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.location["url"].endswith("/favicon.ico"):
            self.noted.append(f"a message: {message.text}")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Builds the hostile site, or its harmless twin, once."""

    @cache
    def build(theme: str, *, harmless: bool = False) -> Path:
        return build_hostile(tmp_path_factory.mktemp("hostile"), theme, harmless=harmless)

    return build


@pytest.fixture(scope="module")
def built_with_lowest(tmp_path_factory: pytest.TempPathFactory, lowest: Path) -> Callable[..., Path]:
    """Builds the same with the lowest versions, whose pages and scripts around ours are others."""

    @cache
    def build(theme: str, *, harmless: bool = False) -> Path:
        root = tmp_path_factory.mktemp("hostile-lowest")
        words = "harmless" if harmless else "hostile"
        # Only behind what is installed there, which is what is tested.
        start = f"sys.path.append({str(ROOT)!r}); runpy.run_module('tests.browser.hostile_site', run_name='__main__')"
        command: list[str | Path] = [lowest, "-c", f"import runpy, sys; {start}", root, theme, words]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return root / "_build" / "html"

    return build


@pytest.fixture(params=["newest", "lowest"])
def built_with_each(request: pytest.FixtureRequest) -> Callable[..., Path]:
    """Builds the same with one set of versions after the other, for what is not only up to us."""
    name = "built" if request.param == "newest" else "built_with_lowest"
    found: Callable[..., Path] = request.getfixturevalue(name)
    return found


@contextmanager
def _watching(browser: Browser, site: Path, *, java_script_enabled: bool = True) -> Iterator[_Watch]:
    """Look at a site; in the end no payload may have done anything."""
    with serve(site) as address:
        viewport: ViewportSize = {"width": 1300, "height": 900}
        context = browser.new_context(viewport=viewport, java_script_enabled=java_script_enabled)
        watch = _Watch(context, address)
        yield watch
        context.close()
    assert watch.noted == []


def test_there_are_a_hundred_payloads_and_more() -> None:
    assert len(set(ACCEPTED)) == len(ACCEPTED) > 100


@pytest.mark.parametrize(
    ("payload", "noted"),
    [
        ("<script>pwned=1</script>", "a message: a payload ran"),
        ("<script>alert(1)</script>", "a dialog: 1"),
        ("<script src=//pwned.invalid/a.js></script>", "a request: http://pwned.invalid/a.js"),
    ],
)
def test_a_payload_that_runs_would_be_noticed(
    built: Callable[..., Path], browser: Browser, payload: str, noted: str
) -> None:
    assert payload in ACCEPTED
    with _watching(browser, built("furo")) as watch:
        watch.context.route("http://pwned.invalid/**", lambda route: route.fulfill(body=""))

        watch.open("search.html").set_content(payload)

        assert watch.noted == [noted]
        watch.noted.clear()


@pytest.mark.parametrize("scripts", [False, True], ids=["without-scripts", "with-scripts"])
def test_pages_have_the_elements_of_a_site_that_nothing_is_wrong_with(
    built_with_each: Callable[..., Path], browser: Browser, scripts: bool
) -> None:
    shapes = []
    for harmless in (False, True):
        with _watching(browser, built_with_each("furo", harmless=harmless), java_script_enabled=scripts) as watch:
            found = {}
            for name in PAGES:
                opened = watch.open(name)
                if scripts:
                    opened.evaluate(_OPEN)
                    rows = opened.locator("table.cache-specs details").count()
                    expect(opened.locator("tr.cache-more")).to_have_count(rows)
                # Long tables get bodies of some rows each when a browser is idle, sooner or later.
                shape = (each for each in opened.evaluate(_SHAPE, _EVERYTHING) if not each.startswith("tbody "))
                found[name] = Counter(shape)
            shapes.append(found)
    hostile, harmless_twin = shapes

    for name in PAGES:
        assert hostile[name] - harmless_twin[name] == harmless_twin[name] - hostile[name] == Counter(), name


@pytest.mark.parametrize("theme", ["alabaster", "furo", "sphinx_rtd_theme"])
def test_no_page_becomes_wider_than_the_window(built: Callable[..., Path], browser: Browser, theme: str) -> None:
    too_wide = []
    with _watching(browser, built(theme)) as watch:
        for name in (*PAGES, EXPLORER):
            opened = watch.open(name)
            if name == EXPLORER:
                expect(opened.locator("table.cache-explore tbody th").first).to_be_visible()
            opened.evaluate(_OPEN)
            for width in (1300, 360):
                opened.set_viewport_size({"width": width, "height": 900})
                if not opened.evaluate(_IS_WITHIN):
                    too_wide.append((name, width))

    assert too_wide == []


def test_the_explorer_shows_every_payload_as_text(built_with_each: Callable[..., Path], browser: Browser) -> None:
    shapes = []
    for harmless in (False, True):
        with _watching(browser, built_with_each("furo", harmless=harmless)) as watch:
            opened = _explorer(watch)
            found = set(opened.evaluate(_SHAPE, ".cache-explorer .cache-tools *"))
            for name in PACKAGES:
                _box(opened).fill(name)
                found |= set(opened.evaluate(_SHAPE, "table.cache-explore tbody *"))
                if not harmless:
                    texts = opened.locator("table.cache-explore td:nth-of-type(5)").all_text_contents()
                    assert set(texts) <= set(ACCEPTED)
                    assert texts
            shapes.append(found)

    assert shapes[0] == shapes[1]


_LONG: Final = 200
"""So long is no payload of many in one address, which may have 64 kB."""
_TRY_ALL: Final = """(payloads) => payloads.flatMap((payload) => {
    const asked = new URLSearchParams();
    const keys = ["q", "sort", "stack", "target", "os", "compiler", "version", "fact:grade"];
    for (const key of keys) asked.set(key, payload);
    history.replaceState(null, "", `?${asked}`);
    dispatchEvent(new PopStateEvent("popstate"));
    location.hash = payload;
    const input = document.querySelector(".cache-tools input");
    input.value = payload;
    input.dispatchEvent(new Event("input"));
    const told = document.querySelectorAll(".cache-tools :is(.cache-problem, [role=status]) *").length;
    return input.value === payload.replace(/[\\r\\n]/g, "") && !told ? [] : [payload];
})"""
"""Asks for each payload by the address and by typing it; gives those that became something else than text."""


@pytest.mark.parametrize(
    "name",
    [f"{FOLDER}/packages/{PACKAGES[-1]}.html", f"{FOLDER}/index.html", EXPLORER],
    ids=["package", "tag", "explorer"],
)
def test_what_is_asked_for_is_text(built_with_each: Callable[..., Path], browser: Browser, name: str) -> None:
    with _watching(browser, built_with_each("furo")) as watch:
        opened = _explorer(watch) if name == EXPLORER else watch.open(name)

        assert opened.evaluate(_TRY_ALL, PAYLOADS) == []
        short = [payload for payload in PAYLOADS if len(payload) < _LONG]
        for start in range(0, len(short), GROUP):
            group = short[start : start + GROUP]
            keys = ("q", "stack", "target", "os", "compiler", "version", "sort", "q2", "pwned", "__proto__")
            asked = urlencode([(key, payload) for key in keys for payload in group])
            opened = watch.open(f"{name}?{asked}#{quote(group[0], safe='')}")
            expect(_box(opened)).to_have_value(group[0])
            if name == EXPLORER:
                expect(opened.locator(".cache-result [role=status]").first).to_contain_text(" of ")
            assert opened.evaluate(_IS_WITHIN)


_BROKEN: Final = (
    *("q=%", "q=%E0%A4%A", "q=%00", "q=%ud800", "&&&=&=", "q&sort&stack", "sort=-"),
    "q=" + "a" * 50_000,
)


def test_an_address_that_is_broken_breaks_nothing(built_with_each: Callable[..., Path], browser: Browser) -> None:
    with _watching(browser, built_with_each("furo")) as watch:
        for asked in _BROKEN:
            opened = watch.open(f"{FOLDER}/packages/{PACKAGES[0]}.html?{asked}#%E0%A4%A")

            expect(opened.locator(".cache-result [role=status]").first).to_contain_text(f" of {GROUP} specs")


_CHOOSE: Final = """(asked) => asked.map((search) => {
    history.replaceState(null, "", search);
    dispatchEvent(new PopStateEvent("popstate"));
    const rows = document.querySelectorAll("table.cache-specs tbody tr:not([hidden], .cache-more)");
    return [...rows].map((row) => row.id);
})"""


def test_a_value_that_is_chosen_comes_back_from_the_address(built: Callable[..., Path], browser: Browser) -> None:
    with _watching(browser, built("furo")) as watch:
        for name in PACKAGES:
            specs = [spec for spec in hostile_specs() if spec.package == name]
            opened = watch.open(f"{FOLDER}/packages/{name}.html")
            # A cell of a table has no blanks at its ends.
            asked = [{"compiler": str(spec.compiler).strip(), "os": spec.os.strip()} for spec in specs]

            assert opened.evaluate(_CHOOSE, [f"?{urlencode(each)}" for each in asked]) == [
                [spec.hash] for spec in specs
            ]


_REMEMBER: Final = """async ([key, texts, address]) => {
    const found = [];
    for (const text of texts) {
        localStorage.setItem(key, text);
        const frame = document.createElement("iframe");
        const loaded = new Promise((resolve) => { frame.onload = resolve; });
        frame.src = address;
        document.body.append(frame);
        await loaded;
        const { contentDocument: page } = frame;
        // A page with a long table goes on step by step.
        for (let wait = 0; wait < 400 && !page.querySelector(".cache-mine select"); wait++) {
            await new Promise((resolve) => setTimeout(resolve, 5));
        }
        found.push([page.querySelector(".cache-mine select").value, page.querySelectorAll(".cache-cpu").length > 0]);
        frame.remove();
    }
    return found;
}"""
"""What a page makes of texts that a browser may remember: the CPU that is chosen, and whether anything is marked."""


def test_what_a_browser_remembers_is_a_known_cpu_or_nothing(built: Callable[..., Path], browser: Browser) -> None:
    site = built("alabaster")
    # Without all that the theme loads: this page is loaded often.
    parsed = BeautifulSoup((site / f"{FOLDER}/targets/zen4.html").read_text(encoding="utf-8"), "html.parser")
    script = '<script defer src="../../../_static/sphinxext-cache.js"></script>'
    bare = f"<!DOCTYPE html><title>Bare</title>{script}{parsed.find(id='target')}"
    (site / f"{FOLDER}/targets/bare.html").write_text(bare, encoding="utf-8")
    with _watching(browser, site) as watch:
        opened = watch.open(f"{FOLDER}/targets/bare.html")
        texts = [*PAYLOADS, "zen4"]

        *wrong, right = opened.evaluate(_REMEMBER, ["sphinxext-cache-cpu", texts, "bare.html"])

    assert wrong == [["", False]] * len(PAYLOADS)
    assert right == ["zen4", True]


_SEARCH: Final = """async ([asked, isNew]) => {
    for (const text of asked) {
        document.getElementById("search-results").replaceChildren();
        // Before Sphinx 8, its search takes what every object has for a word in its index, in any project.
        if (/constructor|__proto__/i.test(text) && !isNew) continue;
        Search.performSearch(text);
        // It says how much it found when all of it is shown.
        while (!document.querySelector("#search-results .search-summary")?.textContent) {
            await new Promise((resolve) => setTimeout(resolve, 5));
        }
    }
}"""
"""Searches for one text after the other."""


def test_a_search_shows_text(
    built_with_each: Callable[..., Path], browser: Browser, request: pytest.FixtureRequest
) -> None:
    is_new = "newest" in request.node.name
    # A title is found by any half of its text, and so by what stands between the signs of a payload.
    asked = [payload.strip("<>\"'/ ") for payload in ACCEPTED if len(payload) < _LONG]
    with _watching(browser, built_with_each("furo")) as watch:
        for first in ("hostile0", "option", "pwned", "img src=x onerror", "<img src=x onerror=pwned=1>"):
            opened = watch.open(f"search.html?{urlencode({'q': first})}")
            expect(opened.locator("#search-results .search-summary")).to_contain_text("Search")
            for summary in opened.locator("#search-results li p.context").all()[:5]:
                expect(summary).not_to_be_empty()

        opened.evaluate(_SEARCH, [asked, is_new])


def test_no_spreadsheet_takes_a_cell_of_a_download_for_a_formula(built: Callable[..., Path], browser: Browser) -> None:
    wanted = {str(spec.hash): spec for spec in hostile_specs()}
    with _watching(browser, built("furo")) as watch:
        for name in PACKAGES:
            opened = watch.open(f"{FOLDER}/packages/{name}.html")
            lines = list(csv.DictReader(io.StringIO(_download(opened, "CSV"), newline="")))
            specs = json.loads(_download(opened, "JSON"))

            assert len(lines) == len(specs) == sum(spec.package == name for spec in wanted.values())
            for line, spec in zip(lines, specs, strict=True):
                given = wanted[line["hash"]]
                assert not [cell for cell in line.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
                assert line["version"].removeprefix("'") == str(given.version).strip().removeprefix("'")
                assert spec["compiler"] == spec["os"] == spec["version"] == str(given.version).strip()


def test_what_is_said_of_specs_comes_as_text_and_no_formula_from_the_explorer(
    built: Callable[..., Path], browser: Browser
) -> None:
    wanted = {spec.hash: spec.version.text for spec in hostile_specs() if is_said(spec.version.text)}
    with _watching(browser, built("furo")) as watch:
        opened = _explorer(watch)
        lines = list(csv.DictReader(io.StringIO(_download(opened, "CSV"), newline="")))
        specs = json.loads(_download(opened, "JSON"))
        opened.evaluate(_OPEN)
        pill = opened.locator(".cache-facet[aria-label='Grade'] .cache-pill").last

        assert not [
            cell for line in lines for cell in line.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        ]
        assert {spec["hash"]: spec["level"] for spec in specs if spec["level"] is not None} == wanted
        assert {spec["hash"]: spec["marks"][0] for spec in specs if spec["marks"]} == wanted
        pill.click()
        expect(opened.locator(".cache-result [role=status]").first).to_contain_text(" of ")
        opened.wait_for_url("**fact%3Agrade=**")


def _explorer(watch: _Watch) -> Page:
    opened = watch.open(EXPLORER)
    expect(opened.locator("table.cache-explore tbody th").first).to_be_visible()
    return opened


def _box(opened: Page) -> Locator:
    return opened.get_by_label("Filter", exact=True).first


def _download(opened: Page, kind: str) -> str:
    with opened.expect_download() as started:
        opened.get_by_role("button", name=f"as {kind}").first.click()
    return started.value.path().read_text(encoding="utf-8")
