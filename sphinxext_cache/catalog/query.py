"""Queries: conditions on a spec and on its dependencies.

They mean what they mean in Spack (see "Spec Syntax" in its documentation, and ``lib/spack/spack/spec.py``), with one
exception: a spec never meets a condition on something that it lacks or does not state. `query_text` parses queries.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.conditions import NO_COMPILER, TargetRange, VariantTerm, fits, fits_package, is_compiler
from sphinxext_cache.catalog.graph import Graph
from sphinxext_cache.catalog.spack.compilers import LANGUAGES
from sphinxext_cache.catalog.spack.syntax import BARE_VALUE
from sphinxext_cache.catalog.spack.variants import quote

if TYPE_CHECKING:
    from sphinxext_cache.catalog.model import Dependency, Spec
    from sphinxext_cache.catalog.spack.versions import VersionList

__all__ = ["DependencyTerm", "Query", "TargetRange", "VariantTerm"]

_NOTHING_KNOWN: Final = Graph()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Conditions, all of which a spec must meet; every spec meets one that is empty or None.

    Attributes:
        name: The name of the package, in which ``*`` matches any characters.
        versions: The versions, any of which matches.
        variants: The variants, by name.
        namespaces: The namespaces, any of which matches.
        platforms: The platforms, any of which matches.
        oses: The operating systems, any of which matches.
        targets: The targets, any of which matches.
        stacks: The stacks, any of which matches; ``*`` matches any characters, as in all names.
        tags: The tags, any of which matches.
        external: Whether it is an external package; a spec is not one unless its source says so.
        explicit: Whether it was installed explicitly.
        hash: The beginning of the hash.
        dependencies: What it must depend on; this includes compilers, even if its dependencies are not known.
    """

    name: str | None = None
    versions: VersionList | None = None
    variants: tuple[VariantTerm, ...] = ()
    namespaces: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    oses: tuple[str, ...] = ()
    targets: tuple[TargetRange, ...] = ()
    stacks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    external: bool | None = None
    explicit: bool | None = None
    hash: str | None = None
    dependencies: tuple[DependencyTerm, ...] = ()

    def matches(self, spec: Spec, graph: Graph | None = None) -> bool:
        """Tell whether a spec meets all conditions.

        Args:
            spec: The spec.
            graph: The dependency graph of its tag, for conditions on dependencies; None if it is not known.
        """
        return (
            (self.name is None or fits(self.name, spec.package))
            and (self.hash is None or (spec.hash is not None and spec.hash.startswith(self.hash)))
            and _any_fits(self.tags, (spec.tag,))
            and _any_fits(self.stacks, spec.stacks)
            and _any_fits(self.platforms, (spec.platform,))
            and _any_fits(self.oses, (spec.os,))
            and (not self.targets or any(term.accepts(spec.target) for term in self.targets))
            and (self.versions is None or spec.version in self.versions)
            and (not self.variants or all(term.accepts(spec.variants) for term in self.variants))
            and (not self.namespaces or (spec.namespace is not None and _any_fits(self.namespaces, (spec.namespace,))))
            and (self.external is None or self.external == bool(spec.installation and spec.installation.external))
            and (self.explicit is None or (spec.installation and spec.installation.explicit) is self.explicit)
            and (not self.dependencies or _is_built_on(spec, self.dependencies, graph or _NOTHING_KNOWN))
        )

    def __str__(self) -> str:
        lead = f"{self.name or ''}{f'@{self.versions}' if self.versions else ''}"
        return " ".join(filter(None, [lead, *_conditions(self)]))


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyTerm:
    """A condition on the dependencies of a spec.

    Attributes:
        name: The name of the package, in which ``*`` matches any characters; a compiler may have either of its names,
            and the name of a virtual matches its providers. None: any package.
        query: The other conditions on it, without a package name.
        virtuals: The virtuals that it must provide to the spec that depends on it, all of them.
        is_direct: Whether the spec must depend on it directly (``%``), not just indirectly (``^``).
    """

    name: str | None = None
    query: Query = Query()
    virtuals: tuple[str, ...] = ()
    is_direct: bool = False

    @property
    def asks_versions_only(self) -> bool:
        """Whether versions are the only other condition, as for a compiler that is just a name."""
        asked = self.query
        names = asked.namespaces or asked.platforms or asked.oses or asked.targets or asked.stacks or asked.tags
        truth = asked.external is None and asked.explicit is None and asked.hash is None
        return truth and not (names or asked.variants or asked.dependencies)

    def is_direct_of(self, spec: Spec, graph: Graph) -> bool:
        """Tell whether a spec depends directly on a match, or names it as its compiler."""
        if self._is_compiler_of(spec):
            return True
        return any(self.is_met(edge, other, graph) for edge, other in graph.dependencies(spec) or ())

    def is_below(self, spec: Spec, graph: Graph) -> bool:
        """Tell whether a spec that is not in the graph depends, directly or not, on a match."""
        above = graph.built_on((self,))
        found = graph.dependencies(spec) or ()
        return any(edge.hash in above or self.is_met(edge, other, graph) for edge, other in found)

    def is_met(self, edge: Dependency, spec: Spec | None, graph: Graph) -> bool:
        """Tell whether a dependency meets the condition.

        Args:
            edge: The edge to the dependency.
            spec: The dependency, if it is known.
            graph: The dependency graph of its tag.
        """
        if self.virtuals and not set(self.virtuals).issubset(edge.virtuals):
            return False
        if self.name is not None and not (fits_package(self.name, edge.name) or self._is_provided(edge, spec)):
            return False
        if spec is not None:
            return self.query.matches(spec, graph)
        asked = self.query.hash  # of a missing spec, only the name and the hash are known
        return self.query == Query(hash=asked) and (asked is None or (edge.hash or "").startswith(asked))

    def _is_provided(self, edge: Dependency, spec: Spec | None) -> bool:
        """Whether the name is that of a virtual that it provides; the version of a virtual is not known."""
        if self.virtuals or self.query.versions is not None:
            return False
        provides = spec and spec.installation and spec.installation.provides
        return self.name in edge.virtuals or self.name in (provides or ())

    def _is_compiler_of(self, spec: Spec) -> bool:
        """Whether it is the compiler that a spec names, which need not be one of its known dependencies."""
        if self.name is None or not is_compiler(spec.compiler, self.name, self.query.versions):
            return False
        if not self.asks_versions_only:
            return False
        if not self.virtuals:
            return True
        # The dependencies may tell which compiler is for which language.
        said = {each for edge in spec.dependencies or () for each in edge.virtuals}
        return LANGUAGES.issuperset(self.virtuals) and said.isdisjoint(LANGUAGES) and self.name != NO_COMPILER

    def __str__(self) -> str:
        sign = "%" if self.is_direct else "^"
        virtuals = f"{','.join(self.virtuals)}=" if self.virtuals else ""
        if self.name is None and self.query.hash:
            return f"{sign}/{self.query.hash} {replace(self.query, hash=None)}".rstrip()
        return f"{sign}{virtuals}{replace(self.query, name=self.name)}"


