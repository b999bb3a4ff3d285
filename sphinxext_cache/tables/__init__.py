"""The contents of tables, made from a catalog and the options of a directive; `render` turns them into output."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sphinxext_cache.tables.changes import ChangesRecipe, build_changes, groups_of_changes
from sphinxext_cache.tables.columns import COLUMNS, FACETS, HASH_LENGTH
from sphinxext_cache.tables.history import HISTORY_CELLS, HistoryRecipe, build_history
from sphinxext_cache.tables.matrix import CELLS, MatrixRecipe, build_matrix, matrix_table
from sphinxext_cache.tables.model import SEPARATOR, Cell, Column, Piece, Ref, Row, Table
from sphinxext_cache.tables.open_columns import forget_columns
from sphinxext_cache.tables.packages import (
    PackagesRecipe,
    build_packages,
    forget_packages,
    groups_of_packages,
    packages_table,
)
from sphinxext_cache.tables.picture import STYLES, Picture
from sphinxext_cache.tables.spec_column import forget_cells
from sphinxext_cache.tables.specs import SpecsRecipe, build_specs
from sphinxext_cache.tables.stacks import StacksRecipe, build_stacks, stacks_table
from sphinxext_cache.tables.summary import summarize
from sphinxext_cache.tables.tags import TagsRecipe, build_tags
from sphinxext_cache.tables.targets import TargetsRecipe, build_targets, ladder, packages_by_target
from sphinxext_cache.tables.tree import Line, Tree, TreeRecipe, build_tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxext_cache.catalog import Catalog
    from sphinxext_cache.tables.groups import Group

__all__ = [
    "CELLS",
    "COLUMNS",
    "FACETS",
    "HASH_LENGTH",
    "HISTORY_CELLS",
    "SEPARATOR",
    "STYLES",
    "Cell",
    "ChangesRecipe",
    "Column",
    "HistoryRecipe",
    "Line",
    "MatrixRecipe",
    "PackagesRecipe",
    "Picture",
    "Piece",
    "Recipe",
    "Ref",
    "Row",
    "SpecsRecipe",
    "StacksRecipe",
    "Table",
    "TagsRecipe",
    "TargetsRecipe",
    "Tree",
    "TreeRecipe",
    "build",
    "build_tree",
    "forget_cells",
    "forget_columns",
    "forget_packages",
    "groups_of",
    "ladder",
    "matrix_table",
    "packages_by_target",
    "packages_of",
    "packages_of_tree",
    "packages_table",
    "stacks_table",
    "summarize",
]

Recipe: TypeAlias = (
    SpecsRecipe
    | MatrixRecipe
    | PackagesRecipe
    | TagsRecipe
    | TargetsRecipe
    | StacksRecipe
    | ChangesRecipe
    | HistoryRecipe
)


def build(recipe: Recipe, catalog: Catalog) -> Table:  # noqa: PLR0911 one for each recipe
    """Build the table that a recipe describes."""
    match recipe:
        case SpecsRecipe():
            return build_specs(recipe, catalog)
        case MatrixRecipe():
            return build_matrix(recipe, catalog)
        case PackagesRecipe():
            return build_packages(recipe, catalog)
        case TagsRecipe():
            return build_tags(recipe, catalog)
        case TargetsRecipe():
            return build_targets(recipe, catalog)
        case StacksRecipe():
            return build_stacks(recipe, catalog)
        case ChangesRecipe():
            return build_changes(recipe, catalog)
        case HistoryRecipe():
            return build_history(recipe, catalog)


def groups_of(recipe: PackagesRecipe | ChangesRecipe, catalog: Catalog) -> tuple[Group, ...]:
    """The groups that a table is divided into."""
    if isinstance(recipe, ChangesRecipe):
        return groups_of_changes(recipe, catalog)
    return groups_of_packages(recipe, catalog)


def packages_of(table: Table) -> set[tuple[str, str]]:
    """The tags and names of all packages that a table links to or that its specs belong to."""
    cells = {cell for column in table.columns for cell in (column.label, *column.cells)}
    return _linked(cells) | {(spec.tag, spec.package) for spec in table.specs}


def packages_of_tree(tree: Tree) -> set[tuple[str, str]]:
    """The tags and names of all packages that a tree links to."""
    return _linked({line.cell for line in tree.lines})


def _linked(cells: Iterable[Cell]) -> set[tuple[str, str]]:
    refs = {piece.ref for cell in cells for piece in cell if piece.ref is not None}
    return {(ref.tag, ref.name) for ref in refs if ref.kind == "package"}
