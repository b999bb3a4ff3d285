"""The body of a directive that takes queries: one query per line; other content causes warnings."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog import Code, parse_query
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.nearest import did_you_mean
from sphinxext_cache.documents.asking import Asked, is_query, read_query
from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.warnings import SourceLine, line_of, lines_of_body, warn_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.util.docutils import SphinxDirective

_OPTION: Final = re.compile(r":([A-Za-z][\w-]*):(?=\s|$)")
_PLAIN_WORD: Final = re.compile(r"\(?[A-Za-z][A-Za-z'\N{RIGHT SINGLE QUOTATION MARK}-]*[.,;:!?)]*")
_SENTENCE: Final = 3
"""The number of plain words that make a line a sentence rather than a query."""


class BodyLine(NamedTuple):
    """A line of a body.

    Attributes:
        text: Its text.
        line: Its source line.
    """

    text: str
    line: SourceLine


def paragraphs(directive: SphinxDirective) -> Iterator[list[BodyLine]]:
    """The lines of a body, grouped into paragraphs."""
    lines = map(BodyLine, directive.content, lines_of_body(directive))
    for is_blank, found in groupby(lines, key=lambda each: not each.text.strip()):
        if not is_blank:
            yield list(found)


def read_queries(directive: SphinxDirective) -> tuple[Asked, ...]:
    """The queries of a directive, in its argument and its body; warn of anything else."""
    found = [read_query(directive.env, text, line_of(directive)) for text in directive.arguments]
    for lines in paragraphs(directive):
        queries = without_options(directive, lines)
        found += _read_prose(directive, queries) or [read_query(directive.env, *each) for each in queries]
    if not directive.arguments and not any(map(str.strip, directive.content)):
        found.append(read_query(directive.env, "", line_of(directive)))
    return tuple(asked for asked in found if asked is not None)


def without_options(directive: SphinxDirective, lines: list[BodyLine], *, only_own: bool = False) -> list[BodyLine]:
    """Leave out lines that were meant as options, and warn that they are in the wrong place.

    Args:
        directive: The directive.
        lines: Lines of its body.
        only_own: Whether to keep lines that look like options, but are none of this directive.
    """
    own = directive.option_spec or {}
    rest: list[BodyLine] = []
    found: list[tuple[str, SourceLine]] = []
    for each in lines:
        match = _OPTION.match(each.text.strip())
        if match is None or (only_own and match[1] not in own):
            rest.append(each)
        else:
            found.append((match[1], each.line))
    if found:
        name, line = found[0]
        hint = "" if name in own else did_you_mean(name, list(own))
        message = (
            f"':{name}:' is in the body; put options directly below the first line, without a blank line in between"
        )
        warn_at(Code.QUERY, message + hint, line)
    return rest


def _read_prose(directive: SphinxDirective, lines: list[BodyLine]) -> list[Asked | None]:
    """The queries among lines with a sentence, which causes one warning; none if there is no sentence."""
    wrong = [each for each in lines if not is_query(directive.env, each.text)]
    if not any(_is_sentence(each.text) for each in wrong):
        return []
    message = (
        f"expected a query on each line of the body, found '{shorten(wrong[0].text.strip())}'; "
        "put each package on its own line, and other text above or below the directive"
    )
    warn_at(Code.QUERY, message, wrong[0].line)
    known = {package.name for package in cache_domain(directive.env).catalog.packages(directive.options.get("tag"))}
    right = [read_query(directive.env, *each) for each in lines if each not in wrong]
    # One word at the end of a paragraph can be read as a query, and need not be one.
    return [None, *(asked for asked in right if asked and parse_query(asked.query).name in {None, *known})]


def _is_sentence(text: str) -> bool:
    words = text.split()
    plain = [word for word in words if _PLAIN_WORD.fullmatch(word)]
    return len(plain) >= _SENTENCE or (len(words) > 1 and words[-1] in plain and words[-1][-1] in ".!?:")
