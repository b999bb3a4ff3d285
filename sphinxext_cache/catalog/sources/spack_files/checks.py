"""Checks of values in JSON, with messages in the terms of JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.limits import MAX_NODES
from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.sources.findings import UnusableError
from sphinxext_cache.catalog.sources.spack_files.wire import FAULTS, decode_list, decode_map, decode_text, decode_texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    import msgspec

    from sphinxext_cache.catalog.sources.findings import KeyPath

    Json = bytes | memoryview | msgspec.Raw
    _Read = TypeVar("_Read")

_KINDS: Final = {
    b"{": "a map",
    b"[": "a list",
    b'"': "a string",
    b"t": "true",
    b"f": "false",
    b"n": "null",
    b"": "missing",
}


def map_of(value: Json, path: KeyPath = ()) -> dict[str, msgspec.Raw]:
    """A value that must be a map."""
    return _read(decode_map, value, path, "a map")


def list_of(value: Json, path: KeyPath = ()) -> list[msgspec.Raw]:
    """A value that must be a list."""
    return _read(decode_list, value, path, "a list")


def check_count(count: int, path: KeyPath) -> None:
    """Refuse more specs than there may be."""
    if count > MAX_NODES:
        raise UnusableError(Code.LIMIT, path, f"contains more than {MAX_NODES} specs")


def text_of(value: Json, path: KeyPath = ()) -> str:
    """A value that must be text."""
    return _read(decode_text, value, path, "a string")


def texts_of(value: Json, path: KeyPath = ()) -> tuple[str, ...]:
    """A value that must be a list of text."""
    try:
        return decode_texts(value)
    except FAULTS:  # which of them is to blame?
        return tuple(text_of(each, (*path, index)) for index, each in enumerate(list_of(value, path)))


def kind_of(value: Json) -> str:
    """What kind of value it is."""
    return _KINDS.get(bytes(memoryview(value)[:1]), "a number")


def _read(decode: Callable[[Json], _Read], value: Json, path: KeyPath, expected: str) -> _Read:
    try:
        return decode(value)
    except FAULTS as error:
        kind = kind_of(value)
        if kind == expected:
            raise UnusableError(Code.SCHEMA, path, why_not(error)) from None
        message = "is missing" if kind == "missing" else f"is {kind}, not {expected}"
        raise UnusableError(Code.SCHEMA, path, message) from None


def why_not(error: BaseException) -> str:
    """Why something cannot be decoded."""
    if isinstance(error, RecursionError):
        return "is nested too deeply"
    if isinstance(error, UnicodeError):
        return "is not UTF-8"
    return f"cannot be read: {error}"
