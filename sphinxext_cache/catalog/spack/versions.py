"""Versions, version ranges and version lists, as in Spack.

The rules are those of Spack's ``StandardVersion``, ``GitVersion``, ``ClosedOpenRange`` and ``VersionList``
(``lib/spack/spack/version/version_types.py`` and the page "Spec Syntax" of its documentation). `version_order`
compares versions.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from sphinxext_cache.catalog.spack.version_order import (
    HIGHEST,
    LOWEST,
    ORDERED,
    UNACCEPTED,
    UNASSIGNED,
    Key,
    is_git,
    is_plain,
    key_of,
    order_of,
    place_after,
    preference_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHOWN = 40


class VersionSyntaxError(ValueError):
    """A string is not a list of versions.

    Attributes:
        message: What is wrong.
        text: The whole string.
        offset: Where in it, from 0.
    """

    def __init__(self, message: str, text: str, offset: int) -> None:
        super().__init__(message, text, offset)
        self.message = message
        self.text = text
        self.offset = offset

    def __str__(self) -> str:
        return f"{self.message} (offset {self.offset} of {self.text!r})"


class Version(msgspec.Struct, frozen=True, eq=False, gc=False):
    """One version: any string at all.

    Versions are equal when Spack holds them to be the same, although they are spelt differently: ``2.0``
    and ``2_0``, ``10.1`` and ``10.0001``. A git reference with a version (``git.main=1.2``) comes right after
    that version; one without comes above every other version. Text that Spack would not accept comes below
    every version, in the order of its characters.

    Args:
        text: The version as it was written; ``str()`` gives it back.
    """

    text: str

    def satisfies(self, constraint: str | Constraint) -> bool:
        """Tell whether this version is one of those that a constraint allows.

        Args:
            constraint: Spack's notation for a list of versions, such as ``1.2:1.4,=1.6``, or a parsed one.

        Raises:
            VersionSyntaxError: It is not a list of versions.
        """
        if isinstance(constraint, str):
            constraint = parse_versions(constraint)
        if isinstance(constraint, Version):
            return self == constraint or _is_reference_of(constraint, self)
        return self in constraint

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and order_of(self.text) == order_of(other.text)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Version):
            return NotImplemented
        return order_of(self.text) < order_of(other.text)

    def __le__(self, other: object) -> bool:
        if not isinstance(other, Version):
            return NotImplemented
        return order_of(self.text) <= order_of(other.text)

    def __gt__(self, other: object) -> bool:
        if not isinstance(other, Version):
            return NotImplemented
        return order_of(self.text) > order_of(other.text)

    def __ge__(self, other: object) -> bool:
        if not isinstance(other, Version):
            return NotImplemented
        return order_of(self.text) >= order_of(other.text)

    def __hash__(self) -> int:
        return hash(order_of(self.text))

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Version({self.text!r})"


def preferred(versions: Iterable[Version]) -> Version | None:
    """The version that Spack prefers of some: the newest release, else the newest prerelease, else the newest branch.

    As in Spack (``lib/spack/spack/package_base.py``, ``preferred_version``), ``develop``, ``main`` and their like are
    above every number, but are taken only if they are asked for.

    Args:
        versions: The versions.

    Returns:
        One of them; None if there are none.
    """
    return max(versions, key=lambda version: preference_of(version.text), default=None)


@dataclass(frozen=True, slots=True)
class VersionRange:
    """All versions from one to another, both included, and whatever continues the upper one.

    As in Spack, ``1.2:1.4`` holds 1.4.9 and all else below 1.5, hence the prereleases of 1.5 too. A version
    that has no place in the order (a git reference without a version, an unacceptable string) is in ``:`` only.

    Args:
        low: The lowest version; None if there is none.
        high: The highest version, or the beginning of it; None if there is none.

    Raises:
        ValueError: If no version can be in the range, or an end is not a plain version.
    """

    low: Version | None = None
    high: Version | None = None

    def __post_init__(self) -> None:
        for end in (self.low, self.high):
            if end is not None and not is_plain(end.text):
                raise ValueError(f"{_shown(end.text)} cannot be the end of a range")
        if self.ceiling <= self.floor:
            raise ValueError(f"the range {_shown(str(self))} contains no version")

    @property
    def floor(self) -> Key:
        """The place in the order where the range begins."""
        return LOWEST if self.low is None else key_of(self.low.text)

    @property
    def ceiling(self) -> Key:
        """The first place in the order that is above the range."""
        return HIGHEST if self.high is None else place_after(self.high.text)

    def __contains__(self, version: Version) -> bool:
        if order_of(version.text)[0] != ORDERED:
            return self.low is None and self.high is None
        return self.floor <= key_of(version.text) < self.ceiling

    def __str__(self) -> str:
        if self.low is not None and self.low == self.high:
            return str(self.low)
        return f"{self.low or ''}:{self.high or ''}"


@dataclass(frozen=True, slots=True)
class VersionList:
    """Versions and ranges, any of which will do.

    Args:
        elements: The alternatives, sorted, ranges that overlap or touch merged into one.
    """

    elements: tuple[Version | VersionRange, ...]

    @classmethod
    def of(cls, *elements: Version | VersionRange) -> VersionList:
        """Sort and merge the elements, as Spack does."""
        ranges = _merged([each for each in elements if isinstance(each, VersionRange)])
        floors = [each.floor for each in ranges]
        kept: list[Version | VersionRange] = [*ranges]
        for version in dict.fromkeys(each for each in elements if isinstance(each, Version)):
            nearest = bisect_right(floors, key_of(version.text)) - 1
            if nearest < 0 or version not in ranges[nearest]:
                kept.append(version)
        return cls(tuple(sorted(kept, key=_place)))

    def __contains__(self, version: Version) -> bool:
        return any(version.satisfies(element) for element in self.elements)

    def __str__(self) -> str:
        return ",".join(f"={each}" if isinstance(each, Version) else str(each) for each in self.elements)


Constraint: TypeAlias = Version | VersionRange | VersionList


@lru_cache(maxsize=4096)
def parse_versions(text: str) -> VersionList:
    """Read ``version_list = element { "," element }``.

    Args:
        text: A list such as ``1.2:1.4,=1.6,2:``. Blanks beside commas and colons do not count.

    Raises:
        VersionSyntaxError: If an element is none, or is a range that no version can be in.
    """
    elements: list[Version | VersionRange] = []
    offset = 0
    for piece in text.split(","):
        start = offset + len(piece) - len(piece.lstrip())
        try:
            elements.append(_parse_element(piece.strip()))
        except ValueError as error:
            raise VersionSyntaxError(str(error), text, start) from None
        offset += len(piece) + 1
    return VersionList.of(*elements)


def _parse_element(text: str) -> Version | VersionRange:
    """Read ``element = "=" version | git_version | version | [version] ":" [version]``."""
    if not text:
        raise ValueError("a version is missing")
    if text.startswith("=") or (is_git(text) and ":" not in text):
        exact = Version(text.removeprefix("="))
        if not exact.text:
            raise ValueError("a version is missing")
        if order_of(exact.text)[0] == UNACCEPTED:
            raise ValueError(f"{_shown(exact.text)} is not a version")
        return exact
    low, colon, high = (part.strip() for part in text.partition(":"))
    ends = [_parse_end(part) for part in (low, high)]
    return VersionRange(ends[0], ends[1] if colon else ends[0])


def _parse_end(text: str) -> Version | None:
    """Read one end of a range; empty text is an open end."""
    if text and not is_plain(text):
        raise ValueError(f"{_shown(text)} is not a version")
    return Version(text) if text else None


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def _merged(ranges: list[VersionRange]) -> list[VersionRange]:
    """Sort ranges, and make one of those that leave no version between them."""
    merged: list[VersionRange] = []
    for each in sorted(ranges, key=lambda each: each.floor):
        if merged and each.floor <= merged[-1].ceiling:
            last = merged.pop()
            merged.append(VersionRange(last.low, max(last, each, key=lambda one: one.ceiling).high))
        else:
            merged.append(each)
    return merged


def _place(element: Version | VersionRange) -> tuple[int, Key, bool, tuple[str, ...]]:
    """Say where an element is in a list: by where it begins, a version before a range."""
    if isinstance(element, VersionRange):
        return (ORDERED, element.floor, True, ())
    kind, release, stage, reference = order_of(element.text)
    return (kind, (release, stage), False, reference)


def _is_reference_of(reference: Version, version: Version) -> bool:
    """Tell whether a version is the git reference, whichever version that was given."""
    kind, _, _, name = order_of(reference.text)
    return kind == UNASSIGNED and order_of(version.text)[3] == name
