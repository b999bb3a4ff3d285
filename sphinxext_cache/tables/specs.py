"""Tables of specs: one row a spec, what all share said once, what differs only in dependencies marked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from sphinxext_cache.catalog import natural_key
from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.messages import _, plural
from sphinxext_cache.tables.facets import FACETS, label, names
from sphinxext_cache.tables.model import Cell, Column, Piece, Ref, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from sphinxext_cache.catalog import Catalog, Query, Spec

HASH_LENGTH: Final = 7
"""How much of a hash is shown; Spack itself shows as much."""

_BLANK: Final = Piece(" ")
_SORT_KEYS: Final[dict[str, Callable[[Spec], Any]]] = {
    "hash": lambda spec: spec.hash,
    "package": lambda spec: natural_key(spec.package),
    "tag": lambda spec: spec.tag,  # which `_sort_key` replaces by its place among the others
    "version": lambda spec: spec.version,
    "compiler": lambda spec: spec.compiler and natural_key(spec.compiler),
    "platform": lambda spec: natural_key(spec.platform),
    "os": lambda spec: natural_key(spec.os),
    "target": lambda spec: targets.key(spec.target),
    "variants": lambda spec: spec.variants or None,
    "stacks": lambda spec: tuple(map(natural_key, spec.stacks)) or None,
    "size": lambda spec: spec.size or 0,
}
SORT_KEYS: Final = tuple(_SORT_KEYS)
"""What a table can be sorted by, ascending; with ``-`` before it, descending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecsRecipe:
    """What a table of specs is to show.

    Attributes:
        queries: Queries, most of them texts; the table shows the union of what they match.
        tag: The tag to look in; None: the default tag.
        columns: The columns, of `sphinxext_cache.config.settings.COLUMNS`.
        exact_columns: Whether these were asked for, so that none is added.
        sort: Sort keys, the first most important, with ``-`` before those that descend.
        limit: How many rows to show; None: all.
        anchored: Whether references to these specs lead here.
    """

    queries: tuple[str | Query, ...]
    tag: str | None = None
    columns: tuple[str, ...]
    exact_columns: bool = False
    sort: tuple[str, ...] = ()
    limit: int | None = None
    anchored: bool = False


def find(catalog: Catalog, queries: Iterable[str | Query], tag: str | None) -> tuple[list[Spec], tuple[int, ...]]:
    """The specs that match any of the queries, each once and sorted; and which of the queries match none."""
    found = [catalog.specs(query, tag) for query in queries]
    unmatched = tuple(place for place, specs in enumerate(found) if not specs)
    if len(found) == 1:
        return list(found[0]), unmatched
    united = {(spec.tag, spec.package, spec.hash or id(spec)): spec for specs in found for spec in specs}
    return list(catalog.sort(united.values())), unmatched


def build_specs(recipe: SpecsRecipe, catalog: Catalog) -> Table:
    """Make the table. It has no rows if nothing matches."""
    found, unmatched = find(catalog, recipe.queries, recipe.tag)
    specs = sort_specs(found, recipe.sort)
    shown = specs if recipe.limit is None else specs[: recipe.limit]
    remark = ""
    if len(shown) < len(specs):
        remark = str(_("The first {shown} of {all} specs.")).format(shown=len(shown), all=len(specs))
    table = specs_table(shown, _columns(recipe, shown), remark=remark, anchored=recipe.anchored)
    return replace(table, unmatched=unmatched) if unmatched else table


def specs_table(
    specs: Sequence[Spec],
    columns: Sequence[str],
    *,
    caption: str = "",
    remark: str = "",
    anchored: bool = False,
) -> Table:
    """Make a table of specs that have been found and sorted."""
    common = _common_variants(specs) if "variants" in columns else frozenset[str]()
    twins = Counter(_identity(spec) for spec in specs)
    fields = _Fields(common, {key: count for key, count in twins.items() if count > 1})
    rows = [Row(cells=tuple([fields.cell(name, spec) for name in columns]), spec=spec) for spec in specs]
    kept = [index for index, name in enumerate(columns) if name == "hash" or any(row.cells[index] for row in rows)]
    if len(kept) < len(columns):
        rows = [Row(cells=tuple([row.cells[index] for index in kept]), spec=row.spec) for row in rows]
    first = next((spec for spec in specs if spec.variants), None)
    return Table(
        kind="specs",
        columns=tuple(
            Column(
                name=columns[index],
                label=(Piece(str(_("Variants that differ"))),)
                if columns[index] == "variants" and common
                else (Piece(label(columns[index])),),
            )
            for index in kept
        ),
        rows=tuple(rows),
        caption=caption,
        title=_title(specs),
        common=tuple(variant for variant in first.variants if variant in common) if first else (),
        remark=remark,
        anchored=anchored,
    )


