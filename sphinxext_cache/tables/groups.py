"""Groups of specs: by a letter of their packages, or by what a side of a matrix may be, such as a fact or a stack."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from sphinxext_cache.catalog import natural_key
from sphinxext_cache.messages import _
from sphinxext_cache.tables.letters import letter_of
from sphinxext_cache.tables.open_columns import find_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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


class Division(NamedTuple):
    """Specs that are divided into groups.

    Attributes:
        groups: The outermost groups, in order.
        specs: The specs of each group, the outer ones too, in their order.
    """

    groups: tuple[Group, ...]
    specs: Mapping[Path, Sequence[Spec]]


def divide(specs: Iterable[Spec], names: Sequence[str], catalog: Catalog) -> Division:
    """Divide specs into groups; what has several values is in several.

    Args:
        specs: The specs.
        names: By what, from the outermost to the innermost: `LETTER`, or what may be a side of a matrix.
        catalog: The catalog.

    Returns:
        The groups, in the order of their values; what has none comes last.
    """
    found: dict[Path, Sequence[Spec]] = {}
    return Division(_groups(specs, names, catalog, (), found), found)


def find_groups(specs: Iterable[Spec], names: Sequence[str], catalog: Catalog) -> tuple[Group, ...]:
    """The groups into which `divide` divides specs."""
    return divide(specs, names, catalog).groups


def in_group(specs: Iterable[Spec], path: Path, catalog: Catalog) -> list[Spec]:
    """The specs that are in a group. Who asks for one after the other divides them once."""
    return list(divide(specs, [name for name, _value in path], catalog).specs.get(path, ()))


def _groups(
    specs: Iterable[Spec], names: Sequence[str], catalog: Catalog, above: Path, found: dict[Path, Sequence[Spec]]
) -> tuple[Group, ...]:
    """The groups of specs that are in a group already; what is in each is put with what was found."""
    if not names:
        return ()
    name, *others = names
    made: list[Group] = []
    for value, label, some in _divide(specs, name, catalog):
        path = (*above, (name, value))
        found[path] = some
        made.append(Group(path, label, _groups(some, others, catalog, path, found)))
    return tuple(made)


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
            (_(column.nothing) if column.nothing else _("Other")) if value is None else column.called(value),
            found[value],
        )
        for value in column.ordered(found)
    ]
