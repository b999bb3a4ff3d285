"""Histories: the counts in each tag, from new to old; for a single package, its versions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog import parse_query
from sphinxext_cache.catalog.conditions import fits
from sphinxext_cache.messages import _, plural
from sphinxext_cache.tables.columns import FACETS, counted, label
from sphinxext_cache.tables.model import COMMA, Column, Table, count_column, plain
from sphinxext_cache.tables.package_rows import versions_of
from sphinxext_cache.tables.picture import Picture
from sphinxext_cache.tables.specs import find

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sphinxext_cache.catalog import Catalog, Query, Spec
    from sphinxext_cache.tables.model import Cell

HISTORY_CELLS: Final = ("versions", "packages", "specs")
"""What a picture of a history can show for each tag: the versions, or the number of packages or specs."""
_MOST_DRAWN: Final = 40
"""The maximum number of versions in a picture."""
_NOTHING: Final = plain("\N{EN DASH}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRecipe:
    """The options of a history.

    Attributes:
        queries: The texts of the queries; the history shows the union of what they match.
        tags: The tags, in whose names ``*`` matches any characters; empty for all. Tags in a query take precedence.
        limit: The maximum number of tags, the newest first; None: all.
        cell: What the picture shows, of `HISTORY_CELLS`; empty for the versions of a single package, else the number
            of packages.
    """

    queries: tuple[str, ...]
    tags: tuple[str, ...] = ()
    limit: int | None = None
    cell: str = ""


class _Moment(NamedTuple):
    """A tag, and the matching specs in it."""

    tag: str
    specs: Sequence[Spec]

    @property
    def packages(self) -> set[str]:
        """The names of the packages."""
        return {spec.package for spec in self.specs}


def build_history(recipe: HistoryRecipe, catalog: Catalog) -> Table:
    """Build the table. It ends with the oldest tag in which something matches, and has no rows if nothing matches."""
    parsed = map(parse_query, recipe.queries)
    queries = [replace(query, tags=query.tags or recipe.tags or ("*",)) for query in parsed]
    specs, unmatched = find(catalog, queries, None)
    moments = _moments(_tags(queries, catalog)[: recipe.limit], specs)
    packages = {name for moment in moments for name in moment.packages}
    columns = _columns(moments, catalog, "versions" if len(packages) == 1 else "packages")
    if not moments:
        return Table(kind="history", columns=tuple(columns), unmatched=tuple(range(len(queries))))
    picture = _picture(recipe.cell, moments, packages)
    return Table(
        kind="history",
        columns=tuple(columns),
        title=picture.title,
        unmatched=unmatched,
        picture=picture,
        remark=_remark(moments) if picture.kind == "timeline" else "",
    )


def _picture(cell: str, moments: Sequence[_Moment], packages: Collection[str]) -> Picture:
    """The picture of a history: the versions if it is of a single package and they are wanted, else counts."""
    if len(packages) == 1 and cell in {"", "versions"}:
        return _timeline(moments, next(iter(packages)))
    return _counts(moments, "specs" if cell == "specs" else "packages", packages)


def _tags(queries: Iterable[Query], catalog: Catalog) -> list[str]:
    """The tags that any of the queries selects, from new to old."""
    patterns = {pattern for query in queries for pattern in query.tags}
    return [tag for tag in catalog.tags_in_time if any(fits(pattern, tag) for pattern in patterns)]


def _moments(tags: Iterable[str], specs: Iterable[Spec]) -> list[_Moment]:
    """The tags with their specs, without the oldest tags that have none."""
    found: defaultdict[str, list[Spec]] = defaultdict(list)
    for spec in specs:
        found[spec.tag].append(spec)
    moments = [_Moment(tag, found.get(tag, ())) for tag in tags]
    while moments and not moments[-1].specs:
        del moments[-1]
    return moments


def _columns(moments: Sequence[_Moment], catalog: Catalog, what: str) -> Iterator[Column]:
    tags = [moment.tag for moment in moments]
    yield Column(name="tag", label=plain(label("tag")), cells=[FACETS["tag"].cell(tag, tag) for tag in tags])
    yield from days_of(tags, catalog)
    if what == "versions":
        cells = [_listed(versions_of(moment.specs)) for moment in moments]
        yield Column(name="versions", label=plain(label("versions")), cells=cells)
    else:
        yield count_column("packages", counted("packages"), [len(moment.packages) for moment in moments])
    yield count_column("specs", counted("specs"), [len(moment.specs) for moment in moments])


def days_of(tags: Sequence[str], catalog: Catalog) -> list[Column]:
    """The column of the dates of tags; an empty list if their names contain all of these."""
    days = {tag: day.isoformat() for tag in tags if (day := catalog.day(tag)) is not None}
    if all(day in tag for tag, day in days.items()):
        return []
    cells = [plain(days[tag]) if tag in days else () for tag in tags]
    return [Column(name="date", label=plain(_("Date")), cells=cells)]


def _listed(versions: Iterable[str]) -> Cell:
    """The cell of some versions; a dash if there are none."""
    return tuple(piece for text in versions for piece in (COMMA, *plain(text)))[1:] or _NOTHING


def _versions(moments: Iterable[_Moment]) -> tuple[str, ...]:
    """The versions of a package in all tags, from new to old."""
    return versions_of(spec for moment in moments for spec in moment.specs)


def _timeline(moments: Sequence[_Moment], package: str) -> Picture:
    """A timeline: a line for each version, through the tags that have it, from old to new."""
    versions = _versions(moments)
    in_time = [set(versions_of(moment.specs)) for moment in reversed(moments)]
    return Picture(
        kind="timeline",
        title=_("Versions of {package} by tag").format(package=package),
        description=_span(moments, plural("{n} version", "{n} versions", len(versions))),
        rows=versions[:_MOST_DRAWN],
        columns=tuple(moment.tag for moment in reversed(moments)),
        values=tuple(tuple(int(version in there) for there in in_time) for version in versions[:_MOST_DRAWN]),
    )


def _counts(moments: Sequence[_Moment], cell: str, packages: Collection[str]) -> Picture:
    """A bar chart of the counts in each tag, from old to new."""
    counts = [len(moment.packages if cell == "packages" else moment.specs) for moment in reversed(moments)]
    if len(packages) == 1 and cell == "specs":
        title = _("Specs of {package} by tag").format(package=next(iter(packages)))
    else:
        title = _("{what} by tag").format(what=counted(cell))
    figures = _("{first} in the oldest tag, {last} in the newest").format(first=counts[0], last=counts[-1])
    return Picture(
        kind="columns",
        title=title,
        description=_span(moments, figures),
        rows=(counted(cell),),
        columns=tuple(moment.tag for moment in reversed(moments)),
        values=(tuple(counts),),
    )


def _span(moments: Sequence[_Moment], what: str) -> str:
    """A sentence with some text and the range of tags."""
    if len(moments) == 1:
        return _("{what}, in {tag}.").format(what=what, tag=moments[0].tag)
    return _("{what}, from {oldest} to {newest}.").format(what=what, oldest=moments[-1].tag, newest=moments[0].tag)


def _remark(moments: Sequence[_Moment]) -> str:
    count = len(_versions(moments))
    if count <= _MOST_DRAWN:
        return ""
    return _("The picture shows the {shown} newest of {all} versions.").format(shown=_MOST_DRAWN, all=count)
