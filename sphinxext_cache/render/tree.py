"""From a `Tree` to HTML, where it opens and closes without a script, and to nested lists for all other builders."""

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
"""How many levels are open at first."""
_LATEX_LISTS: Final = 4
"""How many lists LaTeX has within each other."""
_CONTAINERS: Final = (
    nodes.bullet_list,
    nodes.enumerated_list,
    nodes.definition_list,
    nodes.field_list,
    nodes.block_quote,
)
"""What becomes a list of LaTeX."""


def tree_html(
    tree: Tree, renderer: HtmlRenderer, *, attributes: Mapping[str, str] | None = None, caption: str = "", folds: bool
) -> str:
    """A tree as lists in lists.

    Args:
        tree: What to show.
        renderer: Renders what a line says.
        attributes: Attributes of the element around it; ``class`` adds to our own.
        caption: The caption as HTML, or nothing.
        folds: Whether readers can open and close what is below a line; a book has no use for that.
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
            # What opens it is beside the line, for there must be no links within.
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
    """The caption, the lists, and a remark if there is one.

    Args:
        tree: What to show.
        around: Where it is.
        output: The format of the builder, such as ``latex``.
        caption: What the caption is made of.
        number: What a numbered reference calls it, for formats that do not count by themselves.
        within: How many lists are around it.
    """
    made: list[nodes.Element] = []
    if caption:
        made.append(caption_node(caption, output, number))
    made.append(_lists(tree, around, output, within))
    if tree.remark:
        made.append(nodes.paragraph(tree.remark, tree.remark, classes=["cache-remark"]))
    return made


def _lists(tree: Tree, around: Surroundings, output: str, within: int) -> nodes.bullet_list:
    """Lists in lists; where there can be no more of these, lines are indented instead."""
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
    """How many lists are around a node."""
    parent, count = node.parent, 0
    while parent is not None:
        count += isinstance(parent, _CONTAINERS)
        parent = parent.parent
    return count
