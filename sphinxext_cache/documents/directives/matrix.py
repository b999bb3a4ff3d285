"""``cache:matrix``: two facets of the matching specs as rows and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sphinxext_cache.catalog import Code
from sphinxext_cache.documents.directives.common import TableDirective
from sphinxext_cache.documents.directives.options import (
    TABLE_OPTIONS,
    Options,
    column_name,
    conditions,
    name_of,
    switch,
)
from sphinxext_cache.tables import CELLS, FACETS, MatrixRecipe
from sphinxext_cache.warnings import line_of, warn_at

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.util.typing import OptionSpec

    from sphinxext_cache.tables import Recipe, Table


class MatrixDirective(TableDirective):
    """A matrix; by default of stacks and targets, with a count of specs in each cell."""

    option_spec: ClassVar[OptionSpec] = Options(
        {
            **TABLE_OPTIONS,
            "rows": column_name(FACETS),
            "columns": column_name(FACETS),
            "cell": name_of(CELLS),
            "totals": switch,
            "where": conditions,
        }
    )

    def run(self) -> list[nodes.Node]:
        """Make the node of the matrix; if its rows or columns are unknown, only warn."""
        sides = [self.known(option, "facet") for option in ("rows", "columns") if option in self.options]
        return super().run() if all(sides) else []

    def show(self, recipe: Recipe, table: Table) -> list[nodes.Node]:
        """The nodes for a matrix with rows; warn if rows or columns are left out."""
        if table.is_cut:
            columns = sum(column.name != "total" for column in table.columns[1:])
            message = (
                f"the matrix is limited to its {table.height} largest rows and {columns} largest columns; "
                "narrow the query, or choose other ':rows:' and ':columns:'"
            )
            warn_at(Code.LIMIT, message, line_of(self))
        return super().show(recipe, table)

    def recipe(self, queries: tuple[str, ...], tag: str | None) -> MatrixRecipe:
        """The options of the matrix."""
        return MatrixRecipe(
            queries=queries,
            tag=tag,
            rows=self.options.get("rows", "stack"),
            columns=self.options.get("columns", "target"),
            cell=self.options.get("cell", "specs"),
            where=self.where(),
            totals=self.options.get("totals", False),
        )
