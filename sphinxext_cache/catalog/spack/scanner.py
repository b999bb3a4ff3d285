"""A cursor over the text of a query, and the error that shows where the text goes wrong.

`syntax` defines the text, and moves the cursor.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    import re

_SHOWN: Final = 100
"""The characters that an error shows of a longer text."""


class QuerySyntaxError(ValueError):
    """A string is not in Spack's spec syntax.

    Attributes:
        message: What was found, and what was expected.
        text: The whole text.
        column: Where in the text, from 1.
    """

    def __init__(self, message: str, text: str, column: int) -> None:
        super().__init__(message, text, column)
        self.message = message
        self.text = text
        self.column = column

    def __str__(self) -> str:
        start = max(0, self.column - 1 - _SHOWN // 2)
        line = "".join(char if char.isprintable() else " " for char in self.text[start : start + _SHOWN])
        gap = sum(_cells(char) for char in line[: self.column - 1 - start])
        before, after = "…" * (start > 0), "…" * (start + _SHOWN < len(self.text))
        return f"{self.message} (column {self.column})\n  {before}{line}{after}\n  {' ' * (gap + len(before))}^"


def _cells(char: str) -> int:
    """Count the cells that a character takes on a terminal."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


class Scanner:
    """A string, and how far it has been read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    @property
    def char(self) -> str:
        """The next character; empty at the end."""
        return self.text[self.at : self.at + 1]

    @property
    def column(self) -> int:
        """The column of the next character."""
        return self.at + 1

    def take(self, pattern: re.Pattern[str]) -> str:
        """Read on as far as a pattern matches; empty if it does not."""
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found[0] if found else ""

    def need(self, pattern: re.Pattern[str], what: str) -> str:
        """Read on as far as a pattern matches, which it must."""
        found = self.take(pattern)
        if not found:
            self.fail(f"expected {what}, found {self.char!r}" if self.char else f"expected {what}")
        return found

    def fail(self, message: str, column: int | None = None) -> NoReturn:
        """Raise the error that the text deserves at a column, or where it was read to."""
        raise QuerySyntaxError(message, self.text, column or self.column)
