"""Parses the text of a query. `syntax` has the syntax, and `query` the meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sphinxext_cache.catalog.conditions import NO_COMPILER, TargetRange, VariantTerm
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.query import DependencyTerm, Query
from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.catalog.spack.compilers import COMPILERS
from sphinxext_cache.catalog.spack.nodes import NodeTerms, split_nodes
from sphinxext_cache.catalog.spack.scanner import QuerySyntaxError
from sphinxext_cache.catalog.spack.syntax import Kind, Term, only, read_keys, read_terms, variant_text
from sphinxext_cache.catalog.spack.variants import parse_variant
from sphinxext_cache.catalog.spack.versions import VersionList, VersionSyntaxError, parse_versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SECOND_NAME: Final = "a second package name; write a dependency as ^name, and a variant as +name, ~name or name=value"
_FIELDS: Final = {
    "namespace": "namespaces",
    "os": "oses",
    "platform": "platforms",
    "stack": "stacks",
    "tag": "tags",
    "target": "targets",
}
"""By the names of keys, what a `Query` has of each."""
_TRUTH: Final = {"true": True, "false": False}


def parse_query(text: str) -> Query:
    """Read a query.

    Args:
        text: A spec as one would write it for Spack, such as ``hdf5@1.14: %gcc +mpi ^openmpi@5: target=:zen4``, with
            ``stack=``, ``tag=``, ``external=`` and ``explicit=`` besides. Empty text is the query that every spec
            matches. A variant that bears the name of a key (``stack``, ``tag``, ``os``, ...) is asked for with ``:=``.

    Raises:
        QuerySyntaxError: If the text is no query.
    """
    return _read_node(text, split_nodes(read_terms(text), COMPILERS.__contains__))


def _read_node(text: str, node: NodeTerms) -> Query:
    """Read a node; that of a dependency without its name."""
    terms = node.terms
    versions = only(text, terms, Kind.VERSIONS, "a second '@'; write several versions as @1.2,1.4:")
    name = only(text, terms, Kind.NAME, _SECOND_NAME)
    found_hash = only(text, terms, Kind.HASH, "a second hash")
    known = _read_keys(text, terms)
    if name is not None:
        namespace, _, bare = name.text.rpartition(".")
        if node.lead is None:
            known["name"] = bare
        if namespace and "namespaces" in known:
            raise QuerySyntaxError("a namespace both before the name and after 'namespace='", text, name.column)
        if namespace:
            known["namespaces"] = (namespace,)
    if versions is not None:
        known["versions"] = _read_versions(text, versions)
    if found_hash is not None:
        known["hash"] = found_hash.text
    if node.dependencies:
        known["dependencies"] = _read_dependencies(text, node.dependencies)
    return Query(variants=_read_variants(text, terms), **known)


def _read_keys(text: str, terms: Sequence[Term]) -> dict[str, Any]:
    """Read what keys say, by the names of what `Query` has of it."""
    known: dict[str, Any] = {}
    for key, values in read_keys(text, terms).items():
        if key in {"external", "explicit"}:
            known[key] = _read_truth(text, terms, key, values)
        else:
            known[_FIELDS[key]] = _read_targets(text, terms, values) if key == "target" else _names(values)
    return known


def _read_dependencies(text: str, nodes: Sequence[NodeTerms]) -> tuple[DependencyTerm, ...]:
    """Read the conditions on dependencies, each once; direct ones come first."""
    found = dict.fromkeys(_read_dependency(text, node, node.lead) for node in nodes if node.lead)
    if len(found) == 1:
        return tuple(found)
    return tuple(sorted(found, key=lambda each: (not each.is_direct, str(each))))


def _read_dependency(text: str, node: NodeTerms, lead: Term) -> DependencyTerm:
    query = _read_node(text, node)
    name = node.terms[0].text.rpartition(".")[2] if node.terms[0].kind is Kind.NAME else None
    is_direct = lead.operator == "%"
    if is_direct and name == NO_COMPILER and query.versions:
        column = next(each.column for each in node.terms if each.kind is Kind.VERSIONS)
        raise QuerySyntaxError("'%none' means no compiler, so it has no version", text, column)
    return DependencyTerm(name=name, query=query, virtuals=_names(lead.text.split(",")), is_direct=is_direct)


def _read_versions(text: str, term: Term) -> VersionList:
    try:
        return parse_versions(term.text)
    except VersionSyntaxError as error:
        raise QuerySyntaxError(error.message, text, term.text_column + error.offset) from None


def _read_truth(text: str, terms: Iterable[Term], key: str, values: tuple[str, ...]) -> bool:
    truth = _TRUTH.get(",".join(values).lower())
    if truth is None:
        column = next(term.text_column for term in terms if term.name == key)
        message = f"expected {key}=true or {key}=false; write a variant of that name as {key}:=..."
        raise QuerySyntaxError(message, text, column)
    return truth


def _read_variants(text: str, terms: Iterable[Term]) -> tuple[VariantTerm, ...]:
    found: dict[str, VariantTerm] = {}
    for term in terms:
        if term.kind is not Kind.VARIANT:
            continue
        asked = _read_variant(text, term)
        if asked.name in found:
            verb = "repeats" if asked == found[asked.name] else "contradicts"
            message = f"'{shorten(str(asked))}' {verb} '{shorten(str(found[asked.name]))}'"
            raise QuerySyntaxError(message, text, term.column)
        found[asked.name] = asked
    return tuple([found[name] for name in sorted(found)]) if found else ()


def _read_variant(text: str, term: Term) -> VariantTerm:
    if term.text == "*":
        if term.operator == ":=":
            raise QuerySyntaxError("':=' needs specific values; to match any value, use =", text, term.text_column)
        return VariantTerm(term.name, None)
    variant = parse_variant(variant_text(term))
    return VariantTerm(variant.name, variant.value, exact=variant.exact)


def _read_targets(text: str, terms: Iterable[Term], names: tuple[str, ...]) -> tuple[TargetRange, ...]:
    found: set[TargetRange] = set()
    for name in names:
        low, colon, high = name.partition(":")
        if ":" in high:
            column = next(term.text_column for term in terms if term.name in {"target", "arch"})
            raise QuerySyntaxError(f"'{shorten(name)}' is neither a target nor a range a:b of targets", text, column)
        found.add(TargetRange(low or None, (high or None) if colon else low))
    return tuple(sorted(found, key=lambda each: (targets.key(each.low or each.high or ""), str(each))))


def _names(names: Iterable[str]) -> tuple[str, ...]:
    """Sort names, without those that the syntax cannot express."""
    return tuple(sorted({name for name in names if name and "," not in name}))
