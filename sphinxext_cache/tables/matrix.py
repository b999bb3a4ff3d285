"""Matrices: two facets of the specs against each other, with a count, a list or a mark in each cell."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import nsmallest
from math import isqrt
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from sphinxext_cache.catalog.limits import max_fields
from sphinxext_cache.messages import _
from sphinxext_cache.tables.columns import FACETS, label
from sphinxext_cache.tables.model import Cell, Column, Piece, Row, Table
from sphinxext_cache.tables.specs import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sphinxext_cache.catalog import Catalog, Query, Spec
    from sphinxext_cache.tables.spec_column import SpecColumn

CELLS: Final = ("specs", "packages", "versions", "mark")
"""What a cell of a matrix can hold: two counts, a list, and a mark."""

_EMPTY: Final[Cell] = (Piece("\N{EN DASH}", note=True),)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRecipe:
    """What a matrix is to show.

    Attributes:
        queries: Queries, most of them as strings; the matrix counts the union of what they match.
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
    specs, unmatched = find(catalog, recipe.queries, recipe.tag)
    table = matrix_table(specs, recipe)
    return replace(table, unmatched=unmatched) if unmatched else table


def matrix_table(specs: Iterable[Spec], recipe: MatrixRecipe) -> Table:
    """Make the matrix of specs that have been found."""
    matrix = _Matrix(list(specs), recipe)
    columns = (
        Column(name=recipe.rows, label=(Piece(label(recipe.rows)),)),
        *(
            Column(name=recipe.columns, label=(matrix.columns.facet.piece(value, matrix.tag),), number=True)
            for value in matrix.columns.shown
        ),
    )
    if recipe.totals:
        columns += (Column(name="total", label=(Piece(str(_("Total"))),), number=True),)
    return Table(
        kind="matrix",
        columns=columns,
        rows=tuple(matrix.row(value) for value in matrix.rows.shown),
        footer=matrix.footer() if recipe.totals and matrix.rows.shown else None,
        caption=recipe.caption,
        title=_title(recipe),
        remark=" ".join(matrix.remarks()),
        is_cut=matrix.is_cut,
    )


class _Side:
    """The rows or the columns: the values of a facet, with what lies in each.

    Attributes:
        facet: The facet.
        totals: How much of what is counted lies in each value.
        shown: The values that are shown, in order.
    """

    def __init__(self, facet: SpecColumn, totals: Mapping[Any, int]) -> None:
        self.facet = facet
        self.totals = totals
        self.shown: list[Any] = []

    def show(self, most: int) -> None:
        """Show the largest, so many at most."""
        values: Iterable[Any] = self.totals
        if len(self.totals) > most:
            values = nsmallest(most, self.totals, key=lambda value: (-self.totals[value], str(value)))
        self.shown = self.facet.ordered(values)


