"""Tables of tags: one row a tag, with how much it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinxext_cache.messages import _, numeral
from sphinxext_cache.tables.columns import FACETS, label
from sphinxext_cache.tables.model import Column, Table, plain
from sphinxext_cache.tables.specs import find

if TYPE_CHECKING:
    from sphinxext_cache.catalog import Catalog, Spec
    from sphinxext_cache.tables.model import Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class TagsRecipe:
    """What a table of tags is to show.

    Attributes:
        queries: Texts of queries; only what any of them matches is counted, and a tag without it is left out.
    """

    queries: tuple[str, ...] = ("",)


def build_tags(recipe: TagsRecipe, catalog: Catalog) -> Table:
    """Make the table, in the order of the catalog's tags. It has no rows if nothing matches."""
    found = {tag: _specs(recipe, catalog, tag) for tag in catalog.tags}
    unmatched = [set(unmatched) for _specs, unmatched in found.values()]
    rows = [_row(tag, specs) for tag, (specs, _unmatched) in found.items() if specs]
    return Table(
        kind="tags",
        columns=tuple(
            Column(
                name=name,
                label=plain(label(name)),
                cells=tuple(row[place] for row in rows),
                number=name in {"packages", "specs"},
            )
            for place, name in enumerate(("tag", "packages", "specs", "stacks"))
        ),
        title=str(_("Tags of the build cache")),
        unmatched=tuple(sorted(set.intersection(*unmatched))) if unmatched else (),
    )


def _specs(recipe: TagsRecipe, catalog: Catalog, tag: str) -> tuple[list[Spec], tuple[int, ...]]:
    """The specs of a tag that match, and which queries match none in that tag."""
    if recipe.queries == ("",):
        return [spec for package in catalog.packages(tag) for spec in package.specs], ()
    specs, unmatched = find(catalog, recipe.queries, tag)
    return [spec for spec in specs if spec.tag == tag], unmatched


def _row(tag: str, specs: list[Spec]) -> tuple[Cell, ...]:
    packages = {spec.package for spec in specs}
    stacks = {name for spec in specs for name in spec.stacks}
    return (FACETS["tag"].cell(tag, tag), *(plain(numeral(len(found))) for found in (packages, specs, stacks)))
