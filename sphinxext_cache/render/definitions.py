"""Renders facts as a definition list, in HTML or as docutils nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinxext_cache.render.doctree import pieces_to_nodes
from sphinxext_cache.render.escape import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinxext_cache.tables import Cell
    from sphinxext_cache.tables.about import Listed


def definitions_html(facts: Sequence[Listed], pieces: Callable[[Cell], str]) -> str:
    """Render the list in HTML, as Sphinx writes definition lists of documents.

    Args:
        facts: The facts.
        pieces: Renders the text of a fact.
    """
    items = [
        f'<dt>{escape(fact.label)}</dt><dd data-fact="{escape(fact.name)}"><p>{pieces(fact.said)}</p>\n</dd>\n'
        for fact in facts
    ]
    return f'<dl class="cache-facts simple">\n{"".join(items)}</dl>'


def definitions_node(facts: Sequence[Listed], docname: str) -> nodes.definition_list:
    """Return the list as a docutils node.

    Args:
        facts: The facts.
        docname: The name of the document with the list.
    """
    made = nodes.definition_list(classes=["cache-facts"])
    for fact in facts:
        # Names and URLs are not prose: `a--b` keeps both hyphens.
        paragraph = nodes.paragraph("", "", *pieces_to_nodes(fact.said, docname), support_smartquotes=False)
        term = nodes.term(fact.label, fact.label)
        made += nodes.definition_list_item("", term, nodes.definition("", paragraph))
    return made