def _is_built_on(spec: Spec, terms: tuple[DependencyTerm, ...], graph: Graph) -> bool:
    """Whether a spec meets all conditions on dependencies. Those on direct ones are fast, so they come first."""
    reaches_below = False
    for term in terms:
        if not term.is_direct:
            reaches_below = True
        elif not term.is_direct_of(spec, graph):
            return False
    if not reaches_below:
        return True
    if graph.knows(spec):
        return spec.hash in graph.built_on(terms)
    return all(term.is_direct or term.is_below(spec, graph) for term in terms)


def _conditions(query: Query) -> list[str]:
    """The conditions of a query except for the name and the versions, in the order in which they are written."""
    keys = {
        "namespace": query.namespaces,
        "platform": query.platforms,
        "os": query.oses,
        "target": tuple(map(str, query.targets)),
        "stack": query.stacks,
        "tag": query.tags,
    }
    flags = {"external": query.external, "explicit": query.explicit}
    return [
        *map(str, query.variants),
        *(f"{key}={_write_names(names)}" for key, names in keys.items() if names),
        *(f"{key}={str(value).lower()}" for key, value in flags.items() if value is not None),
        *([f"/{query.hash}"] if query.hash else []),
        *map(str, query.dependencies),
    ]


def _write_names(names: tuple[str, ...]) -> str:
    text = ",".join(names)
    return text if BARE_VALUE.fullmatch(text) and not text.startswith("=") else quote(text)


def _any_fits(patterns: tuple[str, ...], names: tuple[str, ...]) -> bool:
    return not patterns or any(fits(pattern, name) for pattern in patterns for name in names)
