"""The columns of a table of changes: the kind of change of a package, and what it gained and lost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from sphinxext_cache.catalog import ChangeKind, natural_key
from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.catalog.spack.version_order import order_of
from sphinxext_cache.messages import _, later
from sphinxext_cache.tables.columns import FACETS, LISTS, label
from sphinxext_cache.tables.model import COMMA, Piece, Ref, plain
from sphinxext_cache.tables.open_columns import find_column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sphinxext_cache.catalog import Catalog, PackageDifference
    from sphinxext_cache.tables.model import Cell
    from sphinxext_cache.tables.spec_column import SpecColumn

KINDS: Final[Mapping[ChangeKind, str]] = {
    ChangeKind.CAME: later("new package"),
    ChangeKind.LEFT: later("package removed"),
    ChangeKind.VERSION: later("new version"),
    ChangeKind.WITHOUT: later("version removed"),
    ChangeKind.BUILDS: later("other builds"),
    ChangeKind.TOLD: later("same builds"),
    ChangeKind.REBUILT: later("rebuilt only"),
}
"""The label of each kind of change, the most important kinds first."""
_PLACES: Final = {kind: place for place, kind in enumerate(KINDS)}
_UNFOLDED: Final = 4
"""The number of values that a cell shows at once; one more is shown if it would be the only one left."""
_MOST: Final = 12
"""The maximum number of values in a cell."""
_WHOLE: Final = frozenset({ChangeKind.CAME, ChangeKind.LEFT})
"""The kinds of change that affect a package as a whole."""


class Sides:
    """The two tags that are compared.

    Args:
        catalog: The catalog.
        old: The tag before.
        new: The tag after.

    Attributes:
        marks: The text before added and before removed values, each with the tag that has these values.
    """

    def __init__(self, catalog: Catalog, old: str, new: str) -> None:
        self.old = old
        self.new = new
        self.marks = (_("new:"), new), (_("removed:"), old)
        self._catalog = catalog
        self._columns: dict[str, SpecColumn] = {}
        self._cells: dict[tuple[str, str, str], Cell] = {}

    def cell(self, name: str, value: str, tag: str) -> Cell:
        """The cell of a value in one of the tags.

        Args:
            name: The name of the list or of the facet that the value belongs to.
            value: The value.
            tag: The tag.
        """
        key = name, value, tag
        if key not in self._cells:
            self._cells[key] = self._column(name).cell_of_one(value, tag)
        return self._cells[key]

    def _column(self, name: str) -> SpecColumn:
        if name not in self._columns:
            fixed = LISTS.get(name) or FACETS[name]
            facet = next((known for known, column in FACETS.items() if column is fixed), name)
            self._columns[name] = find_column(self._catalog, facet, "facet") or fixed
        return self._columns[name]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChangeColumn:
    """A column.

    Attributes:
        heading: Gives its header.
        cell: Gives the cell of a package.
        key: Gives the sort key of a package; None if it has no value.
        number: Whether it holds counts.
    """

    heading: Callable[[], str]
    cell: Callable[[PackageDifference, Sides], Cell]
    key: Callable[[PackageDifference], Any]
    number: bool = False


def in_order(packages: Iterable[PackageDifference], keys: Sequence[str]) -> list[PackageDifference]:
    """Sort packages by the keys, the first most important; those without a value come last, in either direction."""
    found = list(packages)
    for key in reversed(keys):
        value = COLUMNS[key.removeprefix("-")].key
        placed = [(value(package), package) for package in found]
        valued = sorted(
            (each for each in placed if each[0] is not None), key=lambda each: each[0], reverse=key.startswith("-")
        )
        found = [package for _value, package in valued] + [package for known, package in placed if known is None]
    return found


def _package(package: PackageDifference, sides: Sides) -> Cell:
    """The package, with a link to its page in the new tag, or in the old one if it was removed."""
    return sides.cell("package", package.name, sides.new if package.after else sides.old)


def _counted(name: str, side: str) -> ChangeColumn:
    """The number of specs in one of the tags, with a link to the page of the package there."""

    def cell(package: PackageDifference, sides: Sides) -> Cell:
        number: int = getattr(package, name)
        return (Piece(str(number), ref=Ref("package", getattr(sides, side), package.name)),) if number else ()

    headings = {"before": later("Specs before"), "after": later("Specs now")}
    return ChangeColumn(heading=lambda: _(headings[name]), cell=cell, key=attrgetter(name), number=True)


def _values(name: str, order: Callable[[str], Any] = natural_key, *, of_whole: bool = False) -> ChangeColumn:
    """The values that a package gained and lost, such as its versions.

    Args:
        name: The name of the list, which is also that of an attribute of `PackageDifference`.
        order: Gives the sort key of a value.
        of_whole: Whether the values are also shown for packages that were added or removed as a whole.
    """

    def cell(package: PackageDifference, sides: Sides) -> Cell:
        if package.kind in _WHOLE and not of_whole:
            return ()
        came, left = getattr(package, name)
        if not came and not left:
            return ()
        pieces: list[Piece] = []
        for (mark, tag), values in zip(sides.marks, (came, left), strict=True):
            if values and package.kind not in _WHOLE:
                pieces.append(Piece(f"; {mark} " if pieces else f"{mark} ", note=True))
            for place, value in enumerate(values):
                pieces += [COMMA, *sides.cell(name, value, tag)] if place else sides.cell(name, value, tag)
        return _folded(pieces)

    def key(package: PackageDifference) -> Any:  # noqa: ANN401 a key of any order
        values = [value for found in getattr(package, name) for value in found]
        return [order(value) for value in values] or None

    return ChangeColumn(heading=lambda: label(name), cell=cell, key=key)


def _folded(pieces: Sequence[Piece]) -> Cell:
    """The pieces of a cell; interactive outputs fold away all but the first few values, and the excess is counted."""
    places = [place for place, piece in enumerate(pieces) if piece != COMMA and not piece.note]
    if len(places) <= _UNFOLDED + 1:
        return tuple(pieces)
    end = places[_UNFOLDED - 1] + 1
    most = places[_MOST - 1] + 1 if len(places) > _MOST else len(pieces)
    left = [Piece(_(" and {n} more").format(n=len(places) - _MOST), note=True)] if len(places) > _MOST else []
    return (*pieces[:end], *map(_fold, (*pieces[end:most], *left)))


@lru_cache(maxsize=1 << 12)
def _fold(piece: Piece) -> Piece:
    return piece._replace(folded=True)


COLUMNS: Final[Mapping[str, ChangeColumn]] = {
    "package": ChangeColumn(
        heading=lambda: label("package"), cell=_package, key=lambda package: natural_key(package.name)
    ),
    "change": ChangeColumn(
        heading=lambda: _("Change"),
        cell=lambda package, _sides: plain(_(KINDS[package.kind])),
        key=lambda package: _PLACES[package.kind],
    ),
    "versions": _values("versions", order_of, of_whole=True),
    "before": _counted("before", "old"),
    "after": _counted("after", "new"),
    "stacks": _values("stacks", of_whole=True),
    "targets": _values("targets", targets.key, of_whole=True),
    "compilers": _values("compilers"),
    "oss": _values("oss"),
    "variants": _values("variants"),
}
"""All columns, by name."""
