"""One node of a concrete spec string, the form of specs in front matter of 2022."""

from __future__ import annotations

from dataclasses import dataclass

from sphinxext_cache.catalog.spack.nodes import NodeTerms, split_nodes
from sphinxext_cache.catalog.spack.scanner import QuerySyntaxError
from sphinxext_cache.catalog.spack.syntax import IDENTIFIER, Kind, Term, only, read_keys, read_terms, variant_text
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
    node = split_nodes(read_terms(text), lambda _name: True)
    terms = tuple(node.terms)
    _refuse_more(text, node)
    name = only(text, terms, Kind.NAME, "a second package name")
    if name and not IDENTIFIER.fullmatch(name.text):
        raise QuerySyntaxError("expected the bare name of a package", text, name.column)
    keys = {key: ",".join(values) for key, values in read_keys(text, terms).items()}
    return Node(
        name=name.text if name else None,
        version=_one_version(text, terms),
        compiler=_read_compiler(text, tuple(node.dependencies[0].terms)) if node.dependencies else None,
        variants=tuple(str(parse_variant(variant_text(term))) for term in terms if term.kind is Kind.VARIANT),
        platform=keys.get("platform"),
        os=keys.get("os"),
        target=keys.get("target"),
    )


def _refuse_more(text: str, node: NodeTerms) -> None:
    """Refuse what Spack would not write for one node."""
    for term in node.terms:
        if term.kind is Kind.HASH or (term.kind is Kind.KEY and term.name not in {"arch", "os", "platform", "target"}):
            raise QuerySyntaxError("this does not belong in a spec string", text, term.column)
    for each in node.dependencies:
        if each.lead and (each.lead.operator == "^" or each.lead.text or each.terms[0].kind is not Kind.NAME):
            raise QuerySyntaxError("a spec string has one node and its compiler", text, each.lead.column)
    if len(node.dependencies) > 1 and (second := node.dependencies[1].lead):
        raise QuerySyntaxError("a second compiler", text, second.column)


def _read_compiler(text: str, terms: tuple[Term, ...]) -> str:
    return "@".join(filter(None, [terms[0].text, _one_version(text, terms)]))


def _one_version(text: str, terms: tuple[Term, ...]) -> str | None:
    term = only(text, terms, Kind.VERSIONS, "a second version")
    if term is None:
        return None
    if "," in term.text or ":" in term.text:
        raise QuerySyntaxError("expected one version, found several", text, term.text_column)
    return term.text.removeprefix("=")
