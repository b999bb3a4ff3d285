"""Tables of specs: one row a spec, what all share said once, what differs only in dependencies marked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog import Dependency, Spec, natural_key
from sphinxext_cache.messages import _, plural
from sphinxext_cache.tables.columns import COLUMNS
from sphinxext_cache.tables.model import Cell, Column, Piece, Table, plain, typed
from sphinxext_cache.tables.open_columns import find_column

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from sphinxext_cache.catalog import Catalog, Query
    from sphinxext_cache.tables.spec_column import SpecColumn

_BLANK: Final = Piece(" ")
_MOST_NAMES: Final = 5
"""How many of the dependencies in which specs differ are named in their rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecsRecipe:
    """What a table of specs is to show.

    Attributes:
        queries: Queries, most of them texts; the table shows the union of what they match.
        tag: The tag to look in; None: the default tag.
        columns: The names of the columns; those that the catalog does not have are left out.
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
    specs, unmatched = find(catalog, recipe.queries, recipe.tag)
    table = specs_table(specs, recipe, catalog)
    return replace(table, unmatched=unmatched) if unmatched else table


def specs_table(specs: Sequence[Spec], recipe: SpecsRecipe, catalog: Catalog) -> Table:
    """Make the table of specs that have been found."""
    count = len(specs)
    specs = sort_specs(specs, recipe.sort, catalog)[: recipe.limit]
    columns = [column for name in _columns(recipe, specs) if (column := find_column(catalog, name))]
    common = _common_variants(specs) if COLUMNS["variants"] in columns else frozenset[str]()
    made = [(column, _cells(column, specs, common)) for column in columns or [COLUMNS["hash"]]]
    # Where nothing is known of any, the rows say so.
    kept = [(column, cells) for column, cells in made if column.name == "hash" or any(cells)] or made
    return Table(
        kind="specs",
        columns=tuple(
            [
                Column(
                    name=column.name,
                    label=plain(
                        _("Variants that differ") if column.name == "variants" and common else column.heading()
                    ),
                    cells=cells,
                    shared=column.facet,
                )
                for column, cells in kept
            ]
        ),
        specs=specs,
        title=_title(specs),
        common=tuple([variant for variant in specs[0].variants if variant in common]) if common else (),
        remark=_("The first {shown} of {all} specs.").format(shown=len(specs), all=count) if len(specs) < count else "",
        anchored=recipe.anchored,
    )


def sort_specs(specs: Sequence[Spec], keys: Sequence[str], catalog: Catalog | None = None) -> Sequence[Spec]:
    """Sort specs by the keys, the first most important; those that are equal keep their order.

    What has no value, such as no compiler, comes last, whichever way. What is no column of the catalog orders nothing.
    """
    for key in reversed(keys):
        column = find_column(catalog, key.removeprefix("-"))
        if column is not None:
            specs = column.sort(specs, descending=key.startswith("-"))
    return specs


def _cells(column: SpecColumn, specs: Sequence[Spec], common: frozenset[str]) -> list[Cell]:
    """The cells of a column. Variants that all rows have are said elsewhere; rows that say the same share the cell."""
    if column.name != "variants":
        return column.cells(specs)
    remarks = _twins(specs)
    made: dict[tuple[tuple[str, ...], str], Cell] = {}
    cells: list[Cell] = []
    for spec in specs:
        key = spec.variants, remarks.get(_identity(spec), "") if remarks else ""
        cell = made.get(key)
        if cell is None:
            cell = made[key] = _variants(spec.variants, common, key[1])
        cells.append(cell)
    return cells


def _variants(variants: tuple[str, ...], common: frozenset[str], remark: str) -> Cell:
    pieces = [piece for variant in variants if variant not in common for piece in (typed(variant), _BLANK)]
    return (*pieces, Piece(remark, note=True)) if remark else tuple(pieces[:-1])


def _twins(specs: Sequence[Spec]) -> Mapping[Hashable, str]:
    """What is said of specs that are equal in all that a table shows but their hashes, by what they have in common."""
    keys = list(map(_identity, specs))
    if len(set(keys)) == len(keys):
        return {}
    alike: defaultdict[Hashable, list[Spec]] = defaultdict(list)
    for key, spec in zip(keys, specs, strict=True):
        alike[key].append(spec)
    return {key: _difference(twins) for key, twins in alike.items() if len(twins) > 1}


def _difference(twins: Sequence[Spec]) -> str:
    """In what specs differ of which a table shows no difference: their dependencies, named as far as they are known.

    Nothing is said of specs whose dependencies are known to be the same: what else differs is not known.
    """
    count = len(twins)
    known = [frozenset(spec.dependencies) for spec in twins if spec.dependencies is not None]
    if len(known) == count:
        differ = frozenset[Dependency]().union(*known) - known[0].intersection(*known[1:])
        if differ:
            names = sorted({each.name for each in differ}, key=natural_key)
            # A few: each of the rows says so, and there are no more bytes of them than in what was read.
            shown = names[:_MOST_NAMES]
            if rest := len(names) - len(shown):
                shown.append(plural("", _("{n} more"), rest))
            text = _("{n} builds that differ only in their dependencies: {names}")
            return text.format(n=count, names=", ".join(shown))
        if all(each.hash for each in known[0]):
            return ""
    return plural("", _("{n} builds that differ only in their dependencies"), count)


def _columns(recipe: SpecsRecipe, specs: Sequence[Spec]) -> tuple[str, ...]:
    """The columns, with the package and the tag where the rows are of several and nobody chose otherwise."""
    columns = recipe.columns
    if recipe.exact_columns:
        return columns
    added = tuple(
        name for name in ("package", "tag") if name not in columns and len(set(map(COLUMNS[name].value, specs))) > 1
    )
    at = columns.index("hash") + 1 if "hash" in columns else 0
    return columns[:at] + added + columns[at:]


def _common_variants(specs: Sequence[Spec]) -> frozenset[str]:
    """The variants that all specs have, of two specs or more."""
    tuples = {spec.variants for spec in specs}
    if len(specs) < 2 or () in tuples:  # noqa: PLR2004 one spec shares nothing with another
        return frozenset()
    return frozenset(tuples.pop()).intersection(*tuples)


_NOT_SHOWN: Final = frozenset({"version", "hash", "size", "dependencies", "installation"})
_identity: Final[Callable[[Spec], Hashable]] = attrgetter(
    "version.text", *(name for name in Spec.__struct_fields__ if name not in _NOT_SHOWN)
)
"""All that is known of a spec but what no two builds share."""


def _title(specs: Sequence[Spec]) -> str:
    packages = {spec.package for spec in specs}
    if len(packages) == 1:
        return _("Specs of {package}").format(package=packages.pop())
    return _("Specs")
