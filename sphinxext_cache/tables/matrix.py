"""Matrices: two facets of specs as rows and columns, with a count, a list or a mark in each cell."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import nsmallest
from math import isqrt
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from sphinxext_cache.catalog.limits import max_fields
from sphinxext_cache.messages import _, lowered, numeral
from sphinxext_cache.tables.columns import FACETS, counted
from sphinxext_cache.tables.model import COMMA, Column, Piece, Ref, Table, plain
from sphinxext_cache.tables.open_columns import find_column
from sphinxext_cache.tables.specs import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sphinxext_cache.catalog import Catalog, Query, Spec, Version
    from sphinxext_cache.tables.model import Cell
    from sphinxext_cache.tables.spec_column import SpecColumn
    from sphinxext_cache.tables.where import Where

_EMPTY: Final = plain("\N{EN DASH}")
_VERSIONS: Final = "versions"
_UNFOLDED: Final = 2
"""The number of versions that a cell shows at once; one more is shown if it would be the only one left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRecipe:
    """The options of a matrix.

    Attributes:
        queries: The queries, as text or parsed; the matrix counts the union of what they match.
        tag: The tag to look in; None: the default tag.
        rows: The name of the facet of the rows; if the catalog does not have it, the matrix is empty.
        columns: The name of the facet of the columns.
        cell: What the cells hold, of `CELLS`.
        where: Further conditions on open columns, such as facts.
        totals: Whether it has a last column and a last row of totals.
        caption: The visible caption.
    """

    queries: tuple[str | Query, ...]
    tag: str | None = None
    rows: str = "stack"
    columns: str = "target"
    cell: str = "specs"
    where: Where = ()
    totals: bool = False
    caption: str = ""


def build_matrix(recipe: MatrixRecipe, catalog: Catalog) -> Table:
    """Build the matrix. It has no rows if nothing matches."""
    specs, unmatched = find(catalog, recipe.queries, recipe.tag, recipe.where)
    table = matrix_table(specs, recipe, catalog)
    return replace(table, unmatched=unmatched) if unmatched else table


def matrix_table(specs: Iterable[Spec], recipe: MatrixRecipe, catalog: Catalog | None = None) -> Table:
    """Build the matrix of some specs; without a catalog, only fixed facets are available."""
    rows, across = (find_column(catalog, name, "facet") for name in (recipe.rows, recipe.columns))
    if rows is None or across is None:
        return Table(kind="matrix", columns=(Column(name=recipe.rows, label=plain(recipe.rows)),))
    matrix = _Matrix(list(specs), recipe, rows, across)
    lists = recipe.cell == _VERSIONS
    columns = [Column(name=recipe.rows, label=plain(rows.heading()), cells=matrix.rows.labels(matrix.tag))]
    for value, of_column in zip(matrix.columns.shown, matrix.columns.labels(matrix.tag), strict=True):
        name = across.renames(value) if across.shown else ""
        columns.append(
            Column(name=recipe.columns, label=of_column, cells=matrix.cells(value), number=not lists, value=name)
        )
    if recipe.totals:
        columns.append(Column(name="total", label=plain(_("Total")), cells=matrix.rows.counts(), number=True))
    return Table(
        kind="matrix",
        look=_VERSIONS if lists else "",
        columns=tuple(columns),
        values={row: name for row, value in enumerate(matrix.rows.shown) if (name := rows.renames(value))}
        if rows.shown
        else {},
        footer=matrix.footer() if recipe.totals and matrix.rows.shown else (),
        caption=recipe.caption,
        title=_title(rows, across, recipe.cell),
        remark=" ".join(matrix.remarks()),
        is_cut=matrix.is_cut,
    )


class _Side:
    """The rows or the columns of a matrix.

    Attributes:
        facet: The facet.
        totals: The total of each value of the facet.
        shown: The values that are shown, in order.
    """

    def __init__(self, facet: SpecColumn, totals: Mapping[Any, int]) -> None:
        self.facet = facet
        self.totals = totals
        self.shown: list[Any] = []

    def show(self, most: int) -> None:
        """Choose the values with the largest totals, up to a maximum number."""
        values: Iterable[Any] = self.totals
        if len(self.totals) > most:
            values = nsmallest(most, self.totals, key=lambda value: (-self.totals[value], str(value)))
        self.shown = self.facet.ordered(values)

    def labels(self, tag: str) -> list[Cell]:
        """The headers of the values that are shown."""
        return [self.facet.cell_of_one(value, tag) for value in self.shown]

    def counts(self) -> list[Cell]:
        """The totals of the values that are shown."""
        return [plain(numeral(self.totals[value])) for value in self.shown]


