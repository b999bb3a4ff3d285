"""``cache:mirror``: what to type to install from a stack of the build cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinxext_cache.catalog import Code
from sphinxext_cache.directives.common import known_tag
from sphinxext_cache.domain import cache_domain
from sphinxext_cache.install import INSTALL, Install, mirror_commands
from sphinxext_cache.nodes import mark_generated
from sphinxext_cache.questions import StackQuestion
from sphinxext_cache.warnings import warn_at

if TYPE_CHECKING:
    from sphinx.util.typing import OptionSpec


class MirrorDirective(SphinxDirective):
    """A terminal session that adds the mirror of a stack, trusts its keys, and installs from it."""

    required_arguments = 1
    optional_arguments = 0
    option_spec: ClassVar[OptionSpec] = {
        "tag": directives.unchanged_required,
        "install": directives.unchanged_required,
        "class": directives.class_option,
        "name": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Make the code block."""
        domain = cache_domain(self.env)
        stack = self.arguments[0]
        tag = known_tag(self) or domain.catalog.default_tag or ""
        domain.ask(self.env.docname, StackQuestion(self.options.get("tag"), stack))
        if not domain.lookup("stack", f"{tag}/{stack}"):
            near = ", ".join(domain.names("stack", tag)) or "none"
            message = f"no stack '{stack}' in '{tag}' of the build cache; there are {near}"
            warn_at(Code.REFERENCE, message, (self.env.docname, self.lineno))
        install = Install(
            mirror=mirror_commands(tag, stack, domain.config.mirror_url),
            package=f"{INSTALL} {self.options.get('install', '<package>')}",
        )
        session = install.session()
        node = nodes.literal_block(session, session, language="console", classes=self.options.get("class", []))
        mark_generated(node)
        self.set_source_info(node)
        self.add_name(node)
        return [node]
