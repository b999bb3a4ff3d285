"""The block between the ``---`` lines of a file, taken apart into its top-level keys without reading their values.

Only the keys in `KEYS` are read; everything below another key is ignored. `values` parses the values. Documents with
our front matter are split here, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KEYS: Final = frozenset(
    ("title", "layout", "category", "categories", "meta", "spec_details", "spec_names", "spec_files")
)
"""The keys that count."""

_KEYS: Final = frozenset(key.encode() for key in KEYS)
_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")
_CLOSING = re.compile(rb"\n(?:---|\.\.\.)[ \t]*\r?(?![^\n])")
_KEY = re.compile(rb"""(["']?)([^\s"'\[\]{},#&*!|>%@`?:-][^"':\n]*+)\1:(?=[ \t\r\n]|\Z)""")
_GOES_ON = re.compile(rb"[ \t\r\n\]}]|-(?:[ \t\r\n]|\Z)")
"""How a line begins that belongs to the key before it."""
_CLOSING_OF: Final = {b"[": b"]", b"{": b"}", b'"': b'"', b"'": b"'", b"&": b"", b"*": b"", b"!": b""}
"""How a value ends that begins so; empty for what YAML must refuse."""
_OTHERS: Final = 50
"""How many other keys are remembered, to find one that was mistyped."""
_ENDING: Final = 200
"""How many bytes of the end of a value are searched for what ends it, or for a comment behind that."""
_HASH: Final = ord("#")


class HeaderError(Exception):
    """The header cannot be read. Line and column count from 1 in the file; 0 if unknown."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class Field(NamedTuple):
    """A top-level key and what is under it.

    Attributes:
        value: The value, undecoded, without blanks around it.
        line: The line of the key in the file, from 1.
        last: The last line of the value.
        start: Where the key begins in the header.
        end: Where the value ends.
    """

    value: bytes
    line: int
    last: int
    start: int
    end: int


class Header(NamedTuple):
    """A header, taken apart.

    Attributes:
        fields: The fields of `KEYS`.
        others: The names of the first other keys.
    """

    fields: Mapping[str, Field]
    others: Sequence[str]


def begins(data: bytes) -> bool:
    """Tell whether a file begins with the ``---`` line of a header."""
    return _OPENING.match(data) is not None


def cut(data: bytes) -> bytes | None:
    """The bytes between the first two ``---`` lines, or None if the file does not begin with one.

    The header's first line is line 2 of the file.

    Raises:
        HeaderError: The header does not end.
    """
    opening = _OPENING.match(data)
    if opening is None:
        return None
    closing = _CLOSING.search(data, opening.end() - 1)
    if closing is None:
        raise HeaderError("the front matter is not closed: expected a line '---'", data.count(b"\n") + 1)
    return data[opening.end() : closing.start() + 1]


def take_lines(data: bytes) -> Mapping[bytes, bytes] | None:
    """The values of a file as the site writes it, by their keys; None if it is written otherwise.

    It is nothing but a header, and each line of that is one of `KEYS` with its value. What `cut` and `split` find there
    is the same, but for blanks around the values.
    """
    if not data.startswith(b"---\n"):
        return None
    end = len(data) - (5 if data.endswith(b"\n") else 4)
    if data[end : end + 4] != b"\n---":
        return None
    values: dict[bytes, bytes] = {}
    start = len(b"---\n")
    while start < end:
        stop = data.index(b"\n", start)
        colon = data.find(b": ", start, stop)
        key = data[start:colon]
        if key not in _KEYS or key in values:
            return None
        values[key] = data[colon + 2 : stop]
        start = stop + 1
    return values


def split(head: bytes) -> Header | None:
    """Take a header apart at the keys that begin a line; None if it is not written so, and only YAML can tell.

    Raises:
        HeaderError: One of `KEYS` occurs twice.
    """
    fields: dict[str, Field] = {}
    others: list[str] = []
    begun: tuple[str, int, int, int] | None = None  # the key that goes on, its line, where it begins and its value
    start, line, last, end, size = 0, 1, 0, 0, len(head)
    while start < size:
        line += 1
        newline = head.find(b"\n", start)
        stop = size if newline < 0 else newline
        if match := _KEY.match(head, start, stop):
            if begun and not _keep(head, begun, last, end, fields, others):
                return None
            begun = match[2][:_ENDING].rstrip().decode("utf-8", "replace"), line, start, match.end()
            last, end = line, stop
        elif _GOES_ON.match(head, start):
            if begun:
                last, end = line, stop
            elif head[start:stop].strip():
                return None
        elif head[start] != _HASH:
            return None
        start = stop + 1
    if begun and not _keep(head, begun, last, end, fields, others):
        return None
    return Header(fields, others)


def _keep(
    head: bytes, begun: tuple[str, int, int, int], last: int, end: int, fields: dict[str, Field], others: list[str]
) -> bool:
    """Keep a field that ends; False if it is not clear where that is, as if a bracket stays open.

    Raises:
        HeaderError: It is one of `KEYS`, and is there already.
    """
    name, line, start, at = begun
    if name in KEYS:
        if name in fields:
            raise HeaderError(f"the key '{name}' occurs twice", line, 1)
        value = head[at:end].strip()
        fields[name] = Field(value, line, last, start, end)
        opening, ending = value[:1], value[-_ENDING:]
    else:
        if len(others) < _OTHERS:
            others.append(name)
        # What is passed over may be long, and is not copied.
        opening, ending = head[at : min(end, at + _ENDING)].lstrip()[:1], head[max(at, end - _ENDING) : end].rstrip()
    closing = _CLOSING_OF.get(opening)
    return closing is None or (closing != b"" and (ending.endswith(closing) or b"#" in ending))
