"""Converts a `Table` to docutils nodes, for builders that do not write HTML; Sphinx resolves the links.

For plain text, manual pages and Texinfo, cells are broken into lines in advance, and tables within tables become lists,
since Sphinx cannot write them. For LaTeX, `render.latex` creates the nodes. All other formats get the table unchanged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes

from sphinxext_cache.messages import _
from sphinxext_cache.render.cells import WORD, breakable, make_table, piece_node, rows_in_words, titled
from sphinxext_cache.render.latex import inner_tables, latex_tables, room_for_beginning
from sphinxext_cache.render.layout import Line, cell_text, lay_out, wrap
from sphinxext_cache.render.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinxext_cache.tables import Cell, Column, Piece, Table

_PLAIN: Final = {
    # A line of a report, with room for the indentation of the table.
    "text": Line(length=112, gap=3),
    # A terminal of 80 columns, without the indentation of a manual page.
    "man": Line(length=71, gap=3, broken=6),
    "texinfo": Line(length=72, gap=2, broken=6),
}


def pieces_to_nodes(pieces: Iterable[Piece], docname: str) -> list[nodes.Node]:
    """Convert pieces to inline nodes with pending references."""
    around = Surroundings(docname=docname)
    return [piece_node(piece, around) for piece in pieces]


def table_to_nodes(
    table: Table, around: Surroundings, output: str = "", *, number: str = "", ruled: bool = True
) -> list[nodes.Element]:
    """Convert a table to nodes, with the variants that all rows share above it and the remark below it.

    Args:
        table: The table.
        around: The surroundings of the table in the document.
        output: The format of the builder, such as ``latex``.
        number: The label in numbered references, for formats whose writers do not number tables.
        ruled: Whether LaTeX draws lines between columns.
    """
    made: list[nodes.Element] = []
    if table.common:
        if output == "latex" and not around.tables:
            made.append(room_for_beginning(table, around))
        made.append(_common(table.common, output))
    if output in _PLAIN:
        made += _plain_tables(table, around, output, number)
    elif output != "latex":
        made.append(_whole_table(table, around))
    elif around.tables:
        made += inner_tables(table, around)
    else:
        made += latex_tables(table, around, ruled=ruled)
    if table.remark:
        made.append(nodes.paragraph(table.remark, table.remark, classes=["cache-remark"]))
    return made


def _common(variants: Iterable[str], output: str) -> nodes.paragraph:
    paragraph = nodes.paragraph("", "", nodes.Text(str(_("All of them:"))), classes=["cache-common"])
    for variant in variants:
        paragraph += nodes.Text(" ")
        text = breakable(variant, WORD) if output == "latex" else [nodes.Text(variant)]
        paragraph += nodes.literal("", "", *text)
    return paragraph


def _whole_table(table: Table, around: Surroundings) -> nodes.table:
    """Convert a table to one table node, without breaking it."""

    def entry(cell: Cell, _column: Column, _width: int) -> nodes.entry:
        return nodes.entry("", nodes.paragraph("", "", *[piece_node(piece, around) for piece in cell]))

    (part,) = lay_out(table, Line(length=10**6, gap=0))
    return titled(table, make_table(table, part, [min(40, max(4, width)) for width in part.widths], entry))


def _plain_tables(table: Table, around: Surroundings, output: str, number: str) -> Iterator[nodes.Element]:
    if table.caption:
        # A title node would look like a section title.
        caption = f"{number}: {table.caption}" if number else table.caption
        yield nodes.paragraph("", "", nodes.strong(caption, caption), classes=["cache-caption"])
    if around.tables:
        (part,) = lay_out(table, Line(length=10**6, gap=0))
        # The text writer joins the paragraphs of a cell, so use a list.
        yield nodes.bullet_list("", *(nodes.list_item("", row) for row in rows_in_words(table, part, around)))
        return
    entry = _texinfo_entry if output == "texinfo" else _lines_entry
    for part in lay_out(table, _PLAIN[output]):
        yield make_table(table, part, part.widths, entry, spans=output == "text")


def _lines_entry(cell: Cell, _column: Column, width: int) -> nodes.entry:
    """Return a cell with its text broken into lines, since these writers break only at spaces or ignore widths."""
    lines = [nodes.line(line, line) for line in wrap(cell_text(cell), width)]
    return nodes.entry("", nodes.line_block("", *lines))


def _texinfo_entry(cell: Cell, _column: Column, width: int) -> nodes.entry:
    paragraph = nodes.paragraph()
    for index, line in enumerate(wrap(cell_text(cell), width)):
        paragraph += [nodes.raw("", "@*\n", format="texinfo")] if index else []
        paragraph += nodes.Text(line)
    return nodes.entry("", paragraph)
