"""Tables of packages: one row a package, with its versions, its specs, and where they were built."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sphinxext_cache.messages import _
from sphinxext_cache.tables.columns import FACETS, LISTS, label
from sphinxext_cache.tables.model import Cell, Column, Piece, Row, Table
from sphinxext_cache.tables.specs import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinxext_cache.catalog import Catalog, Spec


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagesRecipe:
    """What a table of packages is to show.

    Attributes:
        queries: Texts of queries; the table shows the packages of all specs that any of them matches.
        tag: The tag to look in; None: the default tag.
    """

    queries: tuple[str, ...]
    tag: str | None = None


def build_packages(recipe: PackagesRecipe, catalog: Catalog) -> Table:
    """Make the table. It has no rows if nothing matches."""
    specs, unmatched = find(catalog, recipe.queries, recipe.tag)
    table = packages_table(specs)
    return replace(table, unmatched=unmatched) if unmatched else table


def packages_table(specs: Iterable[Spec], where: Sequence[str] = ("stacks", "targets")) -> Table:
    """Make the table of the packages of specs, in the order in which the specs name them.

    Args:
        specs: The specs.
        where: Which columns say where the packages are built.
    """
    packages: defaultdict[tuple[str, str], list[Spec]] = defaultdict(list)
    for spec in specs:
        packages[spec.tag, spec.package].append(spec)
    several_tags = len({tag for tag, _name in packages}) > 1
    columns = ["package", *(["tag"] if several_tags else []), "versions", "specs", *where]
    return Table(
        kind="packages",
        columns=tuple(Column(name=name, label=(Piece(label(name)),), number=name == "specs") for name in columns),
        rows=tuple(_row(found, columns) for found in packages.values()),
        title=str(_("Packages")),
    )


def _row(specs: list[Spec], columns: list[str]) -> Row:
    tag = specs[0].tag

    def cell(name: str) -> Cell:
        match name:
            case "package":
                return FACETS["package"].cell(specs[0].package, tag)
            case "tag":
                return FACETS["tag"].cell(tag, tag)
            case "versions":
                return (Piece(", ".join(versions_of(specs))),)
            case "specs":
                return (Piece(str(len(specs))),)
            case _:
                column = LISTS[name]
                return column.listed(column.ordered(set(column.values_of(specs)) - {None}), tag)

    return Row(cells=tuple(map(cell, columns)))


def versions_of(specs: Iterable[Spec]) -> list[str]:
    """The versions of specs, each once, from new to old."""
    ordered = FACETS["version"].ordered(spec.version for spec in specs)
    return [str(version) for version in ordered]
