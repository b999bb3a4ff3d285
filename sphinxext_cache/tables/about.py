"""The facts about a package that pages show: its description, and all others in a list."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.messages import _
from sphinxext_cache.tables.fact_labels import label_of
from sphinxext_cache.tables.inline import fact_cell
from sphinxext_cache.tables.model import Cell, Piece
from sphinxext_cache.tables.telling import tell_apart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinxext_cache.catalog import Catalog, Fact, Package

_ELSEWHERE: Final = frozenset({"title", "description", "module"})
"""The facts that have a place of their own, and are not listed."""


class Listed(NamedTuple):
    """A fact in a list of them.

    Attributes:
        name: Its name.
        label: What readers see in its place.
        said: What it says.
    """

    name: str
    label: str
    said: Cell


class About(NamedTuple):
    """What is said about a package.

    Attributes:
        description: What it is; empty if nobody says it.
        facts: All else, those with a meaning of their own first.
    """

    description: Cell = ()
    facts: tuple[Listed, ...] = ()

    @property
    def text(self) -> str:
        """All of it as plain text, for those who search."""
        cells = (self.description, *(fact.said for fact in self.facts))
        return " ".join("".join(piece.text for piece in cell) for cell in cells if cell)


_NOTHING: Final = About()


def about(package: Package, catalog: Catalog) -> About:
    """Find what is said about a package, or about its specs."""
    facts = catalog.facts
    if not facts.names:
        return _NOTHING
    of_package = facts.of_package(package.tag, package.name)
    found = [facts.of_spec(spec) for spec in package.specs] or [of_package]
    if all(known is of_package for known in found):
        # As of most packages, nothing is said of single specs.
        names = [name for name in facts.names if name in of_package and name not in _ELSEWHERE]
        listed = [Listed(name, label_of(name), fact_cell(of_package[name])) for name in names]
    else:
        listed = [
            Listed(name, label_of(name), _said(name, found, package, catalog))
            for name in facts.names
            if name not in _ELSEWHERE and any(name in known for known in found)
        ]
    description = of_package.get("description")
    return About(fact_cell(description) if description is not None else (), tuple(listed))


def _said(name: str, of_specs: list[Mapping[str, Fact]], package: Package, catalog: Catalog) -> Cell:
    """What is said under one name of some specs; what is not said of all of them says of which it is."""
    counts: Counter[Fact] = Counter(known[name] for known in of_specs if name in known)
    pieces: list[Piece] = []
    for fact, count in counts.most_common():
        pieces += [Piece(", ")] if pieces else []
        pieces += fact_cell(fact)
        if count < len(of_specs):
            told = [known.get(name) == fact for known in of_specs]
            which = tell_apart(package.specs, told, catalog) or _("{n} of {all}").format(n=count, all=len(of_specs))
            pieces.append(Piece(f" ({which})"))
    return tuple(pieces)
