"""Queries: conditions that a spec meets or not, on itself and on what it is built on.

What they mean is as in Spack (its documentation, "Spec Syntax", and ``lib/spack/spack/spec.py``), but that a spec that
lacks a variant never meets a condition on it, nor one that does not say what is asked. Reading the text of a query is
the work of `query_text`.
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
    """Conditions, all of which a spec must meet; one that is empty or None is met by every spec.

    Attributes:
        name: The name of the package, in which ``*`` matches any characters.
        versions: The versions, any of which will do.
        variants: The variants, by name.
        namespaces: The namespaces, any of which will do.
        platforms: The platforms, any of which will do.
        oses: The operating systems, any of which will do.
        targets: The targets, any of which will do.
        stacks: The stacks, any of which will do; ``*`` matches any characters, as it does in all names.
        tags: The tags, any of which will do.
        external: Whether it was there without Spack; what does not say so was not.
        explicit: Whether somebody asked for it.
        hash: The beginning of the hash.
        dependencies: What it must be built on; compilers among it, whatever it knows of its dependencies.
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
            graph: Who depends on whom in its tag, for conditions on dependencies; None if that is not known.
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
    """A condition on what a spec is built on.

    Attributes:
        name: The name of the package, in which ``*`` matches any characters; that of a compiler may be either of its
            names, and that of a virtual is met by whoever provides it. None: any package.
        query: What else is asked of it; it names no package.
        virtuals: The virtuals that it must provide there where it is needed, all of them.
        is_direct: Whether the spec itself must depend on it, as ``%`` says; else anything below it may, too.
    """

    name: str | None = None
    query: Query = Query()
    virtuals: tuple[str, ...] = ()
    is_direct: bool = False

    @property
    def asks_versions_only(self) -> bool:
        """Whether nothing else is asked of it, as of a compiler that is no more than a name."""
        asked = self.query
        names = asked.namespaces or asked.platforms or asked.oses or asked.targets or asked.stacks or asked.tags
        truth = asked.external is None and asked.explicit is None and asked.hash is None
        return truth and not (names or asked.variants or asked.dependencies)

    def is_direct_of(self, spec: Spec, graph: Graph) -> bool:
        """Tell whether a spec itself depends on such a thing, or names it as its compiler."""
        if self._is_compiler_of(spec):
            return True
        return any(self.is_met(edge, other, graph) for edge, other in graph.dependencies(spec) or ())

    def is_below(self, spec: Spec, graph: Graph) -> bool:
        """Tell whether a spec that the graph does not know itself depends, directly or not, on such a thing."""
        above = graph.built_on((self,))
        found = graph.dependencies(spec) or ()
        return any(edge.hash in above or self.is_met(edge, other, graph) for edge, other in found)

    def is_met(self, edge: Dependency, spec: Spec | None, graph: Graph) -> bool:
        """Tell whether a dependency will do.

        Args:
            edge: It, as the spec that depends on it knows it.
            spec: It, if it is known itself.
            graph: Who depends on whom in its tag.
        """
        if self.virtuals and not set(self.virtuals).issubset(edge.virtuals):
            return False
        if self.name is not None and not (fits_package(self.name, edge.name) or self._is_provided(edge, spec)):
            return False
        if spec is not None:
            return self.query.matches(spec, graph)
        asked = self.query.hash  # of what is not there no more is known than its name and its hash
        return self.query == Query(hash=asked) and (asked is None or (edge.hash or "").startswith(asked))

    def _is_provided(self, edge: Dependency, spec: Spec | None) -> bool:
        """Whether the name is that of a virtual, and there it is; nobody says which version of it that is."""
        if self.virtuals or self.query.versions is not None:
            return False
        provides = spec and spec.installation and spec.installation.provides
        return self.name in edge.virtuals or self.name in (provides or ())

    def _is_compiler_of(self, spec: Spec) -> bool:
        """Whether it is the compiler that a spec names; that may be all that is known, and need not be a dependency."""
        if self.name is None or not is_compiler(spec.compiler, self.name, self.query.versions):
            return False
        if not self.asks_versions_only:
            return False
        if not self.virtuals:
            return True
        # Which compiler is for which language may be known better.
        said = {each for edge in spec.dependencies or () for each in edge.virtuals}
        return LANGUAGES.issuperset(self.virtuals) and said.isdisjoint(LANGUAGES) and self.name != NO_COMPILER

    def __str__(self) -> str:
        sign = "%" if self.is_direct else "^"
        virtuals = f"{','.join(self.virtuals)}=" if self.virtuals else ""
        if self.name is None and self.query.hash:
            return f"{sign}/{self.query.hash} {replace(self.query, hash=None)}".rstrip()
        return f"{sign}{virtuals}{replace(self.query, name=self.name)}"


def _is_built_on(spec: Spec, terms: tuple[DependencyTerm, ...], graph: Graph) -> bool:
    """Whether a spec meets all conditions on dependencies; those on direct ones are quick to decide."""
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
    """The conditions of a query but those on name and versions, in the order in which they are written."""
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
