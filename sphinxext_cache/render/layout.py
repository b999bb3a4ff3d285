"""Computes column widths and line breaks of tables in formats with limited line length.

Widths are in characters, as shown in a terminal; `render.latex` converts them to points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from math import ceil
from typing import TYPE_CHECKING, Final

from docutils.utils import column_width

from sphinxext_cache.tables import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinxext_cache.tables import Cell, Column, Piece, Table

# Names such as specs break after separators and before numbers; versions break after dots only if necessary.
_JOINTS: Final = (re.compile(r"(?<=[,=:_@/-])(?=.)|(?<=[a-z]{3})(?=\d\d)"), re.compile(r"(?<=\.)(?=.)"))
_HYPHENS: Final = re.compile(r"(?<=-)(?=.)")
_LEAST: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The capacity of a line, in characters.

    Attributes:
        length: The length of the line.
        gap: The space between two columns.
        broken: The minimum width of a column, to which longer names may be broken.
        capital: The extra width of a capital letter.
    """

    length: int
    gap: int
    broken: int = 8
    capital: float = 0

    def room(self, columns: int) -> int:
        """Return the width that is left for the text of the columns."""
        return self.length - columns * self.gap

    def width(self, text: str) -> int:
        """Return the width of a column that holds a text without breaking it."""
        width = column_width(text)
        return width + ceil(self.capital * sum(map(str.isupper, text))) if self.capital else width


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Columns of a table that fit side by side on a line.

    Attributes:
        columns: The columns.
        widths: The widths of the columns.
        rows: The rows with the cells of these columns; the footer comes last.
    """

    columns: tuple[Column, ...]
    widths: tuple[int, ...]
    rows: tuple[Row, ...]

    def lines(self) -> list[int]:
        """Estimate the number of lines of each row."""
        return [
            max(1, *(ceil(_length(cell) / width) for cell, width in zip(row.cells, self.widths, strict=True)))
            for row in self.rows
        ]


def lay_out(table: Table, line: Line) -> Iterator[Part]:
    """Divide a table into parts that fit on a line; only a matrix can have several, each with its first column.

    Args:
        table: The table.
        line: The capacity of a line.
    """
    rows = (*table.rows, *([Row(table.footer)] if table.footer else []))
    natural, least = [], []
    for index, column in enumerate(table.columns):
        cells = {column.label, *column.cells, *table.footer[index : index + 1]}
        natural.append(max(line.width(cell_text(cell)) for cell in cells))
        least.append(max(_least(cell, line) for cell in cells))
    for chosen in _divide(least, line) if table.kind == "matrix" else [range(len(least))]:
        widths = column_widths(
            [natural[index] for index in chosen], [least[index] for index in chosen], line.room(len(chosen))
        )
        yield Part(
            columns=tuple(table.columns[index] for index in chosen),
            widths=tuple(widths),
            rows=rows
            if len(chosen) == len(least)
            else tuple(_with_cells(row, tuple(row.cells[index] for index in chosen)) for row in rows),
        )


def _with_cells(row: Row, cells: tuple[Cell, ...]) -> Row:
    """Return the row with other cells."""
    return Row(cells=cells, spec=row.spec)


def _divide(least: Sequence[int], line: Line) -> list[list[int]]:
    """Return the column indices of each part: the first column, and as many others as fit."""
    parts: list[list[int]] = [[0]]
    for index in range(1, len(least)):
        chosen = [*parts[-1], index]
        if len(chosen) > 2 and sum(least[at] for at in chosen) > line.room(len(chosen)):  # noqa: PLR2004 one beside the first
            parts.append([0, index])
        else:
            parts[-1].append(index)
    return parts


def column_widths(natural: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Return the widths of columns: their natural widths if these fit, otherwise reduced, the widest columns most.

    Args:
        natural: The width of each column without line breaks.
        least: The minimum width of each column for legible words.
        room: The total width available.
    """
    if sum(natural) <= room:
        return [max(1, width) for width in natural]
    if sum(least) >= room:
        level = max(least)
        while level > _LEAST and sum(min(level, width) for width in least) > room:
            level -= 1
        return [min(level, width) for width in least]
    widths: list[float] = list(least)
    open_columns = set(range(len(least)))
    while open_columns and room - sum(widths) >= 1:
        share = (room - sum(widths)) / sum(natural[index] for index in open_columns)
        for index in list(open_columns):
            widths[index] = min(natural[index], widths[index] + share * natural[index])
            if widths[index] >= natural[index]:
                open_columns.discard(index)
    return [int(width) for width in widths]


def divide_row(row: Row, widths: Sequence[int], most: int) -> list[Row]:
    """Split a row into several if its cells have too many lines.

    Args:
        row: The row.
        widths: The widths of the cells.
        most: The maximum number of lines of a row.
    """
    if all(_length(cell) <= width * most for cell, width in zip(row.cells, widths, strict=True)):
        return [row]
    columns = [_divide_cell(cell, width, width * most) for cell, width in zip(row.cells, widths, strict=True)]
    first, *others = zip_longest(*columns, fillvalue=())
    return [_with_cells(row, first), *(Row(cells=cells) for cells in others)]


def _divide_cell(cell: Cell, width: int, room: int) -> list[Cell]:
    cells: list[list[Piece]] = [[]]
    used = 0
    for piece in cell:
        for word in re.split(r"(?<=\s)", piece.text):
            for part in break_word(word, width):
                if used + len(part) > room:
                    cells.append([])
                    used = 0
                last = cells[-1][-1] if cells[-1] else None
                if last is not None and last._replace(text=piece.text) == piece:
                    cells[-1][-1] = last._replace(text=last.text + part)
                else:
                    cells[-1].append(piece._replace(text=part))
                used += len(part)
    return [tuple(pieces) for pieces in cells]


def wrap(text: str, width: int) -> list[str]:
    """Break a string into lines, between words and within words that are longer than a line."""
    lines = [""]
    for word in text.split():
        joint = " " if lines[-1] else ""
        for piece in break_word(word, width):
            if column_width(lines[-1] + joint + piece) <= width:
                lines[-1] += joint + piece
            elif lines[-1]:
                lines.append(piece)
            else:
                lines[-1] = piece
            joint = ""
    return lines


def break_word(word: str, width: int) -> list[str]:
    """Return the pieces into which a word may be broken, none wider than a line; separators are preferred."""
    if column_width(word) <= width:
        # Writers break at hyphens too, so break there first.
        return _HYPHENS.split(word)
    pieces = [word]
    for joint in _JOINTS:
        pieces = [part for piece in pieces for part in (joint.split(piece) if column_width(piece) > width else [piece])]
    return [part for piece in pieces for part in _cut(piece, width)]


def _cut(piece: str, width: int) -> list[str]:
    """Cut a piece without separators into slices."""
    size = max(1, width if column_width(piece) == len(piece) else width // 2)
    return [piece[at : at + size] for at in range(0, len(piece), size)]


def cell_text(cell: Cell) -> str:
    """Return the plain text of a cell."""
    return "".join(piece.text for piece in cell)


def _length(cell: Cell) -> int:
    return column_width(cell_text(cell))


def _least(cell: Cell, line: Line) -> int:
    """Return the width of the longest piece of a cell that should not be broken."""
    words = cell_text(cell).split()
    longest = max(map(line.width, words), default=1)
    if longest <= line.broken:
        return longest
    pieces = (piece for word in words for piece in _JOINTS[0].split(word))
    return min(max(line.broken, *map(line.width, pieces)), 2 * line.broken)
