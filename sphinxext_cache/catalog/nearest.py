"""Finds known names that are similar to an unknown one, and words the hint in a message."""

from __future__ import annotations

from collections import defaultdict
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.names import shorten

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_LONG_NAME: Final = 60
_MANY_NAMES: Final = 10_000
_SHOWN: Final = 8
"""How many names a message lists."""


def nearest(name: str, names: Iterable[str], *, most: int = 3, cutoff: float = 0.6) -> tuple[str, ...]:
    """The names that are most like one that is not among them; what differs only in case or dashes comes first.

    Whoever writes ``stack=e4s`` where the name of a stack is expected means ``e4s``.

    Args:
        name: What was written.
        names: What there is; of very many names the first are looked at, and no very long ones.
        most: How many to give at most.
        cutoff: How alike they must be, from 0 to 1.
    """
    if len(name) > _LONG_NAME:
        return ()
    folded: defaultdict[str, list[str]] = defaultdict(list)
    for known in dict.fromkeys(islice(names, _MANY_NAMES)):
        if len(known) <= _LONG_NAME:
            folded[_fold(known)].append(known)
    alike = get_close_matches(_fold(name).rpartition("=")[2], folded, n=most, cutoff=cutoff)
    return tuple(known for near in alike for known in folded[near])[:most]


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """The end of a message about an unknown name: the names that are near; empty if there are none."""
    found = nearest(name, names)
    return f"; did you mean {' or '.join(map(shorten, found))}?" if found else ""


def there_are(names: Collection[str]) -> str:
    """The end of a message about an unknown name: the first of the names that there are; empty if there are none."""
    if not names:
        return ""
    more = ", …" if len(names) > _SHOWN else ""
    return f"; available: {', '.join(map(shorten, [*names][:_SHOWN]))}{more}"


def _fold(name: str) -> str:
    return name.casefold().replace("_", "-")
