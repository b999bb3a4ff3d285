"""The facts about a package that pages show: its description, and all others in a list."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.messages import _
from sphinxext_cache.tables.fact_labels import label_of
from sphinxext_cache.tables.inline import fact_cell
from sphinxext_cache.tables.model import Cell, Piece
from sphinxext_cache.tables.telling import tell_apart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinxext_cache.catalog import Catalog, Fact, Facts, Package

_ELSEWHERE: Final = frozenset({"title", "description", "module"})
"""The facts that are shown elsewhere, and are not listed."""


class Listed(NamedTuple):
    """A fact in a list.

    Attributes:
        name: Its name.
        label: Its label.
        said: The cell of its value.
    """

    name: str
    label: str
    said: Cell


class About(NamedTuple):
    """The facts about a package.

    Attributes:
        description: Its description; empty if there is none.
        facts: The other facts, the predefined ones first.
    """

    description: Cell = ()
    facts: tuple[Listed, ...] = ()

    @property
    def text(self) -> str:
        """The description and all other facts as plain text, for the search index."""
        cells = (self.description, *(fact.said for fact in self.facts))
        return " ".join("".join(piece.text for piece in cell) for cell in cells if cell)


_NOTHING: Final = About()


def about(package: Package, catalog: Catalog) -> About:
    """Find the facts about a package and its specs."""
    facts = catalog.facts
    if not facts.names:
        return _NOTHING
    of_package = facts.of_package(package.tag, package.name)
    found = facts.of_specs(package.specs) or [of_package]
    if all(known is of_package for known in found):
        # Like most packages, this one has no facts about single specs.
        return _about_whole(facts, package.tag, package.name)
    listed = [
        Listed(name, label_of(name), _said(name, found, package, catalog))
        for name in facts.names
        if name not in _ELSEWHERE and any(name in known for known in found)
    ]
    return About(_description(of_package), tuple(listed))


@lru_cache(maxsize=1 << 14)
def _about_whole(facts: Facts, tag: str, name: str) -> About:
    """The facts about a package as a whole, cached since a build needs them three times."""
    of_package = facts.of_package(tag, name)
    names = [name for name in facts.names if name in of_package and name not in _ELSEWHERE]
    return About(
        _description(of_package), tuple([Listed(name, label_of(name), fact_cell(of_package[name])) for name in names])
    )


def forget_about() -> None:
    """Clear the cached facts of a build: another build may have other facts, or another language."""
    _about_whole.cache_clear()


def _description(of_package: Mapping[str, Fact]) -> Cell:
    said = of_package.get("description")
    return () if said is None else fact_cell(said)


def _said(name: str, of_specs: list[Mapping[str, Fact]], package: Package, catalog: Catalog) -> Cell:
    """The cell of all facts of one name about some specs; a fact that is not about all of them names its specs."""
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
