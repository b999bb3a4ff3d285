"""One tag of a catalog, with what is asked of it, and the order of its specs."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.names import natural_key, none_last
from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.catalog.spack.version_order import order_of
from sphinxext_cache.catalog.tag_order import Descending
from sphinxext_cache.catalog.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxext_cache.catalog.graph import Graph
    from sphinxext_cache.catalog.model import Package, Spec

_BEYOND: Final = "~"  # sorts behind every character of a hash


def spec_key(spec: Spec) -> tuple[object, ...]:
    """Sort specs by package, version from new to old, target, compiler (none comes last), os and hash."""
    return (
        natural_key(spec.package),
        Descending(spec.version),
        targets.key(spec.target),
        none_last(spec.compiler),
        spec.os,
        spec.variants,
        spec.hash or "",
    )


def in_order(specs: Iterable[Spec]) -> tuple[Spec, ...]:
    """Specs of one package in the order of `spec_key`, by two stable sorts of keys that compare fast."""
    found = sorted(
        specs,
        key=lambda spec: (
            targets.key(spec.target),
            none_last(spec.compiler),
            spec.os,
            spec.variants,
            spec.hash or "",
        ),
    )
    found.sort(key=lambda spec: order_of(spec.version.text), reverse=True)
    return tuple(found)


class TagIndex:
    """One tag, with what is asked of it; the answers are made when they are first wanted.

    Args:
        packages: The packages that are shown, by name.
        graph: Who depends on whom.
    """

    def __init__(self, packages: dict[str, Package], graph: Graph) -> None:
        self.graph = graph
        self.packages = {name: packages[name] for name in sorted(packages, key=natural_key)}
        self._sorted: dict[str, tuple[Spec, ...]] = {}

    def specs(self, package: str) -> tuple[Spec, ...]:
        """The specs of a package in the order of `spec_key`; none if there is no such package."""
        found = self._sorted.get(package)
        if found is None:
            known = self.packages.get(package)
            found = self._sorted[package] = in_order(known.specs) if known else ()
        return found

    @cached_property
    def stacks(self) -> tuple[str, ...]:
        """All stacks, in natural order."""
        tuples = {spec.stacks for package in self.packages.values() for spec in package.specs}
        return tuple(sorted({name for names in tuples for name in names}, key=natural_key))

    @cached_property
    def targets(self) -> tuple[str, ...]:
        """All targets, in the order of archspec."""
        names = {spec.target for package in self.packages.values() for spec in package.specs}
        return tuple(sorted(names, key=targets.key))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The names that the specs know."""
        return Vocabulary.of(spec for package in self.packages.values() for spec in package.specs)

    @cached_property
    def _by_hash(self) -> tuple[Spec, ...]:
        specs = [spec for package in self.packages.values() for spec in package.specs if spec.hash]
        specs.sort(key=lambda spec: spec.hash or "")  # those of one hash stay in the order of packages
        return tuple(specs)

    @cached_property
    def _hashes(self) -> list[str]:
        return [spec.hash or "" for spec in self._by_hash]

    def find(self, prefix: str) -> tuple[Spec, ...]:
        """The specs whose hash begins with a prefix, by hash."""
        first = bisect_left(self._hashes, prefix)
        return self._by_hash[first : bisect_left(self._hashes, prefix + _BEYOND, lo=first)]
