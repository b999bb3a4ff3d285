"""``cache:matrix``: two facets of the specs that match, against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives

from sphinxext_cache.directives.common import TABLE_OPTIONS, TableDirective, name_of
from sphinxext_cache.tables import CELLS, FACETS, MatrixRecipe

if TYPE_CHECKING:
    from sphinx.util.typing import OptionSpec


class MatrixDirective(TableDirective):
    """A matrix; by default of stacks and targets, with a count of specs in each cell."""

    option_spec: ClassVar[OptionSpec] = {
        **TABLE_OPTIONS,
        "rows": name_of(FACETS),
        "columns": name_of(FACETS),
        "cell": name_of(CELLS),
        "totals": directives.flag,
    }

    def recipe(self, queries: tuple[str, ...], tag: str | None) -> MatrixRecipe:
        """What the matrix is to show."""
        return MatrixRecipe(
            queries=queries,
            tag=tag,
            rows=self.options.get("rows", "stack"),
            columns=self.options.get("columns", "target"),
            cell=self.options.get("cell", "specs"),
            totals="totals" in self.options,
        )
