"""Who depends on whom within a tag, as far as that is known."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from sphinxext_cache.catalog.model import Dependency, Package, Spec


USED: Final = ("link", "run")
"""The types of dependencies that matter once a spec is built; Spack's own lists of what is installed show these."""


@lru_cache(maxsize=1 << 8)
def is_used(types: tuple[str, ...]) -> bool:
    """Whether a dependency of some types matters once a spec is built, as one of unknown type may."""
    return not types or not set(USED).isdisjoint(types)


class Graph:
    """The dependencies of some specs, which are looked up when they are first asked for.

    Args:
        packages: All packages of a tag; of specs with one hash the first counts, but one that is shown before one that
            is pulled in.

    Attributes:
        packages: All packages of the tag, those among them of which nothing is shown.
    """

    def __init__(self, packages: Collection[Package] = ()) -> None:
        self.packages = packages

    @cached_property
    def is_known(self) -> bool:
        """Whether it is known of any spec on what it depends."""
        return any(
            spec.dependencies is not None for package in self._packages for spec in (*package.specs, *package.pulled_in)
        )

    def pulled_in(self) -> Iterator[Spec]:
        """The specs that are not shown, in the order in which they were given."""
        return (spec for package in self._packages for spec in package.pulled_in)

    def find(self, hash_: str) -> Spec | None:
        """The spec with a hash, be it shown or not; None if there is none."""
        return self._by_hash.get(hash_)

    def dependencies(self, spec: Spec) -> tuple[tuple[Dependency, Spec | None], ...] | None:
        """What a spec depends on directly, each with its spec, or None where that is not there; None if unknown."""
        if spec.dependencies is None:
            return None
        return tuple((each, self.spec(each.hash)) for each in spec.dependencies)

    def spec(self, hash_: str | None) -> Spec | None:
        """The spec that has a hash, be it shown or not; None if there is none, or if the hash is unknown."""
        return self._by_hash.get(hash_ or "")

    def dependents(self, spec: Spec) -> tuple[Spec, ...]:
        """The specs that depend directly on one, in the order in which they were given."""
        return self._dependents.get(spec.hash or "", ())

    def users(self, spec: Spec) -> Sequence[Spec]:
        """The specs that need one to run, or are linked to it, in the order in which they were given."""
        return self._users.get(spec.hash or "", ())

    @cached_property
    def _users(self) -> Mapping[str, Sequence[Spec]]:
        found: dict[str, list[Spec]] = {}
        for spec in self._by_hash.values():
            for hash_ in {each.hash for each in spec.dependencies or () if is_used(each.types)}:
                if hash_:
                    found.setdefault(hash_, []).append(spec)
        return found

    @cached_property
    def _by_hash(self) -> Mapping[str, Spec]:
        found: dict[str, Spec] = {}
        for known in ("specs", "pulled_in"):
            for package in self.packages:
                for spec in getattr(package, known):
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
