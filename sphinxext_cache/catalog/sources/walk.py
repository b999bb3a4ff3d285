"""Finds the files in a folder that may be read: pages, and files that Spack writes."""

from __future__ import annotations

import os
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog.names import printable
from sphinxext_cache.catalog.problems import Code, Problem
from sphinxext_cache.catalog.sources.front_matter.lenient import FILE_NAME
from sphinxext_cache.catalog.sources.regular_files import kind_of_file, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection

_BUILT: Final = ".buildinfo"
"""What Sphinx leaves in a folder that it wrote."""
_DATABASE: Final = ".spack-db"
"""Where an installation has its database; of what is installed there, nothing is read."""
_PAGE: Final = ".md"
_OF_SPACK: Final = (".json", ".lock", ".json.gz", ".lock.gz")
_MANIFEST: Final = ".manifest.json"
_INDEX_MANIFEST: Final = "index.manifest.json"
_INDICES: Final = frozenset({"index.json", "index.json.gz"})
_BUILD_CACHE: Final = "build_cache"


class Place(NamedTuple):
    """A file or a folder: its path, and its real path."""

    path: str
    real: str


class Walked(NamedTuple):
    """What there is below a folder.

    Attributes:
        pages: Files that may be front matter, by path.
        others: Files that Spack may have written, by path.
        problems: What there is that cannot be read.
    """

    pages: list[Place]
    others: list[Place]
    problems: list[Problem]


def walk(folder: str, exclude: Collection[str]) -> Walked:
    """Look for files below a folder.

    Links are followed, but no folder is entered twice: a link comes after all that can be reached without it.

    Args:
        folder: The folder.
        exclude: The real paths of folders that are not entered. Neither is what Sphinx wrote, which is known by its
            ``.buildinfo``.
    """
    found = Walked([], [], [])
    folders = [Place(folder, os.path.realpath(folder))]
    links: list[Place] = []
    entered = set(exclude)
    while folders or links:
        here = folders.pop() if folders else heappop(links)
        if here.real in entered:
            continue
        entered.add(here.real)
        try:
            for entry in _entries(here.path):
                is_folder = _is_folder(entry)
                files = None if is_folder else _files_like(entry, found)
                if is_folder or files is not None:
                    is_link = entry.is_symlink()
                    real = os.path.realpath(entry.path) if is_link else f"{here.real}{os.sep}{entry.name}"
                    place = Place(entry.path, real)
                    if files is not None:
                        files.append(place)
                    else:
                        heappush(links, place) if is_link else folders.append(place)
                if entry.name == FILE_NAME and files is None:
                    found.problems.append(_no_file(entry))
        except OSError as error:
            found.problems.append(unreadable(here.path, error))
    return Walked(sorted(found.pages), sorted(found.others), found.problems)


def _files_like(entry: os.DirEntry[str], found: Walked) -> list[Place] | None:
    """The list to which a file belongs; None for what is not read."""
    name = entry.name
    if name.endswith(_PAGE):
        files = found.pages
    elif name.endswith(_OF_SPACK) and (name == _INDEX_MANIFEST or not name.endswith(_MANIFEST)):
        files = found.others
    else:
        return None
    return files if _is_file(entry) else None


def _no_file(entry: os.DirEntry[str]) -> Problem:
    message = f"is {kind_of_file(entry.stat().st_mode)}: a file with this name must be a page"
    return Problem(code=Code.SOURCE, message=message, file=printable(entry.path))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """What is in a folder, but for what is hidden; nothing of a folder that Sphinx wrote.

    Where there is a database, or an index of what else is there, it is all that counts.
    """
    with os.scandir(folder) as found:
        entries = list(found)
    names = {entry.name for entry in entries}
    if _BUILT in names:
        return []
    if _DATABASE in names:
        return [entry for entry in entries if entry.name == _DATABASE]
    if os.path.basename(folder) in {_BUILD_CACHE, _DATABASE} and names & _INDICES:  # noqa: PTH119 a str is all
        return [entry for entry in entries if entry.name in _INDICES]
    return [entry for entry in entries if entry.name[0] != "."]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # such as a link to itself


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a regular file, or a broken link: opening it will tell what is wrong."""
    try:
        return entry.is_file() or not os.path.exists(entry.path)  # noqa: PTH110 a path of many
    except OSError:
        return True
