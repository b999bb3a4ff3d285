"""The order of tags: which is the newest, whatever a centre calls its releases.

Spack's own tags have an order of their own: ``develop``, releases (``v0.23.1``) and snapshots (``develop-2025-04-20``),
each from new to old. Of other names the newest comes first: by the date in it, in any of the usual forms, else by its
number. Names that hold neither come last, as people sort them.

In this order a tag is taken for the default one. The order in time is another: there, kinds of names are all alike.

What a name means depends on the others. ``24.04`` is a year and a month beside ``2025-10``, and a number beside
``100.1``, as ``2024`` is one beside ``2100``; ``v1.0`` is one of Spack's beside ``develop``, and a number beside
``2.0``.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog.names import natural_key
from sphinxext_cache.catalog.spack.versions import Version

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

DEVELOP: Final = "develop"

_RELEASE = re.compile(r"v\d.*", re.DOTALL)
_SNAPSHOT = re.compile(r"develop-(\d.*)", re.DOTALL)

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = (
    r"(?<![a-z])(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_BEGIN = r"(?<!\d)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MORE = r"(?P<more>(?:[-._]\d{1,9}(?!\d))*)(?!\d)"
_DATES: Final = tuple(
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (
        # 20251012, 202510, 202510121530
        rf"{_BEGIN}{_YEAR}(?P<mm>0[1-9]|1[0-2])(?:(?P<dd>0[1-9]|[12]\d|3[01])(?:\d{{4}}(?:\d\d)?)?)?(?!\d)",
        # 2025Q3, 2025-q3
        rf"{_BEGIN}{_YEAR}[-._]?q(?P<quarter>[1-4])(?!\d)",
        # 2025-Oct, 2025-Oct-12, Oct-2025, 12-Oct-2025
        rf"{_BEGIN}{_YEAR}[-._]?{_MONTH_NAME}(?:[-._]?(?P<day>\d\d?)(?!\d))?",
        rf"(?:{_BEGIN}(?P<day>\d\d?)[-._]?)?{_MONTH_NAME}[-._]?{_YEAR}(?!\d)",
        # 12.10.2025, 10-2025
        rf"{_BEGIN}(?:(?P<day>\d\d?)[-._])?(?P<month>0[1-9]|1[0-2])[-._]{_YEAR}(?![-._]?\d)",
        # 2025-10-12, 2025.10, 2025_4, 2025.07.0, 2024b, 2025
        rf"{_BEGIN}{_YEAR}{_MORE}",
    )
)
_SHORT = re.compile(rf"(?<![\d.])(?P<year>[0-6]\d)[-._](?P<month>0?[1-9]|1[0-2])(?!\d){_MORE}", re.ASCII)
"""A year and a month, as Linux distributions have them: 24.04, 25.6."""
_NUMBER = re.compile(
    rf"(?:(?<![a-z\d])v|(?<![a-z\d.]))(?P<number>\d{{1,99}})(?![a-z\d]){_MORE}", re.ASCII | re.IGNORECASE
)
_ANY_NUMBER = re.compile(rf"(?P<number>\d{{1,99}}){_MORE}", re.ASCII)
_MONTH_AND_DAY = re.compile(r"([-._])\d\d\1\d\d(?:\1\d+)*", re.ASCII)
_NEVER: Final = 10_000
"""A year after all others."""
_LETTER = re.compile(r"(?:19|20)\d\d[-._]?(?!q[1-4])[a-z](?![a-z])", re.ASCII | re.IGNORECASE)
_WORD = re.compile(r"[a-z]{2,}", re.ASCII)
_STAGES: Final = frozenset({"alpha", "beta", "final", "hotfix", "patch", "rc", "rev", "sp", "update"})
"""Words that make of one release another, which is older or newer by the order of versions."""

_DATED, _NUMBERED, _DEVELOP, _OF_RELEASE, _OF_SNAPSHOT, _NAMED = range(6)


class _Place(NamedTuple):
    """Where a tag comes among others.

    Attributes:
        rank: What kind of name it is.
        numbers: The date or the number in it.
        version: What tells apart those of the same date or number.
        family: What it has in common with the tags with which it can be compared.
    """

    rank: int
    numbers: tuple[int, ...]
    version: Version
    family: str


def newest_first(tags: Iterable[str]) -> list[str]:
    """Sort tags from new to old: those with a date, those with a number, Spack's own, and last mere words.

    Spack's own are ``develop``, then releases, then snapshots of ``develop``.

    Args:
        tags: The tags, each of which counts once.
    """
    names = set(tags)
    places = _places(names)
    return sorted(names, key=lambda tag: (places[tag].rank, Descending(places[tag][1:3]), natural_key(tag)))


def in_time(tags: Iterable[str], days: Mapping[str, date]) -> list[str]:
    """Sort tags from new to old by the time of which they are, whatever kind of name they have.

    That is the date in the name, if only a year and a month; else the day of the source. A name with a mere number,
    such as that of a release, comes right after the newest of its kind that is older and has a date. ``develop`` goes
    on, and is the newest if no source says otherwise. Names of which nothing is known come last.

    Args:
        tags: The tags, each of which counts once.
        days: The days of their sources, as far as these are known.
    """
    ordered = newest_first(tags)
    places = _places(ordered)
    before: dict[tuple[int, str], tuple[int, ...]] = {}
    times: dict[str, tuple[int, ...]] = {}
    for tag in reversed(ordered):
        place = places[tag]
        kind = place.rank, place.family
        time = _time(tag, place, days.get(tag)) or before.get(kind, ())
        before[kind] = max(time, before.get(kind, ()))
        times[tag] = time
    return sorted(ordered, key=lambda tag: times[tag], reverse=True)


def before_in_time(tags: Iterable[str], days: Mapping[str, date]) -> dict[str, str]:
    """By tag, the one before it in time with which it can be compared, if there is any.

    That is one whose name is of the same kind, for what is called ``site`` is no later state of ``develop``. Mere words
    are alike if it is known of which day both are.

    Args:
        tags: The tags, each of which counts once.
        days: The days of their sources, as far as these are known.
    """
    ordered = in_time(tags, days)
    places = _places(ordered)
    last: dict[str, str] = {}
    found: dict[str, str] = {}
    for tag in reversed(ordered):
        place = places[tag]
        if place.rank == _NAMED and tag not in days:
            continue
        kind = "" if place.rank == _NAMED else place.family
        if kind in last:
            found[tag] = last[kind]
        last[kind] = tag
    return found


def _time(tag: str, place: _Place, day: date | None) -> tuple[int, ...]:
    """The date of a tag, as far as it is known."""
    if place.rank == _DATED:
        return place.numbers
    found = _find_date(tag) if place.rank in {_OF_RELEASE, _OF_SNAPSHOT} else None
    if found is not None and _is_certain(found):
        return _date(found.groupdict())
    if day is not None:
        return day.year, day.month, day.day
    return (_NEVER,) if place.rank == _DEVELOP else ()


def day_in(tag: str) -> date | None:
    """The day in the name of a tag, such as ``develop-2025-04-20``; None if there is none, or no whole one.

    Of Spack's release ``v2025.07.1`` the last number counts the patches of a month.
    """
    found = None if _RELEASE.fullmatch(tag) else _find_date(tag)
    if found is None:
        return None
    parts = found.groupdict()
    more = parts.get("more")
    if more and not _MONTH_AND_DAY.fullmatch(more):
        return None
    try:
        year, month, day = _date(parts)[:3]
        return date(year, month, day)
    except ValueError:  # fewer numbers, or no such day
        return None


def is_guess(ordered: Sequence[str]) -> bool:
    """Tell whether the first of some tags need not be the newest: their names are too unlike to compare them.

    Args:
        ordered: The tags, from new to old.
    """
    places = _places(ordered)
    if len({place.family for place in places.values()}) > 1:
        return True
    first = ordered[0] if ordered else ""
    return any(_are_rivals(first, other, places) for other in ordered[1:])


def _places(tags: Collection[str]) -> dict[str, _Place]:
    of_spack = frozenset(tag for tag in tags if tag == DEVELOP or _SNAPSHOT.fullmatch(tag))
    releases = frozenset(filter(_RELEASE.fullmatch, tags))
    if of_spack or len(releases) == len(tags):
        of_spack |= releases
    with_dates = any(_is_certain(found) for tag in tags if tag not in of_spack and (found := _find_date(tag)))
    return {tag: _place_of_spack(tag) if tag in of_spack else _place(tag, with_dates=with_dates) for tag in tags}


def _find_date(tag: str) -> re.Match[str] | None:
    return next(filter(None, (pattern.search(tag) for pattern in _DATES)), None)


def _is_certain(date: re.Match[str]) -> bool:
    """Whether this is a date, and not a number that looks like one."""
    parts = date.groupdict()
    return any(parts.get(name) for name in ("quarter", "name", "month", "more"))


def _place_of_spack(tag: str) -> _Place:
    rank, version = _DEVELOP, ""
    if snapshot := _SNAPSHOT.fullmatch(tag):
        rank, version = _OF_SNAPSHOT, snapshot[1]
    elif tag != DEVELOP:
        rank, version = _OF_RELEASE, tag[1:]
    return _Place(rank, (), Version(version), "spack")


def _place(tag: str, *, with_dates: bool) -> _Place:
    if with_dates and (date := _find_date(tag) or _SHORT.search(tag)):
        # The version of a compiler or of a system before the date says nothing of the time.
        family = re.sub(r"\d+", "0", _prefix(tag, date))
        return _Place(_DATED, _date(date.groupdict()), _version(tag, date), f"date {family}")
    if number := _NUMBER.search(tag) or _ANY_NUMBER.search(tag):
        numbers = _numbers(number["number"], number["more"])
        return _Place(_NUMBERED, numbers, _version(tag, number), f"number {_prefix(tag, number)}")
    return _Place(_NAMED, (), Version(""), f"name {tag}")


def _are_rivals(first: str, other: str, places: dict[str, _Place]) -> bool:
    """Whether the second of two comparable tags may well be newer than the first, for words decide between them."""
    one, two = places[first], places[other]
    if (
        one.rank == _DATED
        and one.numbers[:1] == two.numbers[:1]
        and bool(_LETTER.search(first)) != bool(_LETTER.search(other))
    ):
        return True  # 2025a and 2025-04
    return one.rank in {_DATED, _NUMBERED} and one.numbers == two.numbers and _words(first) != _words(other)


def _words(tag: str) -> set[str]:
    return set(_WORD.findall(tag.casefold())) - _STAGES


def _prefix(tag: str, found: re.Match[str]) -> str:
    before = tag[: found.start()].casefold().rstrip("-._")
    return re.sub(r"(?<![a-z])v$", "", before).rstrip("-._")


def _version(tag: str, found: re.Match[str]) -> Version:
    return Version(tag[found.start() :].removeprefix("v"))


def _date(parts: dict[str, str | None]) -> tuple[int, ...]:
    if quarter := parts.get("quarter"):
        month = str(3 * int(quarter) - 2)
    elif name := parts.get("name"):
        month = str(_MONTHS.index(name[:3].casefold()) + 1)
    else:
        month = parts.get("month") or parts.get("mm") or ""
    year, *others = _numbers(parts["year"], month, parts.get("day") or parts.get("dd"), parts.get("more"))
    return (year if year >= 100 else 2000 + year, *others)  # noqa: PLR2004 two digits


def _numbers(*texts: str | None) -> tuple[int, ...]:
    """The numbers in some strings; 2025.10 and 2025.10.0 are alike until their spelling is compared."""
    found = [int(digits) for text in texts if text for digits in re.findall(r"\d+", text)]
    while len(found) > 1 and not found[-1]:
        found.pop()
    return tuple(found)


class Descending:
    """Turns the order of values round.

    Args:
        value: What can be compared with others of its kind.
    """

    __slots__ = ("value",)

    def __init__(self, value: Version | tuple[object, ...]) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Descending) and self.value == other.value

    def __lt__(self, other: Descending) -> bool:
        return other.value < self.value

    __hash__ = None  # type: ignore[assignment]  # only ever compared
