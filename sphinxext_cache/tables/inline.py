"""The text of a fact as pieces: plain text, or inline reStructuredText or Markdown if the fact has such markup.

Both are limited to what looks the same in all outputs: code, strong and emphasized text, links to other sites, and
backslash escapes. Everything else is shown as written.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.facts import DOCUMENT, split_document
from sphinxext_cache.catalog.sources.admit import is_web_address
from sphinxext_cache.tables.model import Cell, Piece, Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxext_cache.catalog import Fact

_ESCAPE: Final = r"\\(?P<escaped>[^\w\s])"
_ADDRESS: Final = r"(?P<bare>\bhttps?://[^\s<>`*]+[\w/])"
_RST: Final = re.compile(
    rf"{_ESCAPE}|``(?P<code>[^`]+(?:`[^`]+)*)``|`(?P<text>[^`<]*?)\s*<(?P<url>[^<>`\s]+)>`__?"
    rf"|\*\*(?P<strong>\S|\S[^*]*[^*\s])\*\*|(?<![\w*])\*(?P<emphasis>[^\s*]|[^\s*][^*]*[^*\s])\*(?![\w*])|{_ADDRESS}"
)
_MARKDOWN: Final = re.compile(
    rf"{_ESCAPE}|`(?P<code>[^`]+)`|\[(?P<text>[^\[\]]+)\]\((?P<url>[^()\s]+)\)"
    rf"|\*\*(?P<strong>[^\s*]|[^\s*][^*]*[^*\s])\*\*|(?<![\w*])\*(?P<emphasis>[^\s*]|[^\s*][^*]*[^*\s])\*(?![\w*])"
    r"|<(?P<angled>https?://[^<>\s]+)>"
)
_MARKUPS: Final = {"rst": _RST, "md": _MARKDOWN}


def fact_cell(fact: Fact) -> Cell:
    """The cell of a fact, with its markup; URLs become links, and the values of a list are separated by commas."""
    if isinstance(fact.value, str):
        return _cell(fact.value, fact.markup)
    pieces: list[Piece] = []
    for value in fact.values:
        pieces += [Piece(", ")] if pieces else []
        pieces += _cell(value, fact.markup)
    return tuple(pieces)


@lru_cache(maxsize=1 << 14)
def _cell(text: str, markup: str) -> Cell:
    """The cell of a single value, cached: most packages need it three times, and many packages share it."""
    return tuple(_pieces(text, markup))


def _pieces(text: str, markup: str) -> Iterator[Piece]:
    if is_web_address(text):
        yield Piece(text, url=text)
        return
    if markup == DOCUMENT:
        title, name = split_document(text)
        yield Piece(title or name, ref=Ref(DOCUMENT, "", name))
        return
    pattern = _MARKUPS.get(markup)
    plain, last = "", 0
    for found in pattern.finditer(text) if pattern is not None else ():
        plain += text[last : found.start()]
        last = found.end()
        if found["escaped"]:
            plain += found["escaped"]
            continue
        if plain:
            yield Piece(plain)
            plain = ""
        yield _marked(found)
    if plain + text[last:]:
        yield Piece(plain + text[last:])


def _marked(found: re.Match[str]) -> Piece:
    """The piece of one match of inline markup."""
    said = found.groupdict()
    if said["code"]:
        return Piece(said["code"], code=True)
    if said["strong"]:
        return Piece(said["strong"], strong=True)
    if said["emphasis"]:
        return Piece(said["emphasis"], note=True)
    address = said["url"] or said.get("bare") or said.get("angled") or ""
    # Only web addresses become links, which excludes `javascript:` and the like.
    return Piece(said["text"] or address, url=address if is_web_address(address) else "")
