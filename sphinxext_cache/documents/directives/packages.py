"""``cache:packages``: the packages of the matching specs, as a table, a list, or in running text."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from docutils import nodes

from sphinxext_cache.digest import digest
from sphinxext_cache.documents.directives.common import TableDirective
from sphinxext_cache.documents.directives.headings import headed
from sphinxext_cache.documents.directives.options import (
    TABLE_OPTIONS,
    Options,
    column_name,
    column_names,
    conditions,
    count,
    name_of,
    titled_names,
)
from sphinxext_cache.documents.nodes import mark_generated
from sphinxext_cache.domain.questions import GroupsQuestion
from sphinxext_cache.render.doctree import pieces_to_nodes
from sphinxext_cache.tables import PackagesRecipe, Piece, build, groups_of
from sphinxext_cache.tables.columns import FACETS, LISTS
from sphinxext_cache.tables.groups import LETTER
from sphinxext_cache.tables.package_rows import OWN
from sphinxext_cache.tables.packages import package_first

if TYPE_CHECKING:
    from sphinx.util.typing import OptionSpec

    from sphinxext_cache.tables import Recipe, Table
    from sphinxext_cache.tables.groups import Group

STYLES: Final = ("table", "list", "inline")
"""The ways to show packages."""
COLUMNS: Final = (*OWN, *LISTS)
"""The columns of packages that all catalogs have."""
BUILDS: Final = 5
"""The default number of builds that a row expands to."""
GROUP_STYLES: Final = ("headings", "cells")
"""The ways to show groups: as headings above tables, or as cells of one table."""


class PackagesDirective(TableDirective):
    """Packages; by default a table of their versions, specs, stacks and targets."""

    option_spec: ClassVar[OptionSpec] = Options(
        {
            **TABLE_OPTIONS,
            "style": name_of(STYLES),
            "columns": titled_names(COLUMNS),
            "sort": column_names(COLUMNS, signed=True),
            "limit": count,
            "where": conditions,
            "link": column_name(("page", "homepage")),
            "builds": lambda argument: count(argument) if argument and argument.strip() else BUILDS,
            "group": titled_names((LETTER, *FACETS)),
            "group-style": name_of(GROUP_STYLES),
        }
    )

    def recipe(self, queries: tuple[str, ...], tag: str | None) -> PackagesRecipe:
        """The options of the table. Lists and paragraphs have no columns to choose."""
        sort, limit = self.known("sort", "list", OWN), self.options.get("limit")
        usual = PackagesRecipe(
            queries=queries,
            tag=tag,
            sort=sort,
            limit=limit,
            where=self.where(),
            titles=(*self.titles("group"), *self.titles("columns")),
            link=next(iter(self.known("link", "open")), ""),
            builds=self.options.get("builds", 0),
            groups=self.known("group", "facet", (LETTER,)),
        )
        is_table = self.options.get("style", "table") == "table"
        in_cells = is_table and bool(usual.groups) and self.options.get("group-style") == "cells"
        usual = replace(usual, in_cells=in_cells)
        columns = self.known("columns", "list", OWN) if is_table else ()
        if columns or not is_table:
            return replace(usual, columns=columns, exact_columns=True) if columns else usual
        chosen = self.domain.config.package_columns
        return replace(usual, columns=package_first(chosen)) if chosen else usual

    def show(self, recipe: Recipe, table: Table) -> list[nodes.Node]:
        """The packages; each group has a heading."""
        assert isinstance(recipe, PackagesRecipe)  # noqa: S101 `recipe` made it
        if not recipe.groups or recipe.in_cells:
            return self._of_group(recipe, table)
        self.domain.ask(self.env.docname, GroupsQuestion(recipe))
        return headed(self, groups_of(recipe, self.domain.catalog), partial(self._within, recipe))

    def _within(self, recipe: PackagesRecipe, group: Group) -> list[nodes.Node]:
        """The nodes of a group; only the first has the caption and the name that the author gave."""
        within = replace(recipe, groups=(), within=group.path)
        table = build(within, self.domain.catalog)
        self.domain.note(self.env.docname, within, digest(table))
        made = self._of_group(within, table)
        for option in ("caption", "name"):
            self.options.pop(option, None)
        return made

    def _of_group(self, recipe: PackagesRecipe, table: Table) -> list[nodes.Node]:
        """The table; or just the packages of its rows and, in a list, their versions."""
        style = self.options.get("style", "table")
        if style == "table":
            return super().show(recipe, table)
        docname = self.env.docname
        versions = next(index for index, column in enumerate(table.columns) if column.name == "versions")
        if style == "inline":
            pieces = [piece for row in table.rows for piece in (*row.cells[0], Piece(", "))][:-1]
            made: nodes.Element = nodes.paragraph("", "", *pieces_to_nodes(pieces, docname))
        else:
            items = [(*row.cells[0], Piece(" "), *row.cells[versions]) for row in table.rows]
            made = nodes.bullet_list(
                "",
                *(nodes.list_item("", nodes.paragraph("", "", *pieces_to_nodes(item, docname))) for item in items),
            )
        made["classes"] += self.options.get("class", [])
        # Names are not prose: `a--b` keeps both hyphens.
        made["support_smartquotes"] = False
        mark_generated(made, *made.findall(nodes.paragraph))
        self.set_source_info(made)
        self.add_name(made)
        return [made]
