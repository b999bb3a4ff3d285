"""The roles: those that link to objects, which `domain` resolves, and those that say a figure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.roles import XRefRole
from sphinx.util.docutils import SphinxRole

from sphinxext_cache.catalog import Code
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.documents.asking import read_query, warn_of_nothing
from sphinxext_cache.domain.cache_domain import CacheDomain, cache_domain
from sphinxext_cache.domain.lookup import KINDS
from sphinxext_cache.domain.questions import CountQuestion, VersionQuestion
from sphinxext_cache.warnings import line_of, warn_at

if TYPE_CHECKING:
    from docutils.nodes import Element, Node, system_message
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


_TITLED: Final = re.compile(r".*<\s*(.*?)\s*>", re.DOTALL)
"""How a reference says title and target."""


class SpecRole(XRefRole):
    """A spec by a prefix of its hash, with or without Spack's slash; shown with it."""

    def process_link(
        self,
        env: BuildEnvironment,  # noqa: ARG002 Sphinx calls it so
        refnode: Element,  # noqa: ARG002
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Take the slash from the target, and put it before the title."""
        name = target.removeprefix("/")
        return (title if has_explicit_title else f"/{name}"), name


class FigureRole(SphinxRole):
    """A figure that answers a query: the number of matching specs, or the newest matching version.

    Args:
        question: What to ask.
    """

    def __init__(self, question: type[CountQuestion | VersionQuestion]) -> None:
        self._question = question

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Write the figure as text; of a query that has none, or none that can be meant, a warning says why."""
        line = line_of(self)
        if titled := _TITLED.fullmatch(self.text):
            message = (
                f"'{self.name}' takes a query and no title, found '{shorten(self.text)}'; write '{shorten(titled[1])}'"
            )
            warn_at(Code.QUERY, message, line)
            return [nodes.Text(self.text)], []
        asked = read_query(self.env, self.text, line)
        if asked is None:
            return [nodes.Text(self.text)], []
        figure = cache_domain(self.env).ask(self.env.docname, self._question(asked.query))
        if figure in {"", "0"}:
            # That there are none is a figure too.
            advice = None if figure else ", so there is no version to name"
            warn_of_nothing(self.env, asked, None, advice)
        # A version is not prose: `1.0--rc` keeps both hyphens.
        return [nodes.inline("", figure or "\N{EN DASH}", support_smartquotes=False)], []


def setup_roles(app: Sphinx) -> None:
    """Register one role for each object type, which always warns of what it does not find, and the figures."""
    for kind in KINDS:
        role = SpecRole if kind == "spec" else XRefRole
        app.add_role_to_domain(CacheDomain.name, kind, role(warn_dangling=True))
    app.add_role_to_domain(CacheDomain.name, "count", FigureRole(CountQuestion))
    app.add_role_to_domain(CacheDomain.name, "version", FigureRole(VersionQuestion))
