"""Cells that span several rows of a table: equal cells below each other, in the first columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinxext_cache.tables.model import Cell


def reaches(rows: Sequence[Sequence[Cell]], merged: int) -> list[list[int]]:
    """The row span of each cell of the first columns; 0 for a cell that is covered by one above.

    A cell never spans more rows than the one to its left. An empty cell is merged with the one above.

    Args:
        rows: The cells of each row.
        merged: The number of columns to merge.

    Returns:
        The row spans, column by column.
    """
    found: list[list[int]] = []
    begins = [at == 0 for at in range(len(rows))]
    for column in range(merged):
        reach = [1] * len(rows)
        start = 0
        for at, row in enumerate(rows):
            begins[at] = begins[at] or (row[column] != rows[start][column] and bool(row[column]))
            if begins[at]:
                start = at
            else:
                reach[start] += 1
                reach[at] = 0
        found.append(reach)
    return found
