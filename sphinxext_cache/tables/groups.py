"""Groups of specs: by the first letter of their packages, or by a facet of matrices, such as a fact or a stack."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from sphinxext_cache.catalog import natural_key
from sphinxext_cache.messages import _
from sphinxext_cache.tables.letters import letter_of
from sphinxext_cache.tables.model import plain
from sphinxext_cache.tables.open_columns import find_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sphinxext_cache.catalog import Catalog, Spec
    from sphinxext_cache.tables.model import Cell

LETTER: Final = "letter"
"""The kind of group that has no column: the first letter of a package."""
Path: TypeAlias = "tuple[tuple[str, str], ...]"
"""The path of a group: the kind of group and its value at each level, from the outermost to the innermost."""


class Group(NamedTuple):
    """Specs that have something in common.

    Attributes:
        path: Its path; the value of specs without one is an empty string.
        label: The text of its heading.
        groups: The groups in it, in order.
        cell: The cell to show instead of a heading.
    """

    path: Path
    label: str
    groups: tuple[Group, ...]
    cell: Cell = ()


class Division(NamedTuple):
    """Specs that are divided into groups.

    Attributes:
        groups: The outermost groups, in order.
        specs: The specs of each group at any level, by path, in their original order.
    """

    groups: tuple[Group, ...]
    specs: Mapping[Path, Sequence[Spec]]


def divide(specs: Iterable[Spec], names: Sequence[str], catalog: Catalog) -> Division:
    """Divide specs into groups; a spec with several values is in several groups.

    Args:
        specs: The specs.
        names: The kinds of groups, from the outermost to the innermost: `LETTER` or facets.
        catalog: The catalog.

    Returns:
        The groups, in the order of their values; the group of specs without a value comes last.
    """
    found: dict[Path, Sequence[Spec]] = {}
    return Division(_groups(specs, names, catalog, (), found), found)


def find_groups(specs: Iterable[Spec], names: Sequence[str], catalog: Catalog) -> tuple[Group, ...]:
    """The groups into which `divide` divides specs."""
    return divide(specs, names, catalog).groups


def in_group(specs: Iterable[Spec], path: Path, catalog: Catalog) -> list[Spec]:
    """The specs of a group. To process several groups, call `divide` once instead."""
    return list(divide(specs, [name for name, _value in path], catalog).specs.get(path, ()))


def _groups(
    specs: Iterable[Spec], names: Sequence[str], catalog: Catalog, above: Path, found: dict[Path, Sequence[Spec]]
) -> tuple[Group, ...]:
    """Divide the specs of the group at `above` further, and add the specs of each new group to `found`."""
    if not names:
        return ()
    name, *others = names
    made: list[Group] = []
    for value, label, cell, some in _divide(specs, name, catalog):
        path = (*above, (name, value))
        found[path] = some
        made.append(Group(path, label, _groups(some, others, catalog, path, found), cell))
    return tuple(made)


def innermost(groups: Iterable[Group], above: tuple[Group, ...] = ()) -> Iterator[tuple[Group, ...]]:
    """The innermost groups, in order, each preceded by the groups that contain it."""
    for group in groups:
        if group.groups:
            yield from innermost(group.groups, (*above, group))
        else:
            yield (*above, group)


def column_of_groups(by: str, catalog: Catalog) -> tuple[str, str, str]:
    """The name and the header of a column of groups, and, for a fact, the kind of its values.

    Args:
        by: The kind of groups.
        catalog: The catalog.
    """
    column = find_column(catalog, by, "facet")
    if column is None:
        return LETTER, _("Letter"), ""
    # Even for a list, each group has a single value.
    return column.name, column.heading(), "text" if column.fact == "list" else column.fact


def _divide(specs: Iterable[Spec], name: str, catalog: Catalog) -> list[tuple[str, str, Cell, list[Spec]]]:
    """Divide specs into groups of one kind; return the value, label, cell and specs of each group."""
    column = None if name == LETTER else find_column(catalog, name, "facet")
    found: defaultdict[Any, list[Spec]] = defaultdict(list)
    for spec in specs:
        values = column.split(column.value(spec)) if column else (letter_of(spec.package),)
        for value in values:
            found[None if value == "" else value].append(spec)
    if column is None:
        return [(letter, letter, plain(letter), found[letter]) for letter in sorted(found, key=natural_key)]
    made: list[tuple[str, str, Cell, list[Spec]]] = []
    for value in column.ordered(found):
        if value is None:
            label = _(column.nothing) if column.nothing else _("Other")
            made.append(("", label, plain(label), found[value]))
        else:
            cell = column.cell_of_one(value, found[value][0].tag)
            made.append((str(value), column.called(value), cell, found[value]))
    return made
