"""Looks at what a build does with files, and may end it; Python imports this first where it is on the path.

The environment says what to do: ``WATCHED_FOLDER`` is the only folder that counts. The process kills its group, itself
included, before its ``KILL_AT``-th step, a step being that a file is opened for writing, renamed or removed, or that a
folder is made or removed. ``STEPS_TO`` is a file for the number of steps, ``OPENED_TO`` one for the names of the files
that any process of the build opened for reading. No file may grow beyond ``FILE_LIMIT`` bytes. ``LISTING`` is
``forwards`` or ``backwards``: the order by name in which folders are listed.
"""

from __future__ import annotations

import atexit
import os
import resource
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

_FOLDER = os.environ.get("WATCHED_FOLDER", "")
_KILL_AT = int(os.environ.get("KILL_AT", "0"))
_CHANGES = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir"})
_WRITING = os.O_WRONLY | os.O_RDWR


class _Steps:
    """Counts the steps of the process that was started, not of those that it starts."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self.count = 0
        self.last = ""

    def take(self, written: str) -> None:
        if os.getpid() != self.process:
            return
        self.count += 1
        if self.count == _KILL_AT:
            self.end()
        self.last = written

    def end(self) -> None:
        """Leave what was written last half done, for it need not have reached the disk; and die."""
        last = Path(self.last)
        if self.last and last.is_file():
            os.truncate(last, last.stat().st_size // 2)
        os.killpg(0, signal.SIGKILL)


_steps = _Steps()


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event != "open" and event not in _CHANGES:
        return
    path = arguments[0]
    if not isinstance(path, (str, os.PathLike)) or not os.fspath(path).startswith(_FOLDER):
        return
    flags = arguments[2] if event == "open" else _WRITING
    if isinstance(flags, int) and flags & _WRITING:
        _steps.take(os.fspath(path) if event == "open" else "")
    elif event == "open" and (log := os.environ.get("OPENED_TO")):
        handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(handle, f"{os.fspath(path)}\n".encode())
        os.close(handle)


class _Listing:
    """A folder as `os.scandir` lists it, in a certain order."""

    def __init__(self, path: str = ".") -> None:
        with _scandir(path) as found:
            self._found = iter(sorted(found, key=lambda entry: entry.name, reverse=_BACKWARDS))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[os.DirEntry[str]]:
        return self._found

    def __next__(self) -> os.DirEntry[str]:
        return next(self._found)

    def close(self) -> None:
        self._found = iter(())


_BACKWARDS = os.environ.get("LISTING") == "backwards"
_scandir, _listdir = os.scandir, os.listdir
if os.environ.get("LISTING"):
    os.scandir = _Listing  # type: ignore[assignment]  # it does what a test needs of it
    os.listdir = lambda path=".": sorted(_listdir(path), reverse=_BACKWARDS)  # type: ignore[assignment]

if _FOLDER:
    sys.addaudithook(_watch)
if limit := os.environ.get("FILE_LIMIT"):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
if steps_to := os.environ.get("STEPS_TO"):
    atexit.register(lambda file: file.write_text(str(_steps.count), encoding="utf-8"), Path(steps_to))
