"""The natural order of names, and the only place that decides whether a name can be part of a path."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache
from typing import Final, TypeAlias

NaturalKey: TypeAlias = tuple[str, str]

_DIGITS = re.compile(r"(\d+)", re.ASCII)
_SAFE_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]{0,126}")
_WINDOWS_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_UNSEEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cn", "Cs", "Zl", "Zp"})
"""Controls, formatting (what turns the direction of writing is among it), unassigned, surrogates, line separators."""
_UNSEEN_LETTERS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""What Unicode counts as letters, marks or symbols although nothing is seen of it: its `Default_Ignorable_Code_Point`
outside the categories above, and the empty pattern of Braille."""


@lru_cache(maxsize=1 << 14)
def natural_key(name: str) -> NaturalKey:
    """A sort key without regard to case, digits as numbers: ``e4s`` before ``E4S-2``, ``pkg9`` before ``pkg10``.

    Names that differ only in case or padding keep a fixed order, by their code points.
    """
    parts = _DIGITS.split(name.casefold())
    # One string rather than a tuple of parts, which would take a hundred bytes for each. A part of text ends in the
    # lowest character, and a number begins with its length without zeros: no conversion, hence no limit.
    for index in range(0, len(parts), 2):
        parts[index] += "\0"
    for index in range(1, len(parts), 2):
        digits = parts[index].lstrip("0")
        parts[index] = chr(min(len(digits), sys.maxunicode)) + digits
    return "".join(parts), name


@lru_cache(maxsize=1 << 10)
def none_last(name: str | None) -> tuple[bool, NaturalKey]:
    """A sort key for what may have no name, such as the compiler of a spec: that comes last."""
    return not name, natural_key(name or "")


def is_safe_segment(name: str) -> bool:
    """Tell whether a name can be one segment of a file path and of a URL, on every platform.

    Letters, digits and ``_ . + -`` of ASCII, at most 127 of them; not hidden, not ``..``, no trailing dot, and
    no device name of Windows.
    """
    return bool(_SAFE_SEGMENT.fullmatch(name) and not name.endswith(".") and not _WINDOWS_DEVICE.fullmatch(name))


def is_printable(text: str) -> bool:
    """Tell whether a string holds only characters that a reader can see, and that XML, HTML and a terminal can show.

    Invisible characters are none: two names that look the same would differ, and after one that turns the direction
    of writing a reader sees another command than the one copied.
    """
    return first_unseen(text) == ""


def first_unseen(text: str) -> str:
    """The first character of a string that is not printable; empty if all are."""
    if text.isascii() and text.isprintable():
        return ""
    unseen = {char for char in set(text) if _is_unseen(char)}
    return min(unseen, key=text.index) if unseen else ""


@lru_cache(maxsize=1 << 12)
def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in _UNSEEN_CATEGORIES or _UNSEEN_LETTERS.fullmatch(char) is not None


def printable(text: str) -> str:
    """A string as a message may show it: with escapes for what is not printable."""
    if is_printable(text):
        return text
    return "".join(char.encode("unicode_escape").decode("ascii") if _is_unseen(char) else char for char in text)


def shorten(text: str, limit: int = 80) -> str:
    """A string as a message may repeat it: printable and not long."""
    shown = printable(text[: limit + 1])
    return shown if len(shown) <= limit else f"{shown[: limit - 1]}…"
