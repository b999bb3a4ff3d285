"""The same queries in a document and in Python, over the table of queries whose answers are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.consistency import shown
from tests.projects import Project
from tests.queries import SPECS, TABLE

if TYPE_CHECKING:
    from bs4 import Tag

    from sphinxext_cache.catalog import Catalog

_ORDER = "abdce"
"""The specs by tag, from `develop` to the older release; by name; and from new to old."""
_DEFAULT = "abd"
"""Those of the default tag, where a query that names no tag looks."""
_CASES = [
    *((query, "".join(name for name in _ORDER if name in expected), True) for query, expected in TABLE),
    *(
        (query, "".join(name for name in _DEFAULT if name in expected), False)
        for query, expected in TABLE
        if "tag=" not in query
    ),
]
"""A query, the letters of what it matches, in order, and whether it looks in all tags."""


def _written(query: str, *, everywhere: bool) -> str:
    return f"{query} tag=*" if everywhere and "tag=" not in query else query


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tag, Catalog]:
    """One document with every query."""
    project = Project(root=tmp_path_factory.mktemp("queries"))
    project.add(*(spec for spec in SPECS.values() if spec.hash))
    # A page from before there were hashes.
    old = SPECS["e"]
    name = f"{old.package}@{old.version}%{old.compiler} arch={old.platform}-{old.os}-{old.target}"
    lines = (
        *("---", f'title: "{old.package}"', "layout: cache", f"categories: [package, {old.tag}]"),
        *("spec_files:", "- file.json", "spec_names:", f"- {name}", "---"),
    )
    project.write(f"_cache/{old.tag}/{old.package}/specs.md", "\n".join(lines))
    blocks = [
        f".. container:: case-{number}\n\n"
        f"   .. cache:specs:: {' '.join(_written(query, everywhere=everywhere).split())}\n"
        "      :columns: package, version, hash\n      :empty: Nothing.\n"
        for number, (query, _expected, everywhere) in enumerate(_CASES)
    ]
    project.write("index.rst", "Queries\n=======\n\n" + "\n".join(blocks))
    build = project.build()
    assert build.warnings == []
    return shown.read(build.outdir / "index.html"), build.domain.catalog


def test_directives_show_exactly_what_each_query_of_the_table_matches(built: tuple[Tag, Catalog]) -> None:
    page, _catalog = built
    assert len(TABLE) >= 60

    for number, (query, expected, everywhere) in enumerate(_CASES):
        wanted = [[SPECS[name].package, str(SPECS[name].version), (SPECS[name].hash or "")[:7]] for name in expected]
        assert _rows(page, number) == wanted, (query, everywhere)


def test_directives_show_what_the_catalog_answers_in_python(built: tuple[Tag, Catalog]) -> None:
    page, catalog = built

    for number, (query, _expected, everywhere) in enumerate(_CASES):
        found = catalog.specs(_written(query, everywhere=everywhere))
        assert _hashes(page, number) == [spec.hash for spec in found], (query, everywhere)
        assert [row[:2] for row in _rows(page, number)] == [[spec.package, str(spec.version)] for spec in found]


def _rows(page: Tag, number: int) -> list[list[str]]:
    """The texts of the rows of one table, with an empty hash where the table has no such column."""
    place = page.find("div", class_=f"case-{number}")
    assert place is not None
    found = shown.tables(place, "specs")
    if not found:
        assert shown.text_of(place) == "Nothing."
        return []
    (table,) = found
    return [[shown.text_of(cell) for cell in row] for row in table.rows]


def _hashes(page: Tag, number: int) -> list[str | None]:
    """The whole hashes that the rows of one table link to."""
    place = page.find("div", class_=f"case-{number}")
    assert place is not None
    links = [row[2].find("a") for table in shown.tables(place, "specs") for row in table.rows]
    return [str(link["href"]).partition("#")[2] if link else None for link in links]