class _Matrix:
    """The specs, dealt out to cells. A spec of several stacks lies in several cells, and counts once in a total.

    It is dealt out twice: which rows and columns are shown is known only when all are counted, and a matrix of all of
    them may be far larger than what it is made from.
    """

    def __init__(self, specs: Sequence[Spec], recipe: MatrixRecipe) -> None:
        self._specs = specs
        self._recipe = recipe
        rows, columns = FACETS[recipe.rows], FACETS[recipe.columns]
        self.tag = specs[0].tag if specs else ""
        self.rows, self.columns = _Side(rows, self._totals(rows)), _Side(columns, self._totals(columns))
        self._whole = len(self.rows.totals), len(self.columns.totals)
        self._show(max_fields(len(specs)))
        self.is_cut = self._whole != (len(self.rows.shown), len(self.columns.shown))
        self._cells = self._deal()

    def _totals(self, facet: SpecColumn) -> Mapping[Any, int]:
        """How much lies in each value of a facet."""
        if self._recipe.cell != "packages":
            return Counter(facet.values_of(self._specs))
        found: defaultdict[Any, set[str]] = defaultdict(set)
        values_of = facet.values
        for spec in self._specs:
            for value in values_of(spec):
                found[value].add(spec.package)
        return {value: len(packages) for value, packages in found.items()}

    def _show(self, fields: int) -> None:
        """Choose the rows and columns: all, or so many of the largest that there are no more fields, with headers."""
        rows, columns = (total + 1 for total in self._whole)
        if rows * columns > fields:
            rows = min(rows, max(isqrt(fields), fields // columns))
            columns = min(columns, fields // rows)
        self.rows.show(rows - 1)
        self.columns.show(columns - 1)

    def _deal(self) -> Mapping[tuple[Any, Any], int | set[Any]]:
        """What lies in each cell that is shown: how many specs, or which packages or versions."""
        rows_of, columns_of = self.rows.facet.values, self.columns.facet.values
        rows, columns = set(self.rows.shown), set(self.columns.shown)
        pairs = (
            ((row, column), spec)
            for spec in self._specs
            for row in rows_of(spec)
            if row in rows
            for column in columns_of(spec)
            if column in columns
        )
        what = {"packages": attrgetter("package"), "versions": attrgetter("version")}.get(self._recipe.cell)
        if what is None:
            return Counter(pair for pair, _spec in pairs)
        cells: defaultdict[tuple[Any, Any], set[Any]] = defaultdict(set)
        for pair, spec in pairs:
            cells[pair].add(what(spec))
        return cells

    def row(self, value: Any) -> Row:  # noqa: ANN401 a value of any facet
        """The row of one value."""
        cells: list[Cell] = [(self.rows.facet.piece(value, self.tag),)]
        cells += [self._content(self._cells.get((value, column))) for column in self.columns.shown]
        if self._recipe.totals:
            cells.append(_count(self.rows.totals[value]))
        return Row(cells=tuple(cells))

    def footer(self) -> Row:
        """The totals of the columns, and of all."""
        counts_packages = self._recipe.cell == "packages"
        whole = len({spec.package for spec in self._specs}) if counts_packages else len(self._specs)
        cells = [_count(self.columns.totals[column]) for column in self.columns.shown]
        return Row(cells=((Piece(label("packages" if counts_packages else "specs")),), *cells, _count(whole)))

    def remarks(self) -> Iterator[str]:
        """What is left out, and why the cells sum to more than the totals, where they do."""
        rows, columns = self._whole
        if self.is_cut:
            yield str(
                _("The {rows} largest of {all_rows} rows and the {columns} largest of {all_columns} columns.")
            ).format(rows=len(self.rows.shown), all_rows=rows, columns=len(self.columns.shown), all_columns=columns)
        if not self._recipe.totals:
            return
        if self._recipe.cell == "packages":
            if rows > 1 or columns > 1:
                yield str(_("A package that stands in several cells counts once in a total."))
        elif any(sum(side.totals.values()) > len(self._specs) for side in (self.rows, self.columns)):
            yield str(_("A spec that several stacks built counts once in a total."))

    def _content(self, found: int | set[Any] | None) -> Cell:
        if not found:
            return _EMPTY
        if self._recipe.cell == "mark":
            return (Piece("✓"),)
        if isinstance(found, int):
            return _count(found)
        if self._recipe.cell == "packages":
            return _count(len(found))
        versions = FACETS["version"].ordered(found)
        return (Piece(", ".join(dict.fromkeys(map(str, versions)))),)


@lru_cache(maxsize=1024)
def _count(number: int) -> Cell:
    return (Piece(str(number)),)


def _title(recipe: MatrixRecipe) -> str:
    counted = label({"packages": "packages", "versions": "versions"}.get(recipe.cell, "specs"))
    return str(_("{what} by {rows} and {columns}")).format(
        what=counted, rows=label(recipe.rows).lower(), columns=label(recipe.columns).lower()
    )
