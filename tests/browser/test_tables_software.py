"""The table of the software of a centre: prose at a measure, versions that fold, and cards on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.sample import THEMES
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    Visit = Callable[..., Page]

_NAMES: Final = ("arpack", "boost", "cmake", "fftw", "gsl", "hdf5", "zlib")
_PROSE: Final = (
    "A library that does many things which one cannot say in few words, so that its line is a long one. " * 3
)
_DOCUMENT: Final = """\
Title
=====

.. cache:packages::
   :columns: package, description, versions, stacks = Clusters, support
   :builds:
"""


@pytest.fixture(params=THEMES)
def software(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page of software in each theme; its address."""
    project = Project(root=tmp_path_factory.mktemp("software"), conf={"extensions": ["sphinxext_cache"]})
    project.add(*(make_spec(name, version=f"1.{minor}") for name in _NAMES for minor in range(6)))
    project.add(make_spec("python", version="2.0"))
    project.write("facts.yaml", "".join(f"{name}: {{description: '{_PROSE}', support: full}}\n" for name in _NAMES))
    project.write("index.rst", _DOCUMENT)
    built = project.build(html_theme=request.param, cache_pages=None, cache_facts=["facts.yaml"])
    return (built.outdir / "index.html").as_uri()


def test_on_a_phone_each_row_is_a_block_with_labels(software: str, visit: Visit) -> None:
    page = visit(software, width=360)

    box = page.locator(".cache-box")
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth"), "nothing scrolls sideways"
    (cell, *_others) = page.locator("tbody td").all()
    label = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert "Description" in label
    assert page.locator("tbody tr").first.evaluate("row => getComputedStyle(row).display") == "block"


def test_a_version_that_is_folded_away_is_found(software: str, visit: Visit) -> None:
    page = visit(software)

    page.get_by_label("Filter", exact=True).fill("@2.0")
    expect(page.locator("tbody tr:visible:not(.cache-told)")).to_have_count(1)
    page.get_by_label("Filter", exact=True).fill("@1.1")
    expect(page.locator("tbody tr:visible:not(.cache-told)")).to_have_count(len(_NAMES))
    page.get_by_label("Filter", exact=True).fill("@1.4")
    expect(page.locator("tbody tr:visible:not(.cache-told)")).to_have_count(len(_NAMES))


def test_prose_wraps_at_a_readable_measure(software: str, visit: Visit) -> None:
    cell = visit(software).locator("td.cache-prose").first

    characters = cell.evaluate("cell => cell.clientWidth / parseFloat(getComputedStyle(cell).fontSize)")
    assert 15 < characters < 38, "in the size of its letters"


@pytest.mark.parametrize(
    ("typed", "count"), [("support=full", 7), ("support=f*", 7), ("support=no", 0), ("few words", 7)]
)
def test_a_filter_finds_what_facts_say(software: str, visit: Visit, typed: str, count: int) -> None:
    page = visit(software)

    page.get_by_label("Filter", exact=True).fill(typed)

    expect(page.locator("tbody tr:visible:not(.cache-told)")).to_have_count(count)
    expect(page.locator(".cache-problem")).to_have_text("")


@pytest.fixture
def grouped(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A table whose groups are cells; its address."""
    project = Project(root=tmp_path_factory.mktemp("grouped"), conf={"extensions": ["sphinxext_cache"]})
    project.add(*(make_spec(name, stacks=("e4s", "hep")) for name in _NAMES))
    project.add(make_spec("python", stacks=("hep",)))
    project.write("index.rst", f"{_GROUPED}\n")
    return (project.build(cache_pages=None).outdir / "index.html").as_uri()


_GROUPED: Final = """\
Title
=====

.. cache:packages::
   :group: stack, letter
   :group-style: cells
   :columns: package, versions
"""
_CELLS: Final = """rows => rows.filter(row => row.checkVisibility()).map(
    row => [...row.cells].filter(cell => cell.checkVisibility()).map(cell => [cell.textContent, cell.rowSpan]))"""


def test_merged_cells_reach_over_the_rows_that_a_filter_leaves(grouped: str, visit: Visit) -> None:
    page = visit(grouped)
    rows = page.locator("tbody tr")
    assert rows.evaluate_all(_CELLS)[:2] == [
        [["e4s", 7], ["A", 1], ["arpack", 1], ["1.14.5", 1]],
        [["B", 1], ["boost", 1], ["1.14.5", 1]],
    ]

    page.get_by_label("Filter", exact=True).fill("python")
    expect(page.locator("tbody tr:visible:not(.cache-told)")).to_have_count(1)
    assert rows.evaluate_all(_CELLS) == [[["hep", 1], ["P", 1], ["python", 1], ["1.14.5", 1]]]

    page.get_by_label("Filter", exact=True).fill("hep")
    expect(page.locator("tbody tr:visible:not(.cache-told)")).to_have_count(8)
    assert rows.evaluate_all(_CELLS)[0] == [["hep", 8], ["A", 1], ["arpack", 1], ["1.14.5", 1]]


def test_on_a_phone_a_group_is_said_above_its_first_row(grouped: str, visit: Visit) -> None:
    page = visit(grouped, width=360)

    shown = page.locator("tbody th:visible").all_text_contents()
    assert shown[:5] == ["e4s", "A", "arpack", "B", "boost"]
