"""Renders a `Tree` to HTML, where it folds without scripts, or to nested lists for all other builders."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from docutils import nodes

from sphinxext_cache.render.cells import WORD, caption_node, piece_node, raw
from sphinxext_cache.render.escape import escape
from sphinxext_cache.render.html import attributes_html
from sphinxext_cache.tables import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinxext_cache.render.html import HtmlRenderer
    from sphinxext_cache.render.surroundings import Surroundings
    from sphinxext_cache.tables import Tree

_OPEN: Final = 2
"""The number of levels that are initially open."""
_LATEX_LISTS: Final = 4
"""The maximum depth of nested lists in LaTeX."""
_CONTAINERS: Final = (
    nodes.bullet_list,
    nodes.enumerated_list,
    nodes.definition_list,
    nodes.field_list,
    nodes.block_quote,
)
"""The nodes that become LaTeX lists."""


def tree_html(
    tree: Tree, renderer: HtmlRenderer, *, attributes: Mapping[str, str] | None = None, caption: str = "", folds: bool
) -> str:
    """Render a tree as nested HTML lists.

    Args:
        tree: The tree.
        renderer: Renders the content of a line.
        attributes: Attributes of the element around the tree; ``class`` adds to the default class.
        caption: The caption in HTML; empty for none.
        folds: Whether readers can open and close sublists, which is useless in e-books.
    """
    given = dict(attributes or {})
    given["class"] = f"cache-tree {given.get('class', '')}".rstrip()
    parts = [f"<div{attributes_html(given)}>\n"]
    parts += [f'<p class="cache-caption">{caption}</p>\n'] if caption else []
    parts += _list_html(tree, renderer, folds=folds)
    parts += [f'<p class="cache-remark">{escape(tree.remark)}</p>\n'] if tree.remark else []
    return "".join([*parts, "</div>\n"])


def _list_html(tree: Tree, renderer: HtmlRenderer, *, folds: bool) -> Iterator[str]:
    yield "<ul>\n"
    for line, following in pairwise([*tree.lines, Line(0, ())]):
        text = renderer.pieces(line.cell)
        opens = following.level > line.level
        if opens and folds:
            # The summary comes after the line, since it must not contain links.
            name = f'<span class="cache-hidden">{escape(line.cell[0].text)}</span>'
            opening = "<details open>" if line.level < _OPEN else "<details>"
            yield f"<li>{text}{opening}<summary>{name}</summary>\n<ul>\n"
        elif opens:
            yield f"<li>{text}\n<ul>\n"
        else:
            yield f"<li>{text}</li>\n"
            yield f"</ul>{'</details>' if folds else ''}</li>\n" * (line.level - following.level)
    yield "</ul>\n"


def tree_to_nodes(
    tree: Tree,
    around: Surroundings,
    output: str,
    *,
    caption: Sequence[nodes.Node] = (),
    number: str = "",
    within: int = 0,
) -> list[nodes.Element]:
    """Convert a tree to nodes: the caption, the nested lists, and the remark if there is one.

    Args:
        tree: The tree.
        around: The surroundings of the tree in the document.
        output: The format of the builder, such as ``latex``.
        caption: The nodes of the caption.
        number: The label in numbered references, for formats whose writers do not number tables.
        within: The number of lists around the tree.
    """
    made: list[nodes.Element] = []
    if caption:
        made.append(caption_node(caption, output, number))
    made.append(_lists(tree, around, output, within))
    if tree.remark:
        made.append(nodes.paragraph(tree.remark, tree.remark, classes=["cache-remark"]))
    return made


def _lists(tree: Tree, around: Surroundings, output: str, within: int) -> nodes.bullet_list:
    """Return nested lists; below the maximum depth, lines are indented instead."""
    deepest = max(0, _LATEX_LISTS - 1 - within) if output == "latex" else None
    outer = nodes.bullet_list(bullet="*", classes=["cache-tree"])
    lists, last = [outer], nodes.list_item()
    for line in tree.lines:
        level = line.level if deepest is None else min(line.level, deepest)
        if level >= len(lists):
            lists.append(nodes.bullet_list(bullet="*"))
            last += lists[-1]
        del lists[level + 1 :]
        indent = [raw(rf"\hspace*{{{line.level - level}em}}")] if line.level > level else []
        room = WORD if output == "latex" else 0
        paragraph = nodes.paragraph("", "", *indent, *(piece_node(piece, around, room) for piece in line.cell))
        last = nodes.list_item("", paragraph)
        lists[level] += last
    return outer


def lists_around(node: nodes.Element) -> int:
    """Return the number of lists around a node."""
    parent, count = node.parent, 0
    while parent is not None:
        count += isinstance(parent, _CONTAINERS)
        parent = parent.parent
    return count
