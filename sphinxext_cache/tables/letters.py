"""The headings of an A-Z list."""

from __future__ import annotations

from typing import Final

DIGITS: Final = "0\N{EN DASH}9"
"""The common heading of all digits, since few names begin with one."""


def letter_of(name: str) -> str:
    """The heading of a name in an A-Z list: its first letter, or the heading of all digits."""
    first = name[:1].upper()
    return DIGITS if first.isdigit() else first


def letter_anchor(letter: str) -> str:
    """The anchor of a heading of an A-Z list."""
    return f"letter-{letter.lower().replace(DIGITS, '0-9')}"
