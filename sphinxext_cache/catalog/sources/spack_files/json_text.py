"""Details of JSON that a decoder does not report: several values in a file, and duplicate keys."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.limits import MAX_NODES
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.sources.spack_files.checks import check_count, map_of
from sphinxext_cache.catalog.sources.spack_files.wire import FAULTS, decode_text, skip

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import msgspec

    from sphinxext_cache.catalog.sources.findings import Findings, KeyPath
    from sphinxext_cache.catalog.sources.spack_files.checks import Json

_BLANK: Final = re.compile(rb"[ \t\r\n]*")
_KEY: Final = re.compile(rb'[ \t\r\n,{]*("(?:[^"\\]|\\.)*+")[ \t\r\n]*:[ \t\r\n]*', re.DOTALL)
_TRAILING: Final = re.compile(r"trailing characters \(byte (\d+)\)")
_QUOTES: Final = 2


def values(data: bytes) -> Iterator[memoryview]:
    """The values that are in a file one after the other; of one that is no JSON, all that is left.

    Args:
        data: The file.

    Raises:
        UnusableError: There are too many.
    """
    view, at = memoryview(data), 0
    for count in itertools.count(1):
        if (at := _after_blanks(data, at)) == len(data):
            return
        check_count(count, ())
        end = at + _length(view[at:])
        yield view[at:end]
        at = end


def _length(view: memoryview) -> int:
    """How long the first value is: msgspec says where it found more than one."""
    try:
        skip(view)
    except FAULTS as error:
        if more := _TRAILING.search(str(error)):
            return int(more[1]) - 1
    return len(view)


def _after_blanks(data: bytes, at: int) -> int:
    match = _BLANK.match(data, at)
    return match.end() if match else at


def entries(value: Json, path: KeyPath, findings: Findings) -> dict[str, msgspec.Raw]:
    """The entries of a map; a key that occurs twice is a problem, and the last counts.

    Args:
        value: The map.
        path: Where it is in the file.
        findings: Where the problem is noted.

    Raises:
        UnusableError: It is no map, or has too many entries.
    """
    found = map_of(value, path)
    check_count(len(found), path)
    text = bytes(value)
    kept = sum(len(key) + _QUOTES + memoryview(each).nbytes for key, each in found.items())
    # Between what is kept are the signs of JSON alone, with a blank behind each or none, in what programs write.
    if len(text) - kept not in {2 * len(found) + 1, 4 * len(found)}:
        for key in _repeated(text, found):
            findings.add(Code.DUPLICATE, (*path, key), f"'{shorten(key)}' occurs twice; the last one is used")
    return found


def _repeated(text: bytes, found: Mapping[str, msgspec.Raw]) -> Iterator[str]:
    """The keys of a map that are there before, as often as they are, until there are too many."""
    seen: set[str] = set()
    at = 0
    for _ in range(2 * MAX_NODES):
        match = _KEY.match(text, at)
        if match is None:
            return
        key = decode_text(match[1])
        if key in seen:
            yield key
        seen.add(key)
        at = match.end()
        value = bytes(found[key])
        at += len(value) if text.startswith(value, at) else _length(memoryview(text)[at:])
        at = _after_blanks(text, at)
