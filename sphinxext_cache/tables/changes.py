"""Tables of changes: one row for each package that was added, removed or changed between two tags."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog import ChangeKind, compare
from sphinxext_cache.messages import _, forms, plural
from sphinxext_cache.tables.change_columns import COLUMNS, KINDS, Sides, in_order
from sphinxext_cache.tables.columns import label
from sphinxext_cache.tables.groups import Group, find_groups, in_group
from sphinxext_cache.tables.model import Column, Table, plain
from sphinxext_cache.tables.open_columns import find_column
from sphinxext_cache.tables.specs import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sphinxext_cache.catalog import Catalog, Count, Difference, PackageDifference, Spec
    from sphinxext_cache.tables.groups import Path

_COUNTED: Final[Mapping[ChangeKind, tuple[str, str]]] = {
    ChangeKind.CAME: forms("{n} new package", "{n} new packages"),
    ChangeKind.LEFT: forms("{n} package removed", "{n} packages removed"),
    ChangeKind.VERSION: forms("{n} with a new version", "{n} with new versions"),
    ChangeKind.WITHOUT: forms("{n} with a version removed", "{n} with versions removed"),
    ChangeKind.BUILDS: forms(
        "{n} with other builds of the same versions", "{n} with other builds of the same versions"
    ),
    ChangeKind.TOLD: forms(
        "{n} with the same builds in other stacks, or with other metadata",
        "{n} with the same builds in other stacks, or with other metadata",
    ),
    ChangeKind.REBUILT: forms("{n} rebuilt only", "{n} rebuilt only"),
}
"""The texts that count the packages of each kind of change, in the order of the summary."""
_NAMED: Final = 12
"""The maximum number of packages of a kind that an outline names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesRecipe:
    """The options of a table of changes.

    Attributes:
        queries: The texts of the queries, none of which names a tag; only specs that any of them matches are compared.
        before: The tag before; None: the one that precedes `tag` in time.
        tag: The tag after; None: the default tag.
        columns: The names of the columns; those without a value in any row are left out.
        exact_columns: Whether the author chose the columns, so that none is left out.
        sort: The sort keys, the first most important; those that start with ``-`` sort in descending order.
        limit: The maximum number of rows; None: all.
        groups: The facets by which the changes are divided into several tables, of which this is one.
        within: The group that the table shows; empty for all.
    """

    queries: tuple[str, ...] = ("",)
    before: str | None = None
    tag: str | None = None
    columns: tuple[str, ...] = tuple(COLUMNS)
    exact_columns: bool = False
    sort: tuple[str, ...] = ()
    limit: int | None = None
    groups: tuple[str, ...] = ()
    within: Path = ()

    def tags(self, catalog: Catalog) -> tuple[str, str] | None:
        """The tag before and the tag after; None unless the catalog has both."""
        after = self.tag or catalog.default_tag
        before = self.before or catalog.tag_before(after)
        known = {before, after} <= {*catalog.tags}
        return (before, after) if known and before is not None and after is not None else None


def build_changes(recipe: ChangesRecipe, catalog: Catalog) -> Table:
    """Build the table. It has no rows if there is nothing to compare, nothing matches, or nothing changed."""
    before, after, unmatched = _found(recipe, catalog)
    if recipe.within:
        before, after = (in_group(specs, recipe.within, catalog) for specs in (before, after))
    table = changes_table(compare(before, after).shown, recipe, catalog)
    return replace(table, unmatched=unmatched) if unmatched else table


def changes_table(differing: Iterable[PackageDifference], recipe: ChangesRecipe, catalog: Catalog) -> Table:
    """Build the table from the differences of packages."""
    old, new = recipe.tags(catalog) or ("", "")
    sides = Sides(catalog, old, new)
    packages = in_order(differing, recipe.sort)
    shown = packages[: recipe.limit]
    made = [
        Column(
            name=name,
            label=plain(COLUMNS[name].heading()),
            cells=[COLUMNS[name].cell(package, sides) for package in shown],
            number=COLUMNS[name].number,
            shared=False,
        )
        for name in recipe.columns
    ]
    columns = made if recipe.exact_columns else [column for column in made if any(column.cells)] or made
    title = _("What changed from {old} to {new}").format(old=old, new=new) if old else ""
    return Table(
        kind="changes",
        look="cards",
        columns=tuple(columns),
        title=": ".join([title, *(value or _("Other") for _by, value in recipe.within)]),
        remark=_("The first {shown} of {all} packages.").format(shown=len(shown), all=len(packages))
        if len(shown) < len(packages)
        else "",
    )


