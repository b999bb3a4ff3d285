"""Values from YAML, by the events of its parser rather than by a loader.

So every scalar but null stays text, nothing recurses, what does not count is passed over unbuilt, and aliases, tags and
excessive depth are refused where they occur.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

import yaml

from sphinxext_cache.catalog.limits import MAX_DEPTH, MAX_VALUES
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.sources.front_matter.header import HeaderError
from sphinxext_cache.catalog.sources.front_matter.shape import DEPTH, counting_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sphinxext_cache.catalog.sources.findings import KeyPath
    from sphinxext_cache.catalog.sources.front_matter.shape import Value

NOT_YAML: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)
"""A character as JSON escapes it in two halves, which this parser refuses, behind whole pairs of backslashes."""
NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_YAML_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def build_values(text: str, line: int) -> dict[str, Value]:
    """Read a map in YAML: a whole header, or one key of it with its value.

    Args:
        text: The YAML.
        line: The line of the file in which it begins.

    Returns:
        The values of the keys that count.

    Raises:
        HeaderError: It is not YAML, not a map, or uses what front matter must not use.
    """
    if stray := NOT_YAML.search(text):
        before = text[: stray.start()]
        place = before.count("\n") + line, stray.start() - before.rfind("\n")
        raise HeaderError(f"not valid YAML: the character U+{ord(stray[0]):04X} is not allowed", *place)
    try:
        value = _Builder(line).build(parse_events(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + line, mark.column + 1) if mark else (0, 0)
        raise HeaderError(f"not valid YAML: {error.problem or error.context}", *place) from None
    except yaml.YAMLError as error:
        raise HeaderError(f"not valid YAML: {' '.join(str(error).split())}") from None
    if not isinstance(value, dict):
        raise HeaderError("the front matter is not a map of keys to values", line)
    return value


def parse_events(text: str) -> Iterator[yaml.Event]:
    """The events of YAML, in which characters may be escaped as JSON does it."""
    if "\\u" in text:
        text = _PAIR.sub(lambda found: found[1] + (bytes.fromhex(found[2] + found[3])).decode("utf-16-be"), text)
    events: Iterator[yaml.Event] = yaml.parse(text, Loader=_YAML_LOADER)
    return events


@dataclass(slots=True)
class _Open:
    """A list or map that is being filled.

    Attributes:
        value: What it holds so far.
        counting: The keys that count in it; None: all.
        key: The key whose value comes next.
    """

    value: list[Value] | dict[str, Value]
    counting: Collection[str] | None = None
    key: str | None = None


class _Builder:
    """Builds what counts of one YAML document.

    Args:
        line: The line of the file in which it begins.
    """

    def __init__(self, line: int) -> None:
        self._line = line
        self._stack: list[_Open] = []
        self._top = ""
        self._root: Value = None
        self._documents = 0

    def build(self, events: Iterator[yaml.Event]) -> Value:
        """The value of the document."""
        depth = values = 0
        passing = 0  # how many lists and maps are open that do not count
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                values += 1
                opens = not isinstance(event, yaml.ScalarEvent)
                depth += opens
                if values > MAX_VALUES:
                    raise self._error(event, f"more than {MAX_VALUES} values in one front matter")
                if depth > MAX_DEPTH:
                    raise self._error(event, f"nested more than {MAX_DEPTH} levels deep")
                self._refuse(event)
                if passing:
                    passing += opens
                elif not self._take(event):
                    passing = int(opens)
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
                if passing:
                    passing -= 1
                else:
                    self._stack.pop()
            elif isinstance(event, yaml.DocumentStartEvent):
                self._documents += 1
        return self._root

    def _take(self, event: yaml.NodeEvent) -> bool:
        """Put a key or a value where it belongs; False if what it holds does not count."""
        if not self._stack:
            if self._documents > 1:
                raise self._error(event, "a second YAML document begins here")
            self._root = value = _value(event)
            return self._open(value)
        into = self._stack[-1]
        if isinstance(into.value, list):
            value = _value(event)
            into.value.append(value)
            return self._open(value)
        if into.key is None:
            into.key = self._key(event, into)
            return True
        key, into.key = into.key, None
        counts = into.counting is None or key in into.counting
        if len(self._stack) == 1:
            self._top = key
        # As in JSON, the last of two values is used.
        into.value[key] = value = _value(event) if counts else None
        return counts and self._open(value)

    def _open(self, value: Value) -> bool:
        """Fill a list or a map from now on, unless it lies too deep."""
        depth = len(self._stack)
        if depth > DEPTH:
            return False
        if isinstance(value, list):
            self._stack.append(_Open(value))
        elif isinstance(value, dict):
            self._stack.append(_Open(value, counting_keys(self._top if depth else "", depth)))
        return True

    def _key(self, event: yaml.NodeEvent, into: _Open) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise self._error(event, "found a list or a map where a key is expected")
        key: str = event.value
        if len(self._stack) == 1 and into.counting and key in into.counting and key in into.value:
            raise self._error(event, f"the key '{shorten(key)}' occurs twice")
        return key

    def _refuse(self, event: yaml.NodeEvent) -> None:
        """Aliases multiply what a file holds, and tags make objects of it: front matter may use neither."""
        if isinstance(event, yaml.AliasEvent):
            raise self._error(event, f"YAML alias '*{event.anchor}' is not allowed")
        if event.anchor is not None:
            raise self._error(event, f"YAML anchor '&{event.anchor}' is not allowed")
        if getattr(event, "tag", None) is not None:
            raise self._error(event, "YAML tags ('!...') are not allowed")

    def _error(self, event: yaml.Event, message: str) -> HeaderError:
        mark = event.start_mark
        return HeaderError(message, mark.line + self._line, mark.column + 1) if mark else HeaderError(message)


def _value(event: yaml.NodeEvent) -> Value:
    """The text of a scalar, or the empty list or map that an event opens."""
    if isinstance(event, yaml.ScalarEvent):
        # implicit[0]: it is plain, that is without quotes.
        return None if event.implicit[0] and event.value in NULLS else event.value
    return {} if isinstance(event, yaml.MappingStartEvent) else []


@dataclass(slots=True)
class _Passed:
    """A list or map on the way through a document.

    Attributes:
        path: Where it is; None if nothing in it is looked for.
        is_map: Whether it is a map.
        key: The key or the index of the value that comes next; None: a key comes next.
    """

    path: KeyPath | None
    is_map: bool
    key: str | int | None


def find_lines(text: str, line: int, paths: Collection[KeyPath]) -> dict[KeyPath, int]:
    """Find the lines of values. That is done when there is something to say of them, not while they are read.

    Args:
        text: A map in YAML or JSON.
        line: The line of the file in which it begins.
        paths: Where the values are.

    Returns:
        The lines of those that there are, and of the lists and maps that contain them, by their paths.
    """
    wanted = {path[:end] for path in paths for end in range(len(path) + 1)}
    found: dict[KeyPath, int] = {}
    stack: list[_Passed] = []
    with suppress(yaml.YAMLError):  # not all JSON is YAML to this parser
        for event in islice(parse_events(text), 2 * MAX_VALUES):
            if isinstance(event, yaml.CollectionEndEvent):
                stack.pop()
            elif isinstance(event, yaml.NodeEvent):
                path = _path(stack, event)
                if path in wanted and event.start_mark is not None:
                    found[path] = event.start_mark.line + line
                if not isinstance(event, yaml.ScalarEvent):
                    is_map = isinstance(event, yaml.MappingStartEvent)
                    stack.append(_Passed(path if path in wanted else None, is_map, None if is_map else 0))
    return found


def _path(stack: list[_Passed], event: yaml.NodeEvent) -> KeyPath | None:
    """The path of a value that comes next; None for a key, and where nothing is looked for."""
    if not stack:
        return ()
    around = stack[-1]
    key = around.key
    if around.is_map:
        around.key = getattr(event, "value", "") if key is None else None
    elif isinstance(key, int):
        around.key = key + 1
    return None if key is None or around.path is None else (*around.path, key)
