"""The nodes of tables and trees in a doctree: they contain only a recipe, so large ones cost nothing there.

In HTML they are written as strings (`render.html`, `render.tree`); for every other builder a transform puts an ordinary
docutils table, or nested lists, in their place (`render.doctree`, `render.tree`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from docutils import nodes

from sphinxext_cache.tables import build, build_tree

if TYPE_CHECKING:
    from sphinxext_cache.catalog import Catalog
    from sphinxext_cache.tables import Recipe, Table, Tree, TreeRecipe


GENERATED: Final = "cache_generated"
"""The attribute that `mark_generated` sets."""


class cache_block(nodes.General, nodes.Element):  # noqa: N801 docutils names nodes so
    """A block that is not built yet, with its ``recipe``, and ``align``, ``width`` and ``classes`` as in docutils.

    Text by its author is in child nodes, so that it can be translated: the caption in a ``title``, which is numbered
    too, and the text for when nothing matches in a ``paragraph``, which is dropped if something does.
    """

    @property
    def title(self) -> nodes.title | None:
        """The author's caption; None if there is none."""
        return next((child for child in self.children if isinstance(child, nodes.title)), None)

    @property
    def caption(self) -> str | None:
        """The text of the author's caption; None if there is none."""
        return self.title.astext() if self.title is not None else None


class cache_table(cache_block):  # noqa: N801 docutils names nodes so
    """A table."""

    @property
    def recipe(self) -> Recipe:
        """The options of the table."""
        return cast("Recipe", self["recipe"])

    @property
    def shows(self) -> str:
        """The way to show a table that has a picture, one of `STYLES`."""
        return str(self.get("shows", "table"))


class cache_tree(cache_block):  # noqa: N801 docutils names nodes so
    """A tree."""

    @property
    def recipe(self) -> TreeRecipe:
        """The options of the tree."""
        return cast("TreeRecipe", self["recipe"])


def mark_generated(*made: nodes.Element) -> None:
    """Mark nodes with text that we generate or that is from the build cache, which the project does not translate.

    The marks apply to the nodes with all their descendants; see `expand`.
    """
    for node in made:
        node[GENERATED] = True


def build_table(node: cache_table, catalog: Catalog) -> Table:
    """Build the table of a node, with its author's caption."""
    table = build(node.recipe, catalog)
    return table if node.caption is None else replace(table, caption=node.caption)


def make_tree(node: cache_tree, catalog: Catalog) -> Tree:
    """Build the tree of a node."""
    return build_tree(node.recipe, catalog)
