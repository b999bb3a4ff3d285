"""The base class and helpers of directives: parsing their queries, and recording their questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from sphinxext_cache.catalog import Code
from sphinxext_cache.digest import digest
from sphinxext_cache.documents.asking import warn_of_nothing
from sphinxext_cache.documents.directives.bodies import read_queries
from sphinxext_cache.documents.nodes import cache_table, mark_generated
from sphinxext_cache.domain.cache_domain import CacheDomain, cache_domain
from sphinxext_cache.domain.lookup import split_target
from sphinxext_cache.domain.questions import ColumnQuestion, TagQuestion
from sphinxext_cache.messages import _
from sphinxext_cache.tables import build
from sphinxext_cache.tables.open_columns import find_column
from sphinxext_cache.warnings import line_of, warn_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxext_cache.documents.asking import Asked
    from sphinxext_cache.documents.nodes import cache_block
    from sphinxext_cache.tables import Recipe, Table
    from sphinxext_cache.tables.model import Titles
    from sphinxext_cache.tables.where import Where

WAYS_OUT: Final = "; if that is intended, add ':allow-empty:', or ':empty:' with a sentence to show"
"""The end of a warning that there is nothing to show."""
_DESCENDING: Final = "; put '-' before a name to reverse its order"


class TableDirective(SphinxDirective):
    """A directive that shows a table for its queries: one in the argument, one on each line of the body."""

    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    @property
    def domain(self) -> CacheDomain:
        """The domain, with the catalog."""
        return cache_domain(self.env)

    def recipe(self, queries: tuple[str, ...], tag: str | None) -> Recipe:
        """The options of the table."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Make the node of the table, or a text if there is nothing to show; warn of each query without a match."""
        tag = self.options.get("tag")
        is_known = find_tag(self, tag)
        asked = read_queries(self)
        if not asked:
            return []
        recipe = self.recipe(tuple(each.query for each in asked), tag)
        table = build(recipe, self.domain.catalog)
        self.domain.note(self.env.docname, recipe, digest(table))
        if is_known and "empty" not in self.options and not self.options.get("allow-empty"):
            for place in table.unmatched:
                warn_of_nothing(self.env, self.meant(asked[place]), tag, WAYS_OUT)
        return self.show(recipe, table) if table.height else self.nothing()

    def known(self, option: str, kind: str = "column", others: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The names in an option that are columns; warn of each of the others.

        Args:
            option: The option. A name may have ``-`` before it.
            kind: The use of the columns, of `sphinxext_cache.tables.open_columns.KINDS`.
            others: Valid names that are not columns.
        """
        given = self.options.get(option, ())
        return self.known_names([given] if isinstance(given, str) else given, option, kind, others)

    def known_names(
        self, names: Iterable[str], option: str, kind: str, others: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """Like `known`, for some names in an option."""
        found: list[str] = []
        for name in names:
            problem = self._unknown(name.removeprefix("-"), kind, others)
            if problem:
                hint = "" if problem.endswith("?") or option != "sort" else _DESCENDING
                warn_at(Code.REFERENCE, problem + hint, line_of(self))
            else:
                found.append(name)
        return tuple(found)

    def titles(self, option: str = "columns") -> Titles:
        """The headers that an option gives to columns, by name."""
        given: dict[str, str] = self.options.get(option, {})
        return tuple((name, title) for name, title in given.items() if title)

    def where(self) -> Where:
        """The conditions on facts; unknown facts are ignored with a warning."""
        given: Where = self.options.get("where", ())
        known = self.known_names([name for name, _values in given], "where", "open")
        return tuple(condition for condition in given if condition[0] in known)

    def _unknown(self, name: str, kind: str, others: tuple[str, ...]) -> str:
        """An error message for the name of a column; empty if it is valid. Fixed columns do not need the catalog."""
        if name in others or find_column(None, name, kind):
            return ""
        return self.domain.ask(self.env.docname, ColumnQuestion(name, kind, others))

    def meant(self, asked: Asked) -> Asked:
        """A query as the table uses it."""
        where = " ".join(f"{name}={','.join(values)}" for name, values in self.options.get("where", ()))
        return asked._replace(text=f"{asked.text.strip()} where {where}".lstrip()) if where else asked

    def show(self, recipe: Recipe, _table: Table) -> list[nodes.Node]:
        """The nodes for a table with rows."""
        return self.placed(cache_table(recipe=recipe, classes=self.options.get("class", [])))

    def placed(self, node: cache_block) -> list[nodes.Node]:
        """A node with the options of its author, and messages about these."""
        messages: list[nodes.Node] = []
        if caption := self.options.get("caption"):
            children, problems = self.parse_inline(caption, lineno=self.lineno)
            messages += problems
            title = nodes.title(caption, "", *children)
            self.set_source_info(title)
            node += title
        if "empty" in self.options:
            unused, *further = empty_nodes(self)
            node += unused
            messages += further
        for key in ("align", "width"):
            if key in self.options:
                node[key] = self.options[key]
        self.set_source_info(node)
        self.add_name(node)
        return [node, *messages]

    def nothing(self) -> list[nodes.Node]:
        """The nodes if there are no rows."""
        return empty_nodes(self) if "empty" in self.options else nothing_nodes()


def nothing_nodes(said: str = "") -> list[nodes.Node]:
    """The default text if there is nothing to show."""
    made = nodes.paragraph("", said or str(_("Nothing matches.")))
    mark_generated(made)
    return [made]


def empty_nodes(directive: SphinxDirective) -> list[nodes.Node]:
    """The text of the option ``empty``, for when nothing matches."""
    text = directive.options["empty"]
    children, problems = directive.parse_inline(text, lineno=directive.lineno)
    paragraph = nodes.paragraph(text, "", *children)
    directive.set_source_info(paragraph)
    return [paragraph, *problems]


def find_tag(directive: SphinxDirective, tag: str | None) -> bool:
    """Tell whether a tag (None: the default one) exists; warn if not."""
    if tag is None:
        return True
    problem = cache_domain(directive.env).ask(directive.env.docname, TagQuestion(tag))
    if problem:
        warn_at(Code.REFERENCE, problem, line_of(directive))
    return not problem


def split_argument(directive: SphinxDirective, kind: str, text: str) -> tuple[str | None, str]:
    """The tag and the name of a package or a stack. The tag is in the option or, as in a reference, before the name."""
    tag, name = split_target(kind, text.strip())
    option: str | None = directive.options.get("tag")
    if tag and option and tag != option:
        message = f"expected one tag, found '{tag}' before '{name}' and '{option}' in ':tag:', which is ignored"
        warn_at(Code.QUERY, message, line_of(directive))
    return tag or option, name
