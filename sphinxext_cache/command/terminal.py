"""What a command writes to: its results go to standard output, and all else, such as how far it is, to standard error.

Colours, progress and the width of a table are for people: a file or a pipe gets none of them.
"""

from __future__ import annotations

import os
import shutil
import sys
from enum import StrEnum
from time import monotonic
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import TextIO

_PAUSE: Final = 0.1
"""Seconds between two reports of progress."""


class Style(StrEnum):
    """How a terminal shows some text; the values are parameters of SGR (ECMA-48)."""

    STRONG = "1"
    CAME = "32"
    LEFT = "31"
    CODE = "33"


class Terminal:
    """Standard output and standard error.

    Args:
        quiet: Whether nothing is said besides results and errors.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._is_busy = False
        self._next = 0.0

    @property
    def width(self) -> int | None:
        """How many columns results have; None if they are not written to a terminal."""
        return shutil.get_terminal_size().columns if sys.stdout.isatty() else None

    def print(self, text: str) -> None:
        """Write lines of a result."""
        self.clear()
        sys.stdout.write(f"{text}\n")

    def remark(self, text: str) -> None:
        """Say something besides, unless that is not wanted."""
        if not self._quiet:
            self.complain(text)

    def complain(self, text: str) -> None:
        """Say what is wrong."""
        self.clear()
        sys.stdout.flush()  # so that both come in their order where they go to one terminal
        sys.stderr.write(f"{text}\n")

    def progress(self, text: str) -> None:
        """Show how far a command is, in place of what was shown before."""
        if self._quiet or monotonic() < self._next or not sys.stderr.isatty():
            return
        self._next = monotonic() + _PAUSE
        self._is_busy = True
        sys.stderr.write(f"\r{text[: shutil.get_terminal_size().columns - 1]}\x1b[K")
        sys.stderr.flush()

    def clear(self) -> None:
        """Take away what says how far the command is."""
        if self._is_busy:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._is_busy = False

    def paint(self, text: str, style: Style) -> str:
        """Text of a result in a style, where results are shown in colours."""
        return f"\x1b[{style}m{text}\x1b[0m" if text and _has_colours(sys.stdout) else text


def _has_colours(stream: TextIO) -> bool:
    """Tell whether a stream may get colours; see https://no-color.org."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
