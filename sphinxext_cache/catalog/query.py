"""Queries: Spack's spec syntax, and stacks and tags besides, as conditions that a spec meets or not.

What they mean is as in Spack (its documentation, "Spec Syntax", and ``lib/spack/spack/spec.py``) but for two
things: a spec that lacks a variant never meets a condition on it, and variants that follow a compiler are
those of the package. Reading the text is the work of `syntax`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinxext_cache.catalog.conditions import (
    NO_COMPILER,
    CompilerTerm,
    TargetRange,
    VariantTerm,
    fits,
)
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.catalog.spack.scanner import QuerySyntaxError
from sphinxext_cache.catalog.spack.syntax import (
    BARE_VALUE,
    Kind,
    Term,
    only,
    read_keys,
    read_terms,
    variant_text,
)
from sphinxext_cache.catalog.spack.variants import (
    parse_variant,
    quote,
)
from sphinxext_cache.catalog.spack.versions import VersionList, VersionSyntaxError, parse_versions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxext_cache.catalog.graph import Graph
    from sphinxext_cache.catalog.model import Spec

__all__ = ["CompilerTerm", "Query", "QuerySyntaxError", "TargetRange", "VariantTerm", "parse_query"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Conditions, all of which a spec must meet; one that is empty or None is met by every spec.

    Attributes:
        name: The name of the package, in which ``*`` stands for any characters.
        versions: The versions, any of which will do.
        compiler: The compiler.
        variants: The variants, by name.
        platforms: The platforms, any of which will do.
        oses: The operating systems, any of which will do.
        targets: The targets, any of which will do.
        stacks: The stacks, any of which will do; ``*`` stands for any characters, as it does in all names.
        tags: The tags, any of which will do.
        hash: The beginning of the hash.
    """

    name: str | None = None
    versions: VersionList | None = None
    compiler: CompilerTerm | None = None
    variants: tuple[VariantTerm, ...] = ()
    platforms: tuple[str, ...] = ()
    oses: tuple[str, ...] = ()
    targets: tuple[TargetRange, ...] = ()
    stacks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    hash: str | None = None

    def matches(self, spec: Spec, graph: Graph | None = None) -> bool:  # noqa: ARG002 no condition asks it so far
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
            and (self.compiler is None or self.compiler.accepts(spec.compiler))
            and all(term.accepts(spec.variants) for term in self.variants)
        )

    def __str__(self) -> str:
        keys = {
            "platform": self.platforms,
            "os": self.oses,
            "target": tuple(map(str, self.targets)),
            "stack": self.stacks,
            "tag": self.tags,
        }
        parts = [
            f"{self.name or ''}{f'@{self.versions}' if self.versions else ''}",
            str(self.compiler or ""),
            *map(str, self.variants),
            *(f"{key}={_write_names(names)}" for key, names in keys.items() if names),
            f"/{self.hash}" if self.hash else "",
        ]
        return " ".join(filter(None, parts))


def parse_query(text: str) -> Query:
    """Read a query.

    Args:
        text: A spec as one would write it for Spack, such as ``hdf5@1.14: %gcc +mpi target=:zen4``, with
            ``stack=`` and ``tag=`` besides. Empty text is the query that every spec matches. A variant that
            bears the name of a key (``stack``, ``tag``, ``os``, ...) is asked for with ``:=``.

    Raises:
        QuerySyntaxError: If the text is no query.
    """
    terms = read_terms(text)
    name = only(text, terms, Kind.NAME, "a second package name; a variant is written +name, ~name or name=value")
    found_hash = only(text, terms, Kind.HASH, "a second hash")
    versions = only(text, terms, Kind.VERSIONS, "a second '@'; several versions are written @1.2,1.4:")
    keys = read_keys(text, terms)
    return Query(
        name=name.text if name else None,
        versions=_read_versions(text, versions) if versions else None,
        compiler=_read_compiler(text, terms),
        variants=_read_variants(text, terms),
        platforms=_names(keys.get("platform", ())),
        oses=_names(keys.get("os", ())),
        targets=_read_targets(text, terms, keys.get("target", ())),
        stacks=_names(keys.get("stack", ())),
        tags=_names(keys.get("tag", ())),
        hash=found_hash.text if found_hash else None,
    )


def _read_versions(text: str, term: Term) -> VersionList:
    try:
        return parse_versions(term.text)
    except VersionSyntaxError as error:
        raise QuerySyntaxError(error.message, text, term.text_column + error.offset) from None


def _read_compiler(text: str, terms: tuple[Term, ...]) -> CompilerTerm | None:
    compiler = only(text, terms, Kind.COMPILER, "a second compiler")
    versions = only(text, terms, Kind.COMPILER_VERSIONS, "a second version of the compiler")
    if compiler is None:
        return None
    if versions and compiler.text == NO_COMPILER:
        raise QuerySyntaxError("'%none' is no compiler, so it has no version", text, versions.column)
    return CompilerTerm(compiler.text, _read_versions(text, versions) if versions else None)


def _read_variants(text: str, terms: tuple[Term, ...]) -> tuple[VariantTerm, ...]:
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
    return tuple(found[name] for name in sorted(found))


def _read_variant(text: str, term: Term) -> VariantTerm:
    if term.text == "*":
        if term.operator == ":=":
            raise QuerySyntaxError("':=' asks for certain values; write = for any", text, term.text_column)
        return VariantTerm(term.name, None)
    variant = parse_variant(variant_text(term))
    return VariantTerm(variant.name, variant.value, exact=variant.exact)


def _read_targets(text: str, terms: tuple[Term, ...], names: tuple[str, ...]) -> tuple[TargetRange, ...]:
    found: set[TargetRange] = set()
    for name in names:
        low, colon, high = name.partition(":")
        if ":" in high:
            column = next(term.text_column for term in terms if term.name in {"target", "arch"})
            raise QuerySyntaxError(f"'{shorten(name)}' is not a target, nor a range a:b of targets", text, column)
        found.add(TargetRange(low or None, (high or None) if colon else low))
    return tuple(sorted(found, key=lambda each: (targets.key(each.low or each.high or ""), str(each))))


def _names(names: Iterable[str]) -> tuple[str, ...]:
    """Sort names, without those that the syntax cannot express."""
    return tuple(sorted({name for name in names if name and "," not in name}))


def _write_names(names: tuple[str, ...]) -> str:
    text = ",".join(names)
    return text if BARE_VALUE.fullmatch(text) and not text.startswith("=") else quote(text)


def _any_fits(patterns: tuple[str, ...], names: tuple[str, ...]) -> bool:
    return not patterns or any(fits(pattern, name) for pattern in patterns for name in names)
