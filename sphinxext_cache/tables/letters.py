"""The groups of an A-Z list."""

from __future__ import annotations

from typing import Final

DIGITS: Final = "0\N{EN DASH}9"
"""The heading for all digits: few names begin with one."""


def letter_of(name: str) -> str:
    """The heading under which a name is in an A-Z list: its first letter, or the one for all digits."""
    first = name[:1].upper()
    return DIGITS if first.isdigit() else first


def letter_anchor(letter: str) -> str:
    """The anchor of a heading of an A-Z list."""
    return f"letter-{letter.lower().replace(DIGITS, '0-9')}"
