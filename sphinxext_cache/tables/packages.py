"""Tables of packages: one row a package, with its versions, its specs, and where they were built."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from sphinxext_cache.catalog import Version, parse_query
from sphinxext_cache.catalog.fact_conditions import divide, meets
from sphinxext_cache.messages import _
from sphinxext_cache.tables.columns import FACETS, LISTS, label
from sphinxext_cache.tables.groups import Division
from sphinxext_cache.tables.groups import divide as divide_into_groups
from sphinxext_cache.tables.model import COMMA, Column, Piece, Table, plain, titled
from sphinxext_cache.tables.open_columns import find_column
from sphinxext_cache.tables.specs import find
from sphinxext_cache.tables.where import choose

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from sphinxext_cache.catalog import Catalog, Spec
    from sphinxext_cache.tables.groups import Group, Path
    from sphinxext_cache.tables.model import Cell, Titles
    from sphinxext_cache.tables.spec_column import SpecColumn
    from sphinxext_cache.tables.where import Where

_Row: TypeAlias = "tuple[tuple[str, str], list[Spec]]"
"""A package by its tag and its name, and its specs."""

OWN: Final = ("package", "tag", "specs")
"""The columns of a table of packages that list nothing."""
_UNFOLDED: Final = 2
"""How many versions a cell shows at once; it shows one more if that is all there is."""
_TEXT: Final = attrgetter("version.text")
_PLACE: Final[Callable[[Spec], tuple[str, str]]] = attrgetter("tag", "package")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagesRecipe:
    """What a table of packages is to show.

    Attributes:
        queries: Texts of queries; the table shows the packages of all specs that any of them matches.
        tag: The tag to look in; None: the default tag.
        columns: The names of the columns, of `OWN` and the lists of the catalog; those that it does not have are left
            out.
        exact_columns: Whether these were asked for, so that none is added.
        sort: Sort keys, the first most important, with ``-`` before those that descend.
        limit: How many rows to show; None: all.
        where: Further conditions, on what is said of their specs.
        titles: What headers say of some columns, by the names of these.
        groups: By what the packages are divided into tables; see `sphinxext_cache.tables.groups`. Here it is one.
        within: The group that is shown; if empty, all.
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


def build_packages(recipe: PackagesRecipe, catalog: Catalog) -> Table:
    """Make the table. It has no rows if nothing matches."""
    found = _find(recipe, catalog)
    specs = found.division.specs.get(recipe.within, ()) if recipe.within else found.specs
    table = _table(specs, recipe, catalog)
    return replace(table, unmatched=found.unmatched) if found.unmatched else table


def groups_of_packages(recipe: PackagesRecipe, catalog: Catalog) -> tuple[Group, ...]:
    """The groups into which the packages of a table are divided."""
    return _find(recipe, catalog).division.groups


def packages_table(specs: Iterable[Spec], where: Sequence[str] = ("stacks", "targets")) -> Table:
    """Make the table of the packages of specs, in the order in which the specs name them.

    Args:
        specs: The specs.
        where: Which columns say where the packages are built, none but fixed ones.
    """
    return _table(specs, PackagesRecipe(queries=(), columns=("package", "versions", "specs", *where)), None)


class _Found(NamedTuple):
    """What matches queries.

    Attributes:
        specs: The specs that match any, with software that is in no source.
        unmatched: Which of the queries match neither.
        division: The specs in groups.
    """

    specs: Sequence[Spec]
    unmatched: tuple[int, ...]
    division: Division


class _Last:
    """What was found last, for the tables of groups come one after the other, and each is of the same."""

    asked: tuple[object, ...] = ()
    catalog: Catalog | None = None
    found = _Found((), (), Division((), {}))


def _find(recipe: PackagesRecipe, catalog: Catalog) -> _Found:
    """Find what matches, and divide it into groups."""
    names = recipe.groups or tuple(name for name, _value in recipe.within)
    asked = recipe.queries, recipe.tag, recipe.where, names
    if _Last.catalog is not catalog or _Last.asked != asked:
        specs, unmatched = _matching(recipe, catalog)
        _Last.found = _Found(specs, unmatched, divide_into_groups(specs, names, catalog))
        _Last.asked, _Last.catalog = asked, catalog
    return _Last.found


def forget_packages() -> None:
    """Forget what was found in a build: it holds what that read."""
    _Last.asked, _Last.catalog, _Last.found = (), None, _Found((), (), Division((), {}))


