"""Specs that look equal in a table, and remarks on the dependencies in which they differ."""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog import Dependency, Spec, natural_key
from sphinxext_cache.messages import _
from sphinxext_cache.tables.built_on import differences

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from sphinxext_cache.catalog import Catalog
    from sphinxext_cache.tables.model import Cell

    Twins = Mapping[Hashable, Sequence[Spec]]
    """The specs that are equal but for their hashes, at least two each, by their shared `identity`."""

    Told = Mapping[tuple[str, str | None], Cell]
    """Cells, by the tag and the hash of a spec."""

_PLACE: Final[Callable[[Spec], tuple[str, str | None]]] = attrgetter("tag", "hash")
_MOST_NAMES: Final = 5
"""The maximum number of differing dependencies to name in a row."""
_NOT_SHOWN: Final = frozenset({"version", "hash", "size", "dependencies", "installation"})
identity: Final[Callable[[Spec], Hashable]] = attrgetter(
    "version.text", *(name for name in Spec.__struct_fields__ if name not in _NOT_SHOWN)
)
"""Gives the fields of a spec without those that are particular to a single build."""


def find_twins(specs: Sequence[Spec]) -> Twins:
    """Find the specs that are equal in everything that a table shows except their hashes."""
    keys = list(map(identity, specs))
    if len(set(keys)) == len(keys):
        return {}
    alike: defaultdict[Hashable, list[Spec]] = defaultdict(list)
    for key, spec in zip(keys, specs, strict=True):
        alike[key].append(spec)
    return {key: found for key, found in alike.items() if len(found) > 1}


def remarks(twins: Twins, told: Told) -> Mapping[Hashable, str]:
    """The remark on each group of twins; empty if the cells of a column already tell all of them apart."""
    return {key: _difference(found, told) for key, found in twins.items()}


def built_on(twins: Twins, catalog: Catalog) -> Told:
    """The cells of a column that tells twins apart; empty if nothing known does."""
    cells: dict[tuple[str, str | None], Cell] = {}
    for found in twins.values():
        if all(spec.dependencies is not None and spec.hash for spec in found):
            cells |= zip(map(_PLACE, found), differences(found, catalog), strict=True)
    return cells if any(cells.values()) else {}


def _difference(twins: Sequence[Spec], told: Told) -> str:
    """The remark that twins differ in their dependencies, with the names of these if they are known.

    It is empty if their dependencies are known to be the same, since it is then unknown what differs.
    """
    count = len(twins)
    if told and len({told.get(_PLACE(spec), ()) for spec in twins}) == count:
        return ""
    known = [frozenset(spec.dependencies) for spec in twins if spec.dependencies is not None]
    if len(known) == count:
        differ = frozenset[Dependency]().union(*known) - known[0].intersection(*known[1:])
        if differ and not told:
            names = sorted({each.name for each in differ}, key=natural_key)
            # Only a few, since each row repeats them: the page must not outgrow the data.
            shown = names[:_MOST_NAMES]
            if rest := len(names) - len(shown):
                shown.append(_("{n} more").format(n=rest))
            text = _("{n} builds that differ only in their dependencies: {names}")
            return text.format(n=count, names=", ".join(shown))
        if not differ and all(each.hash for each in known[0]):
            return ""
    return _("{n} builds that differ only in their dependencies").format(n=count)
