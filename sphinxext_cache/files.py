"""Touches files of the output: whole or not at all, and with an error that names the file where that fails."""

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
    """A file of the output cannot be read, written or removed."""

    category = "Build cache output error"


def replace(path: str | Path, content: bytes, aside: str | Path) -> bool:
    """Give a file its content; tells whether it had another.

    Args:
        path: The file.
        content: What it is to hold.
        aside: Where the content is written first, in a folder of the same disk that exists.

    Raises:
        OutputError: It cannot be written.
    """
    if holds(path, content):
        return False
    with _named(path, "written"):
        try:
            with open(aside, "wb") as file:  # noqa: PTH123 Path's own takes as long as the writing, 100,000 times
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
    """Whether a file is there and has that content.

    Raises:
        OutputError: It cannot be read.
    """
    found = look(path)
    if found is None or not stat.S_ISREG(found.st_mode) or found.st_size != len(content):
        return False
    return read(path) == content


def read(path: str | Path) -> bytes | None:
    """What a file holds; None if there is none, or what is there is no file.

    Raises:
        OutputError: It cannot be read.
    """
    found = look(path)
    if found is None or not stat.S_ISREG(found.st_mode):  # to open a pipe would wait for whoever writes into it
        return None
    with _named(path, "read"):
        return Path(path).read_bytes()


def look(path: str | Path) -> os.stat_result | None:
    """What the file system knows of a file; None if it is not there.

    Raises:
        OutputError: That cannot be found out.
    """
    try:
        return os.stat(path)  # noqa: PTH116 as quick as it can be, for it is asked of every page
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror or error}") from error


def clock_of(aside: Path) -> int:
    """What the clock of a disk says, in nanoseconds.

    Args:
        aside: A file that may come and go for that.

    Raises:
        OutputError: No file can be written there.
    """
    with _named(aside, "written"):
        aside.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(b"")
        now = aside.stat().st_mtime_ns
        aside.unlink()
    return now


@contextmanager
def dates_kept(paths: Iterable[Path]) -> Iterator[None]:
    """Within this, somebody may write files; those that come out the same keep their dates.

    Args:
        paths: The files; what is not there has no date to keep.

    Raises:
        OutputError: A file cannot be read or dated.
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
    """Remove a file, if it is there.

    Raises:
        OutputError: It cannot be removed.
    """
    with _named(path, "removed"):
        path.unlink(missing_ok=True)


def remove_empty(folder: Path, top: Path) -> None:
    """Remove a folder and those above it, below the top, as long as nothing is in them.

    Raises:
        OutputError: One cannot be removed.
    """
    while folder != top and folder.is_relative_to(top):
        with _named(folder, "removed"):
            if folder.is_symlink() or (folder.exists() and any(folder.iterdir())):
                return
            if folder.exists():
                folder.rmdir()
        folder = folder.parent


def make_folder(folder: Path) -> None:
    """Make a folder, if it is not there, and those above it.

    Raises:
        OutputError: It cannot be made.
    """
    with _named(folder, "made"):
        folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def _named(path: str | Path, done: str) -> Iterator[None]:
    """Say of an error which file it is about, and what is in its way."""
    try:
        yield
    except OSError as error:
        if isinstance(error, (FileExistsError, NotADirectoryError)) and (file := _file_above(path)) is not None:
            message = f"{path} cannot be {done}: {file} is a file, not a folder"
        else:
            message = f"{path} cannot be {done}: {error.strerror or error}"
        raise OutputError(message) from error


def _file_above(path: str | Path) -> Path | None:
    """The first on the way to a file that is there and no folder."""
    return next((above for above in reversed(Path(path).parents) if above.exists() and not above.is_dir()), None)
