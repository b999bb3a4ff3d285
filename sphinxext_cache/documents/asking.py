"""Queries in documents: parse their text, and warn if they match nothing, and why."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog import Code, QuerySyntaxError, parse_query
from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.domain.questions import TagQuestion, WhyQuestion, why
from sphinxext_cache.warnings import warn_at

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinxext_cache.warnings import SourceLine

_IN_A_TAG: Final = re.compile(r"\s*([^\s/=@%+~^'\"]+)/(?=\S)")
"""The prefix by which a reference names a tag."""


class Asked(NamedTuple):
    """A query of a document.

    Attributes:
        text: The text, as its author wrote it.
        query: The query in its canonical form.
        line: Its source line.
    """

    text: str
    query: str
    line: SourceLine


def read_query(env: BuildEnvironment, text: str, line: SourceLine) -> Asked | None:
    """Parse the text of a query; warn and return None if it is not one."""
    try:
        return Asked(text, _canonical(env, text), line)
    except QuerySyntaxError as error:
        warn_at(Code.QUERY, str(error), line)
        return None


def is_query(env: BuildEnvironment, text: str) -> bool:
    """Tell whether a string is a query."""
    try:
        _canonical(env, text)
    except QuerySyntaxError:
        return False
    return True


def _canonical(env: BuildEnvironment, text: str) -> str:
    """A query in its canonical form. As in a reference, it may begin with a tag and a slash."""
    found = _IN_A_TAG.match(text)
    if found is None or not is_tag(env, found[1]):
        return str(parse_query(text))
    try:
        query = parse_query(text[found.end() :])
    except QuerySyntaxError as error:
        raise QuerySyntaxError(error.message, text, error.column + found.end()) from None
    if query.tags:
        raise QuerySyntaxError("a second tag; the first one is before the slash", text, found.end() + 1)
    return str(replace(query, tags=(found[1],)))


def is_tag(env: BuildEnvironment, name: str) -> bool:
    """Tell whether a tag exists, and record that the document asked."""
    return not cache_domain(env).ask(env.docname, TagQuestion(name))


def warn_of_nothing(env: BuildEnvironment, asked: Asked, tag: str | None, advice: str | None) -> None:
    """Warn of a query that matches nothing.

    Args:
        env: The environment; the query is from the document that is being read.
        asked: The query.
        tag: The tag in which it was asked; None: the default tag.
        advice: The end of the message if all names in the query are known; None: do not warn in that case.
    """
    domain = cache_domain(env)
    if not domain.catalog.tags:
        # If a source has a problem, that has been reported already.
        if not domain.catalog.problems:
            warn_at(Code.EMPTY, f"nothing matches '{asked.text.strip()}': the build cache is empty", asked.line)
        return
    question = WhyQuestion(asked.query, tag)
    reason, is_mistake = why(domain.catalog, question)
    domain.note(env.docname, question, str((reason, is_mistake)))
    message = f"nothing matches '{asked.text.strip()}'"
    if is_mistake:
        warn_at(Code.EMPTY, f"{message}: {reason}", asked.line)
    elif advice is not None:
        tags = parse_query(asked.query).tags or (tag or domain.catalog.default_tag,)
        where = "any tag" if "*" in tags else " or ".join(f"the tag '{name}'" for name in tags)
        warn_at(Code.EMPTY, f"{message} in {where}{f'; {reason}' if reason else ''}{advice}", asked.line)
