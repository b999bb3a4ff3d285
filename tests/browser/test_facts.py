"""What somebody says of packages: readers choose by it, sort by it and take it along, in tables and in the explorer."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.serving import POLICY, serve
from tests.browser.tables import column, filter_box, shown_ids
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator, Page

    Visit = Callable[..., Page]

_NAMES: Final = ("arpack", "boost", "cmake", "fftw", "gsl", "hdf5", "netcdf", "zlib")
_SUPPORT: Final = dict(
    zip(_NAMES, ("full", "full", "limited", "full", "limited", "full", "limited", "limited"), strict=True)
)
_USERS: Final = dict(zip(_NAMES, ("10", "9.5", "100", "-1", "2", "11", "20", "1.50"), strict=True))
_DOCUMENT: Final = """\
Title
=====

.. cache:packages::
   :columns: package, description, versions, support

.. cache:specs:: * target=zen4
   :columns: package, version, support, users, site, discipline
"""


def _facts() -> str:
    lines = [
        f"{name}:\n  description: Says what {name} is.\n  homepage: https://{name}.example/\n"
        f"  support: {_SUPPORT[name]}\n  users: {_USERS[name]}\n  site: 'Bld. {name}, ground'\n"
        for name in _NAMES
    ]
    more = "hdf5@2: {support: limited}\nhdf5@1:\n  discipline: [climate, physics]\nzlib:\n  discipline: climate\n"
    return "".join(lines) + more


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of eight packages of which somebody says something; its address, served as strictly as a server can."""
    project = Project(root=tmp_path_factory.mktemp("told"), conf={"extensions": ["sphinxext_cache"]})
    project.add(*(make_spec(name, version=version, target="zen4") for name in _NAMES for version in ("1.0", "2.0")))
    project.write("facts.yaml", _facts())
    project.write("index.rst", _DOCUMENT)
    built = project.build(cache_facts=["facts.yaml"], html_theme="alabaster")
    assert built.warnings == []
    with serve(built.outdir, POLICY) as root:
        yield root


@pytest.fixture
def explorer(told: str, visit: Visit) -> Page:
    """The page that searches all specs."""
    page = visit(f"{told}/cache/develop/explore.html")
    _expect_count(page, 16)
    return page


def _expect_count(page: Page, shown: int) -> None:
    expect(page.locator(".cache-result [role=status]")).to_have_text(f"{shown} of 16 specs")


def _headers(page: Page) -> list[str]:
    return page.locator("table.cache-explore thead th").all_inner_texts()


def _explored(page: Page, header: str) -> list[str]:
    texts: list[str] = page.locator("table.cache-explore tbody tr[aria-rowindex]").evaluate_all(
        "(rows, at) => rows.map((row) => row.cells[at].innerText)", _headers(page).index(header)
    )
    return texts


def _group(page: Page, name: str, at: int = 0) -> Locator:
    return page.locator(f".cache-facet[aria-label='{name}']").nth(at)


def _saved(page: Page, name: str) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name=f"as {name}").last.click()
    return Path(download.value.path()).read_text(encoding="utf-8")


def test_the_explorer_has_a_column_of_each_fact_and_an_address_is_a_link(explorer: Page) -> None:
    assert {"Homepage", "Support", "Users", "Site", "Discipline", "Description"} <= {*_headers(explorer)}
    assert _explored(explorer, "Description")[:2] == ["Says what arpack is."] * 2
    link = explorer.locator("table.cache-explore tbody a", has_text="https://hdf5.example/").first
    assert link.get_attribute("href") == "https://hdf5.example/"


def test_the_explorer_finds_what_facts_say(explorer: Page) -> None:
    found = {
        "support=full": 7,
        "support=full,limited": 16,
        "support=f* @2": 3,
        "discipline=physics": 1,
        "discipline=*": 3,
        "says hdf5": 2,
        "ground": 16,
        "+mpi": 16,
        "support=none": 0,
    }
    for typed, count in found.items():
        filter_box(explorer).fill(typed)
        _expect_count(explorer, count)


def test_a_value_that_nobody_says_suggests_one_that_is_said(explorer: Page) -> None:
    filter_box(explorer).fill("support=ful")

    explorer.get_by_role("button", name="support=full").click()
    _expect_count(explorer, 7)


