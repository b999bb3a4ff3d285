"""The block between the ``---`` lines of a page, taken apart into its top-level fields, with their lines.

Real pages put each field on one line, the long ones in JSON; `one_line_fields` sees that without parsing.
Anything else is YAML, which `yaml_fields` builds from parser events rather than by a loader: so every scalar but
null stays text (``1.10`` is not 1.1), nothing recurses, and aliases, tags and excessive depth are refused where
they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import yaml

from sphinxext_cache.catalog.names import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH: Final = 16
"""Nesting that a front matter may have; real pages have 4."""
MAX_NODES: Final = 2_000_000
"""Scalars, lists and maps that a front matter in YAML may have; the largest real page has 60,000."""

Path = tuple[str | int, ...]
"""Where a value stands: ``("spec_details", 3, "hash")``."""

_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")
_CLOSING = re.compile(rb"\n(?:---|\.\.\.)[ \t]*\r?(?![^\n])")
_ONE_LINE = re.compile(rb"([A-Za-z_][A-Za-z0-9_]*): +(?=[^\s&*!|>%@`#])")
_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_YAML_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class HeaderError(Exception):
    """The header cannot be read. Line and column count from 1 in the file; 0 if unknown."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True, kw_only=True)
class RawField:
    """The undecoded value of a field that stands on one line."""

    value: bytes
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The decoded top-level fields, and the line of every value whose line is known."""

    values: dict[str, object]
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """The line of the innermost known value on the way to `path`."""
        for end in range(len(path), 0, -1):
            if line := self.lines.get(path[:end]):
                return line
        return 1


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
        raise HeaderError("the front matter does not end: expected a closing line '---'", data.count(b"\n") + 1)
    return data[opening.end() : closing.start() + 1]


def one_line_fields(header: bytes) -> dict[str, RawField] | None:
    """The raw fields of a header that has each key and its value on one line; None for any other header."""
    fields: dict[str, RawField] = {}
    for number, line in enumerate(header.split(b"\n"), start=2):
        content = line.rstrip()
        if not content:
            continue
        match = _ONE_LINE.match(content)
        if match is None:
            return None
        key = match[1].decode("ascii")
        if key in fields:
            return None
        fields[key] = RawField(value=content[match.end() :], line=number)
    return fields


def yaml_fields(header: bytes) -> Fields:
    """Read a header as YAML. Every scalar is text, but for null.

    Raises:
        HeaderError: It is not UTF-8, not YAML, not a map, or uses what pages must not use.
    """
    try:
        text = header.decode("utf-8")
    except UnicodeDecodeError as error:
        line = header.count(b"\n", 0, error.start) + 2
        raise HeaderError(f"not UTF-8: {error.reason}, byte 0x{header[error.start]:02x}", line) from None
    if stray := _NOT_YAML.search(text):
        line, column = (
            text.count("\n", 0, stray.start()) + 2,
            stray.start() - text.rfind("\n", 0, stray.start()),
        )
        raise HeaderError(f"not valid YAML: the character U+{ord(stray[0]):04X} is not allowed", line, column)
    lines: dict[Path, int] = {}
    try:
        value = _build(yaml.parse(text, Loader=_YAML_LOADER), lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 2, mark.column + 1) if mark else (0, 0)
        raise HeaderError(f"not valid YAML: {error.problem or error.context}", *place) from None
    except yaml.YAMLError as error:
        raise HeaderError(f"not valid YAML: {' '.join(str(error).split())}") from None
    if not isinstance(value, dict):
        raise HeaderError("the front matter is not a map of keys to values", 2)
    return Fields(values=value, lines=lines)


@dataclass(slots=True)
class _Open:
    """A list or map that is being filled."""

    value: list[object] | dict[str, object]
    path: Path
    key: str | None = None

    @property
    def wants_key(self) -> bool:
        """Whether it is a map whose next scalar is a key."""
        return isinstance(self.value, dict) and self.key is None


def _build(events: Iterator[yaml.Event], lines: dict[Path, int]) -> object:
    """Build plain lists, dictionaries and strings from YAML events, without recursion."""
    stack: list[_Open] = []
    root: object = None
    for count, event in enumerate(events):
        if count > MAX_NODES:
            raise _at(event, f"more than {MAX_NODES} values in one front matter")
        if isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
        elif isinstance(event, yaml.NodeEvent):
            _refuse(event)
            if stack and stack[-1].wants_key and isinstance(event, yaml.ScalarEvent):
                _take_key(stack[-1], event)
                continue
            value = _value(event)
            if not stack and root is not None:
                raise _at(event, "a second YAML document begins here")
            path = _put(stack[-1], value, event) if stack else ()
            root = root if stack else value
            lines[path] = _line(event)
            if isinstance(value, (list, dict)):
                if len(stack) >= MAX_DEPTH:
                    raise _at(event, f"nested more than {MAX_DEPTH} deep")
                stack.append(_Open(value, path))
    return root


def _value(event: yaml.NodeEvent) -> object:
    """The text of a scalar, or the empty list or map that an event opens."""
    if isinstance(event, yaml.ScalarEvent):
        # implicit[0]: it is plain, that is without quotes.
        return None if event.implicit[0] and event.value in _NULLS else event.value
    return {} if isinstance(event, yaml.MappingStartEvent) else []


def _refuse(event: yaml.NodeEvent) -> None:
    """Aliases multiply what a page holds, and tags make objects of it: pages may use neither."""
    if isinstance(event, yaml.AliasEvent):
        raise _at(event, f"YAML alias '*{event.anchor}' is not allowed")
    if event.anchor is not None:
        raise _at(event, f"YAML anchor '&{event.anchor}' is not allowed")
    if getattr(event, "tag", None) is not None:
        raise _at(event, "YAML tags ('!...') are not allowed")


def _take_key(container: _Open, event: yaml.ScalarEvent) -> None:
    if event.value in container.value:
        raise _at(event, f"the key '{shorten(event.value)}' stands twice")
    container.key = event.value


def _put(container: _Open, value: object, event: yaml.NodeEvent) -> Path:
    """Add a value to its container; gives the path of the value."""
    if isinstance(container.value, list):
        container.value.append(value)
        return (*container.path, len(container.value) - 1)
    if container.key is None:
        raise _at(event, "a list or a map stands where a key is expected")
    key, container.key = container.key, None
    container.value[key] = value
    return (*container.path, key)


def _at(event: yaml.Event, message: str) -> HeaderError:
    mark = event.start_mark
    return HeaderError(message, mark.line + 2, mark.column + 1) if mark else HeaderError(message)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 2 if event.start_mark else 0
