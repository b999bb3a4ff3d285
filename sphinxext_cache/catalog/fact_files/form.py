"""A file of facts to fill in: for each package what is known, and empty fields for the rest.

What somebody wrote in an existing file is kept. Keys that are no longer in any source are marked, and new packages are
inserted by name.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.fact_files.join import Join
from sphinxext_cache.catalog.fact_files.words import KNOWN
from sphinxext_cache.catalog.fact_files.yaml_tree import TreeError, read_tree
from sphinxext_cache.catalog.facts import Facts
from sphinxext_cache.catalog.names import natural_key
from sphinxext_cache.catalog.sources.front_matter.events import NULLS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinxext_cache.catalog.facts import Fact
    from sphinxext_cache.catalog.index import Catalog

LEFT: Final = "# No longer in any source:"
"""The line above a key that is about nothing."""

_HEAD: Final = "# Facts about packages. A line without a value has no effect."
_ASKED: Final = ("description", "homepage", "licence")
"""The facts for which there is room where nothing is known."""
_PLAIN: Final = re.compile(r"https?://[\w./~%+=&?-]+|[A-Za-z0-9_][\w.+-]*", re.ASCII)


class FormError(Exception):
    """A file that is there cannot be kept.

    Attributes:
        message: What is wrong with it.
        line: Where, from 1; 0 if unknown.
    """

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(slots=True)
class _Part:
    """A key with all that is below it, and with the remarks right above it.

    Attributes:
        key: The key; empty for what is before the first one.
        lines: The lines, with their ends.
        above: How many of them are above the key.
        is_of_facts: Whether facts are below the key.
    """

    key: str
    lines: list[str]
    above: int = 0
    is_of_facts: bool = True


def form_of_facts(catalog: Catalog, known: Facts | None = None, existing: str = "") -> str:
    """A file of facts to fill in, as text.

    Args:
        catalog: What it is about: all packages of all tags.
        known: What is known of packages, to be copied for those that are new; None if nothing is.
        existing: The file as it is; empty if there is none.

    Returns:
        The file. If it was made of the same before, it is as it was.

    Raises:
        FormError: The file that is there is not YAML with one key after the other, each at the beginning of a line.
    """
    join = Join(catalog)
    parts = list(_parts(existing or f"{_HEAD}\n"))
    for part in parts:
        if part.key and part.is_of_facts:
            _mark(part, is_left=not join.finds(part.key))
    there = {part.key for part in parts}
    names = {package.name: tag for tag in reversed(catalog.tags) for package in catalog.packages(tag)}
    for name in sorted(names.keys() - there, key=natural_key):
        facts = (known or Facts()).of_package(names[name], name)
        _insert(parts, _Part(name, list(_block(name, facts))))
    return "".join(line for part in parts for line in part.lines)


def _parts(text: str) -> Iterator[_Part]:
    """Take a file apart at its keys."""
    try:
        root = read_tree(text)
    except TreeError as error:
        raise FormError(error.message, error.line) from None
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    if root.entries is None and root.kind != "empty":
        raise FormError(f"is {root.kind}, not a map of packages to facts", root.line)
    if any(line.startswith("...") for line in lines):
        raise FormError("the document ends with '...', so nothing can be added to it")
    part, begun, last = _Part("", []), 0, 0
    for key, value in root.entries or ():
        if key.line <= last or lines[key.line - 1][:1] in " {":
            raise FormError("a key is not at the beginning of a line, so the file cannot be updated", key.line)
        first = _first_remark(lines, key.line - 1, last)
        part.lines = lines[begun:first]
        yield part
        is_of_facts = value.entries is not None or value.kind == "empty"
        part, begun, last = _Part(key.text or "", [], key.line - 1 - first, is_of_facts), first, key.line
    part.lines = lines[begun:]
    yield part


def _first_remark(lines: list[str], key: int, last: int) -> int:
    """The first of the remarks right above a key, below the key before; those that begin a file are about all of it."""
    at = key
    while at > last and lines[at - 1].startswith("#"):
        at -= 1
    return at or key - (key > 0 and lines[key - 1].rstrip() == LEFT)


def _mark(part: _Part, *, is_left: bool) -> None:
    """Mark that a key is about nothing, or that it is about something again."""
    above = [line for line in part.lines[: part.above] if line.rstrip() != LEFT]
    marks = [f"{LEFT}\n"] if is_left else []
    part.lines[: part.above] = [*above, *marks]


def _insert(parts: list[_Part], new: _Part) -> None:
    """Put a package before the first one that comes after it by name."""
    later = (at for at, part in enumerate(parts) if part.key and natural_key(part.key) > natural_key(new.key))
    parts.insert(next(later, len(parts)), new)


def _block(name: str, facts: Mapping[str, Fact]) -> Iterator[str]:
    yield f"{_scalar(name)}:\n"
    for each in KNOWN:
        if each in facts:
            items = ", ".join(map(_scalar, facts[each].values))
            yield f"  {each}: {items if isinstance(facts[each].value, str) else f'[{items}]'}\n"
        elif each in _ASKED:
            yield f"  {each}:\n"


def _scalar(text: str) -> str:
    """A string as YAML has it, between quotes where it must be."""
    return text if _PLAIN.fullmatch(text) and text not in NULLS else json.dumps(text, ensure_ascii=False)
