"""From a `Table` to docutils nodes, for builders that write no HTML; links are left to Sphinx's own resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinxext_cache.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxext_cache.tables import Cell, Piece, Row, Table


def pieces_to_nodes(pieces: Iterable[Piece], docname: str) -> list[nodes.Node]:
    """Running text with its references, still to be resolved."""
    return [_piece(piece, docname) for piece in pieces]


def table_to_nodes(table: Table, docname: str) -> list[nodes.Element]:
    """What the rows share, the table, and a remark if there is one."""
    made: list[nodes.Element] = []
    if table.common:
        paragraph = nodes.paragraph("", "", nodes.Text(f"{_('All of them:')} "), classes=["cache-common"])
        for index, variant in enumerate(table.common):
            paragraph += [nodes.Text(" ")] if index else []
            paragraph += nodes.literal(variant, variant)
        made.append(paragraph)
    made.append(_table(table, docname))
    if table.remark:
        made.append(nodes.paragraph(table.remark, table.remark, classes=["cache-remark"]))
    return made


def _table(table: Table, docname: str) -> nodes.table:
    group = nodes.tgroup(cols=len(table.columns))
    group += [nodes.colspec(colwidth=width) for width in _widths(table)]
    head = nodes.row()
    head += [_entry(column.label, docname) for column in table.columns]
    group += nodes.thead("", head)
    body = nodes.tbody()
    body += [_row(row, docname, anchored=table.anchored) for row in table.rows]
    if table.footer:
        body += _row(table.footer, docname, anchored=False)
    group += body
    made = nodes.table("", classes=["cache-table", f"cache-{table.kind}"])
    if table.caption:
        made += nodes.title(table.caption, table.caption)
    made += group
    return made


def _row(row: Row, docname: str, *, anchored: bool) -> nodes.row:
    made = nodes.row()
    made += [_entry(cell, docname) for cell in row.cells]
    if anchored and row.spec and row.spec.hash:
        paragraph = next(made.findall(nodes.paragraph))
        paragraph.insert(0, nodes.target("", "", ids=[row.spec.hash]))
    return made


def _entry(cell: Cell, docname: str) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", "", *pieces_to_nodes(cell, docname)))


def _piece(piece: Piece, docname: str) -> nodes.Node:
    text: nodes.Node = nodes.Text(piece.text)
    if piece.code:
        text = nodes.literal(piece.text, piece.text)
    elif piece.strong:
        text = nodes.strong(piece.text, piece.text)
    elif piece.note:
        text = nodes.emphasis(piece.text, piece.text)
    if piece.ref is None:
        return text
    return addnodes.pending_xref(
        "",
        text if isinstance(text, nodes.TextElement) else nodes.inline("", "", text),
        refdomain="cache",
        reftype=piece.ref.kind,
        reftarget=f"{piece.ref.tag}/{piece.ref.name}" if piece.ref.kind != "tag" else piece.ref.name,
        refdoc=docname,
        refexplicit=True,
        refwarn=False,
    )


def _widths(table: Table) -> list[int]:
    """Relative widths of the columns: what they need, but none so much that it starves the others."""
    widths = []
    for index, column in enumerate(table.columns):
        rows = [row.cells[index] for row in table.rows[:200]]
        longest = max((_length(cell) for cell in rows), default=0)
        widths.append(max(4, min(40, max(longest, _length(column.label)))))
    return widths


def _length(cell: Cell) -> int:
    return sum(len(piece.text) for piece in cell)
