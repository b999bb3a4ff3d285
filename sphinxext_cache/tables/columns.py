"""The columns of a table of specs, each in one place: how it is read, ordered, shown, filtered, and told to scripts.

All else is derived from `COLUMNS`: the options of directives and of the configuration, sort keys, the rows and columns
of matrices, the data file, the explorer, and the lists of scripts. A column need not be an attribute of `Spec`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sphinxext_cache.catalog import natural_key, newest_first
from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.messages import _, later
from sphinxext_cache.tables.model import Cell, Piece, Ref

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sphinxext_cache.catalog import Spec

HASH_LENGTH: Final = 7
"""How much of a hash is shown; Spack itself shows as much."""


def _itself(value: Any) -> Any:  # noqa: ANN401 a value of any column
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecColumn:
    """Something that is known of specs.

    Attributes:
        name: Its name, as users write it in options.
        label: What its header says, to be translated.
        values: The values that a spec has of it; none if it is not known, or if there is no such thing.
        key: What a value is ordered by.
        apart: What tells values apart that are equal; None if nothing need do so.
        order: Puts values in order, where one alone does not tell its place.
        newest_first: Whether the values of a matrix or a list come from the last to the first.
        sort_key: What a spec is sorted by, if not by the keys of its values; None for one that comes last.
        singular: The name of one of its values, if a spec may have several.
        facet: Whether it can be the rows or the columns of a matrix; by its singular name, if it has one.
        chosen: Whether readers choose by its values.
        link: The type of object that its values are, if they have a place of their own.
        code: Whether its values are something to type.
        shown: What is shown of a value.
        nothing: What is said where there is no value, to be translated; empty if nothing is.
        wide: Whether its values are long, so that it comes last where nobody chose the order.
        explored: Whether the explorer shows it.
        place: Where the data file has it, and thus scripts: among its columns or by a key of its own; empty: nowhere.
        rare: Whether most caches say nothing of it, so that scripts hear of it only where there is a value.
    """

    name: str
    label: str
    values: Callable[[Spec], tuple[Any, ...]]
    key: Callable[[Any], Any] = natural_key
    apart: Callable[[Any], str] | None = None
    order: Callable[[Iterable[Any]], list[Any]] | None = None
    newest_first: bool = False
    sort_key: Callable[[Spec], Any] | None = None
    singular: str = ""
    facet: bool = False
    chosen: bool = False
    link: str = ""
    code: bool = False
    shown: Callable[[Any], str] = str
    nothing: str = ""
    wide: bool = False
    explored: bool = True
    place: str = "columns"
    rare: bool = False

    def ordered(self, values: Iterable[Any]) -> list[Any]:
        """Each value once, in the order in which readers expect them; what is not known comes last."""
        distinct = set(values)
        if self.order is not None:
            return self.order(distinct)
        unknown = [None] * (None in distinct)
        return [*sorted(distinct.difference(unknown), key=self.key, reverse=self.newest_first), *unknown]

    def sorter(self, specs: Iterable[Spec]) -> Callable[[Spec], Any]:
        """What to sort some specs by; None for one that comes last."""
        if self.sort_key is not None:
            return self.sort_key
        values, key = self.values, self.key
        if self.order is not None:
            places = {value: place for place, value in enumerate(self.ordered(v for s in specs for v in values(s)))}
            key = places.__getitem__
        if self.singular:
            return lambda spec: tuple(map(key, values(spec))) or None
        return lambda spec: key(found[0]) if (found := values(spec)) else None

    def values_or_none(self, spec: Spec) -> tuple[Any, ...]:
        """The values that a spec has; None alone, if it has none."""
        return self.values(spec) or (None,)

    def is_told(self, specs: Iterable[Spec]) -> bool:
        """Whether scripts hear of it where there are just these specs."""
        return bool(self.place) and not (self.rare and not any(map(self.values, specs)))

    def piece(self, value: Any, tag: str) -> Piece:  # noqa: ANN401 a value of any column
        """How a value is shown, or None for one that is not known; `tag` is the one in which it is meant."""
        if value is None:
            return Piece(str(_(self.nothing or _UNKNOWN)), note=True)
        whole = str(value)
        ref = Ref(self.link, whole if self.link == "tag" else tag, whole) if self.link else None
        return Piece(self.shown(value), ref=ref, code=self.code)

    def cell(self, values: Iterable[Any], tag: str) -> Cell:
        """A cell with some values and commas between them; with what is said of none, if there are none."""
        pieces = [piece for value in values for piece in (_COMMA, self.piece(value, tag))][1:]
        if not pieces and self.nothing:
            pieces = [self.piece(None, tag)]
        return tuple(pieces)


def _size(size: int) -> str:
    """A number of bytes in the unit that keeps it short, powers of 1000 as file sizes are given."""
    value, unit = float(size), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < 1000:  # noqa: PLR2004 the step from one unit to the next
            break
        value, unit = value / 1000, larger
    return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"


def _one(value: object) -> tuple[object, ...]:
    """The values of a column of which a spec has one at most."""
    return () if value is None else (value,)


_COMMA: Final = Piece(", ")
_UNKNOWN: Final = later("unknown")

COLUMNS: Final[Mapping[str, SpecColumn]] = {
    column.name: column
    for column in (
        SpecColumn(
            name="hash",
            label=later("Hash"),
            values=lambda spec: _one(spec.hash),
            key=_itself,
            link="spec",
            code=True,
            shown=lambda value: value[:HASH_LENGTH],
            place="hashes",
        ),
        SpecColumn(
            name="package",
            label=later("Package"),
            values=lambda spec: (spec.package,),
            facet=True,
            link="package",
        ),
        SpecColumn(
            name="tag",
            label=later("Tag"),
            values=lambda spec: (spec.tag,),
            order=newest_first,
            facet=True,
            link="tag",
            explored=False,
            place="tag",
        ),
        SpecColumn(
            name="version",
            label=later("Version"),
            values=lambda spec: (spec.version,),
            key=_itself,
            apart=str,
            newest_first=True,
            facet=True,
            chosen=True,
        ),
        SpecColumn(
            name="compiler",
            label=later("Compiler"),
            values=lambda spec: _one(spec.compiler),
            facet=True,
            chosen=True,
            nothing=later("no compiler"),
        ),
        SpecColumn(
            name="namespace",
            label=later("Namespace"),
            values=lambda spec: _one(spec.namespace),
            facet=True,
            chosen=True,
            rare=True,
        ),
        SpecColumn(
            name="platform",
            label=later("Platform"),
            values=lambda spec: (spec.platform,),
            facet=True,
            explored=False,
        ),
        SpecColumn(name="os", label=later("OS"), values=lambda spec: (spec.os,), facet=True, chosen=True),
        SpecColumn(
            name="target",
            label=later("Target"),
            values=lambda spec: (spec.target,),
            key=targets.key,
            facet=True,
            chosen=True,
            link="target",
        ),
        SpecColumn(
            name="variants",
            label=later("Variants"),
            values=lambda spec: spec.variants,
            sort_key=lambda spec: spec.variants or None,
            singular="variant",
            code=True,
            wide=True,
        ),
        SpecColumn(
            name="stacks",
            label=later("Stacks"),
            values=lambda spec: spec.stacks,
            singular="stack",
            facet=True,
            chosen=True,
            link="stack",
        ),
        SpecColumn(
            name="size",
            label=later("Size"),
            values=lambda spec: _one(spec.size),
            key=_itself,
            sort_key=lambda spec: spec.size or 0,
            shown=_size,
            explored=False,
            place="",
        ),
    )
}
"""All columns, by name."""

FACETS: Final[Mapping[str, SpecColumn]] = {
    column.singular or column.name: column
    for column in sorted(COLUMNS.values(), key=lambda column: (column.name == "tag", -[*COLUMNS].index(column.name)))
    if column.facet
}
"""What a matrix can have as its rows and columns, by name: where a spec was built, what it is, and in which tag."""

_WORDS: Final = {
    "stack": later("Stack"),
    "versions": later("Versions"),
    "targets": later("Targets"),
    "specs": later("Specs"),
    "packages": later("Packages"),
}
"""What other headers say."""


def label(name: str) -> str:
    """What the header of a column says."""
    return str(_(COLUMNS[name].label if name in COLUMNS else _WORDS[name]))


def explored(specs: Iterable[Spec]) -> tuple[SpecColumn, ...]:
    """The columns that the explorer shows of some specs, those with long values last."""
    shown = [column for column in COLUMNS.values() if column.explored and column.is_told(specs)]
    return tuple(sorted(shown, key=lambda column: column.wide))


def for_scripts() -> dict[str, Any]:
    """What scripts get to know of the columns.

    Returns:
        ``fields``: of each that the data file has, its name, that of one value if a spec may have several, else "", and
        whether it is rare, 1 or 0.
        ``facets``: of each that readers choose by, its name in addresses, and that of the field.
    """
    told = [column for column in COLUMNS.values() if column.place]
    facets = sorted(FACETS.items(), key=lambda item: item[1].rare)
    return {
        "fields": [[column.name, column.singular, int(column.rare)] for column in told],
        "facets": [[name, column.name] for name, column in facets if column.chosen],
    }
