"""Our HTML is valid, as the Nu HTML checker understands the standard."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from sphinxext_cache.catalog import load
from sphinxext_cache.render.html import HtmlRenderer
from sphinxext_cache.tables import (
    CELLS,
    ChangesRecipe,
    MatrixRecipe,
    PackagesRecipe,
    SpecsRecipe,
    TagsRecipe,
    build,
)
from sphinxext_cache.tables.columns import COLUMNS
from tests.consistency.generated import RELEASE, TAG, write_generated
from tests.html.vnu import check, whole_page
from tests.projects import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sphinxext_cache.tables import Recipe
    from tests.projects import Build

_KEEP = """
from pathlib import Path

def keep(app, name, template, context, doctree):
    if context.get("body"):
        path = Path(app.outdir, "bodies", name + ".html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(context["body"], encoding="utf-8")

def setup(app):
    app.connect("html-page-context", keep)
"""
"""A project whose builds keep the bodies of pages, without what their theme puts around them."""

_DOCUMENT = """
Title
=====

:cache:package:`7zip`, :cache:stack:`e4s`, :cache:target:`zen4`, :cache:tag:`v9.9.9`, :cache:count:`tag=*`

.. cache:specs:: 7zip
   :caption: A "caption" & <more>
   :name: ours
   :align: center
   :width: 80%
   :class: wide

.. cache:specs:: pkg9
   :columns: size, package, stacks, hash
   :limit: 1

.. cache:packages:: tag=v9.9.9

.. cache:packages:: tag=v9.9.9
   :style: list
   :class: compact
   :name: listed

.. cache:packages:: tag=v9.9.9
   :style: inline

.. cache:matrix:: tag=v9.9.9
   :totals:
   :caption: Where
   :name: where

.. cache:matrix:: 7zip
   :rows: os
   :columns: compiler
   :cell: versions

.. cache:tags::

.. cache:changes::
   :from: v9.9.9
   :caption: What is new

.. cache:mirror:: e4s

.. cache:specs:: nothing
   :empty: Nothing of ``this``.

.. cache:package:: pkg9

   Text of our own.

.. cache:package:: 7zip
   :show: specs
   :tag: v9.9.9
"""

_THEME_FLAWS: Final = {
    "The heading “h3” (with computed level 3) follows the heading “h1” (with computed level 1), skipping 1 heading"
    " level.": "the sidebar of the theme",
    "The heading “h4” (with computed level 4) follows the heading “h1” (with computed level 1), skipping 2 heading"
    " levels.": "the sidebar of the theme",
    "Bad value “” for attribute “action” on element “form”: Must be non-empty.": "Sphinx's page for searching",
}
"""Errors that Sphinx's theme `basic` has on every page, with us or without, and where they come from."""


def _kind(page: str) -> str:
    """What kind of page it is, by its place."""
    parts = page.split("/")
    return parts[2] if len(parts) > 3 else page if parts[0] != "cache" else "/".join(parts[2:] or parts)


def test_pages_of_every_kind_are_valid_within_a_theme(example: Callable[[str, str], Build]) -> None:
    built = example("html", "basic")
    # One page of each kind, and every document.
    pages = {_kind(page): page for page in sorted(built.pages())}
    assert {"cache/index.html", "changes.html", "index.html", "packages", "stacks", "targets"} <= pages.keys()

    found = check(built.outdir, pages.values())

    assert [str(finding) for finding in found if finding.message not in _THEME_FLAWS] == []


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bodies of documents and generated pages of strange packages, each in a page of its own."""
    project = Project(root=tmp_path_factory.mktemp("bodies"))
    write_generated(project.root / "_cache")
    project.write("conf.py", _KEEP)
    project.write("index.rst", _DOCUMENT)
    built = project.build(numfig=True, cache_default_tag=TAG)
    assert built.warnings == []
    root = built.outdir / "bodies"
    for path in root.rglob("*.html"):
        path.write_text(whole_page(path.read_text(encoding="utf-8")), encoding="utf-8")
    return root


def test_what_we_put_into_a_theme_is_valid_whatever_the_data(bodies: Path) -> None:
    pages = [path.relative_to(bodies).as_posix() for path in bodies.rglob("*.html")]
    # All documents and lists; of the packages those of the smaller tag, which have the strangest names.
    chosen = [page for page in pages if "/packages/" not in page or f"/{RELEASE}/" in page or page.endswith("/_.html")]
    assert len(chosen) > 60

    assert [str(finding) for finding in check(bodies, chosen)] == []


def test_tables_of_every_kind_are_valid_by_themselves(tmp_path: Path) -> None:
    write_generated(tmp_path / "cache")
    catalog = load([tmp_path / "cache"])
    recipes: list[Recipe] = [
        SpecsRecipe(queries=("_",), columns=tuple(COLUMNS), tag=TAG, anchored=True),
        SpecsRecipe(queries=("tag=*",), columns=tuple(COLUMNS), limit=50, sort=("hash",)),
        SpecsRecipe(queries=("hdf5",), columns=("hash",)),
        PackagesRecipe(queries=("",), tag=TAG),
        PackagesRecipe(queries=("tag=*",)),
        TagsRecipe(),
        ChangesRecipe(before=RELEASE, tag=TAG),
        *(
            MatrixRecipe(queries=("",), tag=RELEASE, rows="os", columns="compiler", cell=cell, totals=True)
            for cell in CELLS
        ),
    ]
    for number, recipe in enumerate(recipes):
        made = replace(build(recipe, catalog), caption='A "caption" & <more>' if number % 2 else "")
        table = HtmlRenderer(lambda ref: f"../{ref.kind}/{ref.name}").table(made)
        (tmp_path / f"{number}.html").write_text(whole_page(f"<h1>Table</h1>\n{table}"), encoding="utf-8")
    # One page shows that the checker would find something.
    (tmp_path / "wrong.html").write_text(whole_page("<h1>Table</h1>\n<table><p>Not a row.</table>"), encoding="utf-8")

    found = check(tmp_path, [path.name for path in tmp_path.glob("*.html")])

    assert "wrong.html" in {finding.page for finding in found}
    assert [str(finding) for finding in found if finding.page != "wrong.html"] == []
