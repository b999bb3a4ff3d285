"""The matrix that most centres have: which versions of which package are on which cluster."""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.sample import THEMES
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    Visit = Callable[..., Page]

_CLUSTERS: Final = ("casper", "cheyenne", "derecho", "gust")
_DOCUMENT: Final = """\
Title
=====

.. cache:matrix::
   :rows: package
   :columns: stack
   :cell: versions
"""
_MOST_LINES: Final = 3
_LINE: Final = 1.8
"""How high a line is at most, with its share of what is around it, in the size of its letters."""


@pytest.fixture(scope="session")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Builds the matrix of 150 packages and four clusters in a theme, once; gives its address."""
    dice = random.Random(1)  # noqa: S311 always the same
    specs = {
        spec.hash: spec
        for number in range(150)
        for _count in range(dice.randint(1, 8))
        for spec in [
            make_spec(
                f"py-package-{number}",
                version=f"{dice.randint(1, 20)}.{dice.randint(0, 20)}.{dice.randint(0, 9)}",
                stacks=tuple(sorted(dice.sample(_CLUSTERS, dice.randint(1, 4)))),
            )
        ]
    }

    @cache
    def build(theme: str) -> str:
        project = Project(root=tmp_path_factory.mktemp("centre"), conf={"extensions": ["sphinxext_cache"]})
        project.add(*specs.values())
        project.write("index.rst", _DOCUMENT)
        page: Path = project.build(html_theme=theme, cache_pages=None, cache_columns=["hash"]).outdir / "index.html"
        return page.as_uri()

    return build


@pytest.mark.parametrize("theme", THEMES)
def test_versions_on_four_clusters_need_no_scrolling_sideways(
    theme: str, centre: Callable[[str], str], visit: Visit
) -> None:
    page = visit(centre(theme), width=1300)

    box = page.locator(".cache-box")
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    heights = page.locator("table.cache-versions tbody tr").evaluate_all(
        "rows => rows.map(row => row.offsetHeight / parseFloat(getComputedStyle(row.cells[1]).fontSize))"
    )
    assert max(heights) < _LINE * _MOST_LINES


def test_the_headers_stay_in_sight(centre: Callable[[str], str], visit: Visit) -> None:
    page = visit(centre("furo"), width=360)

    box = page.locator(".cache-box")
    box.scroll_into_view_if_needed()
    box.evaluate("box => box.scrollTo(120, 600)")

    expect(page.get_by_role("columnheader", name="gust")).to_be_in_viewport()
    corner, frame = page.get_by_role("columnheader", name="Package").bounding_box(), box.bounding_box()
    assert corner is not None
    assert frame is not None
    assert (round(corner["x"] - frame["x"]), round(corner["y"] - frame["y"])) == (0, 0)


@pytest.mark.parametrize("scripts", [True, False])
def test_older_versions_come_out_when_they_are_asked_for(
    centre: Callable[[str], str], visit: Visit, *, scripts: bool
) -> None:
    page = visit(centre("furo"), java_script_enabled=scripts)

    fold = page.locator("details.cache-fold").first
    summary = fold.locator("summary")
    closed = fold.bounding_box()
    summary.click()
    opened, text = fold.bounding_box(), fold.inner_text().removeprefix(summary.inner_text())
    assert closed is not None
    assert opened is not None
    assert opened["height"] > closed["height"]
    assert summary.inner_text() == f"+{len(text.split(','))}"


def test_a_version_is_no_number_of_specs(tmp_path: Path, visit: Visit) -> None:
    project = Project(root=tmp_path, conf={"extensions": ["sphinxext_cache"]})
    project.add(make_spec(version="8"))
    project.write("index.rst", _DOCUMENT)

    page = visit((project.build().outdir / "index.html").as_uri())

    expect(page.locator("table.cache-versions td")).to_have_text("8")
    assert page.locator(".cache-level-4, .cache-legend").count() == 0
