"""The node that stands for a table in a doctree: it holds the recipe, so that a large table costs nothing there.

The HTML writer streams the rows (`render.html`); for every other builder a transform puts an ordinary docutils table
in its place (`render.doctree`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes

if TYPE_CHECKING:
    from sphinxext_cache.tables import Recipe


class cache_table(nodes.General, nodes.Element):  # noqa: N801 docutils names nodes so
    """A table that is not built yet: its ``recipe``, and ``align``, ``width`` and ``classes`` as docutils has them."""

    @property
    def recipe(self) -> Recipe:
        """What the table is to show."""
        return cast("Recipe", self["recipe"])


def caption_of(node: nodes.Node) -> str:
    """The caption by which numbered references know a table; empty if it has none."""
    return node.recipe.caption if isinstance(node, cache_table) else ""
