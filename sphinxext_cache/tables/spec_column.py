"""The record of a column of specs: how to read, order and show it. `columns` has the columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from sphinxext_cache.catalog import natural_key
from sphinxext_cache.messages import _, later
from sphinxext_cache.tables.model import COMMA, Cell, Piece, Ref, plain, typed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from sphinxext_cache.catalog import Spec

_UNKNOWN: Final = later("unknown")
_MOST: Final = 48
"""The number of facets whose cells are cached: enough for a few tags, as tags are shown one after the other."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Order:
    """An order of values.

    Attributes:
        name: Its name in scripts; they order values as names if they do not know it.
        sort: Sorts values into this order, ascending.
        newest_first: Whether a matrix or a list shows its values in reverse.
        given: Whether scripts do not know it, so that a table must state the order of its values.
        unknown: The value to use if there is none; None: specs without a value come last, in either direction.
    """

    name: str
    sort: Callable[[Iterable[Any]], list[Any]]
    newest_first: bool = False
    given: bool = False
    unknown: Any = None


NATURAL: Final = Order(name="natural", sort=partial(sorted, key=natural_key))
"""The natural order of names."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpecColumn:
    """A property of specs that tables show.

    Attributes:
        name: Its name, as users write it in options.
        label: Its header, to be translated; in the singular, even if a cell lists several values.
        value: Gives its value for a spec: None if it is not known or does not exist; with a singular name, a tuple of
            all values of the spec.
        key: Gives the value as it is shown: equal values may be spelt differently. None: the value itself.
        order: The order of its values.
        singular: The name of one of its values, if a spec may have several.
        plural: The name of a column that lists the values of several specs; its own name, if a spec may have several.
        facet: Whether it can be the rows or the columns of a matrix; by its singular name, if it has one.
        chosen: Whether readers can filter by its values.
        link: The type of object that its values are, if these have a page or an anchor.
        linked: Gives the name of that object for a string and a tag, or None if there is nothing to link to. None: the
            string itself.
        code: Whether its values are something to type.
        shown: Gives the part of a value to show, from its string; None: all of it.
        looks: The cells of values that are more than plain text, by value; None: there are none.
        nothing: What to show if there is no value, to be translated; empty for nothing.
        absent: What a matrix shows if there is no value and `nothing` is empty, to be translated.
        wide: Whether its values are long, so that it comes last by default.
        explored: Whether the explorer shows it.
        place: Where it is in the data file, and so in scripts: among the columns, or at its own key; empty: nowhere.
        shared: Whether a table without it tells scripts its value, if all rows have the same one.
        rare: Whether most caches do not know it, so that scripts get it only if there is a value.
        fact: For a fact, the kind of its values, or ``list``; else empty.
        within: Gives the record of a spec that contains it, which most specs do not have; None: the spec itself.
    """

    name: str
    label: str
    value: Callable[[Spec], Any]
    key: Callable[[Spec], Any] | None = None
    order: Order = NATURAL
    singular: str = ""
    plural: str = ""
    facet: bool = False
    chosen: bool = False
    link: str = ""
    linked: Callable[[str, str], str | None] | None = None
    code: bool = False
    shown: Callable[[str], str] | None = None
    looks: Mapping[str, Cell] | None = None
    nothing: str = ""
    absent: str = _UNKNOWN
    wide: bool = False
    explored: bool = True
    place: str = "columns"
    shared: bool = False
    rare: bool = False
    fact: str = ""
    within: Callable[[Spec], Any] | None = None

    @property
    def field(self) -> str:
        """Its name in scripts, in which facts cannot be mistaken for fields of specs."""
        return f"fact:{self.name}" if self.fact else self.name

    def heading(self) -> str:
        """Its header."""
        return _(self.label)

    def split(self, value: Any) -> tuple[Any, ...]:  # noqa: ANN401 a value of any column
        """A value as single values: just None, if there are none."""
        return (value or (None,)) if self.singular else (value,)

    def values_of(self, specs: Iterable[Spec]) -> Iterable[Any]:
        """All values of some specs, one after the other; a spec that may have several adds nothing if it has none."""
        found = map(self.value, specs)
        return chain.from_iterable(found) if self.singular else found

    def ordered(self, values: Iterable[Any]) -> list[Any]:
        """The distinct values in the order in which to show them; unknown ones come last."""
        distinct = set(values)
        unknown = [None] if None in distinct else []
        distinct.discard(None)
        known = self.order.sort(distinct)
        return [*(reversed(known) if self.order.newest_first else known), *unknown]

    def sort(self, specs: Sequence[Spec], *, descending: bool) -> list[Spec]:
        """Sort specs; equal ones keep their order, and those without a value come last, in either direction."""
        found = list(map(self.value, specs))
        places = self._places(found)
        unknown = places.get(self.order.unknown)
        placed = [(places.get(value, unknown), spec) for value, spec in zip(found, specs, strict=True)]
        valued = [pair for pair in placed if pair[0] is not None]
        valued.sort(key=itemgetter(0), reverse=descending)
        return [spec for _place, spec in valued] + [spec for place, spec in placed if place is None]

    def _places(self, found: Iterable[Any]) -> Mapping[Any, Any]:
        """The place of each value in ascending order; None has no place."""
        distinct = {self.order.unknown if value is None else value for value in found}
        if not self.singular:
            return _numbered(self.order.sort(distinct - {None}))
        places = _numbered(self.order.sort(set(chain.from_iterable(distinct))))
        return {values: tuple(map(places.__getitem__, values)) for values in distinct if values}

    def is_told(self, specs: Collection[Spec]) -> bool:
        """Whether to tell scripts about it for these specs."""
        if not self.place or (self.within is not None and not any(map(self.within, specs))):
            return False
        return not self.rare or any(map(self.value, specs))

    def for_scripts(self) -> dict[str, Any]:
        """What to tell scripts about it: its name, and whatever differs from the default."""
        said = {
            "singular": self.singular,
            "plural": self.plural,
            "order": "" if self.order is NATURAL else self.order.name,
            "nothing": _(self.nothing) if self.nothing else "",
            "rare": self.rare,
        }
        return {"name": self.name} | {key: value for key, value in said.items() if value}

    def cell(self, value: Any, tag: str) -> Cell:  # noqa: ANN401 a value of any column
        """A cell with a value or its key; with `nothing`, if there is none.

        Args:
            value: The value of a spec.
            tag: The tag to link to.
        """
        if value is None or value == ():
            return _remark(_(self.nothing)) if self.nothing else ()
        if self.singular:
            return _listed([_pieces(self, str(each), tag) for each in value])
        return _pieces(self, str(value), tag)

    def cells(self, specs: Sequence[Spec]) -> list[Cell]:
        """The cells of specs; equal cells of facets are the same object, in all tables of a tag."""
        keys = map(self.key or self.value, specs)
        tags = [spec.tag for spec in specs]
        if not self.facet:
            return list(map(self.cell, keys, tags))
        known = {tag: self.known_cells(tag) for tag in set(tags)}
        if len(known) == 1:
            return list(map(known[tags[0]].__getitem__, keys))
        return [known[tag][key] for tag, key in zip(tags, keys, strict=True)]

    def cell_of_one(self, value: Any, tag: str) -> Cell:  # noqa: ANN401 a value of any facet
        """The cell of one of the values of a facet, or of an unknown one; it is shared, too."""
        if value is None:
            return _remark(_(self.nothing or self.absent))
        return self.known_cells(tag)[(value,) if self.singular else str(value)]

    def called(self, value: Any) -> str:  # noqa: ANN401 a value of any column
        """The name of one of its values that readers see."""
        return self.shown(str(value)) if self.shown else str(value)

    def renames(self, value: Any) -> str:  # noqa: ANN401 a value of any column
        """The value as written in queries, if readers see something else; else empty."""
        return "" if value is None or self.called(value) == str(value) else str(value)

    def known_cells(self, tag: str) -> Mapping[Any, Cell]:
        """The cells of a facet in a tag, by key; each is made when it is first needed."""
        # The text for no value is in the language of the project.
        return _known_cells(self, tag, _(self.nothing) if self.nothing else "")

    def known_lists(self, tag: str) -> Mapping[tuple[Any, ...], Cell]:
        """The cells that list values of a facet in a tag, by these values, in any order."""
        return _known_lists(self, tag)


class _Cells(dict[Any, Cell]):
    """The cells of a facet in a tag, by key, made when they are first needed."""

    def __init__(self, column: SpecColumn, tag: str) -> None:
        super().__init__()
        self._column = column
        self._tag = tag

    def __missing__(self, key: Any) -> Cell:  # noqa: ANN401 a key of any column
        if self._column.singular and len(key) > 1:
            cell = _listed([self[(value,)] for value in key])
        else:
            cell = self._column.cell(key, self._tag)
        self[key] = cell
        return cell


class _Lists(_Cells):
    """The cells that list values, by these values."""

    def __missing__(self, key: Any) -> Cell:  # noqa: ANN401 values of any column
        column, tag = self._column, self._tag
        cells = [column.cell_of_one(each, tag) for each in column.ordered(key) if each is not None]
        cell = self[key] = _listed(dict.fromkeys(cells))  # several may have the same name
        return cell


@lru_cache(maxsize=_MOST)
def _known_cells(column: SpecColumn, tag: str, _nothing: str) -> _Cells:
    return _Cells(column, tag)


@lru_cache(maxsize=_MOST)
def _known_lists(column: SpecColumn, tag: str) -> _Lists:
    return _Lists(column, tag)


def forget_cells() -> None:
    """Clear the cached cells of a build: another one cannot use them."""
    for known in (_known_cells, _known_lists, plain, typed):
        known.cache_clear()


@lru_cache(maxsize=1 << 6)
def _remark(text: str) -> Cell:
    return (Piece(text, note=True),)


def _listed(cells: Iterable[Cell]) -> Cell:
    """The contents of the cells, separated by commas."""
    return tuple([each for cell in cells for each in (COMMA, *cell)][1:])


def _pieces(column: SpecColumn, text: str, tag: str) -> Cell:
    if column.looks and text in column.looks:
        return column.looks[text]
    name = column.linked(text, tag) if column.linked else text
    return (
        Piece(
            column.shown(text) if column.shown else text,
            ref=Ref(column.link, text if column.link == "tag" else tag, name) if column.link and name else None,
            code=column.code,
        ),
    )


def _numbered(values: Iterable[Any]) -> dict[Any, int]:
    return {value: place for place, value in enumerate(values)}
