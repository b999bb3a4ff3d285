"""The cells of a table that span several rows: equal ones below each other, in the first columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinxext_cache.tables.model import Cell


def reaches(rows: Sequence[Sequence[Cell]], merged: int) -> list[list[int]]:
    """Over how many rows each cell of the first columns reaches; 0 where one above reaches over it.

    A cell never reaches further than the one to its left. One that is empty belongs to what is above it.

    Args:
        rows: The cells of each row.
        merged: How many columns count.

    Returns:
        The numbers, column by column.
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
