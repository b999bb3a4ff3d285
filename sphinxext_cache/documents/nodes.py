"""The nodes that stand for tables and trees in a doctree: they hold the recipe, so that large ones cost nothing there.

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
"""What `mark_generated` sets."""


class cache_block(nodes.General, nodes.Element):  # noqa: N801 docutils names nodes so
    """What is not built yet: its ``recipe``, and ``align``, ``width`` and ``classes`` as docutils has them.

    What its author wrote is a child, so that it can be translated: the caption a ``title``, which is numbered too, and
    what is shown where nothing matches a ``paragraph``, which is in no output as long as something does.
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
        """What the table is to show."""
        return cast("Recipe", self["recipe"])

    @property
    def shows(self) -> str:
        """What is to be seen of a table that has a picture, of `STYLES`."""
        return str(self.get("shows", "table"))


class cache_tree(cache_block):  # noqa: N801 docutils names nodes so
    """A tree."""

    @property
    def recipe(self) -> TreeRecipe:
        """What the tree is to show."""
        return cast("TreeRecipe", self["recipe"])


def mark_generated(*made: nodes.Element) -> None:
    """Mark nodes whose words are ours or the build cache's: they are not for the translators of the project.

    It must be nodes with all that is in them; `writing` sees to the rest.
    """
    for node in made:
        node[GENERATED] = True


def build_table(node: cache_table, catalog: Catalog) -> Table:
    """Make the table that a node stands for, with its author's caption."""
    table = build(node.recipe, catalog)
    return table if node.caption is None else replace(table, caption=node.caption)


def make_tree(node: cache_tree, catalog: Catalog) -> Tree:
    """Make the tree that a node stands for."""
    return build_tree(node.recipe, catalog)
