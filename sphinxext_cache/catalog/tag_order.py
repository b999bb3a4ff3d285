"""The order of tags: which is the newest, whatever a centre calls its releases.

Spack's own tags have an order of their own: ``develop``, releases (``v0.23.1``) and snapshots (``develop-2025-04-20``),
each from new to old. Of other names the newest comes first: by the date in it, in any of the usual forms, else by its
number. Names that hold neither come last, as people sort them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog.names import natural_key
from sphinxext_cache.catalog.versions import Version

if TYPE_CHECKING:
    from collections.abc import Collection

DEVELOP: Final = "develop"

_RELEASE = re.compile(r"v\d.*")
_SNAPSHOT = re.compile(r"develop-(\d{4}-\d{2}-\d{2}.*)")
_YEAR = r"(?<!\d)(?P<year>(?:19|20)\d\d)"
_DATES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # 2025-10-12, 2025.10, 2025_4, 20251012, 202510
        rf"{_YEAR}(?P<sep>[-._]?)(?P<month>0[1-9]|1[0-2])(?:(?P=sep)(?P<day>0[1-9]|[12]\d|3[01]))?(?!\d)",
        rf"{_YEAR}[-._](?P<month>[1-9])(?:[-._](?P<day>\d\d?))?(?!\d)",
        # 2025Q3, 2025-q3
        rf"{_YEAR}[-._]?[qQ](?P<quarter>[1-4])(?!\d)",
        # 2024b
        rf"{_YEAR}(?P<letter>[a-z])(?![A-Za-z])",
        # 24.04, as Linux distributions have it
        r"(?<![\d.])(?P<year>[1-9]\d)\.(?P<month>0[1-9]|1[0-2])(?![\d.]*\d)",
        rf"{_YEAR}(?!\d)",
    )
)
_NUMBER = re.compile(r"\d.*", re.DOTALL)
_SPACK: Final = "spack"
_DATED, _NUMBERED, _DEVELOP, _OF_RELEASE, _OF_SNAPSHOT, _NAMED = range(6)


class _Place(NamedTuple):
    """Where a tag comes among others.

    Attributes:
        key: Its sort key.
        family: What it has in common with the tags with which it can be compared.
    """

    key: tuple[object, ...]
    family: str


def tag_key(tag: str) -> tuple[object, ...]:
    """A sort key for tags: dated and numbered names from new to old, Spack's own, and the rest by name."""
    return _place(tag).key


def is_guess(tags: Collection[str]) -> bool:
    """Tell whether the first of some tags need not be the newest: their names are too unlike to compare them."""
    return len({_place(tag).family for tag in tags}) > 1


def _place(tag: str) -> _Place:
    if tag == DEVELOP:
        return _Place((_DEVELOP,), _SPACK)
    if snapshot := _SNAPSHOT.fullmatch(tag):
        return _Place((_OF_SNAPSHOT, Descending(Version(snapshot[1])), tag), _SPACK)
    if _RELEASE.fullmatch(tag):
        return _Place((_OF_RELEASE, Descending(Version(tag[1:])), tag), _SPACK)
    for pattern in _DATES:
        if found := pattern.search(tag):
            rest = Version(tag[found.start() :])
            key = (_DATED, Descending(_date(found.groupdict())), Descending(rest), natural_key(tag))
            return _Place(key, f"date {_prefix(tag, found)}")
    if found := _NUMBER.search(tag):
        prefix = _prefix(tag, found)
        return _Place((_NUMBERED, natural_key(prefix), Descending(Version(found[0])), tag), f"number {prefix}")
    return _Place((_NAMED, natural_key(tag)), f"name {tag}")


def _prefix(tag: str, found: re.Match[str]) -> str:
    return tag[: found.start()].rstrip("-._").casefold()


def _date(parts: dict[str, str | None]) -> tuple[int, int, int]:
    year = int(parts["year"] or 0)
    month = parts.get("month")
    if quarter := parts.get("quarter"):
        number = 3 * int(quarter) - 2
    elif letter := parts.get("letter"):
        number = ord(letter)
    else:
        number = int(month or 0)
    return (year if year >= 100 else 2000 + year, number, int(parts.get("day") or 0))  # noqa: PLR2004 two digits


class Descending:
    """Turns the order of values round.

    Args:
        value: What can be compared with others of its kind.
    """

    __slots__ = ("value",)

    def __init__(self, value: Version | tuple[int, ...]) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Descending) and self.value == other.value

    def __lt__(self, other: Descending) -> bool:
        return other.value < self.value

    __hash__ = None  # type: ignore[assignment]  # only ever compared
