"""``cache:targets`` and ``cache:stacks``, and what they share with all directives whose tables have pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sphinx import addnodes
from sphinx.util.nodes import make_id

from sphinxext_cache.documents.directives.common import TableDirective
from sphinxext_cache.documents.directives.options import TABLE_OPTIONS, Options, name_of
from sphinxext_cache.documents.nodes import cache_table
from sphinxext_cache.messages import _, later
from sphinxext_cache.tables import STYLES, StacksRecipe, TargetsRecipe

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.util.typing import OptionSpec

    from sphinxext_cache.tables import Recipe, Table


class PicturedDirective(TableDirective):
    """A directive that shows a table, a picture of it, or both."""

    option_spec: ClassVar[OptionSpec] = Options({**TABLE_OPTIONS, "style": name_of(STYLES)})

    def show(self, recipe: Recipe, _table: Table) -> list[nodes.Node]:
        """The nodes for a table with rows."""
        node = cache_table(recipe=recipe, classes=self.options.get("class", []))
        node["shows"] = self.options.get("style", STYLES[0])
        return self.placed(node)


class _ListingDirective(PicturedDirective):
    """A directive with a row for each object of a kind, to which the general index links."""

    entry: ClassVar[str]
    """The entry of an object in the index, as a message."""

    def show(self, recipe: Recipe, table: Table) -> list[nodes.Node]:
        """The nodes for a table with rows, and its index entries."""
        made = super().show(recipe, table)
        block = made[0]
        assert isinstance(block, cache_table)  # noqa: S101 the messages follow it
        if not block["ids"]:
            block["ids"] = [make_id(self.env, self.state.document, f"cache-{table.kind}")]
        named = [(piece.text, piece.ref.name) for row in table.rows for piece in row.cells[0] if piece.ref is not None]
        texts = [str(_(self.entry)).format(name=name) for names in named for name in dict.fromkeys(names)]
        return [addnodes.index(entries=[("single", text, block["ids"][0], "", None) for text in texts]), *made]


class TargetsDirective(_ListingDirective):
    """A table of targets: how many packages are built for each target, and how many run on it."""

    entry = later("{name} (target)")

    def recipe(self, queries: tuple[str, ...], tag: str | None) -> TargetsRecipe:
        """The options of the table."""
        return TargetsRecipe(queries=queries, tag=tag)


class StacksDirective(_ListingDirective):
    """A table of stacks: how many packages each has, and how many it shares with other stacks."""

    entry = later("{name} (stack)")

    def recipe(self, queries: tuple[str, ...], tag: str | None) -> StacksRecipe:
        """The options of the table."""
        return StacksRecipe(queries=queries, tag=tag)
