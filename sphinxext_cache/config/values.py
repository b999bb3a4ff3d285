"""Normalises configuration values, as people write them and as the command line gives them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

_NOTHING: Final = frozenset({"", "0", "None", "none", "False", "false"})
"""The strings for None on a command line, where each value is a string."""


def normal(value: object, types: tuple[type, ...], *, holds_lists: bool = True) -> object:
    """A normalised value.

    Args:
        value: What was written.
        types: The types that it may have.
        holds_lists: Whether a map has lists for its keys.
    """
    if type(None) in types and (value is False or (isinstance(value, str) and value.strip() in _NOTHING)):
        return None
    if isinstance(value, str) and int in types and value.strip().isdecimal():
        value = int(value)
    elif isinstance(value, os.PathLike) and str in types:
        value = os.fspath(value)
    if isinstance(value, Mapping):
        return {key: _listed(each) if holds_lists else each for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [item.strip() if isinstance(item, str) else _path(item) for item in value]
    if isinstance(value, (set, frozenset)) and set in types:
        # Sorted, so that Sphinx sees the same value in every build.
        return sorted(map(_path, value), key=repr)
    return value


def _listed(value: object) -> object:
    """What a map has for a key: a list, which is a string with commas on the command line."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",")]
    return list(value) if isinstance(value, tuple) else value


def _path(item: object) -> object:
    if isinstance(item, Mapping):
        return {key: _path(value) for key, value in item.items()}
    return os.fspath(item) if isinstance(item, os.PathLike) else item
