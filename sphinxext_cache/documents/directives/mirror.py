"""``cache:mirror``: the commands that install from a stack of the build cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinxext_cache.catalog import Code
from sphinxext_cache.catalog.unknown import unknown_name
from sphinxext_cache.documents.directives.common import find_tag, split_argument
from sphinxext_cache.documents.directives.options import Options
from sphinxext_cache.documents.nodes import mark_generated
from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.domain.questions import StackQuestion
from sphinxext_cache.tables.install import INSTALL, Install, mirror_commands
from sphinxext_cache.warnings import line_of, warn_at

if TYPE_CHECKING:
    from sphinx.util.typing import OptionSpec


class MirrorDirective(SphinxDirective):
    """A terminal session that adds the mirror of a stack, trusts its keys, and installs from it."""

    required_arguments = 1
    optional_arguments = 0
    option_spec: ClassVar[OptionSpec] = Options(
        {
            "tag": directives.unchanged_required,
            "install": directives.unchanged_required,
            "class": directives.class_option,
            "name": directives.unchanged,
        }
    )

    def run(self) -> list[nodes.Node]:
        """Make the code block."""
        domain = cache_domain(self.env)
        asked, stack = split_argument(self, "stack", self.arguments[0])
        tag = asked or domain.catalog.default_tag or ""
        domain.ask(self.env.docname, StackQuestion(asked, stack))
        if find_tag(self, asked) and not domain.lookup.find("stack", f"{tag}/{stack}"):
            message = unknown_name(domain.catalog, "stack", stack, asked).message
            warn_at(Code.REFERENCE, message, line_of(self))
        install = Install(
            mirror=mirror_commands(tag, stack, domain.config.mirror_url),
            package=f"{INSTALL} {self.options.get('install', '<package>')}",
        )
        session = install.session()
        node = nodes.literal_block(
            session, session, language="console", classes=["cache-session", *self.options.get("class", [])]
        )
        mark_generated(node)
        self.set_source_info(node)
        self.add_name(node)
        return [node]
