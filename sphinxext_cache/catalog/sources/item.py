"""What somebody says of a source: where it is, and what is not written there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 dataclasses may be asked for their types
from pathlib import Path  # noqa: TC003 the same
from typing import Final

SOURCE_KINDS: Final = ("cache", "installed")
"""What the specs of a source may be: to be had from a build cache, or installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceItem:
    """A source, and what is said of it; of front matter just the date, for it says itself of which tag and stack it is.

    Attributes:
        path: A folder or a file, or a glob for several.
        tag: The tag of its specs; None: the one that the folders say, else ``site``.
        stack: The stack of its specs; None: the one that the folders say, else that of a lockfile is named like its
            folder.
        implicit: Whether specs are shown that nobody asked for.
        date: The day on which what is there was so; None if unknown.
        kind: One of `SOURCE_KINDS`, where the file does not say so; None if unknown.
    """

    path: str | Path
    tag: str | None = None
    stack: str | None = None
    implicit: bool = False
    date: date | None = None
    kind: str | None = None

    def said(self) -> tuple[str, ...]:
        """What is said, as strings, so that it can be noted."""
        return tuple(map(repr, (self.tag, self.stack, self.implicit, self.date, self.kind)))
