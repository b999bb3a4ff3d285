"""The records of facts: what a file says, about what, and of which kind the facts of one name are.

Every value is the string that somebody wrote, so that ``1.10`` stays ``1.10``; its kind only decides how it sorts and
whether it is a link. Reading files is the work of `read` and its neighbours, and joining them with a catalog that of
`join`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from sphinxext_cache.catalog.names import natural_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinxext_cache.catalog.facts.report import Report


class FactKind(StrEnum):
    """What all values of the facts of one name are."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that is said. Where it is said is neither compared nor shown, so that it may move within a file.

    Attributes:
        value: What is said, on one line; a list as a tuple.
        markup: What it is written in: ``rst``, ``md``, or empty for plain text.
        file: The file that says it.
        line: The line there, from 1; 0 if unknown.
    """

    value: str | tuple[str, ...]
    markup: str = ""
    file: str = field(default="", compare=False, repr=False)
    line: int = field(default=0, compare=False, repr=False)

    @property
    def values(self) -> tuple[str, ...]:
        """What is said, as a list; of what is none, a list of one."""
        return (self.value,) if isinstance(self.value, str) else self.value

    @property
    def text(self) -> str:
        """What is said, as plain text."""
        return self.value if isinstance(self.value, str) else ", ".join(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactName:
    """All facts of one name.

    Attributes:
        name: The name.
        kind: What their values are, each and every one.
        is_list: Whether any of them is a list.
    """

    name: str
    kind: FactKind
    is_list: bool

    def key(self, fact: Fact) -> tuple[object, ...]:
        """A key by which facts of this name sort: numbers as numbers, dates by day, all else as people sort names."""
        as_number = self.kind is FactKind.NUMBER
        return tuple(float(value) if as_number else natural_key(value) for value in fact.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a file says under one key.

    Attributes:
        key: What it is about: a package, a query, or a hash behind a slash.
        line: The line of the key, from 1; 0 if unknown.
        facts: The facts, by name.
        variants: Descriptions of the variants of a package, by name.
    """

    key: str
    line: int
    facts: Mapping[str, Fact]
    variants: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """Software that is in no source, and is shown beside what is.

    Attributes:
        name: Its name, as it is shown.
        version: Its version; empty if none is said.
        facts: What else is said of it, by name. They may be called like what is known of specs, such as ``compiler``.
        file: The file that says it.
        line: The line there, from 1.
    """

    name: str
    version: str
    facts: Mapping[str, Fact]
    file: str = field(default="", compare=False, repr=False)
    line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsFile:
    """What a file of facts says.

    Attributes:
        report: What is wrong with it.
        said: What it says, in its order.
        extra: The software that is in no source.
        is_own: Whether somebody wrote it for this catalog, so that each key must be about something there. What a
            program lists may be of more than that.
    """

    report: Report
    said: Sequence[Said] = ()
    extra: Sequence[Extra] = ()
    is_own: bool = True
