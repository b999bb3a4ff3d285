"""Tables of specs, one row each. Shared variants are shown once; specs that differ only in dependencies are marked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sphinxext_cache.messages import _
from sphinxext_cache.tables.columns import COLUMNS
from sphinxext_cache.tables.load import is_any_installed, load_commands
from sphinxext_cache.tables.meanings import meanings_of
from sphinxext_cache.tables.model import Cell, Column, Piece, Table, plain, titled, typed
from sphinxext_cache.tables.open_columns import find_column, said_of
from sphinxext_cache.tables.remarks import remarks_of
from sphinxext_cache.tables.twins import built_on, find_twins, identity, remarks
from sphinxext_cache.tables.where import choose

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from sphinxext_cache.catalog import Catalog, Query, Spec
    from sphinxext_cache.tables.model import Titles
    from sphinxext_cache.tables.spec_column import SpecColumn
    from sphinxext_cache.tables.where import Where

_BLANK: Final = Piece(" ")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecsRecipe:
    """The options of a table of specs.

    Attributes:
        queries: The queries, as text or parsed; the table shows the union of what they match.
        tag: The tag to look in; None: the default tag.
        columns: The names of the columns; those that the catalog does not have are left out.
        exact_columns: Whether the author chose the columns, so that none is added.
        sort: The sort keys, the first most important; those that start with ``-`` sort in descending order.
        limit: The maximum number of rows; None: all.
        where: Further conditions on open columns, such as facts.
        titles: The headers that the author chose, by column name.
        anchored: Whether references to these specs link to this table.
    """

    queries: tuple[str | Query, ...]
    tag: str | None = None
    columns: tuple[str, ...]
    exact_columns: bool = False
    sort: tuple[str, ...] = ()
    limit: int | None = None
    where: Where = ()
    titles: Titles = ()
    anchored: bool = False


def find(
    catalog: Catalog, queries: Iterable[str | Query], tag: str | None, where: Where = ()
) -> tuple[list[Spec], tuple[int, ...]]:
    """The distinct specs that match any of the queries, sorted, and the positions of the queries that match none."""
    found = [catalog.specs(query, tag) for query in queries]
    if where:
        found = [tuple(choose(specs, where, catalog)) for specs in found]
    unmatched = tuple(place for place, specs in enumerate(found) if not specs)
    if len(found) == 1:
        return list(found[0]), unmatched
    united = {(spec.tag, spec.package, spec.hash or id(spec)): spec for specs in found for spec in specs}
    return list(catalog.sort(united.values())), unmatched


def build_specs(recipe: SpecsRecipe, catalog: Catalog) -> Table:
    """Build the table. It has no rows if nothing matches."""
    specs, unmatched = find(catalog, recipe.queries, recipe.tag, recipe.where)
    table = specs_table(specs, recipe, catalog)
    return replace(table, unmatched=unmatched) if unmatched else table


def specs_table(specs: Sequence[Spec], recipe: SpecsRecipe, catalog: Catalog) -> Table:
    """Build the table from specs."""
    count = len(specs)
    specs = sort_specs(specs, _keys(recipe, catalog), catalog)[: recipe.limit]
    names = _columns(recipe, specs)
    # Unless the author chose the columns, they show the names used in queries and URLs, not titles.
    fixed: Mapping[str, SpecColumn] = {} if recipe.exact_columns else COLUMNS
    columns = [column for name in names if (column := fixed.get(name) or find_column(catalog, name))]
    common = _common_variants(specs) if "variants" in names else frozenset[str]()
    twins = find_twins(specs) if "variants" in names or not recipe.exact_columns else {}
    told = built_on(twins, catalog) if twins and not recipe.exact_columns else {}
    said = remarks(twins, told) if twins else {}
    made = [_column(column, specs, common, said) for column in columns or [COLUMNS["hash"]]]
    # If all columns are empty, they are shown nevertheless.
    shown = [column for column in made if column.name == "hash" or any(column.cells)] or made
    if told:
        cells = [told.get((spec.tag, spec.hash), ()) for spec in specs]
        # Next to the compiler, which is related.
        place = next((at for at, column in enumerate(shown, start=1) if column.name == "compiler"), len(shown))
        shown.insert(place, Column(name="built-on", label=plain(_("Built on")), cells=cells, shared=False))
    return Table(
        kind="specs",
        columns=titled(shown, recipe.titles),
        specs=specs,
        commands=load_commands(specs, catalog.facts),
        title=_title(specs),
        common=tuple([variant for variant in specs[0].variants if variant in common]) if common else (),
        meanings=meanings_of(specs, catalog) if "variants" in names else (),
        remark=_("The first {shown} of {all} specs.").format(shown=len(specs), all=count) if len(specs) < count else "",
        anchored=recipe.anchored,
        unshown=tuple(name for name in said_of(specs, catalog.facts) if name not in names),
    )


def _keys(recipe: SpecsRecipe, catalog: Catalog) -> tuple[str, ...]:
    """The sort keys; if there are none and packages show their titles, the tag and the package."""
    is_titled = recipe.exact_columns and find_column(catalog, "package") is not COLUMNS["package"]
    return ("tag", "package") if is_titled and "package" in recipe.columns and not recipe.sort else recipe.sort


def sort_specs(specs: Sequence[Spec], keys: Sequence[str], catalog: Catalog | None = None) -> Sequence[Spec]:
    """Sort specs by the keys, the first most important; equal specs keep their order.

    Specs without a value, such as a compiler, come last, in either direction. Keys without a column are ignored.
    """
    for key in reversed(keys):
        column = find_column(catalog, key.removeprefix("-"))
        if column is not None:
            specs = column.sort(specs, descending=key.startswith("-"))
    return specs


def _column(column: SpecColumn, specs: Sequence[Spec], common: frozenset[str], said: Mapping[Hashable, str]) -> Column:
    differ = column.name == "variants" and common
    return Column(
        name=column.name,
        label=plain(_("Variant that differs") if differ else column.heading()),
        cells=_cells(column, specs, common, said),
        shared=column.facet,
        fact=column.fact,
    )


def _cells(
    column: SpecColumn, specs: Sequence[Spec], common: frozenset[str], said: Mapping[Hashable, str]
) -> list[Cell]:
    """The cells of a column. Common variants are omitted, and equal cells of variants are the same object."""
    if column.name != "variants":
        return column.cells(specs)
    is_installed = is_any_installed(specs)
    made: dict[tuple[tuple[str, ...], str], Cell] = {}
    cells: list[Cell] = []
    for spec in specs:
        remark = said.get(identity(spec), "") if said else ""
        if is_installed:
            remark = ", ".join(filter(None, [*remarks_of(spec), remark]))
        key = spec.variants, remark
        cell = made.get(key)
        if cell is None:
            cell = made[key] = _variants(spec.variants, common, key[1])
        cells.append(cell)
    return cells


def _variants(variants: tuple[str, ...], common: frozenset[str], remark: str) -> Cell:
    pieces = [piece for variant in variants if variant not in common for piece in (typed(variant), _BLANK)]
    return (*pieces, Piece(remark, note=True)) if remark else tuple(pieces[:-1])


def _columns(recipe: SpecsRecipe, specs: Sequence[Spec]) -> tuple[str, ...]:
    """The columns; unless the author chose them, with the package and the tag if the rows have several."""
    columns = recipe.columns
    if recipe.exact_columns:
        return columns
    added = tuple(
        name for name in ("package", "tag") if name not in columns and len(set(map(COLUMNS[name].value, specs))) > 1
    )
    at = columns.index("hash") + 1 if "hash" in columns else 0
    return columns[:at] + added + columns[at:]


def _common_variants(specs: Sequence[Spec]) -> frozenset[str]:
    """The variants that all specs have; none if there are fewer than two specs."""
    tuples = {spec.variants for spec in specs}
    if len(specs) < 2 or () in tuples:  # noqa: PLR2004 one spec shares nothing with another
        return frozenset()
    return frozenset(tuples.pop()).intersection(*tuples)


def _title(specs: Sequence[Spec]) -> str:
    packages = {spec.package for spec in specs}
    if len(packages) == 1:
        return _("Specs of {package}").format(package=packages.pop())
    return _("Specs")