def test_facts_of_few_values_are_buttons_and_the_address_says_which_are_pressed(explorer: Page) -> None:
    expect(_group(explorer, "Support")).to_have_count(1)
    for name in ("Users", "Description", "Homepage", "Site"):
        expect(_group(explorer, name)).to_have_count(0)
    opener = _group(explorer, "Support").locator(".cache-opener")
    if opener.count():
        opener.click()

    _group(explorer, "Support").get_by_role("button", name="limited 9").click()

    _expect_count(explorer, 9)
    explorer.wait_for_url(lambda url: parse_qs(urlsplit(url).query) == {"fact:support": ["limited"]})
    explorer.reload()
    _expect_count(explorer, 9)
    assert set(_explored(explorer, "Support")) == {"limited"}


def test_numbers_of_facts_sort_as_numbers_in_the_explorer_and_in_tables(explorer: Page, told: str) -> None:
    ordered = sorted(_USERS.values(), key=float)

    explorer.get_by_role("button", name="Users", exact=True).click()
    assert list(dict.fromkeys(_explored(explorer, "Users"))) == ordered
    explorer.goto(f"{told}/index.html")
    sorter = explorer.locator("table.cache-specs").get_by_role("button", name="Users", exact=True)
    sorter.click()
    assert list(dict.fromkeys(column(explorer, "users"))) == ordered
    sorter.click()
    assert list(dict.fromkeys(column(explorer, "users"))) == ordered[::-1]


def test_tables_of_packages_have_buttons_of_facts_too(told: str, visit: Visit) -> None:
    page = visit(f"{told}/index.html")

    _group(page, "Support").get_by_role("button", name="limited 5").click()

    expect(page.locator(".cache-result [role=status]").first).to_have_text("5 of 8 packages")
    assert column(page, "support", "table.cache-packages") == ["limited"] * 2 + ["full, limited"] + ["limited"] * 2
    assert len(shown_ids(page)) == 16, "the other table stays as it was"


def test_cards_on_a_phone_stay_as_wide_as_the_page_when_a_reader_chooses(told: str, visit: Visit) -> None:
    page = visit(f"{told}/index.html", width=360)
    field = page.locator("table.cache-packages td[data-label=Description]:visible").last
    before = field.bounding_box()

    _group(page, "Support").get_by_role("button", name="limited 5").click()

    expect(page.locator(".cache-result [role=status]").first).to_have_text("5 of 8 packages")
    after = field.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > 0.8 * before["width"]


def test_a_table_leaves_out_what_it_does_not_show_of_what_is_said_and_leads_to_the_page_that_does(
    told: str, visit: Visit
) -> None:
    page = visit(f"{told}/cache/develop/packages/hdf5.html")
    page.goto(f"{told}/cache/develop/packages/hdf5.html?q=support%3Dfull")

    expect(page.locator(".cache-left")).to_contain_text("support=full")
    assert len(shown_ids(page)) == 2
    page.locator(".cache-advice a").click()
    _expect_count(page, 1)


def test_a_table_of_specs_takes_along_the_facts_that_it_shows(told: str, visit: Visit) -> None:
    page = visit(f"{told}/index.html")
    page.get_by_label("Filter", exact=True).nth(1).fill("hdf5")

    (_new, row) = csv.DictReader(_saved(page, "CSV").splitlines())
    (_new, known) = json.loads(_saved(page, "JSON"))

    facts = ("support", "users", "site", "discipline")
    assert [row[name] for name in facts] == ["full", "11", "Bld. hdf5, ground", "climate, physics"]
    assert [known[name] for name in facts] == ["full", "11", "Bld. hdf5, ground", ["climate", "physics"]]


def test_the_explorer_takes_along_all_facts(explorer: Page) -> None:
    filter_box(explorer).fill("zlib @2")
    _expect_count(explorer, 1)

    (row,) = csv.DictReader(_saved(explorer, "CSV").splitlines())
    (known,) = json.loads(_saved(explorer, "JSON"))

    assert (row["description"], row["homepage"], row["discipline"]) == (
        "Says what zlib is.",
        "https://zlib.example/",
        "climate",
    )
    assert known["discipline"] == ["climate"]
    assert known["users"] == "1.50"
