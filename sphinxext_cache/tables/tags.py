"""Tables of tags: one row for each tag, with the numbers of its packages, specs and stacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sphinxext_cache.messages import _
from sphinxext_cache.tables.columns import FACETS, counted, label
from sphinxext_cache.tables.history import days_of
from sphinxext_cache.tables.model import Column, Piece, Ref, Table, count_column, plain
from sphinxext_cache.tables.specs import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sphinxext_cache.catalog import Catalog, Spec
    from sphinxext_cache.tables.model import Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class TagsRecipe:
    """The options of a table of tags.

    Attributes:
        queries: The texts of the queries; the table counts the union of what they match, and omits other tags.
        explored: Whether there are links to the pages that search all specs of a tag.
    """

    queries: tuple[str, ...] = ("",)
    explored: bool = False


class _Held(NamedTuple):
    """A tag, and the matching specs in it."""

    tag: str
    specs: Sequence[Spec]


def build_tags(recipe: TagsRecipe, catalog: Catalog) -> Table:
    """Build the table, in the order of the catalog's tags. It has no rows if nothing matches."""
    found = {tag: _specs(recipe, catalog, tag) for tag in catalog.tags}
    unmatched = [set(unmatched) for _specs, unmatched in found.values()]
    held = [_Held(tag, specs) for tag, (specs, _unmatched) in found.items() if specs]
    return Table(
        kind="tags",
        look="cards",
        columns=tuple(_columns(held, catalog, explored=recipe.explored)),
        title=str(_("Tags of the build cache")),
        unmatched=tuple(sorted(set.intersection(*unmatched))) if unmatched else (),
    )


def _specs(recipe: TagsRecipe, catalog: Catalog, tag: str) -> tuple[list[Spec], tuple[int, ...]]:
    """The matching specs of a tag, and the positions of the queries that match nothing."""
    if recipe.queries == ("",):
        return [spec for package in catalog.packages(tag) for spec in package.specs], ()
    specs, unmatched = find(catalog, recipe.queries, tag)
    return [spec for spec in specs if spec.tag == tag], unmatched


def _columns(held: Sequence[_Held], catalog: Catalog, *, explored: bool) -> Iterator[Column]:
    tags = [each.tag for each in held]
    yield Column(name="tag", label=plain(label("tag")), cells=[_named(tag, catalog) for tag in tags])
    yield from days_of(tags, catalog)
    counts: dict[str, Callable[[Spec], tuple[object, ...]]] = {
        "packages": lambda spec: (spec.package,),
        "specs": lambda spec: (id(spec),),
        "stacks": lambda spec: spec.stacks,
    }
    for name, of in counts.items():
        found = [len({value for spec in each.specs for value in of(spec)}) for each in held]
        yield count_column(name, counted(name), found, bars=name == "packages")
    if explored:
        cells = [(Piece(_("all specs"), ref=Ref("explorer", tag, tag)),) for tag in tags]
        yield Column(name="explorer", label=plain(_("Search")), cells=cells, shared=False)


def _named(tag: str, catalog: Catalog) -> Cell:
    """The cell of a tag, which marks the default tag if there are several tags."""
    cell = FACETS["tag"].cell(tag, tag)
    is_marked = tag == catalog.default_tag and len(catalog.tags) > 1
    return (*cell, Piece(" "), Piece(_("default"), note=True)) if is_marked else cell
