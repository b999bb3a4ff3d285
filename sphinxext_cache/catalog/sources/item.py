"""The description of a source: where it is, and what its files do not say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 dataclasses may be asked for their types
from pathlib import Path  # noqa: TC003 the same
from typing import Final

SOURCE_KINDS: Final = ("cache", "installed")
"""The kinds of sources: specs in a build cache, or installed ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceItem:
    """A source with details. For front matter, only the date is used, because it names its own tag and stacks.

    Attributes:
        path: A folder or a file, or a glob for several.
        tag: The tag of its specs; None: the one that the folders name, else ``site``.
        stack: The stack of its specs; None: the one that the folders name, else, for a lockfile, the name of its
            folder.
        implicit: Whether to show specs that were installed only as dependencies.
        date: The date of the data; None if unknown.
        kind: One of `SOURCE_KINDS`, if the file does not say; None if unknown.
    """

    path: str | Path
    tag: str | None = None
    stack: str | None = None
    implicit: bool = False
    date: date | None = None
    kind: str | None = None

    def said(self) -> tuple[str, ...]:
        """The details as strings, to be noted."""
        return tuple(map(repr, (self.tag, self.stack, self.implicit, self.date, self.kind)))
