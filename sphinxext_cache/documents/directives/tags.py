"""``cache:tags``: the tags of the build cache."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from sphinxext_cache.catalog import parse_query
from sphinxext_cache.documents.directives.common import TableDirective
from sphinxext_cache.documents.directives.options import TABLE_OPTIONS, Options
from sphinxext_cache.tables import TagsRecipe

if TYPE_CHECKING:
    from sphinx.util.typing import OptionSpec

    from sphinxext_cache.documents.asking import Asked


class TagsDirective(TableDirective):
    """A table of all tags, or of those in which a query matches, with the numbers of their packages and specs."""

    option_spec: ClassVar[OptionSpec] = Options(
        {key: convert for key, convert in TABLE_OPTIONS.items() if key != "tag"}
    )

    def recipe(self, queries: tuple[str, ...], tag: str | None) -> TagsRecipe:  # noqa: ARG002 it has no such option
        """The options of the table."""
        return TagsRecipe(queries=queries)

    def meant(self, asked: Asked) -> Asked:
        """The query, for all tags unless it names some."""
        query = parse_query(asked.query)
        return asked._replace(query=str(replace(query, tags=query.tags or ("*",))))
