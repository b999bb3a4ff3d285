"""Tables of targets: how many packages are built for each target, and how many run on it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.messages import _
from sphinxext_cache.tables.columns import FACETS
from sphinxext_cache.tables.model import Column, Table, count_column, plain
from sphinxext_cache.tables.open_columns import find_column
from sphinxext_cache.tables.picture import Picture
from sphinxext_cache.tables.specs import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinxext_cache.catalog import Catalog, Spec


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetsRecipe:
    """The options of a table of targets.

    Attributes:
        queries: The texts of the queries; the table counts the union of what they match, and omits other targets.
        tag: The tag to look in; None: the default tag.
    """

    queries: tuple[str, ...]
    tag: str | None = None


def build_targets(recipe: TargetsRecipe, catalog: Catalog) -> Table:
    """Build the table, in the order of archspec. It has no rows if nothing matches."""
    specs, unmatched = find(catalog, recipe.queries, recipe.tag)
    tag = specs[0].tag if specs else ""
    return ladder(packages_by_target(specs), catalog, tag, unmatched=unmatched)


def packages_by_target(specs: Iterable[Spec]) -> dict[str, frozenset[str]]:
    """The names of the packages that are built for each target, in the order of archspec."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for spec in specs:
        found[spec.target].add(spec.package)
    return {target: frozenset(found[target]) for target in sorted(found, key=targets.key)}


def ladder(
    packages: Mapping[str, frozenset[str]],
    catalog: Catalog,
    tag: str,
    around: str = "",
    unmatched: tuple[int, ...] = (),
) -> Table:
    """Build the table of targets from the packages that are built for each.

    Args:
        packages: The names of the packages by target, in the order of archspec.
        catalog: The catalog with the packages.
        tag: The tag of all packages.
        around: A target: only targets compatible with it, in either direction, have rows. Empty: all have.
        unmatched: The positions of the queries that match nothing.
    """
    rows = [name for name in packages if not around or targets.runs_on(name, around) or targets.runs_on(around, name)]
    built = [len(packages[name]) for name in rows]
    run = [
        len(frozenset().union(*(packages[each] for each in packages if targets.runs_on(each, name)))) for name in rows
    ]
    facet = find_column(catalog, "target", "facet") or FACETS["target"]
    named = [facet.cell_of_one(name, tag) for name in rows]
    return Table(
        kind="targets",
        columns=(
            Column(name="target", label=plain(facet.heading()), cells=named),
            count_column("runs", _run(), run),
            count_column("built", _built(), built),
        ),
        title=_title(),
        unmatched=unmatched,
        picture=_picture(
            list(map(facet.called, rows)),
            list(zip(run, built, strict=True)),
            rows.index(around) if around in rows else None,
        )
        if rows
        else None,
    )


def _title() -> str:
    return _("Packages by target")


def _run() -> str:
    return _("Run there")


def _built() -> str:
    return _("Built for it")


def _picture(names: list[str], values: list[tuple[int, int]], strong: int | None) -> Picture:
    """A bar for each target: the packages that run on it; and within it the packages that are built for just it."""
    most, named = max(zip([runs for runs, _exact in values], names, strict=True), key=itemgetter(0))
    return Picture(
        kind="bars",
        title=_title(),
        description=_("{target} runs the most packages: {n}.").format(target=named, n=most),
        rows=tuple(names),
        columns=(_run(), _built()),
        values=tuple(values),
        strong=strong,
    )
