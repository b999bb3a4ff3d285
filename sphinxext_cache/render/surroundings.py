"""Where a table is in a document: how much of a line it has, and what its writer can do there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinxext_cache.tables import Ref

_UNBROKEN: Final = (nodes.footnote, nodes.citation, nodes.figure, addnodes.hlist)
"""Where LaTeX knows no table that breaks over pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Where a table is.

    Attributes:
        docname: The document.
        share: How much of a line there is for it, up to 1.
        tables: The tables around it, from the inside.
        box: The outermost of what is around it that no output breaks over pages.
        breaks: Whether it may itself break over pages.
        linked: Whether to link to what a cell names.
    """

    docname: str
    share: float = 1
    tables: tuple[nodes.table, ...] = ()
    box: nodes.Element | None = None
    breaks: bool = True
    linked: Callable[[Ref], bool] = lambda _ref: True


def look_around(node: nodes.Element, docname: str, linked: Callable[[Ref], bool]) -> Surroundings:
    """Find out where a node is."""
    share = 1.0
    tables: list[nodes.table] = []
    box: nodes.Element | None = None
    breaks = True
    for parent in _parents(node):
        match parent:
            case nodes.entry():
                share *= _share_of_cell(parent)
            case nodes.table():
                tables.append(parent)
            case addnodes.hlist():
                share /= int(parent["ncolumns"])  # a string in some versions
        if isinstance(parent, (nodes.table, nodes.figure)):
            box = parent
        breaks = breaks and not isinstance(parent, _UNBROKEN)
    return Surroundings(docname=docname, share=share, tables=tuple(tables), box=box, breaks=breaks, linked=linked)


def _parents(node: nodes.Element) -> Iterator[nodes.Element]:
    parent: nodes.Element | None = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _share_of_cell(entry: nodes.entry) -> float:
    """How much of its table a cell is wide, by the widths that the columns are given."""
    row = entry.parent
    widths = [column.get("colwidth") or 1 for column in row.parent.parent.findall(nodes.colspec)]
    spans = [1 + cell.get("morecols", 0) for cell in row.children if isinstance(cell, nodes.entry)]
    at = row.index(entry)
    if sum(spans) != len(widths):
        # Cells that reach down from rows above are not among those of this row.
        return spans[at] / len(widths)
    start = sum(spans[:at])
    return sum(widths[start : start + spans[at]]) / sum(widths)
