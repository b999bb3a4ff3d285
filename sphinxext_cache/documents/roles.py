"""The roles that link to objects, which `domain` resolves, and the roles that show the answer to a query."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.roles import XRefRole
from sphinx.util.docutils import SphinxRole

from sphinxext_cache.catalog import Code
from sphinxext_cache.catalog.fact_files.words import name_of
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.digest import digest
from sphinxext_cache.documents.asking import read_query, warn_of_nothing
from sphinxext_cache.documents.loads import warn_of_no_load
from sphinxext_cache.domain.cache_domain import CacheDomain, cache_domain
from sphinxext_cache.domain.lookup import KINDS
from sphinxext_cache.domain.questions import CountQuestion, FactQuestion, LoadQuestion, VersionQuestion
from sphinxext_cache.render.doctree import pieces_to_nodes
from sphinxext_cache.tables.facts import find_fact
from sphinxext_cache.tables.load import find_loads
from sphinxext_cache.warnings import line_of, warn_at

if TYPE_CHECKING:
    from docutils.nodes import Element, Node, system_message
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxext_cache.documents.asking import Asked
    from sphinxext_cache.tables.facts import FoundFact

NOTHING: Final = "\N{EN DASH}"
"""The text if there is no answer."""
_TITLED: Final = re.compile(r".*<\s*(.*?)\s*>", re.DOTALL)
"""A reference with title and target."""


class SpecRole(XRefRole):
    """A spec by a prefix of its hash, with or without Spack's slash, which is always shown."""

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


class AnsweringRole(SphinxRole):
    """A role that takes a query, and shows the answer."""

    wanted = "a query"
    """A description of what it takes, for messages."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Write the answer; if the text is not a query, write the text and warn."""
        line = line_of(self)
        if titled := _TITLED.fullmatch(self.text):
            wanted, found = self.wanted, shorten(self.text)
            message = f"'{self.name}' takes {wanted} and no title, found '{found}'; write '{shorten(titled[1])}'"
            warn_at(Code.QUERY, message, line)
            return [nodes.Text(self.text)], []
        asked = read_query(self.env, self._query(), line)
        return [nodes.Text(self.text) if asked is None else self.answer(asked)], []

    def answer(self, asked: Asked) -> Node:
        """Answer the query; warn if there is no answer.

        Args:
            asked: The query.
        """
        raise NotImplementedError

    def _query(self) -> str:
        """The text of the query."""
        return self.text


class FigureRole(AnsweringRole):
    """A figure that answers a query: the number of matching specs, or the newest matching version.

    Args:
        question: What to ask.
    """

    def __init__(self, question: type[CountQuestion | VersionQuestion]) -> None:
        self._question = question

    def answer(self, asked: Asked) -> Node:
        """The figure as text; warn if there is none, or if the query is a mistake."""
        figure = cache_domain(self.env).ask(self.env.docname, self._question(asked.query))
        if figure in {"", "0"}:
            # A count of 0 is an answer, too.
            advice = None if figure else ", so there is no version to name"
            warn_of_nothing(self.env, asked, None, advice)
        # A version is not prose: `1.0--rc` keeps both hyphens.
        return nodes.inline("", figure or NOTHING, support_smartquotes=False)


class ModuleRole(AnsweringRole):
    """The command that loads the newest installed spec that matches."""

    def answer(self, asked: Asked) -> Node:
        """The command as code; warn if there is none, or if stacks have different ones."""
        found = find_loads(cache_domain(self.env).catalog, asked.query, None)
        cache_domain(self.env).note(self.env.docname, LoadQuestion(asked.query, None), digest(found))
        if found.load is None:
            warn_of_no_load(self.env, asked, found, None, ", so there is no command to show")
            return nodes.inline("", NOTHING)
        commands = [*dict.fromkeys(str(line.command) for line in found.load.lines)]
        if len(commands) > 1:
            listed = ", ".join(f"'{command}'" for command in commands)
            message = f"'{asked.text.strip()}' is loaded differently on each stack: {listed}; choose one with 'stack='"
            warn_at(Code.AMBIGUOUS, message, asked.line)
        return nodes.literal("", commands[0], classes=["cache-module"])


class FactRole(AnsweringRole):
    """The value of a fact: a query, followed by the name of the fact."""

    wanted = "a query and the name of a fact"

    def answer(self, asked: Asked) -> Node:
        """The value, with its markup; warn if there is none."""
        if not asked.text:
            message = f"expected {self.wanted}, such as 'hdf5 homepage', found '{shorten(self.text.strip())}'"
            warn_at(Code.QUERY, message, asked.line)
            return nodes.Text(self.text)
        found = find_fact(cache_domain(self.env).catalog, asked.query, self._fact)
        cache_domain(self.env).note(self.env.docname, FactQuestion(asked.query, self._fact), digest(found))
        if not found.said:
            self._warn(asked, found)
            return nodes.inline("", NOTHING)
        said = pieces_to_nodes(found.said, self.env.docname)
        return nodes.inline("", "", *said, support_smartquotes=False)

    def _query(self) -> str:
        """The query, without the name of the fact."""
        return " ".join(self.text.split()[:-1])

    @property
    def _fact(self) -> str:
        return name_of(self.text.split()[-1])

    def _warn(self, asked: Asked, found: FoundFact) -> None:
        if not found.matching:
            warn_of_nothing(self.env, asked, None, ", so there is no fact to show")
        else:
            message = found.unknown or f"no file of facts gives the '{self._fact}' of '{asked.text}'"
            warn_at(Code.FACT, message, asked.line)


def setup_roles(app: Sphinx) -> None:
    """Register a role for each object type, which warns of unknown objects, and the roles that show answers."""
    for kind in KINDS:
        role = SpecRole if kind == "spec" else XRefRole
        app.add_role_to_domain(CacheDomain.name, kind, role(warn_dangling=True))
    app.add_role_to_domain(CacheDomain.name, "count", FigureRole(CountQuestion))
    app.add_role_to_domain(CacheDomain.name, "version", FigureRole(VersionQuestion))
    app.add_role_to_domain(CacheDomain.name, "fact", FactRole())
    app.add_role_to_domain(CacheDomain.name, "module", ModuleRole())