def sort_specs(specs: list[Spec], keys: Sequence[str]) -> list[Spec]:
    """Sort specs by the keys, the first most important; those that are equal keep their order.

    What has no value, such as no compiler, comes last, whichever way.
    """
    for key in reversed(keys):
        value_of = _sort_key(key.removeprefix("-"), specs)
        valued = [(value, spec) for spec in specs if (value := value_of(spec)) is not None]
        valueless = [spec for spec in specs if value_of(spec) is None]
        valued.sort(key=itemgetter(0), reverse=key.startswith("-"))
        specs = [spec for _value, spec in valued] + valueless
    return specs


def _sort_key(name: str, specs: Iterable[Spec]) -> Callable[[Spec], Any]:
    """What to sort some specs by."""
    value_of = _SORT_KEYS[name]
    if name != "tag":
        return value_of
    places = {tag: place for place, tag in enumerate(FACETS["tag"].ordered(map(value_of, specs)))}
    return lambda spec: places[spec.tag]


def hash_piece(spec: Spec) -> Piece:
    """A hash as it is shown, linked to the row of its spec."""
    text = spec.hash or ""
    return Piece(text[:HASH_LENGTH], ref=Ref("spec", spec.tag, text), code=True)


@lru_cache(maxsize=1 << 14)
def _known(name: str, text: str, tag: str) -> Cell:
    """The cell for a value of a facet; the same few stand in most tables."""
    return (FACETS[name].piece(text, tag),)


@lru_cache(maxsize=1 << 14)
def _stacks(stacks: tuple[str, ...], tag: str) -> Cell:
    return names("stack", stacks, tag)


@lru_cache(maxsize=1 << 14)
def _variant(text: str) -> Piece:
    return Piece(text, code=True)


class _Fields:
    """Makes the cells of one table; rows that say the same share the cell."""

    def __init__(self, common: frozenset[str], twins: dict[Hashable, int]) -> None:
        self._common = common
        self._twins = twins
        self._made: dict[tuple[str, str, Hashable], Cell] = {}

    def cell(self, name: str, spec: Spec) -> Cell:
        if name == "hash":
            return (hash_piece(spec),) if spec.hash else ()
        if name == "variants":
            return self._variants(spec)
        value: Hashable = getattr(spec, name)
        key = (name, spec.tag, str(value) if name == "version" else value)
        cell = self._made.get(key)
        if cell is None:
            cell = self._made[key] = self._make(name, spec)
        return cell

    def _make(self, name: str, spec: Spec) -> Cell:
        if name == "size":
            return (Piece(_size(spec.size)),) if spec.size is not None else ()
        if name == "stacks":
            return _stacks(spec.stacks, spec.tag)
        value = getattr(spec, name)
        # What has no value is said in the language of the project, and cannot be remembered beyond it.
        return (FACETS[name].piece(value, spec.tag),) if value is None else _known(name, str(value), spec.tag)

    def _variants(self, spec: Spec) -> Cell:
        count = self._twins.get(_identity(spec), 1) if self._twins else 1
        key = ("variants", str(count), spec.variants)
        cell = self._made.get(key)
        if cell is None:
            cell = self._made[key] = self._make_variants(spec, count)
        return cell

    def _make_variants(self, spec: Spec, count: int) -> Cell:
        pieces: list[Piece] = []
        for variant in spec.variants:
            if variant not in self._common:
                pieces += (_variant(variant), _BLANK)
        if count > 1:
            text = plural("", str(_("{n} builds that differ only in their dependencies")), count)
            pieces.append(Piece(text, note=True))
        elif pieces:
            pieces.pop()
        return tuple(pieces)


def _columns(recipe: SpecsRecipe, specs: Sequence[Spec]) -> tuple[str, ...]:
    """The columns, with the package and the tag where the rows are of several and nobody chose otherwise."""
    columns = recipe.columns
    if recipe.exact_columns:
        return columns
    added = tuple(
        name for name in ("package", "tag") if name not in columns and len({getattr(spec, name) for spec in specs}) > 1
    )
    at = columns.index("hash") + 1 if "hash" in columns else 0
    return columns[:at] + added + columns[at:]


def _common_variants(specs: Sequence[Spec]) -> frozenset[str]:
    """The variants that all specs have, of two specs or more."""
    tuples = {spec.variants for spec in specs}
    if len(specs) < 2 or not tuples:  # noqa: PLR2004 one spec shares nothing with another
        return frozenset()
    first, *rest = (frozenset(variants) for variants in tuples)
    return first.intersection(*rest)


def _identity(spec: Spec) -> Hashable:
    """All that is known of a spec but its hash."""
    return (
        spec.tag,
        spec.package,
        str(spec.version),
        spec.compiler,
        spec.os,
        spec.platform,
        spec.target,
        spec.variants,
        spec.stacks,
    )


def _size(size: int | None) -> str:
    """A number of bytes in the unit that keeps it short, powers of 1000 as file sizes are told."""
    value, unit = float(size or 0), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < 1000:  # noqa: PLR2004 the step from one unit to the next
            break
        value, unit = value / 1000, larger
    return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"


def _title(specs: Sequence[Spec]) -> str:
    packages = {spec.package for spec in specs}
    if len(packages) == 1:
        return str(_("Specs of {package}")).format(package=packages.pop())
    return str(_("Specs"))
