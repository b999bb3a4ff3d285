"""The specs of a tag as its pages need them: by stack, by target, and summarized in tables."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from sphinxext_cache.tables import ladder, packages_by_target, stacks_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinxext_cache.catalog import Catalog, Package, Spec
    from sphinxext_cache.tables import Table


class SpecsOfTag:
    """The specs of a tag, all and by group.

    Args:
        tag: The tag.
        packages: Its packages.
    """

    def __init__(self, tag: str, packages: Iterable[Package]) -> None:
        self._tag = tag
        self.all = [spec for package in packages for spec in package.specs]

    @cached_property
    def by_stack(self) -> Mapping[str, list[Spec]]:
        """The specs that each stack built."""
        found: defaultdict[str, list[Spec]] = defaultdict(list)
        for spec in self.all:
            for stack in spec.stacks:
                found[stack].append(spec)
        return found

    @cached_property
    def _built_for(self) -> Mapping[str, frozenset[str]]:
        """The names of the packages built for each target."""
        return packages_by_target(self.all)

    @cached_property
    def by_target(self) -> Mapping[str, list[Spec]]:
        """The specs that were built for each target."""
        found: defaultdict[str, list[Spec]] = defaultdict(list)
        for spec in self.all:
            found[spec.target].append(spec)
        return found

    def ladder(self, catalog: Catalog, around: str = "") -> Table | str:
        """The number of packages that run on each target; `around` limits it to targets compatible with that one."""
        return _compared(ladder(self._built_for, catalog, self._tag, around))

    def overlap(self, catalog: Catalog) -> Table | str:
        """What the stacks have in common."""
        return _compared(stacks_table(self.all, catalog))


def _compared(table: Table) -> Table | str:
    """The table; empty if there are not at least two rows to compare."""
    return table if table.height > 1 else ""
