"""Which names that a query asks of dependencies nobody knows, and whether dependencies are known at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sphinxext_cache.catalog.conditions import fits_package
from sphinxext_cache.catalog.names import natural_key, shorten
from sphinxext_cache.catalog.nearest import did_you_mean, there_are
from sphinxext_cache.catalog.spack.compilers import COMPILERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinxext_cache.catalog.index import Catalog
    from sphinxext_cache.catalog.query import DependencyTerm, Query


def asks_compiler(term: DependencyTerm) -> bool:
    """Tell whether a condition may be one on a compiler, and so be met where dependencies are not known."""
    return term.is_direct and term.name is not None and term.asks_versions_only


def all_terms(query: Query) -> tuple[DependencyTerm, ...]:
    """The conditions on dependencies, and on theirs."""
    return tuple(each for term in query.dependencies for each in (term, *term.query.dependencies))


def unknown_dependencies(query: Query, catalog: Catalog, tags: Sequence[str], where: str) -> Iterator[tuple[str, str]]:
    """Find the names in conditions on dependencies that nobody knows.

    Args:
        query: A query that matches nothing.
        catalog: Where it matches nothing.
        tags: The tags in which it was asked.
        where: What a message calls these.

    Returns:
        Of each the name, and what is to be said of it.
    """
    graphs = [catalog.graph(tag) for tag in tags]
    packages = {name for graph in graphs for name in graph.needed}
    virtuals = {name for graph in graphs for name in graph.virtuals}
    if not packages:
        return
    for term in all_terms(query):
        for virtual in term.virtuals:
            if virtual not in virtuals:
                yield virtual, f"no virtual {_quoted(virtual)} {where}{_hint(virtual, virtuals)}"
        if term.name is None or asks_compiler(term) or any(fits_package(term.name, each) for each in packages):
            continue
        if term.name not in virtuals:
            names = packages if term.virtuals else packages | virtuals
            hint = did_you_mean(term.name, sorted(names, key=natural_key))
            yield term.name, f"nothing {where} depends on a package {_quoted(term.name)}{hint}"
        elif term.query.versions:
            message = f"{_quoted(term.name)} is a virtual, so its version is not known"
            yield (
                term.name,
                f"{message}; ask for the version of a provider instead, as in ^{shorten(term.name)}=NAME@VERSION",
            )


def say_what_is_not_known(query: Query, catalog: Catalog, tag: str | None) -> str:
    """Say that dependencies are not known of what would match a query but for them; empty if they are, of some."""
    compilers = COMPILERS.union(*(catalog.vocabulary(each).compilers for each in catalog.tags))
    needing = tuple(term for term in query.dependencies if not (asks_compiler(term) and term.name in compilers))
    if not needing:
        return ""
    rest = tuple(term for term in query.dependencies if term not in needing)
    found = catalog.specs(replace(query, dependencies=rest), tag)
    if not found or any(spec.dependencies is not None for spec in found):
        return ""
    specs = "the spec" if len(found) == 1 else f"the {len(found)} specs"
    sign = "%" if needing[0].is_direct else "^"
    return (
        f"'{sign}' asks for dependencies, but those of {specs} that would match without {_quoted(str(needing[0]))} are "
        "not known: pages of the public cache do not list them; lockfiles, databases and indices do"
    )


def _hint(name: str, names: Iterable[str]) -> str:
    known = sorted(names, key=natural_key)
    return did_you_mean(name, known) or there_are(known)


def _quoted(name: str) -> str:
    return f"'{shorten(name)}'"
