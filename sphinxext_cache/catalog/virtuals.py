"""What provides an interface, such as ``mpi``, to a spec, directly or by way of what it is built on."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog.names import natural_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from sphinxext_cache.catalog.graph import Graph
    from sphinxext_cache.catalog.model import Dependency, Spec

_LANGUAGES: Final = frozenset({"c", "cxx", "fortran"})
"""What a compiler provides to the specs that it builds, and not to those that are built on them."""
_PASSED_ON: Final = frozenset({"link", "run"})
"""The types of edges through which a spec uses what another one is built on."""


class Provider(NamedTuple):
    """A package that provides something.

    Attributes:
        package: Its name.
        version: Its version; empty if its spec is not there.
        hash: The DAG hash of its spec; empty if unknown.
    """

    package: str
    version: str
    hash: str

    def __str__(self) -> str:
        return f"{self.package}@{self.version}" if self.version else self.package


class Virtuals:
    """The interfaces that the dependencies of some specs provide, which are looked up when they are first asked for.

    Args:
        graphs: Who depends on whom, by tag.
    """

    def __init__(self, graphs: Mapping[str, Graph]) -> None:
        self._graphs = graphs
        self._provided: dict[tuple[str, str], Mapping[str, Provider]] = {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The interfaces that some spec of any tag is given, in natural order."""
        found = {virtual for graph in self._graphs.values() for virtual in graph.virtuals}
        return tuple(sorted(found, key=natural_key))

    def provider(self, spec: Spec, virtual: str) -> Provider | None:
        """What provides an interface to a spec: the nearest of what it is built on; None if nothing is known to.

        A compiler provides to the specs that it builds alone. What is needed to build a spec on which another one is
        built provides nothing to the latter.
        """
        place = spec.tag, virtual
        if place not in self._provided:
            self._provided[place] = self._provide(self._graphs[spec.tag], virtual)
        return self._provided[place].get(spec.hash or "")

    def shows(self, tag: str, package: str) -> bool:
        """Whether a package is shown in a tag, rather than one that others are built on."""
        return package in self._graphs[tag].shown

    @staticmethod
    def _provide(graph: Graph, virtual: str) -> Mapping[str, Provider]:
        """What provides an interface, by the hash of each spec to which something does: level by level."""
        level: dict[str, Provider] = {}
        users: defaultdict[str, list[str]] = defaultdict(list)
        for spec in graph.specs():
            if not spec.hash or not spec.dependencies:
                continue
            edges = graph.edges(spec)
            direct = next((edge for edge in edges if virtual in edge.virtuals), None)
            if direct is not None:
                level.setdefault(spec.hash, _provider(direct, graph))
            elif virtual not in _LANGUAGES:
                for edge in edges:
                    if edge.hash and (not edge.types or not _PASSED_ON.isdisjoint(edge.types)):
                        users[edge.hash].append(spec.hash)
        found: dict[str, Provider] = {}
        while level:
            found |= level
            level = _next_level(level, users, found)
        return found


def _provider(edge: Dependency, graph: Graph) -> Provider:
    spec = graph.spec(edge.hash or "")
    return Provider(edge.name, str(spec.version) if spec else "", edge.hash or "")


def _next_level(
    level: Mapping[str, Provider], users: Mapping[str, Iterable[str]], found: AbstractSet[str] | Mapping[str, Provider]
) -> dict[str, Provider]:
    """Those to whom those of a level pass on what they are given; of several, what comes first by name."""
    above: dict[str, Provider] = {}
    for hash_, provider in level.items():
        for user in users.get(hash_, ()):
            if user not in found:
                above[user] = min(above.get(user, provider), provider)
    return above
