"""Converts a `Table` to docutils nodes for LaTeX, with the widths of columns and the places where words may break.

In a cell of another table, Sphinx writes invalid LaTeX for many tables, depending on its version. There, this module
writes the ``tabular`` environment itself, around cells that Sphinx writes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx import addnodes

from sphinxext_cache.render.cells import WORD, anchors, make_table, piece_node, raw, rows_in_words, titled
from sphinxext_cache.render.layout import Line, Part, cell_text, divide_row, lay_out
from sphinxext_cache.tables import Row
from sphinxext_cache.tables.merging import reaches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxext_cache.render.surroundings import Surroundings
    from sphinxext_cache.tables import Cell, Column, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class _Print:
    """A font size in LaTeX.

    Attributes:
        size: The LaTeX command for the size.
        points: The width of a character, in points.
        tallest: The maximum height of a row, in lines.
    """

    size: str
    points: float
    tallest: int

    def line(self, points: float) -> Line:
        """Return the line in characters for a width in points."""
        gap = ceil(2 * _COLUMN_SEPARATION / self.points)
        return Line(length=int(points / self.points), gap=gap, broken=6, capital=0.25)

    def width(self, characters: int) -> int:
        """Return the width of a column in points, with its margins."""
        return int(characters * self.points) + 2 * _COLUMN_SEPARATION


_LINE_POINTS: Final = 450
"""The width of a line, in points, on the narrowest of Sphinx's paper sizes."""
_COLUMN_SEPARATION: Final = 4
_PRINT: Final = (
    # The widths are upper estimates for all common fonts.
    _Print(size=r"\footnotesize", points=5, tallest=12),
    _Print(size=r"\scriptsize", points=4.3, tallest=30),
)
_LONG: Final = 20
"""The number of lines above which a table breaks across pages, or is split into several where it cannot."""
_TALL: Final = 30
"""The maximum number of lines of a table within a table, since cells do not break across pages."""
_TYPEWRITER: Final = 5.5
"""The width of a character of code in running text, in points."""
_CAPTION: Final = 2
_AROUND: Final = 5
"""The lines that the beginning of a table takes besides its text: its rules, and the note that it is continued."""
_JOINT: Final = 10
"""The number of characters added to each cell of a row that is written as a paragraph."""
_NARROW: Final = rf"\setlength{{\tabcolsep}}{{{_COLUMN_SEPARATION}pt}}\hyphenpenalty10000\relax"


def latex_tables(table: Table, around: Surroundings, *, ruled: bool) -> Iterator[nodes.Element]:
    """Yield the nodes of a table, split into several tables if it is too wide, or too long for its surroundings.

    Args:
        table: The table.
        around: The surroundings of the table in the document.
        ruled: Whether to draw lines between columns.
    """
    rule = "|" if ruled else ""
    points = int(_LINE_POINTS * around.share)
    if table.common:
        yield raw(r"\nopagebreak")
    yield raw(rf"\begingroup{_NARROW}")
    printed, parts = _fitting(table, points)

    def entry(cell: Cell, column: Column, width: int) -> nodes.entry:
        return nodes.entry("", nodes.paragraph("", "", *_content(printed, cell, column, width, around)))

    is_first = True
    for part in parts:
        columns = [rf"\X{{{printed.width(width)}}}{{{points}}}" for width in part.widths]
        for some in [part] if around.breaks else _short(part):
            yield addnodes.tabular_col_spec(spec=f"{rule}{rule.join(columns)}{rule}")
            made = make_table(
                table, some, part.widths, entry, spans=_may_span(some, table.merged, printed.line(points))
            )
            if around.breaks and sum(part.lines()) > _LONG:
                made["classes"].append("longtable")
            yield titled(table, made) if is_first else made
            is_first = False
    yield raw(r"\endgroup")


def room_for_beginning(table: Table, around: Surroundings) -> nodes.raw:
    r"""Reserve room on the page for the common variants, the caption, the header and the first row of a table.

    Uses ``\needspace``, whose package Sphinx loads.
    """
    points = int(_LINE_POINTS * around.share)
    _printed, parts = _fitting(table, points)
    first = replace(parts[0], rows=(Row(cells=tuple(column.label for column in parts[0].columns)), *parts[0].rows[:1]))
    shared = ceil(len(" ".join(table.common)) * _TYPEWRITER / points)
    lines = shared + sum(first.lines()) + (_CAPTION if table.caption else 0) + _AROUND
    return raw(rf"\needspace{{{min(lines, _TALL)}\baselineskip}}")


