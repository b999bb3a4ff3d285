"""Converts the cells and rows of a `Table` to docutils nodes, for `render.doctree` and `render.latex`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from docutils import nodes
from sphinx import addnodes

from sphinxext_cache.catalog.facts import DOCUMENT
from sphinxext_cache.render.layout import break_word, cell_text
from sphinxext_cache.tables import Ref
from sphinxext_cache.tables.merging import reaches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sphinxext_cache.render.layout import Part
    from sphinxext_cache.render.surroundings import Surroundings
    from sphinxext_cache.tables import Cell, Column, Piece, Row, Table

    MakeEntry: TypeAlias = Callable[[Cell, Column, int], nodes.entry]

WORD: Final = 20
"""The length in characters above which a word of running text may break."""
_NOT_COUNTING: Final = frozenset({"text", "man", "texinfo"})
"""The formats whose writers do not number tables."""
_BREAK: Final = r"\penalty300 "
"""LaTeX code for a break within a word, used only if no space is near. It does not show up in copied text."""


def piece_node(piece: Piece, around: Surroundings, room: int = 0) -> nodes.Node:
    """Convert a piece to a node; if `room` is given, LaTeX may break words longer than this many characters."""
    text: list[nodes.Node] = breakable(piece.text, room) if room else [nodes.Text(piece.text)]
    kind = (
        nodes.literal
        if piece.code
        else nodes.strong
        if piece.strong
        else nodes.emphasis
        if piece.note
        else nodes.inline
    )
    made = kind("", "", *text)
    if piece.url:
        return nodes.reference("", "", made, internal=False, refuri=piece.url)
    if piece.ref is not None and piece.ref.kind == DOCUMENT:
        return _document_reference(piece, piece.ref.name, made, around)
    if piece.ref is not None and around.linked(piece.ref):
        return addnodes.pending_xref(
            "",
            made,
            refdomain="cache",
            reftype=piece.ref.kind,
            reftarget=f"{piece.ref.tag}/{piece.ref.name}" if piece.ref.kind != "tag" else piece.ref.name,
            refdoc=around.docname,
            refexplicit=True,
            refwarn=False,
        )
    return text[0] if kind is nodes.inline and len(text) == 1 else made


def _document_reference(piece: Piece, name: str, made: nodes.Element, around: Surroundings) -> nodes.Node:
    """Return a reference to a document; without an explicit title it shows the title of the document."""
    if not around.linked(Ref(DOCUMENT, "", name)):
        return made
    return addnodes.pending_xref(
        "",
        made,
        refdomain="std",
        reftype=DOCUMENT,
        reftarget=f"/{name}",
        refdoc=around.docname,
        refexplicit=piece.text != name,
        refwarn=False,
    )


def breakable(text: str, room: int) -> list[nodes.Node]:
    """Convert a string to nodes in which words longer than `room`, in characters, may break."""
    made: list[nodes.Node] = []
    rest = ""
    for word in re.split(r"(\s+)", text):
        first, *others = break_word(word, room)
        rest += first
        for piece in others:
            made += [nodes.Text(rest), raw(_BREAK)]
            rest = piece
    return [*made, nodes.Text(rest)]


def raw(text: str) -> nodes.raw:
    """Return a node with raw LaTeX."""
    return nodes.raw("", text, format="latex")


def caption_node(caption: Iterable[nodes.Node], output: str, number: str) -> nodes.paragraph:
    """Return the caption of an element that is numbered as a table but is not one.

    Args:
        caption: The nodes of the caption.
        output: The format of the builder, such as ``latex``.
        number: The label in numbered references, for formats whose writers do not number tables.
    """
    if output == "latex":
        # Step the counter outside the strong text, so that later references see the number.
        counted: list[nodes.Node] = [raw(r"\refstepcounter{table}")]
        said: list[nodes.Node] = [raw(r"\csname fnum@table\endcsname: "), *caption]
    else:
        counted = []
        said = [nodes.Text(f"{number}: "), *caption] if number and output in _NOT_COUNTING else [*caption]
    return nodes.paragraph("", "", *counted, nodes.strong("", "", *said), classes=["cache-caption"])


def make_table(table: Table, part: Part, widths: Iterable[int], entry: MakeEntry, *, spans: bool = True) -> nodes.table:
    """Return the nodes of a part of a table.

    Args:
        table: The table.
        part: The part, with some or all of the columns.
        widths: The relative widths of the columns.
        entry: Creates the node of a cell from the cell, its column, and the width in characters.
        spans: Whether merged cells span several rows; otherwise, all but the first of them are left empty.
    """
    group = nodes.tgroup(cols=len(part.columns))
    group += [nodes.colspec(colwidth=width) for width in widths]
    head = nodes.row()
    head += [entry(column.label, column, width) for column, width in zip(part.columns, part.widths, strict=True)]
    group += nodes.thead("", head)
    body = nodes.tbody()
    body += [_row(table, row, part, entry) for row in part.rows]
    _merge(body, [row.cells for row in part.rows], table.merged, spans=spans)
    group += body
    return nodes.table("", group, classes=["cache-table", f"cache-{table.kind}"])


def _merge(body: nodes.tbody, rows: Sequence[Sequence[Cell]], merged: int, *, spans: bool) -> None:
    """Merge cells of the first columns with equal cells below them."""
    found = reaches(rows, merged)
    for at, row in enumerate(body.findall(nodes.row)):
        for column in reversed(range(merged)):
            reach = found[column][at]
            entry = row.children[column]
            assert isinstance(entry, nodes.entry)  # noqa: S101 we made it
            if reach > 1 and spans:
                entry["morerows"] = reach - 1
            elif not reach and spans:
                row.remove(entry)
            elif not reach:
                entry.clear()


def _row(table: Table, row: Row, part: Part, entry: MakeEntry) -> nodes.row:
    made = nodes.row()
    made += [entry(*field) for field in zip(row.cells, part.columns, part.widths, strict=True)]
    if (paragraph := next(made.findall(nodes.paragraph), None)) is not None:
        paragraph[:0] = anchors(table, row)
    return made


def anchors(table: Table, row: Row) -> list[nodes.target]:
    """Return the targets for references to the spec of a row."""
    if not (table.anchored and row.spec and row.spec.hash):
        return []
    return [nodes.target("", "", ids=[row.spec.hash])]


def titled(table: Table, made: nodes.table) -> nodes.table:
    """Add the caption of the table to its node, if any, and return the node."""
    if table.caption:
        made.insert(0, nodes.title(table.caption, table.caption))
    return made


def rows_in_words(table: Table, part: Part, around: Surroundings, room: int = 0) -> Iterator[nodes.paragraph]:
    """Yield a paragraph for each row, where a table is impossible: the first cell, and the others with their labels."""
    for row in part.rows:
        first, *others = row.cells
        paragraph = nodes.paragraph("", "", *anchors(table, row), *[piece_node(piece, around, room) for piece in first])
        joint = ": "
        for column, cell in zip(part.columns[1:], others, strict=True):
            if cell:
                paragraph += nodes.Text(f"{joint}{cell_text(column.label)} ")
                paragraph += [piece_node(piece, around, room) for piece in cell]
                joint = "; "
        yield paragraph