def groups_of_changes(recipe: ChangesRecipe, catalog: Catalog) -> tuple[Group, ...]:
    """The groups that a table is divided into: those in which something changed."""
    before, after, _unmatched = _found(recipe, catalog)
    groups = find_groups([*before, *after], recipe.groups, catalog)
    return tuple(
        group for group in groups if compare(*(in_group(specs, group.path, catalog) for specs in (before, after))).shown
    )


def counts_table(kind: str, counts: Sequence[Count], catalog: Catalog, tags: tuple[str, str]) -> Table:
    """Build the table of the stacks or the targets with added or removed specs.

    Args:
        kind: ``stack`` or ``target``.
        counts: The number of specs of each.
        catalog: The catalog, which may have titles for them.
        tags: The tag before and the tag after.
    """
    old, new = tags
    column = find_column(catalog, kind, "facet")
    assert column is not None  # noqa: S101 it is a fixed one
    numbers = {
        "came": (_("Specs added"), [count.came for count in counts]),
        "left": (_("Specs removed"), [count.left for count in counts]),
        "before": (_("Specs before"), [count.before for count in counts]),
        "after": (_("Specs now"), [count.after for count in counts]),
    }
    names = Column(
        name=kind,
        label=plain(label(kind)),
        cells=[column.cell_of_one(count.name, new if count.after else old) for count in counts],
    )
    return Table(
        kind="changes",
        columns=(
            names,
            *(
                Column(name=name, label=plain(heading), cells=[plain(str(each)) for each in found], number=True)
                for name, (heading, found) in numbers.items()
            ),
        ),
        title=": ".join([_("What changed from {old} to {new}").format(old=old, new=new), label(kind)]),
    )


def summarize_changes(difference: Difference) -> str:
    """One sentence with the number of packages for each kind of change, or one that nothing changed."""
    counts = Counter(package.kind for package in difference.shown)
    said = [plural(one, several, counts[kind]) for kind, (one, several) in _COUNTED.items() if counts[kind]]
    return f"{', '.join(said)}." if said else _("Nothing changed.")


def outline_changes(difference: Difference) -> str:
    """The names of the first packages of each kind of change; empty if nothing changed."""
    lines: list[str] = []
    for kind in KINDS:
        packages = [package for package in difference.shown if package.kind is kind]
        named = ", ".join(_named(package) for package in packages[:_NAMED])
        more = _(" and {n} more").format(n=len(packages) - _NAMED) if len(packages) > _NAMED else ""
        if packages:
            heading = _(KINDS[kind])
            lines.append(f"{heading}: {named}{more}")
    return f"{'; '.join(lines)}." if lines else ""


def _named(package: PackageDifference) -> str:
    """The name of a package, with its newest added version if there is one."""
    return " ".join([package.name, *package.versions.came[:1]])


def _found(recipe: ChangesRecipe, catalog: Catalog) -> tuple[list[Spec], list[Spec], tuple[int, ...]]:
    """The matching specs before and after, and the positions of the queries that match none of them."""
    tags = recipe.tags(catalog)
    if tags is None:
        return [], [], ()
    if recipe.queries == ("",):
        before, after = (all_specs(catalog, tag) for tag in tags)
        return before, after, ()
    (before, unmatched_before), (after, unmatched_after) = (find(catalog, recipe.queries, tag) for tag in tags)
    return before, after, tuple(sorted({*unmatched_before} & {*unmatched_after}))


def all_specs(catalog: Catalog, tag: str) -> list[Spec]:
    """The specs of a tag, in arbitrary order."""
    return [spec for package in catalog.packages(tag) for spec in package.specs]
