"""From a `Table` to docutils nodes, for builders that write no HTML; links are left to Sphinx's own resolution.

What writes lines of limited length gets tables made for it: LaTeX is told how wide the columns are and where words may
break, and what prints plain characters gets cells that are broken into lines already. All others get the table as it
is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING, Final, TypeAlias

from docutils import nodes
from sphinx import addnodes

from sphinxext_cache.messages import _
from sphinxext_cache.render.layout import Line, break_word, cell_text, divide_row, lay_out, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinxext_cache.render.layout import Part
    from sphinxext_cache.tables import Cell, Column, Piece, Ref, Row, Table

    Linked: TypeAlias = Callable[[Ref], bool]
    MakeEntry: TypeAlias = Callable[[Cell, Column, int], nodes.entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Print:
    """A size of print in LaTeX.

    Attributes:
        size: The command that chooses it.
        points: The width of a character.
        tallest: How many lines a row should take at most.
    """

    size: str
    points: float
    tallest: int

    def line(self) -> Line:
        """What a line holds."""
        return Line(length=int(_LINE_POINTS / self.points), gap=ceil(2 * _COLUMN_SEPARATION / self.points), broken=6)

    def width(self, characters: int) -> int:
        """The width of a column in points, with its margins."""
        return int(characters * self.points) + 2 * _COLUMN_SEPARATION


_PLAIN: Final = {
    # A line of a report, with room left for what the table is indented by.
    "text": Line(length=112, gap=3),
    # A terminal of 80 columns, without the indentation of a manual page.
    "man": Line(length=71, gap=3, broken=6),
    "texinfo": Line(length=72, gap=2, broken=6),
}

_LINE_POINTS: Final = 450
"""The narrowest line of Sphinx's own paper sizes."""
_COLUMN_SEPARATION: Final = 4
_PRINT: Final = (
    # How wide a character is, generously, in every usual font, and how tall a row may grow.
    _Print(size=r"\footnotesize", points=5, tallest=12),
    _Print(size=r"\scriptsize", points=4.3, tallest=30),
)
_LONG: Final = 20
"""From how many lines on a table in LaTeX may break over pages."""
_WORD: Final = 20
"""From how many characters on a word of running text may break."""
_BREAK: Final = r"\penalty300 "
"""A place where a word may break if there is no space to break at. It leaves no trace in text that is copied."""


def pieces_to_nodes(pieces: Iterable[Piece], docname: str) -> list[nodes.Node]:
    """Running text with its references, still to be resolved."""
    return [_piece(piece, docname) for piece in pieces]


def table_to_nodes(
    table: Table,
    docname: str,
    output: str = "",
    *,
    number: str = "",
    ruled: bool = True,
    linked: Linked = lambda _ref: True,
) -> list[nodes.Element]:
    """What the rows share, the table, and a remark if there is one.

    Args:
        table: What to show.
        docname: The document that shows it.
        output: The format of the builder, such as ``latex``.
        number: What a numbered reference calls the table, for formats that do not count by themselves.
        ruled: Whether LaTeX draws lines between columns.
        linked: Whether to link to what a cell names.
    """
    made: list[nodes.Element] = []
    if table.common:
        made.append(_common(table.common, output))
    if output in _PLAIN:
        made += _plain_tables(table, output, number)
    elif output == "latex":
        made += _latex_tables(table, docname, ruled=ruled, linked=linked)
    else:
        made.append(_whole_table(table, docname, linked))
    if table.remark:
        made.append(nodes.paragraph(table.remark, table.remark, classes=["cache-remark"]))
    return made


def _common(variants: Iterable[str], output: str) -> nodes.paragraph:
    paragraph = nodes.paragraph("", "", nodes.Text(str(_("All of them:"))), classes=["cache-common"])
    for variant in variants:
        paragraph += nodes.Text(" ")
        text = _breakable(variant, _WORD) if output == "latex" else [nodes.Text(variant)]
        paragraph += nodes.literal("", "", *text)
    return paragraph


# -- a table as it is -------------------------------------------------------------------------------------------------


def _whole_table(table: Table, docname: str, linked: Linked) -> nodes.table:
    def entry(cell: Cell, _column: Column, _width: int) -> nodes.entry:
        return nodes.entry("", nodes.paragraph("", "", *[_piece(piece, docname, linked) for piece in cell]))

    (part,) = lay_out(table, Line(length=10**6, gap=0))
    return _titled(table, _table(table, part, [min(40, max(4, width)) for width in part.widths], entry))


def _titled(table: Table, made: nodes.table) -> nodes.table:
    if table.caption:
        made.insert(0, nodes.title(table.caption, table.caption))
    return made


def _table(table: Table, part: Part, widths: Iterable[int], entry: MakeEntry) -> nodes.table:
    group = nodes.tgroup(cols=len(part.columns))
    group += [nodes.colspec(colwidth=width) for width in widths]
    head = nodes.row()
    head += [entry(column.label, column, width) for column, width in zip(part.columns, part.widths, strict=True)]
    group += nodes.thead("", head)
    body = nodes.tbody()
    body += [_row(row, part, entry, anchored=table.anchored) for row in part.rows]
    group += body
    return nodes.table("", group, classes=["cache-table", f"cache-{table.kind}"])


