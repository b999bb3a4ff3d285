"""Names as people sort them, and the one place that decides whether a name may become part of a path."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_DIGITS = re.compile(r"(\d+)", re.ASCII)
_SAFE_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]{0,126}")
_WINDOWS_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


@lru_cache(maxsize=1 << 14)
def natural_key(name: str) -> tuple[tuple[tuple[bool, int, str], ...], str]:
    """A sort key without regard to case, digits as numbers: ``e4s`` before ``E4S-2``, ``pkg9`` before ``pkg10``.

    Names that differ only in case or padding keep a fixed order, by their code points.
    """
    parts = _DIGITS.split(name.casefold())
    # A number is compared by its length without zeros, then by its digits: no conversion, hence no limit.
    key = tuple(
        (odd, len(part.lstrip("0")), part.lstrip("0")) if odd else (odd, 0, part)
        for odd, part in ((bool(index % 2), part) for index, part in enumerate(parts))
    )
    return key, name


def is_safe_segment(name: str) -> bool:
    """Tell whether a name can be one segment of a file path and of a URL, on every platform.

    Letters, digits and ``_ . + -`` of ASCII, at most 127 of them; not hidden, not ``..``, no trailing dot, and
    no device name of Windows.
    """
    return bool(_SAFE_SEGMENT.fullmatch(name) and not name.endswith(".") and not _WINDOWS_DEVICE.fullmatch(name))


def is_printable(text: str) -> bool:
    """Tell whether a text holds only characters that XML, HTML and a terminal can show.

    Those that turn the direction of writing are none: after one, a reader sees another command than the one copied.
    """
    return _UNPRINTABLE.search(text) is None


def printable(text: str) -> str:
    """A text as a message may show it: with escapes for what cannot be printed, if there is any of that."""
    return text if is_printable(text) else text.encode("unicode_escape").decode("ascii")


def shorten(text: str, limit: int = 80) -> str:
    """A text as a message may repeat it: printable and not long."""
    shown = printable(text[: limit + 1])
    return shown if len(shown) <= limit else f"{shown[: limit - 1]}…"


def suggestion(name: str, known: Collection[str]) -> str:
    """The end of a message about an unknown name: which known ones it may mean, or else some of those that there are.

    Args:
        name: The name, as it was written.
        known: The names that there are, in order.
    """
    folded = {other.casefold(): other for other in reversed(list(known))}
    if near := get_close_matches(name.casefold(), folded, n=3):
        return f"; did you mean {' or '.join(folded[each] for each in near)}?"
    few = list(known)[:10]
    return f"; there are {', '.join(few)}{', …' if len(known) > len(few) else ''}" if few else ""
