"""A short text that distinguishes some specs of a package from the others, such as their versions or stacks."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

from sphinxext_cache.tables.open_columns import find_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinxext_cache.catalog import Catalog, Spec
    from sphinxext_cache.tables.spec_column import SpecColumn

_TELLING: Final = (
    ("version",),
    ("stacks",),
    ("target",),
    ("compiler",),
    ("version", "stacks"),
    ("version", "target"),
    ("version", "compiler"),
    ("hash",),
)
"""The columns that may distinguish specs, alone or in pairs, in the order in which they are tried."""
_MOST: Final = 3
"""The maximum number of values to name, to keep the text short."""


def tell_apart(specs: Sequence[Spec], told: Sequence[bool], catalog: Catalog) -> str:
    """Name some specs by values that no other spec has; empty if that takes too many values.

    Args:
        specs: All specs.
        told: Whether each of them is one to name.
        catalog: The catalog.
    """
    for names in _TELLING:
        columns = [column for name in names if (column := find_column(catalog, name))]
        found: tuple[dict[tuple[str, ...], None], dict[tuple[str, ...], None]] = ({}, {})
        for spec, is_told in zip(specs, told, strict=True):
            found[is_told].update(dict.fromkeys(_values(columns, spec)))
        others, some = found
        if some and len(some) <= _MOST and others.keys().isdisjoint(some) and all(map(all, some)):
            return ", ".join(map(" ".join, some))
    return ""


def _values(columns: Sequence[SpecColumn], spec: Spec) -> list[tuple[str, ...]]:
    """All combinations of the values of a spec in some columns, as readers see them; empty strings for no value."""
    values = [column.split(column.value(spec)) for column in columns]
    return [
        tuple("" if value is None else column.called(value) for column, value in zip(columns, each, strict=True))
        for each in product(*values)
    ]
