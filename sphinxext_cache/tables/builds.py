"""What a row of a package expands to: its builds, one per line, and a link to all if there are many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinxext_cache.messages import _, plural
from sphinxext_cache.tables.columns import HASH_LENGTH
from sphinxext_cache.tables.model import SEPARATOR, Builds, Cell, Piece, Ref
from sphinxext_cache.tables.open_columns import find_column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinxext_cache.catalog import Catalog, Spec
    from sphinxext_cache.tables.package_rows import PackageRow
    from sphinxext_cache.tables.spec_column import SpecColumn

_TOLD: Final = ("version", "compiler", "target", "stacks")
"""The columns whose values a line shows."""
_MOST: Final = 1000
"""The maximum number of lines in all rows of a table, since rows that are never expanded add to the page, too."""


def builds_of(rows: Sequence[PackageRow], most: int, catalog: Catalog) -> tuple[Builds, ...]:
    """The builds of each row.

    Args:
        rows: The rows.
        most: The maximum number of builds per row; it is lowered if there are very many rows.
        catalog: The catalog.
    """
    shown = min(most, max(1, _MOST // max(1, len(rows))))
    columns = [column for name in _TOLD if (column := find_column(catalog, name))]
    return tuple(_builds(row, shown, columns, catalog) for row in rows)


def _builds(row: PackageRow, shown: int, columns: Sequence[SpecColumn], catalog: Catalog) -> Builds:
    (tag, name), specs = row
    built = [spec for spec in specs if spec.hash]
    lines = [_line(spec, columns) for spec in built[:shown]]
    package = catalog.package(name, tag)
    if len(built) > shown and package is not None:
        words = _("All {n} builds").format(n=len(package.specs))
        lines.append((Piece(words, ref=Ref("package", tag, name)),))
    return Builds(plural("{n} build", "{n} builds", len(built)) if built else "", tuple(lines))


def _line(spec: Spec, columns: Sequence[SpecColumn]) -> Cell:
    """The line of a build: its hash, which links to its row, and its known values."""
    hash_ = spec.hash or ""
    said = [" ".join(_values(spec, column)) for column in columns]
    return (
        Piece(f"/{hash_[:HASH_LENGTH]}", ref=Ref("spec", spec.tag, hash_), code=True),
        Piece(f" {SEPARATOR.join(filter(None, said))}"),
    )


def _values(spec: Spec, column: SpecColumn) -> Iterator[str]:
    """The values of a spec in a column, as readers see them."""
    return (column.called(value) for value in column.split(column.value(spec)) if value)
