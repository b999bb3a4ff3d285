"""YAML as a tree of values with their lines, for files that people write and fix.

It is built from the events of the parser: every scalar but null is a string, duplicate keys are kept, nothing recurses,
and whatever expands (aliases) or creates objects (tags) is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec
import yaml

from sphinxext_cache.catalog.limits import MAX_VALUES
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.sources.front_matter.events import NOT_YAML, NULLS, parse_events

if TYPE_CHECKING:
    from collections.abc import Iterator

Entries: TypeAlias = "list[tuple[Node, Node]]"
"""The entries of a map, each a key and its value."""

_MAX_DEPTH: Final = 6
"""Nesting of a file of facts; extra software is a map of a list of maps of lists."""


class TreeError(Exception):
    """A file cannot be read as YAML.

    Attributes:
        message: What is wrong.
        line: Where, from 1; 0 if unknown.
        column: The column there, from 1; 0 if unknown.
    """

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


class Node(msgspec.Struct, gc=False):
    """A value: of `text`, `items` and `entries` at most one is not None, and of what is null none.

    Attributes:
        line: Its line, from 1.
        text: The text of a scalar.
        items: The items of a list.
        entries: The entries of a map.
    """

    line: int
    text: str | None = None
    items: list[Node] | None = None
    entries: Entries | None = None

    @property
    def kind(self) -> str:
        """What it is, in words."""
        if self.entries is not None:
            return "a map"
        return "a list" if self.items is not None else "empty" if self.text is None else "a string"


def read_tree(text: str) -> Node:
    """Read one document of YAML; of an empty one, the node is null.

    Raises:
        TreeError: It is not YAML, or uses what such a file must not use.
    """
    if stray := NOT_YAML.search(text):
        before = text[: stray.start()]
        place = before.count("\n") + 1, stray.start() - before.rfind("\n")
        raise TreeError(f"not valid YAML: the character U+{ord(stray[0]):04X} is not allowed", *place)
    try:
        return _build(parse_events(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise TreeError(f"not valid YAML: {error.problem or error.context}", *place) from None
    except yaml.YAMLError as error:
        raise TreeError(f"not valid YAML: {' '.join(str(error).split())}") from None


def _build(events: Iterator[yaml.Event]) -> Node:
    root: Node | None = None
    around: list[Node] = []
    keys: list[Node | None] = []  # of each map around, the key whose value comes next
    count = 0
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            count += 1
            node = _node(event)
            if count > MAX_VALUES:
                raise TreeError(f"more than {MAX_VALUES} values", node.line)
            if not around:
                if root is not None:
                    raise TreeError("a second YAML document begins here", node.line)
                root = node
            else:
                _put(node, around[-1], keys)
            if node.items is not None or node.entries is not None:
                if len(around) == _MAX_DEPTH:
                    raise TreeError(f"nested more than {_MAX_DEPTH} levels deep", node.line)
                around.append(node)
                keys.append(None)
        elif isinstance(event, yaml.CollectionEndEvent):
            around.pop()
            keys.pop()
    return root or Node(1)


def _put(node: Node, into: Node, keys: list[Node | None]) -> None:
    """Put a value, or the key of one, where it belongs."""
    if into.items is not None:
        into.items.append(node)
    elif into.entries is not None:
        key = keys[-1]
        if key is not None:
            into.entries.append((key, node))
            keys[-1] = None
        elif node.items is None and node.entries is None:
            keys[-1] = node
        else:
            raise TreeError(f"{node.kind} where a key is expected", node.line)


def _node(event: yaml.NodeEvent) -> Node:
    line = event.start_mark.line + 1 if event.start_mark else 0
    if event.anchor is not None:
        is_alias = isinstance(event, yaml.AliasEvent)
        called = f"alias '*{shorten(event.anchor)}'" if is_alias else f"anchor '&{shorten(event.anchor)}'"
        raise TreeError(f"YAML {called} is not allowed", line)
    if getattr(event, "tag", None) is not None:
        raise TreeError("YAML tags ('!...') are not allowed", line)
    if isinstance(event, yaml.ScalarEvent):
        # implicit[0]: it is plain, that is without quotes.
        return Node(line, text=None if event.implicit[0] and event.value in NULLS else event.value)
    return Node(line, entries=[]) if isinstance(event, yaml.MappingStartEvent) else Node(line, items=[])
