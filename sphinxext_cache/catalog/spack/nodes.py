"""From the terms of a string to its nodes: which condition is one on which dependency.

As in Spack, ``^`` leads from the spec itself to any of its dependencies, and ``%`` from whatever comes before it to a
direct one; what follows is said of that. But behind a compiler only its versions are: the variant of ``%gcc@13 +mpi``
is that of the package, as it was in every Spack before 1.0, for which most specs were written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinxext_cache.catalog.spack.syntax import Kind, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(slots=True)
class NodeTerms:
    """What is said of one node.

    Attributes:
        lead: What leads to it; None for the spec itself.
        terms: Its terms, in their order.
        dependencies: What is said of what it depends on, in order.
    """

    lead: Term | None = None
    terms: list[Term] = field(default_factory=list)
    dependencies: list[NodeTerms] = field(default_factory=list)


def split_nodes(terms: Sequence[Term], is_compiler: Callable[[str], bool]) -> NodeTerms:
    """Give each term to its node.

    Args:
        terms: The terms of a string. Stacks and tags, of which Spack does not know, are those of the spec itself.
        is_compiler: Tells by its name whether what a ``%`` leads to is a compiler.

    Returns:
        The node of the spec itself, with all others below it, at most two deep.
    """
    if Kind.DEPENDENCY not in [term.kind for term in terms]:
        return NodeTerms(terms=list(terms))
    root = owner = node = NodeTerms()
    for term in terms:
        if term.kind is Kind.DEPENDENCY:
            node = NodeTerms(term)
            if term.operator == "^":
                root.dependencies.append(node)
                owner = node
            else:
                owner.dependencies.append(node)
        elif term.kind is Kind.KEY and term.name in {"stack", "tag"}:
            root.terms.append(term)
        else:
            if node is not owner and _is_whole(node, term, is_compiler):
                node = owner
            node.terms.append(term)
    return root


def _is_whole(node: NodeTerms, term: Term, is_compiler: Callable[[str], bool]) -> bool:
    """Whether all has been said of a direct dependency, so that the next term is none of its own."""
    if not node.terms or node.terms[0].kind is not Kind.NAME:
        return False
    if not is_compiler(node.terms[0].text.rpartition(".")[2]):
        return False
    return len(node.terms) > 1 or term.kind is not Kind.VERSIONS
