"""A folder of front matter: the first kind of source, and the one that the public cache is."""

from __future__ import annotations

import os
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.names import printable
from sphinxext_cache.catalog.problems import Code, Problem
from sphinxext_cache.catalog.sources.front_matter.lenient import FILE_NAME
from sphinxext_cache.catalog.sources.front_matter.reader import FrontMatterReader
from sphinxext_cache.catalog.sources.regular_files import kind_of_file, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from sphinxext_cache.catalog.model import Package
    from sphinxext_cache.catalog.sources.admit import Admission
    from sphinxext_cache.catalog.sources.intake import Intake

_BUILT: Final = ".buildinfo"
"""What Sphinx leaves in a folder that it wrote."""
_FOREIGN: Final = {
    "index.json": "an index, as of a build cache or an installation,",
    "spack.lock": "a lockfile of Spack",
}
"""What Spack itself writes, by the names of the files."""


@dataclass(frozen=True, slots=True)
class FrontMatterFolder:
    """A folder with everything below it: each ``*.md`` whose front matter is that of a build cache.

    Attributes:
        folder: The folder.
        exclude: The real paths of folders that are not entered. Neither is what Sphinx wrote, which is known by its
            ``.buildinfo``.
    """

    folder: Path
    exclude: frozenset[str] = frozenset()

    def files(self) -> tuple[Path, ...]:
        """The folder."""
        return (self.folder,)

    def survey(self, intake: Intake) -> None:
        """Read the files, and leave them at that."""
        files, _problems = self._look(intake)
        for path, real in files:
            intake.read_once(path, real)

    def read(self, admit: Admission) -> Iterator[Package | Problem]:
        """Read the files in the order of their paths; those that are something else are passed over."""
        reader, known = FrontMatterReader(admit), admit.intake.files
        files, problems = self._look(admit.intake)
        is_empty = not problems
        for path, real in files:
            content = admit.intake.read_once(path, real)
            if isinstance(content, Problem):
                yield content
            elif content is not None:
                read = reader.read(content.data, printable(path), content.digest)
                known[real] = read.package is not None or bool(read.problems)
                yield from read.problems
                if read.package is not None:
                    yield read.package
            is_empty = is_empty and not known[real]
        if is_empty:
            name = printable(str(self.folder))
            message = f"the source '{name}' holds no page of a build cache (*.md with 'layout: cache')"
            yield Problem(code=Code.SOURCE, message=message)
        yield from problems

    def _look(self, intake: Intake) -> tuple[list[tuple[str, str]], list[Problem]]:
        """The files that are to be read, with their real paths, by path; and what there is that cannot be read."""
        files, problems = _markdown_files(os.fspath(self.folder), self.exclude)
        intake.note(str(self.folder), *map(repr, problems))
        return files, problems


def _markdown_files(folder: str, exclude: Collection[str]) -> tuple[list[tuple[str, str]], list[Problem]]:
    """The ``*.md`` files below a folder with their real paths, by path; and what there is that cannot be read.

    Links are followed, but no folder is entered twice: a link comes after all that can be reached without it.
    """
    files: list[tuple[str, str]] = []
    problems: list[Problem] = []
    foreign: dict[str, list[str]] = {}
    folders = [(folder, os.path.realpath(folder))]
    links: list[tuple[str, str]] = []
    entered = set(exclude)
    while folders or links:
        path, real = folders.pop() if folders else heappop(links)
        if real in entered:
            continue
        entered.add(real)
        try:
            for entry in _entries(path):
                name = entry.name
                is_folder = _is_folder(entry)
                is_page = not is_folder and name.endswith(".md") and _is_file(entry)
                if is_folder or is_page:
                    is_link = entry.is_symlink()
                    place = entry.path, os.path.realpath(entry.path) if is_link else f"{real}{os.sep}{name}"
                    files.append(place) if is_page else heappush(links, place) if is_link else folders.append(place)
                elif name in _FOREIGN:
                    foreign.setdefault(name, []).append(entry.path)
                if name == FILE_NAME and not is_page:
                    problems.append(_no_file(entry))
        except OSError as error:
            problems.append(unreadable(path, error))
    problems += [_not_read(name, sorted(paths)) for name, paths in foreign.items()]
    return sorted(files), problems


def _no_file(entry: os.DirEntry[str]) -> Problem:
    message = f"is {kind_of_file(entry.stat().st_mode)}: a file of this name must be a page"
    return Problem(code=Code.SOURCE, message=message, file=printable(entry.path))


def _not_read(name: str, paths: list[str]) -> Problem:
    """What Spack itself writes, and somebody may expect to be read."""
    more = ", nor is one more" if len(paths) > 1 else ""
    if len(paths) > 2:  # noqa: PLR2004 the first, and several
        more = f", nor are {len(paths) - 1} more"
    message = (
        f"{_FOREIGN[name]} is not read{more}: a source is a folder of front matter, in '*.md' with 'layout: cache'"
    )
    return Problem(code=Code.SOURCE, message=message, file=printable(paths[0]))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """What is in a folder, but for what is hidden; nothing of a folder that Sphinx wrote."""
    with os.scandir(folder) as found:
        entries = list(found)
    names = [entry.name for entry in entries]
    return [] if _BUILT in names else [entry for entry in entries if entry.name[0] != "."]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # such as a link to itself


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a regular file, or a link that leads nowhere: opening it will tell what is wrong."""
    try:
        return entry.is_file() or not os.path.exists(entry.path)  # noqa: PTH110 a path of many
    except OSError:
        return True
