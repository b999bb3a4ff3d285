"""``cache:load``: the commands that load installed software."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinxext_cache.digest import digest
from sphinxext_cache.documents.asking import read_query
from sphinxext_cache.documents.directives.common import WAYS_OUT, empty_nodes, find_tag, nothing_nodes
from sphinxext_cache.documents.directives.options import Options, switch, text_for_nothing
from sphinxext_cache.documents.loads import warn_of_no_load
from sphinxext_cache.documents.nodes import mark_generated
from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.domain.questions import LoadQuestion
from sphinxext_cache.render.doctree import pieces_to_nodes
from sphinxext_cache.tables.load import find_loads
from sphinxext_cache.warnings import line_of

if TYPE_CHECKING:
    from sphinx.util.typing import OptionSpec

    from sphinxext_cache.tables.load import Load


class LoadDirective(SphinxDirective):
    """Terminal sessions that load the newest installed spec that matches; stacks may need different ones."""

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
        """Make the code blocks; warn if there is nothing to load."""
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
                warn_of_no_load(self.env, asked, found, tag, WAYS_OUT)
            return empty_nodes(self) if "empty" in self.options else nothing_nodes()
        made = load_nodes(self, found.load)
        for block in made:
            if isinstance(block, nodes.literal_block):
                block["classes"] += self.options.get("class", [])
                self.add_name(block)
                self.options.pop("name", None)
        return made


def load_nodes(directive: SphinxDirective, load: Load) -> list[nodes.Node]:
    """The nodes of commands that load something: a block for each, below a line on what it loads."""
    made: list[nodes.Element] = []
    for line in load.lines:
        if line.intro:
            intro = pieces_to_nodes(line.intro, directive.env.docname)
            # Names are not prose: `a--b` keeps both hyphens.
            made.append(nodes.paragraph("", "", *intro, classes=["cache-names"], support_smartquotes=False))
        session = line.session()
        made.append(nodes.literal_block(session, session, language="console", classes=["cache-session"]))
    for node in made:
        directive.set_source_info(node)
    mark_generated(*made)
    return [*made]
