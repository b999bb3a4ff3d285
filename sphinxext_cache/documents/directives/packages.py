"""``cache:packages``: the packages of the specs that match, as a table, a list, or in running text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from docutils import nodes

from sphinxext_cache.documents.directives.common import TableDirective
from sphinxext_cache.documents.directives.options import TABLE_OPTIONS, Options, column_names, count, name_of
from sphinxext_cache.documents.nodes import mark_generated
from sphinxext_cache.render.doctree import pieces_to_nodes
from sphinxext_cache.tables import PackagesRecipe, Piece
from sphinxext_cache.tables.columns import LISTS
from sphinxext_cache.tables.packages import OWN

if TYPE_CHECKING:
    from sphinx.util.typing import OptionSpec

    from sphinxext_cache.tables import Recipe, Table

STYLES: Final = ("table", "list", "inline")
"""How packages can be shown."""
COLUMNS: Final = (*OWN, *LISTS)
"""The columns that all catalogs have of packages."""


class PackagesDirective(TableDirective):
    """Packages; by default a table of their versions, specs, stacks and targets."""

    option_spec: ClassVar[OptionSpec] = Options(
        {
            **TABLE_OPTIONS,
            "style": name_of(STYLES),
            "columns": column_names(COLUMNS),
            "sort": column_names(COLUMNS, signed=True),
            "limit": count,
        }
    )

    def recipe(self, queries: tuple[str, ...], tag: str | None) -> PackagesRecipe:
        """What is to be shown. A list and a paragraph have no columns to choose."""
        sort, limit = self.known("sort", "list", OWN), self.options.get("limit")
        usual = PackagesRecipe(queries=queries, tag=tag, sort=sort, limit=limit)
        columns = self.known("columns", "list", OWN) if self.options.get("style", "table") == "table" else ()
        return replace(usual, columns=columns, exact_columns=True) if columns else usual

    def show(self, recipe: Recipe, table: Table) -> list[nodes.Node]:
        """The table; or of its rows the packages and, in a list, the versions."""
        style = self.options.get("style", "table")
        if style == "table":
            return super().show(recipe, table)
        docname = self.env.docname
        versions = next(index for index, column in enumerate(table.columns) if column.name == "versions")
        if style == "inline":
            pieces = [piece for row in table.rows for piece in (*row.cells[0], Piece(", "))][:-1]
            made: nodes.Element = nodes.paragraph("", "", *pieces_to_nodes(pieces, docname))
        else:
            items = [(*row.cells[0], Piece(" "), *row.cells[versions]) for row in table.rows]
            made = nodes.bullet_list(
                "",
                *(nodes.list_item("", nodes.paragraph("", "", *pieces_to_nodes(item, docname))) for item in items),
            )
        made["classes"] += self.options.get("class", [])
        # Names are not prose: `a--b` keeps both hyphens.
        made["support_smartquotes"] = False
        mark_generated(made, *made.findall(nodes.paragraph))
        self.set_source_info(made)
        self.add_name(made)
        return [made]
