"""Checks of values in front matter, with messages in the terms of YAML, which people write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.nearest import nearest
from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.sources.file_admission import number_of
from sphinxext_cache.catalog.sources.findings import UnusableError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxext_cache.catalog.sources.findings import KeyPath
    from sphinxext_cache.catalog.sources.front_matter.shape import Value

ALIKE: Final = 0.8
"""How like a key must be to one that may be missing, so that it is taken for a slip."""


def map_of(value: Value, path: KeyPath = ()) -> dict[str, Value]:
    """A value that must be a map."""
    if isinstance(value, dict):
        return value
    raise UnusableError(Code.SCHEMA, path, f"is {kind_of(value)}, not a map")


def text_of(value: Value, path: KeyPath = ()) -> str:
    """A value that must be text."""
    if isinstance(value, str):
        return value
    raise UnusableError(Code.SCHEMA, path, f"is {kind_of(value)}, not a string")


def texts_of(value: Value, path: KeyPath = ()) -> tuple[str, ...]:
    """A value that must be a list of text."""
    if not isinstance(value, list):
        raise UnusableError(Code.SCHEMA, path, f"is {kind_of(value)}, not a list")
    for index, each in enumerate(value):
        if not isinstance(each, str):
            raise UnusableError(Code.SCHEMA, (*path, index), f"is {kind_of(each)}, not a string")
    return cast("tuple[str, ...]", tuple(value))


def count_of(value: Value, path: KeyPath = ()) -> int:
    """A value that must be a count."""
    number = number_of(text_of(value, path))
    if number is None:
        raise UnusableError(Code.SCHEMA, path, f"'{shorten(str(value))}' is not a number")
    return number


def flag_of(value: Value, path: KeyPath = ()) -> bool:
    """A value that must be true or false."""
    flag = {"true": True, "false": False}.get(text_of(value, path).lower())
    if flag is None:
        raise UnusableError(Code.SCHEMA, path, f"'{shorten(str(value))}' is neither true nor false")
    return flag


def kind_of(value: Value) -> str:
    """What kind of value it is."""
    if value is None:
        return "empty"
    return "a string" if isinstance(value, str) else "a list" if isinstance(value, list) else "a map"


def mistyped(key: str, others: Iterable[str]) -> bool:
    """Tell whether a key that may be missing is so much like another one that this must be a slip."""
    return bool(nearest(key, others, cutoff=ALIKE))
