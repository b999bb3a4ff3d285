"""Reads, writes and removes output files: writes are atomic, and errors name the file."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import SphinxError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class OutputError(SphinxError):
    """An output file cannot be read, written or removed."""

    category = "Build cache output error"


def replace(path: str | Path, content: bytes, aside: str | Path) -> bool:
    """Write a file atomically unless it already has the content; return whether it was written.

    Args:
        path: The file.
        content: The new content.
        aside: The temporary file to write first, in an existing folder on the same file system.

    Raises:
        OutputError: The file cannot be written.
    """
    if holds(path, content):
        return False
    with _named(path, "written"):
        try:
            with open(aside, "wb") as file:  # noqa: PTH123 Path.open takes as long as the write itself
                file.write(content)
            try:
                os.replace(aside, path)  # noqa: PTH105
            except FileNotFoundError:
                Path(path).parent.mkdir(parents=True, exist_ok=True)
                os.replace(aside, path)  # noqa: PTH105
        except OSError:
            Path(aside).unlink(missing_ok=True)
            raise
    return True


def holds(path: str | Path, content: bytes) -> bool:
    """Return whether a file exists and has the content.

    Raises:
        OutputError: The file cannot be read.
    """
    found = look(path)
    if found is None or not stat.S_ISREG(found.st_mode) or found.st_size != len(content):
        return False
    return read(path) == content


def read(path: str | Path) -> bytes | None:
    """Return the content of a file, or None if there is no regular file at the path.

    Raises:
        OutputError: The file cannot be read.
    """
    found = look(path)
    if found is None or not stat.S_ISREG(found.st_mode):  # opening a pipe would block until something writes to it
        return None
    with _named(path, "read"):
        return Path(path).read_bytes()


def look(path: str | Path) -> os.stat_result | None:
    """Return the ``os.stat()`` result of a file, or None if it does not exist.

    Raises:
        OutputError: The file cannot be examined.
    """
    try:
        return os.stat(path)  # noqa: PTH116 faster than Path.stat, and called for every page
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror or error}") from error


def clock_of(aside: Path) -> int:
    """Return the current time of a file system, in nanoseconds.

    Args:
        aside: A temporary file, which is created and removed; its modification time is the result.

    Raises:
        OutputError: The file cannot be written.
    """
    with _named(aside, "written"):
        aside.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(b"")
        now = aside.stat().st_mtime_ns
        aside.unlink()
    return now


@contextmanager
def dates_kept(paths: Iterable[Path]) -> Iterator[None]:
    """Restore the modification times of files that are rewritten with the same content in the ``with`` block.

    Args:
        paths: The files; missing ones are skipped.

    Raises:
        OutputError: A file cannot be read, or its modification time cannot be set.
    """
    before = [(path, look(path), read(path)) for path in paths]
    yield
    for path, old, content in before:
        if old is None or content is None:
            continue
        new = look(path)
        if new is not None and new.st_mtime_ns != old.st_mtime_ns and holds(path, content):
            with _named(path, "dated"):
                os.utime(path, ns=(new.st_atime_ns, old.st_mtime_ns))


def remove(path: Path) -> None:
    """Remove a file if it exists.

    Raises:
        OutputError: The file cannot be removed.
    """
    with _named(path, "removed"):
        path.unlink(missing_ok=True)


def remove_empty(folder: Path, top: Path) -> None:
    """Remove a folder and its parents below the top, stopping at the first that is not empty or is a symbolic link.

    Raises:
        OutputError: A folder cannot be removed.
    """
    while folder != top and folder.is_relative_to(top):
        with _named(folder, "removed"):
            if folder.is_symlink() or (folder.exists() and any(folder.iterdir())):
                return
            if folder.exists():
                folder.rmdir()
        folder = folder.parent


def make_folder(folder: Path) -> None:
    """Create a folder and its parents if they do not exist.

    Raises:
        OutputError: The folder cannot be created.
    """
    with _named(folder, "made"):
        folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def _named(path: str | Path, done: str) -> Iterator[None]:
    """Convert an `OSError` to an `OutputError` that names the path, and any file that stands in place of a folder."""
    try:
        yield
    except OSError as error:
        if isinstance(error, (FileExistsError, NotADirectoryError)) and (file := _file_above(path)) is not None:
            message = f"{path} cannot be {done}: {file} is a file, not a folder"
        else:
            message = f"{path} cannot be {done}: {error.strerror or error}"
        raise OutputError(message) from error


def _file_above(path: str | Path) -> Path | None:
    """Return the topmost parent of a path that exists and is not a folder, if any."""
    return next((above for above in reversed(Path(path).parents) if above.exists() and not above.is_dir()), None)
