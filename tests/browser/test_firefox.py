"""What readers do most, in Firefox; all else is tried in Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.firefox import ENTER, Firefox, start_firefox
from tests.browser.serving import serve
from tests.programs import require

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TAG = "cache/develop-2025-10-12"
_STATUS = "document.querySelector('.cache-result [role=status]')?.textContent"
_TARGETS = """[...document.querySelectorAll('table.cache-specs tbody tr')]
    .filter((row) => row.checkVisibility()).map((row) => row.querySelector("a[href*='targets/']").firstChild.data)"""


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """A Firefox for all tests: it takes a second or two to start."""
    with start_firefox(require("firefox-esr", "firefox"), tmp_path_factory.mktemp("firefox")) as firefox:
        yield firefox


@pytest.fixture(scope="module")
def root(example: Path) -> Iterator[str]:
    """The address of the example."""
    with serve(example) as address:
        yield address


@pytest.fixture
def firefox(started: Firefox) -> Iterator[Firefox]:
    """A Firefox in which no script of ours may fail."""
    yield started
    assert started.errors() == []


def test_a_table_of_specs_filters_as_one_types_and_its_address_says_so(firefox: Firefox, root: str) -> None:
    firefox.open(f"{root}/{_TAG}/packages/hdf5.html")
    firefox.type(".cache-filter input", "+mpi zen4")

    firefox.wait_for(f"{_STATUS} === '1 of 14 specs'")
    assert firefox.evaluate(_TARGETS) == ["zen4"]
    firefox.wait_for("location.search === '?q=%2Bmpi+zen4'")


def test_a_row_opens_to_its_commands(firefox: Firefox, root: str) -> None:
    firefox.open(f"{root}/{_TAG}/packages/hdf5.html")
    firefox.click("table.cache-specs tbody tr summary")

    firefox.wait_for("document.querySelector('.cache-more')?.textContent.includes('spack install')")


def test_only_what_runs_on_a_cpu_is_left_and_the_choice_is_remembered(firefox: Firefox, root: str) -> None:
    firefox.open(f"{root}/{_TAG}/packages/hdf5.html")
    firefox.type(".cache-mine select", "zen4")
    firefox.click(".cache-only input")

    assert set(firefox.evaluate(_TARGETS)) == {"x86_64_v3", "x86_64_v4", "zen4"}
    firefox.open(f"{root}/{_TAG}/index.html")
    assert firefox.evaluate("document.querySelector('.cache-mine select').value") == "zen4"


def test_the_front_page_leads_to_the_specs_that_are_asked_for(firefox: Firefox, root: str) -> None:
    firefox.open(f"{root}/cache/index.html")
    firefox.type("#cache-find", f"gromacs target=zen4{ENTER}")

    firefox.wait_for("location.pathname.endsWith('/explore.html')")
    firefox.wait_for(f"{_STATUS}?.endsWith(' of 155 specs')")
    firefox.wait_for("document.querySelector('.cache-explore tbody th')?.textContent.trim() === 'gromacs'")


def test_the_search_of_the_site_finds_packages_and_says_what_there_is(firefox: Firefox, root: str) -> None:
    firefox.open(f"{root}/search.html?q=gromacs+zen4")

    result = f"document.querySelector('#search-results li:has(a[href=\"{_TAG}/packages/gromacs.html\"]) p.context')"
    firefox.wait_for(f"{result}?.textContent.startsWith('Molecular dynamics')")
    firefox.click("p:has(+ #search-results) a")
    firefox.wait_for("location.search === '?q=gromacs+zen4' && location.pathname.endsWith('/explore.html')")


def test_a_cell_of_a_matrix_leads_to_its_specs(firefox: Firefox, root: str) -> None:
    firefox.open(f"{root}/{_TAG}/packages/hdf5.html")
    firefox.click("table.cache-matrix td a[href*='stack=e4s&target=zen4']")

    firefox.wait_for(f"{_STATUS} === '1 of 14 specs'")
    assert firefox.evaluate(_TARGETS) == ["zen4"]
