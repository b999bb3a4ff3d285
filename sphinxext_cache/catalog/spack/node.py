"""One node of a concrete spec string, which is how specs were written in 2022."""

from __future__ import annotations

from dataclasses import dataclass

from sphinxext_cache.catalog.spack.scanner import QuerySyntaxError
from sphinxext_cache.catalog.spack.syntax import Kind, Term, only, read_keys, read_terms, variant_text
from sphinxext_cache.catalog.spack.variants import parse_variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What one node of a concrete spec string says; None for what it does not say.

    Attributes:
        name: The name of the package.
        version: The version.
        compiler: ``name@version``, without Spack's ``@=``.
        variants: The variants as Spack writes them, in their order.
        platform: The platform.
        os: The operating system.
        target: The CPU microarchitecture.
    """

    name: str | None = None
    version: str | None = None
    compiler: str | None = None
    variants: tuple[str, ...] = ()
    platform: str | None = None
    os: str | None = None
    target: str | None = None


def parse_node(text: str) -> Node:
    """Read one node of a concrete spec string, such as ``zlib@1.2%gcc@9.3.0+pic arch=linux-rhel7-ppc64le``.

    Args:
        text: The node, without the dependencies that follow it.

    Raises:
        QuerySyntaxError: If the text is something else.
    """
    terms = read_terms(text)
    for term in terms:
        if term.kind is Kind.HASH or (term.kind is Kind.KEY and term.name in {"stack", "tag"}):
            raise QuerySyntaxError("a spec string does not say this", text, term.column)
    name = only(text, terms, Kind.NAME, "a second package name")
    if name and "*" in name.text:
        raise QuerySyntaxError("the name of a package cannot hold '*'", text, name.column)
    compiler = only(text, terms, Kind.COMPILER, "a second compiler")
    compiler_version = _one_version(text, terms, Kind.COMPILER_VERSIONS)
    keys = {key: ",".join(values) for key, values in read_keys(text, terms).items()}
    return Node(
        name=name.text if name else None,
        version=_one_version(text, terms, Kind.VERSIONS),
        compiler="@".join(filter(None, [compiler.text, compiler_version])) if compiler else None,
        variants=tuple(str(parse_variant(variant_text(term))) for term in terms if term.kind is Kind.VARIANT),
        platform=keys.get("platform"),
        os=keys.get("os"),
        target=keys.get("target"),
    )


def _one_version(text: str, terms: tuple[Term, ...], kind: Kind) -> str | None:
    term = only(text, terms, kind, "a second version")
    if term is None:
        return None
    if "," in term.text or ":" in term.text:
        raise QuerySyntaxError("expected one version, found several", text, term.text_column)
    return term.text.removeprefix("=")
