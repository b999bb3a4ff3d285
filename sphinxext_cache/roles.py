"""The roles: those that link to objects, which `domain` resolves, and those that say a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.roles import XRefRole
from sphinx.util.docutils import SphinxRole

from sphinxext_cache.catalog import Code
from sphinxext_cache.domain import KINDS, CacheDomain, cache_domain
from sphinxext_cache.questions import CountQuestion, VersionQuestion, right_query
from sphinxext_cache.warnings import warn_at

if TYPE_CHECKING:
    from docutils.nodes import Element, Node, system_message
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


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
        """Write the figure as text; of a query that has none, a warning says why."""
        location = (self.env.docname, self.lineno)
        query = right_query(self.text, location)
        if query is None:
            return [nodes.Text(self.text)], []
        answer = cache_domain(self.env).ask(self.env.docname, self._question(query))
        if not answer:
            warn_at(Code.EMPTY, f"nothing matches '{query}', so there is no version to name", location)
        # A version is not prose: `1.0--rc` keeps both hyphens.
        return [nodes.inline("", answer or "\N{EN DASH}", support_smartquotes=False)], []


def setup_roles(app: Sphinx) -> None:
    """Register one role for each object type, which always warns of what it does not find, and the figures."""
    for kind in KINDS:
        role = SpecRole if kind == "spec" else XRefRole
        app.add_role_to_domain(CacheDomain.name, kind, role(warn_dangling=True))
    app.add_role_to_domain(CacheDomain.name, "count", FigureRole(CountQuestion))
    app.add_role_to_domain(CacheDomain.name, "version", FigureRole(VersionQuestion))
