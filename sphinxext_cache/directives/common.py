"""What the directives share: their queries, their options, and the note of what they asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinxext_cache.catalog import Code
from sphinxext_cache.domain import CacheDomain, cache_domain
from sphinxext_cache.messages import _
from sphinxext_cache.nodes import cache_table, mark_generated
from sphinxext_cache.questions import TagQuestion, right_query
from sphinxext_cache.tables import build, digest
from sphinxext_cache.warnings import warn_at

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from sphinx.util.typing import OptionSpec

    from sphinxext_cache.tables import Recipe, Table


def name_of(known: Collection[str]) -> Callable[[str], str]:
    """An option that is one of some names."""

    def convert(argument: str | None) -> str:
        name = (argument or "").strip()
        if name not in known:
            raise ValueError(f"'{name}' is not one of {', '.join(known)}")
        return name

    return convert


def names_of(known: Collection[str], *, signed: bool = False) -> Callable[[str], tuple[str, ...]]:
    """An option that is a list of some names, with commas or blanks between them; ``-`` may stand before each."""

    def convert(argument: str | None) -> tuple[str, ...]:
        names = tuple((argument or "").replace(",", " ").split())
        for name in names:
            if (name.removeprefix("-") if signed else name) not in known:
                raise ValueError(f"'{name}' is not one of {', '.join(known)}")
        if not names:
            raise ValueError(f"expected some of {', '.join(known)}")
        return names

    return convert


TABLE_OPTIONS: Final[OptionSpec] = {
    "tag": directives.unchanged_required,
    "caption": directives.unchanged_required,
    "empty": directives.unchanged_required,
    "name": directives.unchanged,
    "class": directives.class_option,
    "align": lambda argument: directives.choice(argument, ("left", "center", "right")),
    "width": directives.length_or_percentage_or_unitless,
}
"""The options that every table has: ours, and those of docutils tables."""


class TableDirective(SphinxDirective):
    """A directive that shows a table of what its queries match: one in the argument, one in each line of the body."""

    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    @property
    def domain(self) -> CacheDomain:
        """The domain, with the catalog."""
        return cache_domain(self.env)

    def recipe(self, queries: tuple[str, ...], tag: str | None) -> Recipe:
        """What the table is to show."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Make the node of the table, or say that there is nothing to show."""
        tag = known_tag(self)
        queries = self._queries()
        if not queries:
            return []
        recipe = self.recipe(queries, tag)
        table = build(recipe, self.domain.catalog)
        self.domain.note(self.env.docname, recipe, digest(table))
        return self.show(recipe, table) if table.rows else self._nothing(queries)

    def show(self, recipe: Recipe, _table: Table) -> list[nodes.Node]:
        """The nodes for what was found."""
        node = cache_table(recipe=recipe, classes=self.options.get("class", []))
        messages: list[nodes.Node] = []
        if caption := self.options.get("caption"):
            children, problems = self.parse_inline(caption, lineno=self.lineno)
            messages += problems
            title = nodes.title(caption, "", *children)
            self.set_source_info(title)
            node += title
        if "empty" in self.options:
            unused, *further = self._empty()
            node += unused
            messages += further
        for key in ("align", "width"):
            if key in self.options:
                node[key] = self.options[key]
        self.set_source_info(node)
        self.add_name(node)
        return [node, *messages]

    def _queries(self) -> tuple[str, ...]:
        """The texts of the queries that are right; of the others a warning says what is wrong."""
        texts = [(self.arguments[0], self.lineno)] if self.arguments else []
        for text, (_source, offset) in zip(self.content, self.content.items, strict=True):
            if text.strip():
                texts.append((text, (offset or 0) + 1))
        found = [right_query(text, (self.env.docname, line)) for text, line in texts or [("", self.lineno)]]
        return tuple(query for query in found if query is not None)

    def _nothing(self, queries: Sequence[str]) -> list[nodes.Node]:
        if "empty" in self.options:
            return self._empty()
        asked = " or ".join(f"'{query}'" for query in queries)
        where = f"the tag '{self.options.get('tag') or self.domain.catalog.default_tag}'"
        message = f"nothing matches {asked} in {where}; give ':empty:' a text if that is as it should be"
        warn_at(Code.EMPTY, message, self.get_location_tuple())
        made = nodes.paragraph("", str(_("Nothing matches.")))
        mark_generated(made)
        return [made]

    def _empty(self) -> list[nodes.Node]:
        """What the author says where nothing matches."""
        text = self.options["empty"]
        children, problems = self.parse_inline(text, lineno=self.lineno)
        paragraph = nodes.paragraph(text, "", *children)
        self.set_source_info(paragraph)
        return [paragraph, *problems]

    def get_location_tuple(self) -> tuple[str, int]:
        """The document and the line of this directive."""
        return self.env.docname, self.lineno


def known_tag(directive: SphinxDirective) -> str | None:
    """The tag that the option names; a warning if the catalog does not know it."""
    tag: str | None = directive.options.get("tag")
    if tag is None:
        return None
    domain = cache_domain(directive.env)
    domain.ask(directive.env.docname, TagQuestion(tag))
    if tag not in domain.catalog.tags:
        message = f"no tag '{tag}' in the build cache; there are {', '.join(domain.catalog.tags[:8]) or 'none'}"
        warn_at(Code.REFERENCE, message, (directive.env.docname, directive.lineno))
    return tag
