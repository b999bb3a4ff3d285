"""Conditions on facts in the option ``where``, such as ``support=full``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sphinxext_cache.catalog.conditions import fits
from sphinxext_cache.tables.open_columns import find_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinxext_cache.catalog import Catalog, Spec

Where: TypeAlias = "tuple[tuple[str, tuple[str, ...]], ...]"
"""The names of open columns, each with alternative values, in which ``*`` matches any characters."""


def choose(specs: Iterable[Spec], where: Where, catalog: Catalog) -> Iterator[Spec]:
    """The specs that meet all conditions; conditions on names without an open column are ignored."""
    conditions = [(column, asked) for name, asked in where if (column := find_column(catalog, name, "open"))]
    for spec in specs:
        if all(
            any(fits(pattern, str(value)) for value in column.split(column.value(spec)) if value for pattern in asked)
            for column, asked in conditions
        ):
            yield spec
