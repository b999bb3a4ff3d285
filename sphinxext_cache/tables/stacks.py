"""Tables of stacks: how many packages each has, how many only it has, and how many it shares with other stacks."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog import natural_key
from sphinxext_cache.messages import _
from sphinxext_cache.tables.columns import FACETS, counted
from sphinxext_cache.tables.model import COMMA, Column, Piece, Table, count_column, plain
from sphinxext_cache.tables.open_columns import find_column
from sphinxext_cache.tables.picture import LEVELS, Picture
from sphinxext_cache.tables.specs import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sphinxext_cache.catalog import Catalog, Spec
    from sphinxext_cache.tables.model import Cell
    from sphinxext_cache.tables.spec_column import SpecColumn

_MOST_DRAWN: Final = 40
"""The maximum number of stacks in a picture, the largest ones."""
_UNFOLDED: Final = 3
"""The number of other stacks that a cell shows at once; one more is shown if it would be the only one left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StacksRecipe:
    """The options of a table of stacks.

    Attributes:
        queries: The texts of the queries; the table counts the union of what they match, and omits other stacks.
        tag: The tag to look in; None: the default tag.
    """

    queries: tuple[str, ...]
    tag: str | None = None


def build_stacks(recipe: StacksRecipe, catalog: Catalog) -> Table:
    """Build the table, in natural order. It has no rows if no matching spec was built by a stack."""
    specs, unmatched = find(catalog, recipe.queries, recipe.tag)
    return stacks_table(specs, catalog, unmatched)


def stacks_table(specs: Sequence[Spec], catalog: Catalog, unmatched: tuple[int, ...] = ()) -> Table:
    """Build the table from specs of one tag.

    Args:
        specs: The specs.
        catalog: The catalog with the specs.
        unmatched: The positions of the queries that match nothing.
    """
    packages = _packages(specs)
    names = list(packages)
    facet, tag = find_column(catalog, "stack", "facet") or FACETS["stack"], specs[0].tag if specs else ""
    held = Counter(package for found in packages.values() for package in found)
    alone = [sum(held[package] == 1 for package in packages[name]) for name in names]
    shared = {name: _shared(name, packages) for name in names}
    return Table(
        kind="stacks",
        columns=(
            Column(
                name="stack",
                label=plain(facet.heading()),
                cells=[facet.cell_of_one(name, tag) for name in names],
            ),
            count_column("packages", counted("packages"), [len(packages[name]) for name in names]),
            count_column("alone", _("Only there"), alone),
            Column(
                name="shared",
                label=plain(_("In common with")),
                cells=[_listed(shared[name], facet, tag) for name in names],
            ),
        ),
        title=_("Packages that stacks have in common"),
        unmatched=unmatched,
        picture=_picture(packages, shared, facet) if names else None,
        remark=_remark(len(names)),
    )


def _packages(specs: Iterable[Spec]) -> dict[str, set[str]]:
    """The names of the packages that each stack built."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for spec in specs:
        for stack in spec.stacks:
            found[stack].add(spec.package)
    return {stack: found[stack] for stack in sorted(found, key=natural_key)}


def _shared(name: str, packages: Mapping[str, set[str]]) -> dict[str, int]:
    """The number of packages that a stack shares with each of the others, from most to least, without zeros."""
    own = packages[name]
    counts = {other: len(own & found) for other, found in packages.items() if other != name}
    return {other: counts[other] for other in sorted(counts, key=lambda other: -counts[other]) if counts[other]}


def _listed(shared: Mapping[str, int], facet: SpecColumn, tag: str) -> Cell:
    """The other stacks, each with a number; all but the first few are folded away."""
    shown = len(shared) if len(shared) <= _UNFOLDED + 1 else _UNFOLDED
    pieces: list[Piece] = []
    for place, (other, count) in enumerate(shared.items()):
        if place:
            pieces.append(COMMA._replace(folded=place > shown))
        (named,) = facet.cell_of_one(other, tag)
        pieces += [named._replace(folded=place >= shown), Piece(f" {count}", note=True, folded=place >= shown)]
    return tuple(pieces)


def _picture(packages: Mapping[str, set[str]], shared: Mapping[str, Mapping[str, int]], facet: SpecColumn) -> Picture:
    """A square for each pair of stacks, the darker the more packages of the row's stack the column's stack has, too."""
    largest = nsmallest(_MOST_DRAWN, packages, key=lambda name: -len(packages[name]))
    drawn = [name for name in packages if name in largest]
    return Picture(
        kind="grid",
        title=_("Packages that stacks have in common"),
        description=_("Darker: the column contains more of the packages of the row."),
        rows=tuple(map(facet.called, drawn)),
        columns=tuple(map(facet.called, drawn)),
        values=tuple(
            tuple(
                LEVELS if one == other else -(-LEVELS * shared[one].get(other, 0) // len(packages[one]))
                for other in drawn
            )
            for one in drawn
        ),
    )


def _remark(count: int) -> str:
    if count <= _MOST_DRAWN:
        return ""
    return _("The picture shows the {shown} largest of {all} stacks.").format(shown=_MOST_DRAWN, all=count)
