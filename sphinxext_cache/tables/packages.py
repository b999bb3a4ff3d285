"""Tables of packages: one row for each package, with its versions, specs, stacks and targets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog import parse_query
from sphinxext_cache.catalog.fact_conditions import divide, meets
from sphinxext_cache.messages import _
from sphinxext_cache.tables.builds import builds_of
from sphinxext_cache.tables.columns import FACETS
from sphinxext_cache.tables.groups import Division, column_of_groups, innermost
from sphinxext_cache.tables.groups import divide as divide_into_groups
from sphinxext_cache.tables.model import Column, Table, plain, titled
from sphinxext_cache.tables.open_columns import find_column
from sphinxext_cache.tables.package_rows import column_of, sort_rows
from sphinxext_cache.tables.specs import find
from sphinxext_cache.tables.where import choose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinxext_cache.catalog import Catalog, Spec
    from sphinxext_cache.tables.groups import Group, Path
    from sphinxext_cache.tables.model import Cell, Titles
    from sphinxext_cache.tables.package_rows import PackageRow
    from sphinxext_cache.tables.where import Where

_PLACE: Final[Callable[[Spec], tuple[str, str]]] = attrgetter("tag", "package")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagesRecipe:
    """The options of a table of packages.

    Attributes:
        queries: The texts of the queries; the table shows the packages of all specs that any of them matches.
        tag: The tag to look in; None: the default tag.
        columns: The names of the columns, of `OWN` and the lists of the catalog; those that it does not have are left
            out.
        exact_columns: Whether the author chose the columns, so that none is added.
        sort: The sort keys, the first most important; those that start with ``-`` sort in descending order.
        limit: The maximum number of rows; None: all.
        where: Further conditions on open columns, such as facts.
        titles: The headers that the author chose, by column name.
        groups: The kinds of groups by which the packages are divided into several tables, of which this is one; see
            `sphinxext_cache.tables.groups`.
        within: The group that the table shows; empty for all.
        in_cells: Whether the groups are leading columns of a single table instead of tables of their own. If there is
            no column of packages, each group is one row.
        link: The name of a fact with the link targets of packages; empty to link to their pages.
        builds: The number of builds that a row expands to; 0: rows do not expand.
    """

    queries: tuple[str, ...]
    tag: str | None = None
    columns: tuple[str, ...] = ("package", "versions", "specs", "stacks", "targets")
    exact_columns: bool = False
    sort: tuple[str, ...] = ()
    limit: int | None = None
    where: Where = ()
    titles: Titles = ()
    groups: tuple[str, ...] = ()
    within: Path = ()
    in_cells: bool = False
    link: str = ""
    builds: int = 0


def build_packages(recipe: PackagesRecipe, catalog: Catalog) -> Table:
    """Build the table. It has no rows if nothing matches."""
    found = _find(recipe, catalog)
    specs = found.division.specs.get(recipe.within, ()) if recipe.within else found.specs
    table = _grouped(found.division, recipe, catalog) if recipe.in_cells else _table(specs, recipe, catalog)
    return replace(table, unmatched=found.unmatched) if found.unmatched else table


def groups_of_packages(recipe: PackagesRecipe, catalog: Catalog) -> tuple[Group, ...]:
    """The groups that the packages of a table are divided into."""
    return _find(recipe, catalog).division.groups


def packages_table(
    specs: Iterable[Spec],
    where: Sequence[str] = ("stacks", "targets"),
    *,
    chosen: Sequence[str] = (),
    catalog: Catalog | None = None,
) -> Table:
    """Build the table of the packages of specs, in the order of the specs.

    Args:
        specs: The specs.
        where: The last of the default columns, which must be fixed ones.
        chosen: The columns to show instead of the default ones; the column of packages is always first.
        catalog: The catalog with the specs; used only with `chosen`.
    """
    if not chosen:
        return _table(specs, PackagesRecipe(queries=(), columns=("package", "versions", "specs", *where)), None)
    return _table(specs, PackagesRecipe(queries=(), columns=package_first(chosen)), catalog)


def package_first(columns: Iterable[str]) -> tuple[str, ...]:
    """The columns, with the column of packages first."""
    return ("package", *(name for name in columns if name != "package"))


class _Found(NamedTuple):
    """The matches of the queries of a recipe.

    Attributes:
        specs: The specs that match any query, including software that is in no source.
        unmatched: The positions of the queries that match nothing.
        division: The specs in groups.
    """

    specs: Sequence[Spec]
    unmatched: tuple[int, ...]
    division: Division


class _Last:
    """A cache of the last matches, since the tables of all groups are built from the same ones in sequence."""

    asked: tuple[object, ...] = ()
    catalog: Catalog | None = None
    found = _Found((), (), Division((), {}))


def _find(recipe: PackagesRecipe, catalog: Catalog) -> _Found:
    """Find the matches, and divide them into groups; the last result is cached."""
    names = recipe.groups or tuple(name for name, _value in recipe.within)
    asked = recipe.queries, recipe.tag, recipe.where, names
    if _Last.catalog is not catalog or _Last.asked != asked:
        specs, unmatched = _matching(recipe, catalog)
        _Last.found = _Found(specs, unmatched, divide_into_groups(specs, names, catalog))
        _Last.asked, _Last.catalog = asked, catalog
    return _Last.found


def forget_packages() -> None:
    """Clear the cached matches of a build, which refer to its catalog."""
    _Last.asked, _Last.catalog, _Last.found = (), None, _Found((), (), Division((), {}))


def _matching(recipe: PackagesRecipe, catalog: Catalog) -> tuple[list[Spec], tuple[int, ...]]:
    """The matching specs with software that is in no source, and the positions of the queries that match neither."""
    specs, unmatched = find(catalog, recipe.queries, recipe.tag, recipe.where)
    if not catalog.facts.software:
        return specs, unmatched
    found: dict[Spec, None] = {}
    for place, text in enumerate(recipe.queries):
        query = parse_query(text)
        tags = catalog.tags if query.tags else (recipe.tag or catalog.default_tag or "",)
        query, said = divide(query, catalog.facts, map(catalog.vocabulary, tags))
        software = [each for tag in tags for each in catalog.facts.software.get(tag, ())]
        matching = [each for each in software if query.matches(each) and meets(each, said, catalog.facts)]
        matching = list(choose(matching, recipe.where, catalog))
        found |= dict.fromkeys(matching)
        if matching:
            unmatched = tuple(each for each in unmatched if each != place)
    return (list(catalog.sort([*specs, *found])) if found else specs), unmatched


def _table(specs: Iterable[Spec], recipe: PackagesRecipe, catalog: Catalog | None) -> Table:
    """The table of the packages of some specs."""
    rows = _rows(specs, recipe, catalog)
    shown = rows[: recipe.limit]
    tags = {tag for (tag, _name), _specs in rows}
    names = recipe.columns
    if not recipe.exact_columns and len(tags) > 1:
        names = (*names[:1], "tag", *names[1:])
    made = [column for name in names if (column := column_of(name, shown, catalog, recipe.link)) is not None]
    columns = [column for column in made if recipe.exact_columns or any(column.cells)] or made
    return Table(
        kind="packages",
        look="cards" if catalog is not None else "",
        columns=titled(columns, recipe.titles),
        tag=tags.pop() if len(tags) == 1 else "",
        # Readers who navigate by the titles of tables need different ones.
        title=": ".join([_("Packages"), *(value or _("Other") for _by, value in recipe.within)]),
        builds=builds_of(shown, recipe.builds, catalog) if recipe.builds and catalog is not None else (),
        remark=_remark(len(shown), len(rows)),
    )


def _grouped(division: Division, recipe: PackagesRecipe, catalog: Catalog) -> Table:
    """The table of packages in groups, which are its leading columns."""
    of_packages = "package" in recipe.columns
    rows: list[PackageRow] = []
    cells: list[tuple[Cell, ...]] = []
    left_out = 0
    for groups in innermost(division.groups):
        specs = division.specs[groups[-1].path]
        found = _rows(specs, recipe, catalog) if of_packages else [((specs[0].tag, ""), specs)]
        shown = found[: recipe.limit]
        left_out += len(found) - len(shown)
        rows += shown
        cells += [tuple(group.cell for group in groups)] * len(shown)
    titles = dict(recipe.titles)
    columns = [
        Column(name=name, label=plain(titles.get(by) or label), cells=[each[at] for each in cells], fact=fact)
        for at, by in enumerate(recipe.groups)
        for name, label, fact in (column_of_groups(by, catalog),)
    ]
    made = [column for name in recipe.columns if (column := column_of(name, rows, catalog, recipe.link)) is not None]
    tags = {tag for (tag, _name), _specs in rows}
    return Table(
        kind="packages",
        look="cards",
        columns=(*columns, *titled(made, recipe.titles)),
        merged=len(columns) - (not of_packages),
        tag=tags.pop() if len(tags) == 1 else "",
        title=_("Packages") + ": " + ", ".join("".join(piece.text for piece in column.label) for column in columns),
        builds=builds_of(rows, recipe.builds, catalog) if recipe.builds and of_packages else (),
        remark=_remark(len(rows), len(rows) + left_out),
    )


def _rows(specs: Iterable[Spec], recipe: PackagesRecipe, catalog: Catalog | None) -> list[PackageRow]:
    """The sorted rows of the packages of some specs."""
    specs = list(specs)
    packages: defaultdict[tuple[str, str], list[Spec]] = defaultdict(list)
    for place, spec in zip(map(_PLACE, specs), specs, strict=True):
        packages[place].append(spec)
    keys = recipe.sort
    if catalog is not None and find_column(catalog, "package", "facet") is not FACETS["package"]:
        keys = (*keys, "tag", "package")  # readers look for titles, so sort by them
    return sort_rows(list(packages.items()), keys, catalog)


def _remark(shown: int, rows: int) -> str:
    return _("The first {shown} of {all} packages.").format(shown=shown, all=rows) if shown < rows else ""