class _Matrix:
    """The specs, distributed to cells. A spec of several stacks is in several cells, and counts once in a total.

    The specs are first counted by their values of both facets and by the property that the cells show. These counts are
    then distributed twice: to the totals, which decide what rows and columns to show, and to the cells of only these,
    since a matrix of all could be far larger than its data.
    """

    def __init__(self, specs: Sequence[Spec], recipe: MatrixRecipe, rows: SpecColumn, columns: SpecColumn) -> None:
        self._specs = specs
        self._recipe = recipe
        self.tag = specs[0].tag if specs else ""
        what = {"packages": attrgetter("package"), "versions": attrgetter("version")}.get(recipe.cell)
        counted_as = map(what, specs) if what else [None] * len(specs)
        self._counts = Counter(zip(map(rows.value, specs), map(columns.value, specs), counted_as, strict=True))
        self.rows, self.columns = _Side(rows, self._totals(rows, 0)), _Side(columns, self._totals(columns, 1))
        self._whole = len(self.rows.totals), len(self.columns.totals)
        self._show(max_fields(len(specs)))
        is_of_packages = recipe.cell == _VERSIONS and "package" in {rows.name, columns.name}
        self._linked = _first_of_each(rows, columns, specs) if is_of_packages else {}
        self.is_cut = self._whole != (len(self.rows.shown), len(self.columns.shown))
        self._cells = self._deal()

    def _totals(self, facet: SpecColumn, at: int) -> Mapping[Any, int]:
        """The total of each value of a facet, which is at index `at` of the keys of the counts."""
        if self._recipe.cell == "packages":
            found: defaultdict[Any, set[str]] = defaultdict(set)
            for key in self._counts:
                for value in facet.split(key[at]):
                    found[value].add(key[2])
            return {value: len(packages) for value, packages in found.items()}
        totals: defaultdict[Any, int] = defaultdict(int)
        for key, count in self._counts.items():
            for value in facet.split(key[at]):
                totals[value] += count
        return totals

    def _show(self, fields: int) -> None:
        """Choose the rows and columns: all, or the largest ones that fit into a number of fields, including headers."""
        rows, columns = (total + 1 for total in self._whole)
        if rows * columns > fields:
            rows = min(rows, max(isqrt(fields), fields // columns))
            columns = min(columns, fields // rows)
        self.rows.show(rows - 1)
        self.columns.show(columns - 1)

    def _deal(self) -> Mapping[Any, Mapping[Any, Any]]:
        """The content of each cell that is shown, by column and row: a number of specs, or the packages or versions."""
        split_row, split_column = self.rows.facet.split, self.columns.facet.split
        rows = set(self.rows.shown)
        counts = self._recipe.cell in {"specs", "mark"}
        cells: dict[Any, defaultdict[Any, Any]] = {
            value: defaultdict(int if counts else dict) for value in self.columns.shown
        }
        for (of_row, of_column, what), count in self._counts.items():
            for column in split_column(of_column):
                if (found := cells.get(column)) is not None:
                    for row in split_row(of_row):
                        if row in rows:
                            if counts:
                                found[row] += count
                            else:
                                found[row].setdefault(what, self._linked.get((of_row, of_column, what)))
        return cells

    def cells(self, column: Any) -> list[Cell]:  # noqa: ANN401 a value of any facet
        """The cells of one column."""
        found, show = self._cells[column], _SHOWN[self._recipe.cell]
        return [show(found[row]) if row in found else _EMPTY for row in self.rows.shown]

    def footer(self) -> tuple[Cell, ...]:
        """The totals of the columns, and the grand total."""
        counts_packages = self._recipe.cell == "packages"
        whole = len({spec.package for spec in self._specs}) if counts_packages else len(self._specs)
        name = counted("packages" if counts_packages else "specs")
        return (plain(name), *self.columns.counts(), plain(numeral(whole)))

    def remarks(self) -> Iterator[str]:
        """Sentences on what is left out, and on why the cells add up to more than the totals, if they do."""
        rows, columns = self._whole
        if self.is_cut:
            yield _("The {rows} largest of {all_rows} rows and the {columns} largest of {all_columns} columns.").format(
                rows=len(self.rows.shown), all_rows=rows, columns=len(self.columns.shown), all_columns=columns
            )
        if not self._recipe.totals:
            return
        if self._recipe.cell == "packages":
            if rows > 1 or columns > 1:
                yield _("Packages that are in several cells are counted once in totals.")
        elif any(sum(side.totals.values()) > len(self._specs) for side in (self.rows, self.columns)):
            yield _("Specs that several stacks built are counted once in totals.")


def _first_of_each(rows: SpecColumn, columns: SpecColumn, specs: Iterable[Spec]) -> dict[tuple[Any, Any, Any], Spec]:
    """The first spec of each combination of row value, column value and version."""
    found: dict[tuple[Any, Any, Any], Spec] = {}
    for spec in specs:
        found.setdefault((rows.value(spec), columns.value(spec), spec.version), spec)
    return found


def _versions(found: Mapping[Version, Spec | None]) -> Cell:
    """The versions from new to old, equal spellings once; each links to a spec if one is known."""
    by_text: dict[str, Spec | None] = {}
    for version in FACETS["version"].ordered(found):
        by_text.setdefault(str(version), found[version])
    return _listed(tuple((text, spec and spec.hash and (spec.tag, spec.hash)) for text, spec in by_text.items()))


@lru_cache(maxsize=1 << 12)
def _listed(versions: tuple[tuple[str, tuple[str, str] | None], ...]) -> Cell:
    """The cell of some versions, each with the tag and the hash of a spec or None; older versions are folded away."""
    shown = len(versions) if len(versions) <= _UNFOLDED + 1 else _UNFOLDED
    pieces: list[Piece] = []
    for place, (text, spec) in enumerate(versions):
        if place:
            pieces.append(COMMA._replace(folded=place > shown))
        pieces.append(Piece(text, ref=Ref("spec", *spec) if spec else None, folded=place >= shown))
    return tuple(pieces)


_SHOWN: Final[Mapping[str, Callable[[Any], Cell]]] = {
    "specs": lambda count: plain(numeral(count)),
    "packages": lambda found: plain(numeral(len(found))),
    "versions": _versions,
    "mark": lambda _count: plain("✓"),
}
"""Functions that make a cell from its content, by the kind of content."""
CELLS: Final = tuple(_SHOWN)
"""The kinds of content that the cells of a matrix can have: two counts, a list and a mark."""


def _title(rows: SpecColumn, columns: SpecColumn, cell: str) -> str:
    what = counted(cell if cell in {"packages", "versions"} else "specs")
    return _("{what} by {rows} and {columns}").format(
        what=what, rows=lowered(rows.heading()), columns=lowered(columns.heading())
    )
