"""Groups of specs: by a letter of their packages, or by what a side of a matrix may be, such as a fact or a stack."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from sphinxext_cache.catalog import natural_key
from sphinxext_cache.messages import _
from sphinxext_cache.tables.letters import letter_of
from sphinxext_cache.tables.open_columns import find_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinxext_cache.catalog import Catalog, Spec

LETTER: Final = "letter"
"""The group that is no column."""
Path: TypeAlias = "tuple[tuple[str, str], ...]"
"""Where a group is: by what there are groups, and the value of this one, from the outermost to the innermost."""


class Group(NamedTuple):
    """Specs that have something in common.

    Attributes:
        path: Where it is. What has no value has an empty one.
        label: What a heading says above it.
        groups: The groups in it, in order.
    """

    path: Path
    label: str
    groups: tuple[Group, ...]


def find_groups(specs: Iterable[Spec], names: Sequence[str], catalog: Catalog, above: Path = ()) -> tuple[Group, ...]:
    """Divide specs into groups; what has several values is in several.

    Args:
        specs: The specs.
        names: By what, from the outermost to the innermost: `LETTER`, or what may be a side of a matrix.
        catalog: The catalog.
        above: Where they are already.

    Returns:
        The groups, in the order of their values; what has none comes last.
    """
    if not names:
        return ()
    name, *others = names
    return tuple(
        Group(path := (*above, (name, value)), label, find_groups(found, others, catalog, path))
        for value, label, found in _divide(specs, name, catalog)
    )


def in_group(specs: Iterable[Spec], path: Path, catalog: Catalog) -> list[Spec]:
    """The specs that are in a group."""
    found = list(specs)
    for name, value in path:
        found = next((some for known, _label, some in _divide(found, name, catalog) if known == value), [])
    return found


def _divide(specs: Iterable[Spec], name: str, catalog: Catalog) -> list[tuple[str, str, list[Spec]]]:
    """The groups of one kind: the value, the label and the specs of each."""
    column = None if name == LETTER else find_column(catalog, name, "facet")
    found: defaultdict[Any, list[Spec]] = defaultdict(list)
    for spec in specs:
        values = column.split(column.value(spec)) if column else (letter_of(spec.package),)
        for value in values:
            found[value].append(spec)
    if column is None:
        return [(letter, letter, found[letter]) for letter in sorted(found, key=natural_key)]
    return [
        (
            "" if value is None else str(value),
            (_(column.nothing) if column.nothing else _("Other"))
            if value is None
            else catalog.facts.title(column.link, str(value)),
            found[value],
        )
        for value in column.ordered(found)
    ]
