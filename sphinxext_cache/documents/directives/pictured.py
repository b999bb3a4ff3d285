"""``cache:targets`` and ``cache:stacks``, and what they share with all directives whose tables have pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sphinxext_cache.documents.directives.common import TableDirective
from sphinxext_cache.documents.directives.options import TABLE_OPTIONS, Options, name_of
from sphinxext_cache.documents.nodes import cache_table
from sphinxext_cache.tables import STYLES, StacksRecipe, TargetsRecipe

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.util.typing import OptionSpec

    from sphinxext_cache.tables import Recipe, Table


class PicturedDirective(TableDirective):
    """A directive that shows a table, a picture of it, or both."""

    option_spec: ClassVar[OptionSpec] = Options({**TABLE_OPTIONS, "style": name_of(STYLES)})

    def show(self, recipe: Recipe, _table: Table) -> list[nodes.Node]:
        """The nodes for what was found."""
        node = cache_table(recipe=recipe, classes=self.options.get("class", []))
        node["shows"] = self.options.get("style", STYLES[0])
        return self.placed(node)


class TargetsDirective(PicturedDirective):
    """The ladder of targets: what was built for each, and what runs there."""

    def recipe(self, queries: tuple[str, ...], tag: str | None) -> TargetsRecipe:
        """What is to be shown."""
        return TargetsRecipe(queries=queries, tag=tag)


class StacksDirective(PicturedDirective):
    """The stacks: what each has, and what it has in common with others."""

    def recipe(self, queries: tuple[str, ...], tag: str | None) -> StacksRecipe:
        """What is to be shown."""
        return StacksRecipe(queries=queries, tag=tag)
