"""The query that names one spec by all that is known of it: whatever the syntax is, every spec can be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_cache.catalog import DependencyTerm, Query, VersionSyntaxError
from sphinxext_cache.catalog.conditions import NO_COMPILER, TargetRange, VariantTerm, split_compiler
from sphinxext_cache.catalog.spack.compilers import COMPILERS
from sphinxext_cache.catalog.spack.syntax import HASH, IDENTIFIER, VERSION
from sphinxext_cache.catalog.spack.variants import variants_by_name
from sphinxext_cache.catalog.spack.versions import parse_versions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxext_cache.catalog import Spec, VersionList


def query_of(spec: Spec) -> Query:
    """The query of a spec; what the syntax cannot express, such as a stack whose name holds a comma, is left out."""
    variants = variants_by_name(spec.variants)
    return Query(
        name=spec.package if IDENTIFIER.fullmatch(spec.package) else None,
        versions=_exactly(spec.version.text),
        variants=tuple(
            VariantTerm(name, variants[name].value, exact=not isinstance(variants[name].value, bool))
            for name in sorted(variants)
        ),
        platforms=_names([spec.platform]),
        oses=_names([spec.os]),
        targets=tuple(TargetRange(name, name) for name in _names([spec.target]) if ":" not in name),
        stacks=_names(spec.stacks),
        tags=_names([spec.tag]),
        hash=spec.hash if spec.hash and HASH.fullmatch(spec.hash) else None,
        dependencies=_compiler_of(spec.compiler),
    )


def _compiler_of(compiler: str | None) -> tuple[DependencyTerm, ...]:
    if compiler is None:
        return (DependencyTerm(name=NO_COMPILER, is_direct=True),)
    name, version = split_compiler(compiler)
    if not IDENTIFIER.fullmatch(name) or name not in COMPILERS - {NO_COMPILER}:
        return ()
    versions = _exactly(version.text) if version else None
    return (DependencyTerm(name=name, query=Query(versions=versions), is_direct=True),)


def _exactly(version: str) -> VersionList | None:
    if not VERSION.fullmatch(f"={version}"):
        return None
    try:
        return parse_versions(f"={version}")
    except VersionSyntaxError:
        return None


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name and "," not in name}))
