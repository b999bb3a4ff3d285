"""Who depends on whom within a tag, as far as that is known."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sphinxext_cache.catalog.model import Dependency, Package, Spec


class Graph:
    """The dependencies of some specs, which are looked up when they are first asked for.

    Args:
        packages: All packages of a tag; of specs with one hash the first counts, but one that is shown before one that
            is pulled in.
    """

    def __init__(self, packages: Collection[Package] = ()) -> None:
        self._packages = packages

    def specs(self) -> Iterator[Spec]:
        """All specs, those that are shown before those that are pulled in."""
        for known in ("specs", "pulled_in"):
            for package in self._packages:
                yield from getattr(package, known)

    @cached_property
    def shown(self) -> frozenset[str]:
        """The names of the packages that are shown."""
        return frozenset(package.name for package in self._packages if package.is_shown)

    def spec(self, hash_: str) -> Spec | None:
        """The spec of a hash, or None if it is not there."""
        return self._by_hash.get(hash_)

    def dependencies(self, spec: Spec) -> tuple[tuple[Dependency, Spec | None], ...] | None:
        """What a spec depends on directly, each with its spec, or None where that is not there; None if unknown."""
        if spec.dependencies is None:
            return None
        return tuple((each, self._by_hash.get(each.hash or "")) for each in spec.dependencies)

    def dependents(self, spec: Spec) -> tuple[Spec, ...]:
        """The specs that depend directly on one, in the order in which they were given."""
        return self._dependents.get(spec.hash or "", ())

    @cached_property
    def _by_hash(self) -> Mapping[str, Spec]:
        found: dict[str, Spec] = {}
        for spec in self.specs():
            found.setdefault(spec.hash or "", spec)
        found.pop("", None)
        return found

    @cached_property
    def _dependents(self) -> Mapping[str, tuple[Spec, ...]]:
        found: dict[str, dict[str, Spec]] = {}
        for spec in self._by_hash.values():
            for each in spec.dependencies or ():
                if each.hash and spec.hash:
                    found.setdefault(each.hash, {})[spec.hash] = spec
        return {on: tuple(specs.values()) for on, specs in found.items()}
