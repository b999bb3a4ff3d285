"""A document that holds one directive, and the table that it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.projects import table_texts

if TYPE_CHECKING:
    from tests.projects import Build, Project

TITLE: Final = "Title\n=====\n\n"


def build_with(site: Project, directive: str, builder: str = "html") -> Build:
    """Build a project whose first document holds a directive, without a warning."""
    site.write("index.rst", f"{TITLE}{directive}\n")
    build = site.build(builder)
    assert build.warnings == []
    return build


def rows_of(site: Project, directive: str) -> list[list[str]]:
    """The texts of the one table of a directive."""
    (table,) = build_with(site, directive).soup("index.html").select("table.cache-table")
    return table_texts(table)
