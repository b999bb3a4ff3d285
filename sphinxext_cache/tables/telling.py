"""What distinguishes some specs of a package from the others, in short: their versions, or where they were built."""

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
"""The columns that tell, one or two together, in the order in which they are tried."""
_MOST: Final = 3
"""How many are named; more would not be a few words."""


def tell_apart(specs: Sequence[Spec], told: Sequence[bool], catalog: Catalog) -> str:
    """Name some specs by what none of the others has; empty if that takes more than a few words.

    Args:
        specs: All specs.
        told: Of each of them, whether it is one to be named.
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
    """What a spec has of columns, as readers see it: all combinations, where it has several; empty for nothing."""
    values = [column.split(column.value(spec)) for column in columns]
    return [
        tuple("" if value is None else column.called(value) for column, value in zip(columns, each, strict=True))
        for each in product(*values)
    ]
