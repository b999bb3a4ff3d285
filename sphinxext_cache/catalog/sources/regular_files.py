"""Reads regular files only, because a source can contain anything that a file system can."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.limits import MAX_BYTES
from sphinxext_cache.catalog.names import printable
from sphinxext_cache.catalog.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_BEGINNING: Final = 64
"""How many bytes of a file tell what it is."""


def read_regular(path: str, most: int = MAX_BYTES + 1) -> bytes:
    """Read the beginning of a regular file. Nothing else is opened for long: a pipe may never have a writer.

    Args:
        path: The file.
        most: How many bytes to read at most.

    Raises:
        OSError: It cannot be read, or is no regular file.
    """
    handle = os.open(path, _FLAGS)
    try:
        size = _size(handle, path)
        data = os.read(handle, min(most, size + 1))
        # One byte more than there should be: if it is not there, all is read.
        return data if len(data) == size else _rest(handle, size, data, most)
    finally:
        os.close(handle)


def read_if(path: str, is_wanted: Callable[[bytes], bool]) -> bytes | None:
    """Read a regular file whose beginning is what is wanted; None for any other, of which no more is read.

    Args:
        path: The file.
        is_wanted: Judges the first bytes, fewer than a hundred.

    Raises:
        OSError: It cannot be read, or is no regular file.
    """
    handle = os.open(path, _FLAGS)
    try:
        size = _size(handle, path)
        beginning = os.read(handle, _BEGINNING)
        return _rest(handle, size, beginning, MAX_BYTES + 1) if is_wanted(beginning) else None
    finally:
        os.close(handle)


def _size(handle: int, path: str) -> int:
    """The size of a file that was opened, which must be a regular one."""
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, f"it is {kind_of_file(status.st_mode)}, not a file", path)
    return status.st_size


def _rest(handle: int, size: int, data: bytes, most: int) -> bytes:
    # One byte more than there should be, so that a file is read in one go and its end is seen.
    while chunk := os.read(handle, min(most - len(data), max(size - len(data), 0) + 1)):
        data += chunk
    return data


def kind_of_file(mode: int) -> str:
    """What there is at a path, in words.

    Args:
        mode: What `os.stat` says of it.
    """
    kinds = {stat.S_IFREG: "a file", stat.S_IFDIR: "a folder", stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket"}
    return kinds.get(stat.S_IFMT(mode), "a device")


def unreadable(path: str, error: OSError) -> Problem:
    """The problem of a file or a folder that cannot be read."""
    return Problem(code=Code.SOURCE, message=f"cannot be read: {error.strerror or error}", file=printable(path))
