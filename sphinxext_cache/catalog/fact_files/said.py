"""The contents of a file of facts, before they are joined with a catalog."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinxext_cache.catalog.fact_files.report import Report
    from sphinxext_cache.catalog.facts import Extra, Fact


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
class FactsFile:
    """What a file of facts says.

    Attributes:
        report: What is wrong with it.
        said: What it says, in its order.
        extra: The software that is not in any source.
        is_own: Whether somebody wrote it for this catalog, so that each key must be about something there. What a
            program lists may be of more than that.
    """

    report: Report
    said: Sequence[Said] = ()
    extra: Sequence[Extra] = ()
    is_own: bool = True
