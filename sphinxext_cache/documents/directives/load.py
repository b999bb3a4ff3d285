"""``cache:load``: what to type to use what is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinxext_cache.catalog import Code
from sphinxext_cache.digest import digest
from sphinxext_cache.documents.asking import read_query, warn_of_nothing
from sphinxext_cache.documents.directives.common import WAYS_OUT, empty_nodes, find_tag, nothing_nodes
from sphinxext_cache.documents.directives.options import Options, switch, text_for_nothing
from sphinxext_cache.documents.nodes import mark_generated
from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.domain.questions import LoadQuestion
from sphinxext_cache.render.doctree import pieces_to_nodes
from sphinxext_cache.tables.load import find_loads
from sphinxext_cache.warnings import line_of, warn_at

if TYPE_CHECKING:
    from sphinx.util.typing import OptionSpec

    from sphinxext_cache.documents.asking import Asked
    from sphinxext_cache.tables.load import Load, Loads

_MOST_NAMES = 8
"""How many packages a warning names."""


class LoadDirective(SphinxDirective):
    """Terminal sessions that load the newest installed spec that matches; one for each stack that has another."""

    required_arguments = 1
    optional_arguments = 0
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = Options(
        {
            "tag": directives.unchanged_required,
            "empty": text_for_nothing,
            "allow-empty": switch,
            "class": directives.class_option,
            "name": directives.unchanged,
        }
    )

    def run(self) -> list[nodes.Node]:
        """Make the code blocks, or say that there is nothing to load; a warning tells why."""
        tag = self.options.get("tag")
        is_known = find_tag(self, tag)
        asked = read_query(self.env, self.arguments[0], line_of(self))
        if asked is None:
            return []
        domain = cache_domain(self.env)
        found = find_loads(domain.catalog, asked.query, tag)
        domain.note(self.env.docname, LoadQuestion(asked.query, tag), digest(found))
        if found.load is None:
            if is_known and "empty" not in self.options and not self.options.get("allow-empty"):
                self._warn(asked, found, tag)
            return empty_nodes(self) if "empty" in self.options else nothing_nodes()
        made = load_nodes(self, found.load)
        for block in made:
            if isinstance(block, nodes.literal_block):
                block["classes"] += self.options.get("class", [])
                self.add_name(block)
                self.options.pop("name", None)
        return made

    def _warn(self, asked: Asked, found: Loads, tag: str | None) -> None:
        text = asked.text.strip()
        if not found.matching:
            warn_of_nothing(self.env, asked, tag, WAYS_OUT)
        elif not found.packages:
            specs = "1 spec matches" if found.matching == 1 else f"{found.matching} specs match"
            message = f"nothing to load for '{text}': {specs}, and none is known to be installed"
            warn_at(Code.EMPTY, message + WAYS_OUT, asked.line)
        else:
            names = ", ".join(found.packages[:_MOST_NAMES]) + (", …" if len(found.packages) > _MOST_NAMES else "")
            message = f"'{text}' matches several packages that are installed: {names}; name one of them"
            warn_at(Code.AMBIGUOUS, message, asked.line)


def load_nodes(directive: SphinxDirective, load: Load) -> list[nodes.Node]:
    """The nodes of commands that load something: a block for each, and before it what it loads where."""
    made: list[nodes.Element] = []
    for line in load.lines:
        if line.intro:
            intro = pieces_to_nodes(line.intro, directive.env.docname)
            # Names are not prose: `a--b` keeps both hyphens.
            made.append(nodes.paragraph("", "", *intro, classes=["cache-names"], support_smartquotes=False))
        session = line.session()
        made.append(nodes.literal_block(session, session, language="console"))
    for node in made:
        directive.set_source_info(node)
    mark_generated(*made)
    return [*made]
