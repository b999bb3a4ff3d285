"""``cache:changes``: what was added, removed and changed between two tags."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from docutils.parsers.rst import directives

from sphinxext_cache.catalog import Code, parse_query
from sphinxext_cache.digest import digest
from sphinxext_cache.documents.directives.common import TableDirective, find_tag, nothing_nodes
from sphinxext_cache.documents.directives.headings import headed
from sphinxext_cache.documents.directives.options import TABLE_OPTIONS, Options, count, name_of, names_of, sort_keys
from sphinxext_cache.domain.questions import GroupsQuestion, TagBeforeQuestion
from sphinxext_cache.messages import _
from sphinxext_cache.tables import ChangesRecipe, build, groups_of
from sphinxext_cache.tables.change_columns import COLUMNS
from sphinxext_cache.warnings import line_of, warn_at

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.util.typing import OptionSpec

    from sphinxext_cache.tables import Recipe, Table
    from sphinxext_cache.tables.groups import Group

GROUPS: Final = ("package", "stack", "target")
"""The ways to group changes; by package, there is a single table."""


class ChangesDirective(TableDirective):
    """A table of packages: how each changed, and what it gained and lost."""

    option_spec: ClassVar[OptionSpec] = Options(
        {
            "from": directives.unchanged_required,
            "to": directives.unchanged_required,
            **{key: convert for key, convert in TABLE_OPTIONS.items() if key != "tag"},
            "columns": names_of(COLUMNS),
            "sort": sort_keys(COLUMNS),
            "group": name_of(GROUPS),
            "limit": count,
        }
    )

    def run(self) -> list[nodes.Node]:
        """Make the table for the later tag, in which queries are looked up first."""
        if "to" in self.options:
            self.options["tag"] = self.options["to"]
        return super().run()

    def recipe(self, queries: tuple[str, ...], tag: str | None) -> ChangesRecipe:
        """The options of the table; warn if there is nothing to compare."""
        before = self.options.get("from")
        if find_tag(self, before) and before is None:
            problem = self.domain.ask(self.env.docname, TagBeforeQuestion(tag))
            if problem and "empty" not in self.options and not self.options.get("allow-empty"):
                warn_at(Code.EMPTY, problem, line_of(self))
        columns, group = self.options.get("columns"), self.options.get("group", "package")
        usual = ChangesRecipe(
            queries=tuple(map(self._without_tags, queries)),
            before=before,
            tag=tag,
            sort=self.options.get("sort", ()),
            limit=self.options.get("limit"),
            groups=() if group == "package" else (group,),
        )
        return replace(usual, columns=columns, exact_columns=True) if columns else usual

    def _without_tags(self, text: str) -> str:
        """A query without its tags; warn that a query cannot name them."""
        query = parse_query(text)
        if not query.tags:
            return text
        message = f"'{text}' names a tag; use ':from:' and ':to:' to choose which tags are compared"
        warn_at(Code.QUERY, message, line_of(self))
        return str(replace(query, tags=()))

    def show(self, recipe: Recipe, table: Table) -> list[nodes.Node]:
        """The changes; each group has a heading."""
        assert isinstance(recipe, ChangesRecipe)  # noqa: S101 `recipe` made it
        if not recipe.groups:
            return super().show(recipe, table)
        self.domain.ask(self.env.docname, GroupsQuestion(recipe))
        return headed(self, groups_of(recipe, self.domain.catalog), partial(self._within, recipe))

    def _within(self, recipe: ChangesRecipe, group: Group) -> list[nodes.Node]:
        """The nodes of a group; only the first has the caption and the name that the author gave."""
        within = replace(recipe, groups=(), within=group.path)
        table = build(within, self.domain.catalog)
        self.domain.note(self.env.docname, within, digest(table))
        made = super().show(within, table)
        for option in ("caption", "name"):
            self.options.pop(option, None)
        return made

    def nothing(self) -> list[nodes.Node]:
        """The nodes if nothing changed."""
        return super().nothing() if "empty" in self.options else nothing_nodes(_("Nothing changed."))
