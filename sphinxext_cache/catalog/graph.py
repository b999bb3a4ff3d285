"""The dependency graph of a tag, as far as it is known."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, Protocol

from sphinxext_cache.catalog.providers import Providers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from sphinxext_cache.catalog.model import Dependency, Package, Spec

_MOST_ANSWERS: Final = 32
"""The number of queries whose results are cached."""


class EdgeCondition(Protocol):
    """A condition on a dependency."""

    @property
    def is_direct(self) -> bool:
        """Whether only direct dependencies can meet it."""

    def is_met(self, edge: Dependency, spec: Spec | None, graph: Graph) -> bool:
        """Tell whether a dependency meets it: by the edge that leads to it, and by the spec itself, if it is known."""


USED: Final = ("link", "run")
"""The types of dependencies that matter after a build; Spack's lists of installed specs show these."""


@lru_cache(maxsize=1 << 8)
def is_used(types: tuple[str, ...]) -> bool:
    """Whether a dependency of some types matters after a build; one of unknown type may."""
    return not types or not set(USED).isdisjoint(types)


class Graph:
    """The dependencies of the specs of a tag, indexed when they are first needed.

    Args:
        packages: All packages of a tag. Of specs with the same hash, the first shown one is used, else the first.
        providers: Adds the interfaces that dependencies provide, where the edges do not state them.

    Attributes:
        packages: All packages of the tag, including those that are not shown.
    """

    def __init__(self, packages: Collection[Package] = (), providers: Providers | None = None) -> None:
        self.packages = packages
        self._complete = (providers or Providers()).complete
        self._answers: dict[int, tuple[Sequence[EdgeCondition], AbstractSet[str]]] = {}

    @cached_property
    def is_known(self) -> bool:
        """Whether the dependencies of any spec are known."""
        return any(spec.dependencies is not None for spec in self.specs())

    @property
    def digests(self) -> tuple[str, ...]:
        """The digests of the packages with pulled-in specs; those of all others are known anyway."""
        return tuple(package.digest for package in self.packages if package.pulled_in)

    def specs(self) -> Iterator[Spec]:
        """All specs: those that are shown, then those that are pulled in."""
        for package in self.packages:
            yield from package.specs
        yield from self.pulled_in()

    def pulled_in(self) -> Iterator[Spec]:
        """The specs that are not shown, in the order in which they were given."""
        return (spec for package in self.packages for spec in package.pulled_in)

    def knows(self, spec: Spec) -> bool:
        """Tell whether a spec is in the graph, by its hash."""
        return spec.hash in self._by_hash

    @cached_property
    def shown(self) -> frozenset[str]:
        """The names of the packages that are shown."""
        return frozenset(package.name for package in self.packages if package.is_shown)

    def dependencies(self, spec: Spec) -> tuple[tuple[Dependency, Spec | None], ...] | None:
        """The direct dependencies of a spec, each with its spec (None if that is missing); None if they are unknown."""
        if spec.dependencies is None:
            return None
        return tuple((each, self.spec(each.hash)) for each in self.edges(spec))

    def edges(self, spec: Spec) -> tuple[Dependency, ...]:
        """The edges to the direct dependencies of a spec, with the virtuals that these provide; none if unknown."""
        return self._complete(spec.dependencies) if spec.dependencies else ()

    def spec(self, hash_: str | None) -> Spec | None:
        """The spec with a hash, shown or not; None if there is none or the hash is None."""
        return self._by_hash.get(hash_ or "")

    def dependents(self, spec: Spec) -> tuple[Spec, ...]:
        """The specs that directly depend on a spec, in the order in which they were given."""
        return self._dependents.get(spec.hash or "", ())

    def users(self, spec: Spec) -> Sequence[Spec]:
        """The specs that need a spec to run, or are linked to it, in the order in which they were given."""
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
    def needed(self) -> AbstractSet[str]:
        """The names of the packages that anything depends on."""
        return {edge.name for spec in self._by_hash.values() for edge in spec.dependencies or ()}

    @cached_property
    def virtuals(self) -> AbstractSet[str]:
        """The virtuals that anything depends on."""
        edges = (edge for spec in self._by_hash.values() for edge in self.edges(spec))
        return {virtual for virtuals in {edge.virtuals for edge in edges} for virtual in virtuals}

    def built_on(self, conditions: Sequence[EdgeCondition]) -> AbstractSet[str]:
        """The hashes of all specs that depend, directly or not, on a match of each condition.

        This visits all edges, once for each condition; the results of the last queries are cached.

        Args:
            conditions: The conditions. Those on direct dependencies are ignored; at least one must not be.
        """
        # A query passes the same object for each spec; hashing it would be slow.
        answer = self._answers.get(id(conditions))
        if answer is not None and answer[0] is conditions:
            return answer[1]
        found = next((known for others, known in self._answers.values() if others == conditions), None)
        if found is None:
            met = (self._above(self._needing(each)) for each in conditions if not each.is_direct)
            found = next(met).intersection(*met)
        if len(self._answers) >= _MOST_ANSWERS:
            self._answers.clear()
        self._answers[id(conditions)] = conditions, found
        return found

    def _needing(self, condition: EdgeCondition) -> set[str]:
        """The hashes of the specs with a direct dependency that meets a condition."""
        tested: dict[Dependency, bool] = {}
        found: set[str] = set()
        for hash_, spec in self._by_hash.items():
            for edge in self.edges(spec):
                is_met = tested.get(edge)
                if is_met is None:
                    is_met = tested[edge] = condition.is_met(edge, self._by_hash.get(edge.hash or ""), self)
                if is_met:
                    found.add(hash_)
                    break
        return found

    def _above(self, hashes: set[str]) -> set[str]:
        """Some hashes, and those of all specs that depend on them; cycles do no harm."""
        found = set(hashes)
        left = list(hashes)
        while left:
            above = [spec.hash for spec in self._dependents.get(left.pop(), ()) if spec.hash]
            new = [hash_ for hash_ in above if hash_ not in found]
            found.update(new)
            left += new
        return found

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
