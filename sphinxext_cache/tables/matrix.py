"""Matrices: two facets of the specs against each other, with a count, a list or a mark in each cell."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sphinxext_cache.messages import _
from sphinxext_cache.tables.facets import FACETS, Facet, label
from sphinxext_cache.tables.model import Cell, Column, Piece, Row, Table
from sphinxext_cache.tables.specs import find

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxext_cache.catalog import Catalog, Query, Spec

CELLS: Final = ("specs", "packages", "versions", "mark")
"""What a cell of a matrix can hold: two counts, a list, and a mark."""

_EMPTY: Final[Cell] = (Piece("\N{EN DASH}", note=True),)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRecipe:
    """What a matrix is to show.

    Attributes:
        queries: Queries, most of them texts; the matrix counts the union of what they match.
        tag: The tag to look in; None: the default tag.
        rows: The facet of the rows, of `FACETS`.
        columns: The facet of the columns.
        cell: What the cells hold, of `CELLS`.
        totals: Whether it has a last column and a last row of totals.
        caption: The visible caption.
    """

    queries: tuple[str | Query, ...]
    tag: str | None = None
    rows: str = "stack"
    columns: str = "target"
    cell: str = "specs"
    totals: bool = False
    caption: str = ""


def build_matrix(recipe: MatrixRecipe, catalog: Catalog) -> Table:
    """Make the matrix. It has no rows if nothing matches."""
    return matrix_table(find(catalog, recipe.queries, recipe.tag), recipe)


def matrix_table(specs: Iterable[Spec], recipe: MatrixRecipe) -> Table:
    """Make the matrix of specs that have been found."""
    matrix = _Matrix(specs, FACETS[recipe.rows], FACETS[recipe.columns], recipe.cell)
    columns = (
        Column(name=recipe.rows, label=(Piece(label(recipe.rows)),)),
        *(
            Column(name=recipe.columns, label=(matrix.columns.piece(value, matrix.tag),), number=True)
            for value in matrix.column_values
        ),
    )
    if recipe.totals:
        columns += (Column(name="total", label=(Piece(str(_("Total"))),), number=True),)
    return Table(
        kind="matrix",
        columns=columns,
        rows=tuple(matrix.row(value, totals=recipe.totals) for value in matrix.row_values),
        footer=matrix.footer() if recipe.totals and matrix.row_values else None,
        caption=recipe.caption,
        title=_title(recipe),
        remark=matrix.remark() if recipe.totals else "",
    )


class _Matrix:
    """The specs, dealt out to cells. A spec of several stacks lies in several cells, and counts once in a total."""

    def __init__(self, specs: Iterable[Spec], rows: Facet, columns: Facet, cell: str) -> None:
        self.columns = columns
        self._rows = rows
        self._cell = cell
        self._all = list(specs)
        self._cells: defaultdict[tuple[Any, Any], list[Spec]] = defaultdict(list)
        self._in_row: defaultdict[Any, list[Spec]] = defaultdict(list)
        self._in_column: defaultdict[Any, list[Spec]] = defaultdict(list)
        for spec in self._all:
            self._deal(spec)
        self.row_values = rows.ordered(self._in_row)
        self.column_values = columns.ordered(self._in_column)
        self.tag = self._all[0].tag if self._all else ""

    def _deal(self, spec: Spec) -> None:
        in_rows, in_columns = self._rows.values(spec), self.columns.values(spec)
        for row in in_rows:
            self._in_row[row].append(spec)
            for column in in_columns:
                self._cells[row, column].append(spec)
        for column in in_columns:
            self._in_column[column].append(spec)

    def row(self, value: Any, *, totals: bool) -> Row:  # noqa: ANN401 a value of any facet
        """The row of one value."""
        cells: list[Cell] = [(self._rows.piece(value, self.tag),)]
        cells += [self._content(self._cells.get((value, column), [])) for column in self.column_values]
        if totals:
            cells.append(self._total(self._in_row[value]))
        return Row(cells=tuple(cells))

    def footer(self) -> Row:
        """The totals of the columns, and of all."""
        counted = label("packages" if self._cell == "packages" else "specs")
        cells = [self._total(self._in_column[column]) for column in self.column_values]
        return Row(cells=((Piece(counted),), *cells, self._total(self._all)))

    def remark(self) -> str:
        """Why the cells sum to more than the totals, where they do."""
        if self._cell == "packages":
            if len(self.row_values) > 1 or len(self.column_values) > 1:
                return str(_("A package that stands in several cells counts once in a total."))
        elif sum(map(len, self._cells.values())) > len(self._all):
            return str(_("A spec that several stacks built counts once in a total."))
        return ""

    def _content(self, specs: list[Spec]) -> Cell:
        if not specs:
            return _EMPTY
        if self._cell == "versions":
            versions = FACETS["version"].ordered(spec.version for spec in specs)
            return (Piece(", ".join(dict.fromkeys(map(str, versions)))),)
        return (Piece("✓"),) if self._cell == "mark" else self._total(specs)

    def _total(self, specs: list[Spec]) -> Cell:
        return _count(len({spec.package for spec in specs}) if self._cell == "packages" else len(specs))


@lru_cache(maxsize=1024)
def _count(number: int) -> Cell:
    return (Piece(str(number)),)


def _title(recipe: MatrixRecipe) -> str:
    counted = label({"packages": "packages", "versions": "versions"}.get(recipe.cell, "specs"))
    return str(_("{what} by {rows} and {columns}")).format(
        what=counted, rows=label(recipe.rows).lower(), columns=label(recipe.columns).lower()
    )
