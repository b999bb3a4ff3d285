"""Find the value of a fact for the matches of a query."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from sphinxext_cache.catalog import Fact, Query, parse_query
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.nearest import did_you_mean, there_are
from sphinxext_cache.tables.inline import fact_cell
from sphinxext_cache.tables.model import Cell, Piece

if TYPE_CHECKING:
    from sphinxext_cache.catalog import Catalog, Facts, Spec


class FoundFact(NamedTuple):
    """The facts of one name about the matches of a query.

    Attributes:
        said: The distinct values, as a cell; empty if there are none.
        unknown: An error message if no fact has the name; else empty.
        matching: The number of matching specs.
    """

    said: Cell
    unknown: str
    matching: int


def find_fact(catalog: Catalog, query: str, name: str) -> FoundFact:
    """Find the facts of one name about the matches of a query.

    If the query consists of only a package name and tags, facts about packages as a whole take precedence over facts
    about single specs. If there are none, and for any other query, the facts about all matching specs are used. Modules
    known from installations count as facts.

    Args:
        catalog: The catalog.
        query: The query.
        name: The name of a fact.
    """
    facts, parsed = catalog.facts, parse_query(query)
    specs = catalog.specs(parsed)
    said: dict[Fact, None] = {}
    if replace(parsed, name=None, tags=()) == Query():
        packages = dict.fromkeys((spec.tag, spec.package) for spec in specs)
        said = {about[name]: None for package in packages if name in (about := facts.of_package(*package))}
    if not said:
        said = {fact: None for spec in specs if (fact := _of_spec(spec, name, facts)) is not None}
    pieces: list[Piece] = []
    for fact in said:
        pieces += [Piece(", ")] if pieces else []
        pieces += (Piece(fact.text, code=True),) if name == "module" else fact_cell(fact)
    return FoundFact(tuple(pieces), _unknown(name, facts), len(specs))


def _of_spec(spec: Spec, name: str, facts: Facts) -> Fact | None:
    if name == "module":
        module = facts.module(spec)
        return Fact(value=module) if module else None
    return facts.of_spec(spec).get(name)


def _unknown(name: str, facts: Facts) -> str:
    """An error message for a name that no fact has; empty if a fact has it."""
    known = [*dict.fromkeys([*facts.names, "module"])]  # installations know modules, too
    if name in known:
        return ""
    return f"no fact is named '{shorten(name)}'{did_you_mean(name, known) or there_are(known)}"