def _matching(recipe: PackagesRecipe, catalog: Catalog) -> tuple[list[Spec], tuple[int, ...]]:
    """The specs that match, with software that is in no source; and which of the queries match neither."""
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
    specs = list(specs)
    packages: defaultdict[tuple[str, str], list[Spec]] = defaultdict(list)
    for place, spec in zip(map(_PLACE, specs), specs, strict=True):
        packages[place].append(spec)
    keys = recipe.sort
    if catalog is not None and find_column(catalog, "package", "facet") is not FACETS["package"]:
        keys = (*keys, "tag", "package")  # those that have a title are looked for by that
    rows = _sorted(list(packages.items()), keys, catalog)[: recipe.limit]
    tags = {tag for tag, _name in packages}
    names = recipe.columns
    if not recipe.exact_columns and len(tags) > 1:
        names = (*names[:1], "tag", *names[1:])
    made = [column for name in names if (column := _column(name, rows, catalog)) is not None]
    columns = [column for column in made if recipe.exact_columns or any(column.cells)] or made
    return Table(
        kind="packages",
        look="cards" if catalog is not None else "",
        columns=titled(columns, recipe.titles),
        tag=tags.pop() if len(tags) == 1 else "",
        # Those who move from one table to the next by their names are to tell them apart.
        title=": ".join([_("Packages"), *(value or _("Other") for _by, value in recipe.within)]),
        remark=_("The first {shown} of {all} packages.").format(shown=len(rows), all=len(packages))
        if len(rows) < len(packages)
        else "",
    )


def _column(name: str, rows: Collection[_Row], catalog: Catalog | None) -> Column | None:
    """A column; None if the catalog does not have it."""
    match name:
        case "package" | "tag":
            column, place = find_column(catalog, name, "facet") or FACETS[name], ("tag", "package").index(name)
            cells = [column.known_cells(row[0][0])[row[0][place]] for row in rows]
            if name == "package" and catalog is not None and catalog.facts.software:
                cells = [_linked(cell, row[0], catalog) for cell, row in zip(cells, rows, strict=True)]
        case "specs":
            counts = [sum(bool(spec.platform or spec.hash) for spec in specs) for _place, specs in rows]
            cells = [plain(str(count)) if count else () for count in counts]
            return Column(name=name, label=plain(label(name)), cells=cells, number=True)
        case "versions":
            column = LISTS[name]
            show = _versions if catalog is None else _few_versions
            cells = [show(versions_of(specs)) for _place, specs in rows]
        case _:
            found = find_column(catalog, name, "list")
            if found is None:
                return None
            column = found
            several = [_distinct(column, specs) for _place, specs in rows]
            cells = [column.known_lists(row[0][0])[values] for row, values in zip(rows, several, strict=True)]
            if column.fact and any(len(values) > 1 for values in several):
                column = replace(column, fact="list")
    return Column(name=name, label=plain(column.heading_of_several()), cells=cells, prose=column.wide, fact=column.fact)


def _linked(cell: Cell, place: tuple[str, str], catalog: Catalog) -> Cell:
    """The cell of a package, which leads nowhere if the package is in no source."""
    tag, name = place
    return cell if catalog.package(name, tag) else plain("".join(piece.text for piece in cell))


def _versions(versions: tuple[str, ...]) -> Cell:
    return plain(", ".join(versions))


@lru_cache(maxsize=1 << 12)
def _few_versions(versions: tuple[str, ...]) -> Cell:
    """The newest versions; where readers can ask, the others come out when they do."""
    if len(versions) <= _UNFOLDED + 1:
        return _versions(versions)
    shown, folded = versions[:_UNFOLDED], versions[_UNFOLDED:]
    return (
        Piece(f"{', '.join(shown)}"),
        *(piece for version in folded for piece in (COMMA._replace(folded=True), Piece(version, folded=True))),
    )


def _sorted(rows: list[_Row], keys: Sequence[str], catalog: Catalog | None) -> list[_Row]:
    """Sort packages by the keys, the first most important; those that are equal keep their order.

    What has several values is compared value by value, as they are shown; what has none comes last, whichever way.
    """
    for key in reversed(keys):
        name, descending = key.removeprefix("-"), key.startswith("-")
        if name == "specs":
            rows = sorted(rows, key=lambda row: len(row[1]), reverse=descending)
            continue
        column = find_column(catalog, name, "facet" if name in OWN else "list")
        if column is None:
            continue
        shown = [column.ordered(_distinct(column, specs)) for _place, specs in rows]
        known = {value for values in shown for value in values if value is not None}
        places = {value: place for place, value in enumerate(column.order.sort(known))}
        placed = [
            ([places[value] for value in values if value is not None], row)
            for values, row in zip(shown, rows, strict=True)
        ]
        valued = sorted((each for each in placed if each[0]), key=itemgetter(0), reverse=descending)
        rows = [row for _values, row in valued] + [row for values, row in placed if not values]
    return rows


def _distinct(column: SpecColumn, specs: Iterable[Spec]) -> tuple[Any, ...]:
    """The values that specs have, each once."""
    return tuple(value for value in dict.fromkeys(column.values_of(specs)) if value != "")


def versions_of(specs: Iterable[Spec]) -> tuple[str, ...]:
    """The versions of specs, each once, from new to old."""
    return _ordered(tuple(filter(None, dict.fromkeys(map(_TEXT, specs)))))


@lru_cache(maxsize=1 << 14)
def _ordered(versions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(str, FACETS["version"].ordered(map(Version, versions))))