def _row(row: Row, part: Part, entry: MakeEntry, *, anchored: bool) -> nodes.row:
    made = nodes.row()
    made += [entry(*field) for field in zip(row.cells, part.columns, part.widths, strict=True)]
    if anchored and row.spec and row.spec.hash and (paragraph := next(made.findall(nodes.paragraph), None)) is not None:
        paragraph.insert(0, nodes.target("", "", ids=[row.spec.hash]))
    return made


def _piece(piece: Piece, docname: str, linked: Linked = lambda _ref: True, room: int = 0) -> nodes.Node:
    """One run of text; with a room, in characters, LaTeX may break its words where they are longer."""
    text: list[nodes.Node] = _breakable(piece.text, room) if room else [nodes.Text(piece.text)]
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
    if piece.ref is not None and linked(piece.ref):
        return addnodes.pending_xref(
            "",
            made,
            refdomain="cache",
            reftype=piece.ref.kind,
            reftarget=f"{piece.ref.tag}/{piece.ref.name}" if piece.ref.kind != "tag" else piece.ref.name,
            refdoc=docname,
            refexplicit=True,
            refwarn=False,
        )
    return text[0] if kind is nodes.inline and len(text) == 1 else made


# -- LaTeX ------------------------------------------------------------------------------------------------------------


def _latex_tables(table: Table, docname: str, *, ruled: bool, linked: Linked) -> Iterator[nodes.Element]:
    rule = "|" if ruled else ""
    if table.common:
        yield _raw(r"\nopagebreak")
    yield _raw(rf"\begingroup\setlength{{\tabcolsep}}{{{_COLUMN_SEPARATION}pt}}\hyphenpenalty10000\relax")
    printed, parts = _fitting(table)

    def entry(cell: Cell, column: Column, width: int) -> nodes.entry:
        style = rf"{printed.size}\{'centering' if column.number else 'raggedright'}\arraybackslash "
        text = [_piece(piece, docname, linked, room=max(4, width * 4 // 5)) for piece in cell]
        return nodes.entry("", nodes.paragraph("", "", _raw(style), *text))

    for index, part in enumerate(parts):
        columns = [rf"\X{{{printed.width(width)}}}{{{_LINE_POINTS}}}" for width in part.widths]
        yield addnodes.tabular_col_spec(spec=f"{rule}{rule.join(columns)}{rule}")
        rows = [piece for row in part.rows for piece in divide_row(row, part.widths, printed.tallest)]
        made = _table(table, replace(part, rows=tuple(rows)), part.widths, entry)
        if sum(part.lines()) > _LONG:
            made["classes"].append("longtable")
        yield made if index else _titled(table, made)
    yield _raw(r"\endgroup")


def _fitting(table: Table) -> tuple[_Print, list[Part]]:
    """The largest print in which no row grows too tall, and the parts of the table in that print."""
    for printed in _PRINT:
        parts = list(lay_out(table, printed.line()))
        if all(max(part.lines(), default=1) <= printed.tallest for part in parts):
            break
    return printed, parts


def _breakable(text: str, room: int) -> list[nodes.Node]:
    """A text whose words may break where they are longer than the room, in characters."""
    made: list[nodes.Node] = []
    rest = ""
    for word in re.split(r"(\s+)", text):
        first, *others = break_word(word, room)
        rest += first
        for piece in others:
            made += [nodes.Text(rest), _raw(_BREAK)]
            rest = piece
    return [*made, nodes.Text(rest)]


def _raw(text: str) -> nodes.raw:
    return nodes.raw("", text, format="latex")


# -- plain characters -------------------------------------------------------------------------------------------------


def _plain_tables(table: Table, output: str, number: str) -> Iterator[nodes.Element]:
    if table.caption:
        # As a title it would look like that of a section.
        caption = f"{number}: {table.caption}" if number else table.caption
        yield nodes.paragraph("", "", nodes.strong(caption, caption), classes=["cache-caption"])
    entry = _texinfo_entry if output == "texinfo" else _lines_entry
    for part in lay_out(table, _PLAIN[output]):
        yield _table(table, part, part.widths, entry)


def _lines_entry(cell: Cell, _column: Column, width: int) -> nodes.entry:
    """A cell whose lines are broken already: those writers know spaces only, or nothing of widths."""
    lines = [nodes.line(line, line) for line in wrap(cell_text(cell), width)]
    return nodes.entry("", nodes.line_block("", *lines))


def _texinfo_entry(cell: Cell, _column: Column, width: int) -> nodes.entry:
    paragraph = nodes.paragraph()
    for index, line in enumerate(wrap(cell_text(cell), width)):
        paragraph += [nodes.raw("", "@*\n", format="texinfo")] if index else []
        paragraph += nodes.Text(line)
    return nodes.entry("", paragraph)
