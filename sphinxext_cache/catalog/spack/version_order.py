"""The order of versions: what makes one string a greater version than another.

The rules are those of Spack's ``StandardVersion`` and ``GitVersion`` (``version_types.py`` and ``common.py`` in
its ``lib/spack/spack/version``); what Spack refuses has a place too. `versions` builds upon it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

_INFINITE = ("stable", "nightly", "trunk", "head", "master", "main", "develop")
_STAGES = {"alpha": 0, "beta": 1, "rc": 2, "final": 3}

# A component is (rank, size, text): words below numbers below the names of branches. A number is kept as its
# digits without leading zeros, and its size is their count: however many there are, they compare.
_Component: TypeAlias = tuple[int, int, str]
_WORD, _NUMBER, _BRANCH, _BEYOND = range(4)

# The components of the release, then the stage with its number; a stage without one has the size -1.
Key: TypeAlias = tuple[tuple[_Component, ...], _Component]
# The kind, the release, the stage, and the git reference of a version.
Order: TypeAlias = tuple[int, tuple[_Component, ...], _Component, tuple[str, ...]]
_FINAL: _Component = (_STAGES["final"], -1, "")
LOWEST: Key = ((), (-1, -1, ""))
HIGHEST: Key = (((_BEYOND, 0, ""),), _FINAL)

UNACCEPTED, ORDERED, UNASSIGNED = range(3)
_ACCEPTED = re.compile(r"[A-Za-z0-9_.-]*")
_SEGMENT = re.compile(r"[0-9]+|[A-Za-z]+")
_COMMIT = re.compile(r"[0-9A-Fa-f]{40}")


def is_git(text: str) -> bool:
    """Tell whether Spack takes a string for a git reference, with or without a version."""
    return text.startswith("git.") or "=" in text[1:] or _COMMIT.fullmatch(text) is not None


def is_plain(text: str) -> bool:
    """Tell whether a string has a place in the order of its own, and at least one component."""
    kind, release, _, reference = order_of(text)
    return kind == ORDERED and not reference and bool(release)


@lru_cache(maxsize=1 << 16)
def order_of(text: str) -> Order:
    """Give the kind, the release, the stage, and the git reference of a version: what it is ordered by."""
    plain = text
    reference: tuple[str, ...] = ()
    if is_git(text):
        name, equals, plain = text.removeprefix("git.").partition("=")
        if not equals:
            return (UNASSIGNED, (), _FINAL, (name,))
        reference = (name,)
    if not _ACCEPTED.fullmatch(plain):
        return (UNACCEPTED, (), _FINAL, (text,))
    return (ORDERED, *_parse_release(plain), reference)


@lru_cache(maxsize=1 << 14)
def preference_of(text: str) -> tuple[bool, bool, Order]:
    """Tell whether a version is no branch, whether it is no prerelease, and its order: Spack prefers releases."""
    order = kind, release, (stage, _, _), _ = order_of(text)
    is_branch = kind == UNASSIGNED or any(rank == _BRANCH for rank, _, _ in release)
    return (not is_branch, stage == _STAGES["final"], order)


def key_of(text: str) -> Key:
    """Give the release and the stage of a version."""
    return order_of(text)[1:3]


def _parse_release(text: str) -> Key:
    """Split a version into its release and its stage; separators do not count."""
    segments = _SEGMENT.findall(text)
    match segments:
        case [_, *_, ("alpha" | "beta" | "rc" | "final") as stage, number] if number.isdecimal():
            release, (_, size, digits) = segments[:-2], _component(number)
            return tuple(map(_component, release)), (_STAGES[stage], size, digits)
        case [_, *_, ("alpha" | "beta" | "rc" | "final") as stage]:
            return tuple(map(_component, segments[:-1])), (_STAGES[stage], -1, "")
    return tuple(map(_component, segments)), _FINAL


@lru_cache(maxsize=1 << 14)
def _component(segment: str) -> _Component:
    if segment.isdecimal():
        digits = segment.lstrip("0")
        return (_NUMBER, len(digits), digits)
    if segment in _INFINITE:
        return (_BRANCH, _INFINITE.index(segment), "")
    return (_WORD, 0, segment)


@lru_cache(maxsize=4096)
def place_after(text: str) -> Key:
    """Find the first place above a version and all that continues it.

    A prerelease has no continuation. Otherwise the last component is counted up by one, and so is a word, as
    if its letters, upper case before lower case, were digits.
    """
    release, (stage, size, digits) = key_of(text)
    if stage != _STAGES["final"]:
        following = (_NUMBER, 0, "") if size < 0 else _next_component((_NUMBER, size, digits))
        return release, (stage, *following[1:])
    return (*release[:-1], _next_component(release[-1])), (stage, size, digits)


def _next_component(component: _Component) -> _Component:
    rank, size, text = component
    if rank == _BRANCH:
        return (rank, size + 1, "")
    if rank == _NUMBER:
        head = text.rstrip("9")
        nines = len(text) - len(head)
        counted = f"{head[:-1]}{chr(ord(head[-1]) + 1)}" if head else "1"
        return _component(counted + "0" * nines)
    following = text
    while following == text or following in _INFINITE:
        following = _next_word(following)
    return (rank, size, following)


def _next_word(word: str) -> str:
    if word.endswith("z"):
        return word + "A"
    return word[:-1] + ("a" if word.endswith("Z") else chr(ord(word[-1]) + 1))
