"""``cache:specs``: a table of the matching specs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sphinxext_cache.documents.directives.common import TableDirective
from sphinxext_cache.documents.directives.options import (
    TABLE_OPTIONS,
    Options,
    column_names,
    conditions,
    count,
    titled_names,
)
from sphinxext_cache.tables import COLUMNS, SpecsRecipe

if TYPE_CHECKING:
    from sphinx.util.typing import OptionSpec


class SpecsDirective(TableDirective):
    """A table of specs, one row each."""

    option_spec: ClassVar[OptionSpec] = Options(
        {
            **TABLE_OPTIONS,
            "columns": titled_names(COLUMNS),
            "sort": column_names(COLUMNS, signed=True),
            "limit": count,
            "where": conditions,
        }
    )

    def recipe(self, queries: tuple[str, ...], tag: str | None) -> SpecsRecipe:
        """The options of the table."""
        columns = self.known("columns")
        return SpecsRecipe(
            queries=queries,
            tag=tag,
            columns=columns or tuple(self.domain.config.columns),
            exact_columns=bool(columns),
            sort=self.known("sort"),
            limit=self.options.get("limit"),
            where=self.where(),
            titles=self.titles(),
        )
