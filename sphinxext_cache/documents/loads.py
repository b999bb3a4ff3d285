"""Explain why there is nothing to load for a query, for the directive and the role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog import Code
from sphinxext_cache.documents.asking import warn_of_nothing
from sphinxext_cache.warnings import warn_at

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinxext_cache.documents.asking import Asked
    from sphinxext_cache.tables.load import Loads

_MOST_NAMES: Final = 8
"""The number of packages to name in a warning."""


def warn_of_no_load(env: BuildEnvironment, asked: Asked, found: Loads, tag: str | None, advice: str) -> None:
    """Warn that there is nothing to load for a query.

    Args:
        env: The environment; the query is from the document that is being read.
        asked: The query.
        found: The result of the query.
        tag: The tag in which it was asked; None: the default tag.
        advice: The end of the message if nothing matches, or no match is installed.
    """
    text = asked.text.strip()
    if not found.matching:
        warn_of_nothing(env, asked, tag, advice)
    elif not found.packages:
        specs = "1 spec matches" if found.matching == 1 else f"{found.matching} specs match"
        message = f"nothing to load for '{text}': {specs}, but none is known to be installed"
        warn_at(Code.EMPTY, message + advice, asked.line)
    else:
        names = ", ".join(found.packages[:_MOST_NAMES]) + (", …" if len(found.packages) > _MOST_NAMES else "")
        message = f"'{text}' matches several installed packages: {names}; name one of them"
        warn_at(Code.AMBIGUOUS, message, asked.line)
