"""Conditions of queries on facts, such as ``support=full``: only a catalog tells them from variants."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sphinxext_cache.catalog.facts import MODULE
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.nearest import did_you_mean, there_are

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxext_cache.catalog.conditions import VariantTerm
    from sphinxext_cache.catalog.facts import Facts
    from sphinxext_cache.catalog.model import Spec
    from sphinxext_cache.catalog.query import Query
    from sphinxext_cache.catalog.vocabulary import Vocabulary


def divide(query: Query, facts: Facts, vocabularies: Iterable[Vocabulary]) -> tuple[Query, tuple[VariantTerm, ...]]:
    """Take the conditions on facts out of a query: those ``name=value`` where a fact has the name, and no variant.

    A module may be known to installations alone.

    Args:
        query: The query.
        facts: The facts.
        vocabularies: What is known in the tags in which it is asked; looked at only if need be.
    """
    said = tuple(
        term for term in query.variants if (term.name in facts.names or term.name == MODULE) and not term.exact
    )
    if not said:
        return query, ()
    variants = {name for vocabulary in vocabularies for name in vocabulary.variants}
    said = tuple(term for term in said if term.name not in variants)
    return replace(query, variants=tuple(term for term in query.variants if term not in said)), said


def meets(spec: Spec, said: Iterable[VariantTerm], facts: Facts) -> bool:
    """Tell whether a spec meets all of some conditions on facts; of several values any will do."""
    return all(facts.accepts(spec, term.name, _values(term)) for term in said)


def explain_facts(said: Iterable[VariantTerm], facts: Facts) -> str:
    """Say which values of facts nobody has, and which are near; else that no spec meets them all."""
    for term in said:
        known = list(dict.fromkeys(value for fact in facts.each(term.name) for value in fact.values))
        for value in _values(term):
            if known and "*" not in value and value not in known:
                return f"no value '{shorten(value)}' of '{term.name}'{did_you_mean(value, known) or there_are(known)}"
    return "the specs that match the rest do not have " + " ".join(map(str, said))


def _values(term: VariantTerm) -> tuple[str, ...]:
    """The values of which any will do."""
    if isinstance(term.value, bool):
        return (str(term.value).lower(), str(term.value))
    return term.value or ("*",)
