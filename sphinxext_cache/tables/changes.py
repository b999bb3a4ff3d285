"""Tables of changes: one row for each package that came, left or changed from one tag to another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sphinxext_cache.catalog import compare
from sphinxext_cache.messages import _, plural
from sphinxext_cache.tables.change_columns import COLUMNS, KINDS, Sides, in_order
from sphinxext_cache.tables.columns import label
from sphinxext_cache.tables.groups import Group, find_groups, in_group
from sphinxext_cache.tables.model import Column, Table, plain
from sphinxext_cache.tables.open_columns import find_column
from sphinxext_cache.tables.specs import find

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinxext_cache.catalog import Catalog, Count, Difference, Spec
    from sphinxext_cache.tables.groups import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesRecipe:
    """What a table of changes is to show.

    Attributes:
        queries: Texts of queries, none of which names a tag; only what any of them matches is compared.
        before: The tag before; None: the one before the other in time.
        tag: The tag after; None: the default tag.
        columns: The names of the columns; those without a value in any row are left out.
        exact_columns: Whether these were asked for, so that none is left out.
        sort: Sort keys, the first most important, with ``-`` before those that descend.
        limit: How many rows to show; None: all.
        groups: By what the table is divided into several, of what may be a side of a matrix. Here it is one.
        within: The group that is shown; if empty, all.
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
        """The tag before and the tag after, or None if there are not both."""
        after = self.tag or catalog.default_tag
        before = self.before or catalog.tag_before(after)
        known = {before, after} <= {*catalog.tags}
        return (before, after) if known and before is not None and after is not None else None


def build_changes(recipe: ChangesRecipe, catalog: Catalog) -> Table:
    """Make the table. It has no rows if there is nothing to compare, nothing matches, or nothing changed."""
    before, after, unmatched = _found(recipe, catalog)
    if recipe.within:
        before, after = (in_group(specs, recipe.within, catalog) for specs in (before, after))
    table = changes_table(compare(before, after), recipe, catalog)
    return replace(table, unmatched=unmatched) if unmatched else table


def changes_table(difference: Difference, recipe: ChangesRecipe, catalog: Catalog) -> Table:
    """Make the table of a difference that was found."""
    old, new = recipe.tags(catalog) or ("", "")
    sides = Sides(catalog, old, new)
    packages = in_order(difference.shown, recipe.sort)
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
    """The groups into which a table is divided: those in which anything changed."""
    before, after, _unmatched = _found(recipe, catalog)
    groups = find_groups([*before, *after], recipe.groups, catalog)
    return tuple(
        group for group in groups if compare(*(in_group(specs, group.path, catalog) for specs in (before, after))).shown
    )


def counts_table(kind: str, counts: Sequence[Count], catalog: Catalog, tags: tuple[str, str]) -> Table:
    """Make the table of the stacks or the targets that specs came to and left.

    Args:
        kind: ``stack`` or ``target``.
        counts: How many specs there are of each.
        catalog: Where its name comes from.
        tags: The tag before and the tag after.
    """
    old, new = tags
    column = find_column(catalog, kind, "facet")
    assert column is not None  # noqa: S101 it is a fixed one
    numbers = {
        "came": (_("Specs that came"), [count.came for count in counts]),
        "left": (_("Specs that left"), [count.left for count in counts]),
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
    """How many packages came, left and changed, and how, in one sentence; or that nothing did."""
    numbers = ((kind, sum(package.kind is kind for package in difference.shown)) for kind in KINDS)
    said = [f"{plural(_('{n} package'), _('{n} packages'), n)}: {_(KINDS[kind])}" for kind, n in numbers if n]
    return "; ".join(said) + "." if said else _("Nothing changed.")


def _found(recipe: ChangesRecipe, catalog: Catalog) -> tuple[list[Spec], list[Spec], tuple[int, ...]]:
    """The specs before and after that match, and which of the queries match neither."""
    tags = recipe.tags(catalog)
    if tags is None:
        return [], [], ()
    if recipe.queries == ("",):
        before, after = (_all(catalog, tag) for tag in tags)
        return before, after, ()
    (before, unmatched_before), (after, unmatched_after) = (find(catalog, recipe.queries, tag) for tag in tags)
    return before, after, tuple(sorted({*unmatched_before} & {*unmatched_after}))


def _all(catalog: Catalog, tag: str) -> list[Spec]:
    return [spec for package in catalog.packages(tag) for spec in package.specs]
