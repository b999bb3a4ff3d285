"""Prints rows of strings in aligned columns, no wider than the terminal."""

from __future__ import annotations

import unicodedata
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_GAP: Final = "  "
_NARROWEST: Final = 8
"""How narrow a column may become so that a line fits."""


def aligned(rows: Sequence[Sequence[str]], width: int | None, right: Collection[int] = ()) -> Iterator[str]:
    """Lines for rows, all as long as the first at most.

    Args:
        rows: The rows, the header first.
        width: How many cells a line may have; None: as many as it takes.
        right: The columns that are aligned to the right, counted from 0.
    """
    widths = [max(map(cells, column)) for column in zip_longest(*rows, fillvalue="")]
    if width is not None:
        _narrow(widths, width - len(_GAP) * (len(widths) - 1))
    for row in rows:
        fields = [
            _fit(text, most, is_right=at in right) for at, (text, most) in enumerate(zip(row, widths, strict=True))
        ]
        yield _GAP.join(fields).rstrip()


def counted(number: int, noun: str) -> str:
    """A number of something, such as ``1 spec`` or ``1,256 specs``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def cells(text: str) -> int:
    """How many cells of a terminal a string takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _narrow(widths: list[int], room: int) -> None:
    """Take from the widest column until all fit, as far as that goes."""
    while sum(widths) > room and (widest := max(widths)) > _NARROWEST:
        widths[widths.index(widest)] -= 1


def _fit(text: str, width: int, *, is_right: bool) -> str:
    if cells(text) > width:
        text = f"{text[: width - 1]}…"
        while cells(text) > width:
            text = f"{text[:-2]}…"
    blank = " " * (width - cells(text))
    return blank + text if is_right else text + blank