def inner_tables(table: Table, around: Surroundings) -> Iterator[nodes.Element]:
    """Yield the nodes of a table in a cell of another table; as paragraphs if the cell is too narrow."""
    for outer in around.tables:
        # LaTeX typesets every cell twice in a table with automatic column widths.
        outer["classes"] = list(dict.fromkeys([*outer["classes"], "colwidths-given"]))
    if table.caption:
        number = raw(r"\refstepcounter{table}\csname fnum@table\endcsname: ")
        yield nodes.paragraph("", "", number, nodes.strong(table.caption, table.caption), classes=["cache-caption"])
    points = int(_LINE_POINTS * around.share)
    printed, parts = _fitting(table, points)
    for part in parts:
        if sum(map(printed.width, part.widths)) > points:
            yield from rows_in_words(table, part, around, WORD)
        else:
            yield nodes.paragraph("", "", *_alignment(table, part, printed, around))


def is_too_tall(table: Table, around: Surroundings) -> bool:
    """Return whether a table has more lines than a cell of another table can hold."""
    points = int(_LINE_POINTS * around.share)
    printed, parts = _fitting(table, points)
    length = printed.line(points).length
    lines = [
        sum(part.lines())
        if sum(map(printed.width, part.widths)) <= points
        else sum(ceil(sum(len(cell_text(cell)) + _JOINT for cell in row.cells) / length) for row in part.rows)
        for part in parts
    ]
    return sum(lines) > _TALL


def _alignment(table: Table, part: Part, printed: _Print, around: Surroundings) -> Iterator[nodes.Node]:
    """Yield the inline nodes of a ``tabular`` environment, with raw LaTeX between the cells."""
    columns = [rf"\X{{{printed.width(width)}}}{{{int(_LINE_POINTS * around.share)}}}" for width in part.widths]
    yield raw(rf"{{{_NARROW}\begin{{tabular}}[t]{{{''.join(columns)}}}")
    head = Row(cells=tuple(column.label for column in part.columns))
    for row in (head, *part.rows):
        for index, (cell, column, width) in enumerate(zip(row.cells, part.columns, part.widths, strict=True)):
            yield raw(" & " if index else r"\noalign{\hrule}" if row is not head else "")
            if row is head:
                yield raw(r"\sphinxstyletheadfamily ")
            if not index:
                yield from anchors(table, row)
            yield from _content(printed, cell, column, width, around)
        yield raw("\\\\\n")
    yield raw(r"\end{tabular}}")


def _content(printed: _Print, cell: Cell, column: Column, width: int, around: Surroundings) -> Iterator[nodes.Node]:
    """Yield the inline nodes of a cell."""
    yield raw(rf"{printed.size}\{'centering' if column.number else 'raggedright'}\arraybackslash ")
    for piece in cell:
        yield piece_node(piece, around, room=max(4, width * 4 // 5))


def _fitting(table: Table, points: int) -> tuple[_Print, list[Part]]:
    """Return the largest font size in which no row is too tall, and the parts of the table in that size.

    A row that is too tall in every size is continued in further rows.
    """
    for printed in _PRINT:
        parts = list(lay_out(table, printed.line(points)))
        if all(max(part.lines(), default=1) <= printed.tallest for part in parts):
            break
    return printed, [
        replace(part, rows=tuple(piece for row in part.rows for piece in divide_row(row, part.widths, printed.tallest)))
        for part in parts
    ]


def _may_span(part: Part, merged: int, line: Line) -> bool:
    """Return whether each merged cell fits into the rows that it spans, since LaTeX does not enlarge rows for it.

    Sphinx typesets merged cells as if all columns had the same width.
    """
    share = max(1, line.room(len(part.columns)) // len(part.columns))
    lines = Part(
        columns=part.columns[merged:],
        widths=part.widths[merged:],
        rows=tuple(Row(cells=row.cells[merged:]) for row in part.rows),
    ).lines()
    for column, reach in enumerate(reaches([row.cells for row in part.rows], merged)):
        width = part.widths[column]
        for at, rows in enumerate(reach):
            length = len(cell_text(part.rows[at].cells[column]))
            is_narrow = length <= width or share <= width
            if rows > 1 and not (is_narrow and ceil(length / share) <= sum(lines[at : at + rows])):
                return False
    return True


def _short(part: Part) -> Iterator[Part]:
    """Split a part by rows into parts of limited length."""
    start, used = 0, 0
    for index, lines in enumerate(part.lines()):
        if index > start and used + lines > _LONG:
            yield replace(part, rows=part.rows[start:index])
            start, used = index, 0
        used += lines
    yield replace(part, rows=part.rows[start:])
