"""The rows of tables of packages: the values of each column, and the order of the rows."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sphinxext_cache.catalog import Version
from sphinxext_cache.messages import numeral
from sphinxext_cache.tables.columns import FACETS, LISTS, counted
from sphinxext_cache.tables.inline import fact_cell
from sphinxext_cache.tables.model import COMMA, Column, Piece, plain
from sphinxext_cache.tables.open_columns import find_column

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sphinxext_cache.catalog import Catalog, Spec
    from sphinxext_cache.tables.model import Cell
    from sphinxext_cache.tables.spec_column import SpecColumn

PackageRow: TypeAlias = "tuple[tuple[str, str], Sequence[Spec]]"
"""A package by its tag and its name, and its specs."""

OWN: Final = ("package", "tag", "specs")
"""The columns of a table of packages that are not lists of values."""
_UNFOLDED: Final = 2
"""The number of versions that a cell shows at once; one more is shown if it would be the only one left."""
_TEXT: Final = attrgetter("version.text")


def column_of(name: str, rows: Collection[PackageRow], catalog: Catalog | None, link: str = "") -> Column | None:
    """A column of a table of packages; None if the catalog does not have it.

    Args:
        name: Its name, of `OWN` or a list of the catalog.
        rows: The rows.
        catalog: The catalog; None if there are only fixed columns.
        link: The name of a fact with the link targets of packages; packages without it link to their pages.
    """
    match name:
        case "package" | "tag":
            column, place = find_column(catalog, name, "facet") or FACETS[name], ("tag", "package").index(name)
            cells = [column.known_cells(row[0][0])[row[0][place]] for row in rows]
            if name == "package" and catalog is not None and catalog.facts.software:
                cells = [_linked(cell, row[0], catalog) for cell, row in zip(cells, rows, strict=True)]
            if name == "package" and catalog is not None and link:
                cells = [_led(cell, row, link, catalog) for cell, row in zip(cells, rows, strict=True)]
        case "specs":
            counts = [sum(bool(spec.platform or spec.hash) for spec in specs) for _place, specs in rows]
            cells = [plain(numeral(count)) if count else () for count in counts]
            return Column(name=name, label=plain(counted(name)), cells=cells, number=True)
        case "versions":
            column = LISTS[name]
            show = _versions if catalog is None else _few_versions
            cells = [show(versions_of(specs)) for _place, specs in rows]
        case _:
            found = find_column(catalog, name, "list")
            if found is None:
                return None
            column = found
            several = [_distinct(column, specs) for _place, specs in rows]
            cells = [column.known_lists(row[0][0])[values] for row, values in zip(rows, several, strict=True)]
            if column.fact and any(len(values) > 1 for values in several):
                column = replace(column, fact="list")
    return Column(name=name, label=plain(column.heading()), cells=cells, prose=column.wide, fact=column.fact)


def _linked(cell: Cell, place: tuple[str, str], catalog: Catalog) -> Cell:
    """The cell of a package, without a link if the package is in no source."""
    tag, name = place
    return cell if catalog.package(name, tag) else plain("".join(piece.text for piece in cell))


def _led(cell: Cell, row: PackageRow, link: str, catalog: Catalog) -> Cell:
    """The cell of a package, linked to the target that a fact states, if there is one."""
    (tag, name), specs = row
    said = [catalog.facts.of_package(tag, name), *map(catalog.facts.of_spec, specs)]
    fact = next((facts[link] for facts in said if link in facts), None)
    led = next((piece for piece in (fact_cell(fact) if fact else ()) if piece.url or piece.ref), None)
    return tuple(piece._replace(ref=led.ref, url=led.url) for piece in cell) if led else cell


def _versions(versions: tuple[str, ...]) -> Cell:
    return plain(", ".join(versions))


@lru_cache(maxsize=1 << 12)
def _few_versions(versions: tuple[str, ...]) -> Cell:
    """The newest versions, followed by the others, which interactive outputs fold away."""
    if len(versions) <= _UNFOLDED + 1:
        return _versions(versions)
    shown, folded = versions[:_UNFOLDED], versions[_UNFOLDED:]
    return (
        Piece(f"{', '.join(shown)}"),
        *(piece for version in folded for piece in (COMMA._replace(folded=True), Piece(version, folded=True))),
    )


def sort_rows(rows: list[PackageRow], keys: Sequence[str], catalog: Catalog | None) -> list[PackageRow]:
    """Sort packages by the keys, the first most important; equal packages keep their order.

    Several values are compared one by one, in the order in which they are shown; packages without a value come last, in
    either direction. Keys without a column are ignored.
    """
    for key in reversed(keys):
        name, descending = key.removeprefix("-"), key.startswith("-")
        if name == "specs":
            rows = sorted(rows, key=lambda row: len(row[1]), reverse=descending)
            continue
        column = find_column(catalog, name, "facet" if name in OWN else "list")
        if column is None:
            continue
        shown = [column.ordered(_distinct(column, specs)) for _place, specs in rows]
        known = {value for values in shown for value in values if value is not None}
        places = {value: place for place, value in enumerate(column.order.sort(known))}
        placed = [
            ([places[value] for value in values if value is not None], row)
            for values, row in zip(shown, rows, strict=True)
        ]
        valued = sorted((each for each in placed if each[0]), key=itemgetter(0), reverse=descending)
        rows = [row for _values, row in valued] + [row for values, row in placed if not values]
    return rows


def _distinct(column: SpecColumn, specs: Iterable[Spec]) -> tuple[Any, ...]:
    """The distinct values of specs."""
    return tuple(value for value in dict.fromkeys(column.values_of(specs)) if value != "")


def versions_of(specs: Iterable[Spec]) -> tuple[str, ...]:
    """The distinct versions of specs, from new to old."""
    return _ordered(tuple(filter(None, dict.fromkeys(map(_TEXT, specs)))))


@lru_cache(maxsize=1 << 14)
def _ordered(versions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(str, FACETS["version"].ordered(map(Version, versions))))
