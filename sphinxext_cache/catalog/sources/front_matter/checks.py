"""What a value of a page must be; what is wrong with it is said in the words of YAML, which people write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, cast

from sphinxext_cache.catalog.limits import MAX_SIZE
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.nearest import nearest
from sphinxext_cache.catalog.problems import Code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxext_cache.catalog.sources.front_matter.shape import Path, Value

ALIKE: Final = 0.8
"""How like a key must be to one that may be missing, so that it is taken for a slip."""

_NUMBER = re.compile(r"-?[0-9]{1,18}")


class UnusableError(Exception):
    """A value cannot be used.

    Attributes:
        code: What kind of problem it is.
        path: Where in the value the fault is.
        message: What was found, and what was expected.
    """

    def __init__(self, code: Code, path: Path, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.path = path
        self.message = message


def map_of(value: Value, path: Path = ()) -> dict[str, Value]:
    """A value that must be a map."""
    if isinstance(value, dict):
        return value
    raise UnusableError(Code.SCHEMA, path, f"is {kind_of(value)}, not a map")


def text_of(value: Value, path: Path = ()) -> str:
    """A value that must be text."""
    if isinstance(value, str):
        return value
    raise UnusableError(Code.SCHEMA, path, f"is {kind_of(value)}, not text")


def texts_of(value: Value, path: Path = ()) -> tuple[str, ...]:
    """A value that must be a list of text."""
    if not isinstance(value, list):
        raise UnusableError(Code.SCHEMA, path, f"is {kind_of(value)}, not a list")
    for index, each in enumerate(value):
        if not isinstance(each, str):
            raise UnusableError(Code.SCHEMA, (*path, index), f"is {kind_of(each)}, not text")
    return cast("tuple[str, ...]", tuple(value))


def number_of(text: str) -> int | None:
    """A count or a number of bytes; None if it is none."""
    number = int(text) if _NUMBER.fullmatch(text) else -1
    return number if 0 <= number <= MAX_SIZE else None


def count_of(value: Value, path: Path = ()) -> int:
    """A value that must be a count."""
    number = number_of(text_of(value, path))
    if number is None:
        raise UnusableError(Code.SCHEMA, path, f"'{shorten(str(value))}' is not a number")
    return number


def kind_of(value: Value) -> str:
    """What kind of value it is."""
    if value is None:
        return "empty"
    return "text" if isinstance(value, str) else "a list" if isinstance(value, list) else "a map"


def missing(key: str, others: Iterable[str]) -> str:
    """What is said of a key that is missing.

    Args:
        key: The key.
        others: The keys that are there and mean nothing; one of them may be what somebody wrote for it.
    """
    near = nearest(key, others, most=1)
    return f"is missing (there is '{shorten(near[0])}': did you mean '{key}'?)" if near else "is missing"


def mistyped(key: str, others: Iterable[str]) -> bool:
    """Tell whether a key that may be missing is so much like another one that this must be a slip."""
    return bool(nearest(key, others, cutoff=ALIKE))


def unsafe(name: str) -> str:
    """What is wrong with a name that is no safe path segment."""
    return f"'{shorten(name)}' cannot be part of a file name or an address"
