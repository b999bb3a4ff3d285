"""The keys of facts: what each is about, and how specific it is."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog.query import Query
from sphinxext_cache.catalog.query_text import parse_query

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME: Final = re.compile(r"[A-Za-z0-9_][\w.-]*", re.ASCII)
_HASH: Final = re.compile(r"/[a-z0-9]{1,32}", re.ASCII)
_COMPILER: Final = re.compile(r"compiler=(?P<name>[\w.-]+(?:@=?[\w.-]+)?)", re.ASCII)
_WHOLE: Final = 33
"""How long a key is that is a whole hash."""


class Precision(Enum):
    """What a key is about; of the first five, the less precise come first."""

    PATTERN = auto()
    NAME = auto()
    TAGGED = auto()
    QUERY = auto()
    HASH = auto()
    THING = auto()


_COMPARED: Final = frozenset((Precision.PATTERN, Precision.TAGGED, Precision.QUERY))
"""What is compared with names of the catalog, rather than looked up there."""


class Key(NamedTuple):
    """A key that is understood.

    Attributes:
        precision: What it is about.
        name: The name, the pattern or the hash; of a thing, its name; empty for a query.
        kind: Of a thing, which it is: ``stack``, ``target``, ``tag`` or ``compiler``.
        query: What it asks, unless it is a name.
    """

    precision: Precision
    name: str
    kind: str = ""
    query: Query | None = None

    @property
    def is_broad(self) -> bool:
        """Whether it may be about anything, and so must be compared with everything."""
        name = self.query.name if self.query else self.name
        is_compared = self.precision in _COMPARED
        return is_compared and (name is None or "*" in name)

    @property
    def is_whole_hash(self) -> bool:
        """Whether it is a hash, and not only the beginning of one."""
        return self.precision is Precision.HASH and len(self.name) + 1 == _WHOLE


def read_key(text: str) -> Key:
    """Read a key.

    Args:
        text: The name of a package, a hash behind a slash, or a query.

    Raises:
        QuerySyntaxError: It is none of these.
    """
    if key := _read_name(text):
        return key
    query = parse_query(text)
    for kind, name in _things(query):
        return Key(Precision.THING, name, kind, query)
    if query.name and query == Query(name=query.name):
        return Key(Precision.PATTERN, query.name, query=query)
    if query.name and query == Query(name=query.name, tags=query.tags):
        return Key(Precision.TAGGED, query.name, query=query)
    return Key(Precision.QUERY, "", query=query)


def _read_name(text: str) -> Key | None:
    """Read a key that is no query; None if it is one."""
    if _NAME.fullmatch(text):
        return Key(Precision.NAME, text)
    if _HASH.fullmatch(text):
        return Key(Precision.HASH, text[1:])
    # Queries ask with `%` which specs a compiler built.
    compiler = _COMPILER.fullmatch(text)
    return Key(Precision.THING, compiler["name"].replace("@=", "@"), "compiler") if compiler else None


def _things(query: Query) -> Iterator[tuple[str, str]]:
    """The stack, the target or the tag that a query names, and nothing besides."""
    if query.stacks and query == Query(stacks=query.stacks[:1]):
        yield from (("stack", name) for name in query.stacks if "*" not in name)
    if query.tags and query == Query(tags=query.tags[:1]):
        yield from (("tag", name) for name in query.tags if "*" not in name)
    if query.targets and query == Query(targets=query.targets[:1]):
        yield from (("target", each.low) for each in query.targets if each.low == each.high and each.low)
