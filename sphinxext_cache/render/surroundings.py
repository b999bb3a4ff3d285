"""Describes the surroundings of a table in a document: its share of the line, and what the writer supports there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinxext_cache.tables import Ref

_UNBROKEN: Final = (nodes.footnote, nodes.citation, nodes.figure, addnodes.hlist)
"""The nodes in which LaTeX does not support tables that break across pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The surroundings of a table.

    Attributes:
        docname: The name of the document.
        share: The fraction of the line width that is available, up to 1.
        tables: The tables around it, innermost first.
        box: The outermost table or figure around it, which no output breaks across pages.
        breaks: Whether the table itself may break across pages.
        linked: Returns whether to link to the target of a reference.
    """

    docname: str
    share: float = 1
    tables: tuple[nodes.table, ...] = ()
    box: nodes.Element | None = None
    breaks: bool = True
    linked: Callable[[Ref], bool] = lambda _ref: True


def look_around(node: nodes.Element, docname: str, linked: Callable[[Ref], bool]) -> Surroundings:
    """Return the surroundings of a node."""
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
    """Return the width of a cell as a fraction of its table, by the column widths."""
    row = entry.parent
    widths = [column.get("colwidth") or 1 for column in row.parent.parent.findall(nodes.colspec)]
    spans = [1 + cell.get("morecols", 0) for cell in row.children if isinstance(cell, nodes.entry)]
    at = row.index(entry)
    if sum(spans) != len(widths):
        # Cells that span this row from above are not among its children.
        return spans[at] / len(widths)
    start = sum(spans[:at])
    return sum(widths[start : start + spans[at]]) / sum(widths)
