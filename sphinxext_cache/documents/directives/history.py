"""``cache:history``: counts for each tag; for a single package, its versions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from sphinxext_cache.catalog import Code, parse_query
from sphinxext_cache.documents.directives.options import Options, count, name_of, names
from sphinxext_cache.documents.directives.pictured import PicturedDirective
from sphinxext_cache.domain.questions import TagQuestion
from sphinxext_cache.tables import HISTORY_CELLS, HistoryRecipe
from sphinxext_cache.warnings import line_of, warn_at

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.util.typing import OptionSpec

    from sphinxext_cache.documents.asking import Asked
    from sphinxext_cache.tables import Recipe, Table


class HistoryDirective(PicturedDirective):
    """A picture and a table of the tags: the versions of a package in each, or counts of anything else."""

    option_spec: ClassVar[OptionSpec] = Options(
        {
            **{key: convert for key, convert in PicturedDirective.option_spec.items() if key != "tag"},
            "tags": names,
            "limit": count,
            "cell": name_of(HISTORY_CELLS),
        }
    )

    def recipe(self, queries: tuple[str, ...], tag: str | None) -> HistoryRecipe:  # noqa: ARG002 it has no such option
        """The options of the history."""
        return HistoryRecipe(
            queries=queries,
            tags=self._tags(),
            limit=self.options.get("limit"),
            cell=self.options.get("cell", ""),
        )

    def _tags(self) -> tuple[str, ...]:
        """The chosen tags; warn of each that does not exist."""
        given: tuple[str, ...] = self.options.get("tags", ())
        for name in given:
            if "*" not in name and (problem := self.domain.ask(self.env.docname, TagQuestion(name))):
                warn_at(Code.REFERENCE, problem, line_of(self))
        return given

    def meant(self, asked: Asked) -> Asked:
        """The query with the chosen tags, by default all."""
        query = parse_query(asked.query)
        tags = query.tags or self.options.get("tags") or ("*",)
        return asked._replace(query=str(replace(query, tags=tags)))

    def show(self, recipe: Recipe, table: Table) -> list[nodes.Node]:
        """The nodes for a table with rows; warn if the requested picture is not possible."""
        if self.options.get("cell") == "versions" and table.picture and table.picture.kind != "timeline":
            message = (
                "several packages have no common versions, so this counts packages; to see versions, name one package"
            )
            warn_at(Code.QUERY, message, line_of(self))
        return super().show(recipe, table)
