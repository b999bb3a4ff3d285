"""A folder of pages that one command keeps: it knows which files it wrote there, and touches no others.

A note in the folder has their names. It is hidden, so that nobody takes it for a page, and sorted, so that it changes
only if a page comes or goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog.names import is_safe_segment, shorten
from sphinxext_cache.command.subcommand import CommandError
from sphinxext_cache.command.whole_file import replace_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sphinxext_cache.command.terminal import Terminal

NOTE: Final = ".sphinxext-cache"
"""The name of the note."""
_HEADING: Final = "# Written by 'sphinxext-cache convert', which replaces and removes these files, and no others."
_PAGE: Final = "specs.md"


class Kept(NamedTuple):
    """What became of pages.

    Attributes:
        written: How many were written.
        unchanged: How many were there as they are.
        removed: How many were removed.
    """

    written: int
    unchanged: int
    removed: int


class PagesFolder:
    """A folder with pages at ``<tag>/<package>/specs.md``.

    Args:
        folder: The folder; it need not be there.

    Raises:
        CommandError: Something is there that this does not keep.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = self._noted()

    def keep(self, pages: Mapping[tuple[str, str], bytes], terminal: Terminal) -> Kept:
        """Have just these pages in the folder. Each is replaced as a whole, and not at all if it is as it was.

        Args:
            pages: What is in each, by tag and package.
            terminal: Shows how far this is.

        Raises:
            CommandError: A file is in the way that this did not write; nothing is changed then.
            OSError: A file cannot be written or removed. Doing it again goes on from there.
        """
        contents = {f"{tag}/{package}/{_PAGE}": data for (tag, package), data in pages.items()}
        for name in (*contents, *self._names):
            self._look(name)
        # Until all is done, the note has the names of files that come and of those that go.
        self._note({*contents, *self._names})
        written = 0
        for number, (name, data) in enumerate(contents.items(), start=1):
            terminal.progress(f"Writing page {number:,} of {len(contents):,}")
            written += replace_whole(self._folder / name, data)
        gone = self._names - contents.keys()
        removed = sum(self._remove(name) for name in sorted(gone))
        self._note(contents)
        self._names = set(contents)
        return Kept(written=written, unchanged=len(contents) - written, removed=removed)

    def _noted(self) -> set[str]:
        """The names of the files that are ours."""
        try:
            text = (self._folder / NOTE).read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            if self._folder.exists() and any(self._folder.iterdir()):
                message = f"{self._folder} contains files that 'convert' did not write; choose an empty or a new folder"
                raise CommandError(message) from None
            return set()
        heading, _newline, rest = text.partition("\n")
        names = rest.splitlines()
        if heading != _HEADING:
            raise CommandError(f"{self._folder / NOTE} was not written by 'convert'; choose another folder")
        for number, name in enumerate(names, start=2):
            *folders, file = name.split("/")
            if file != _PAGE or len(folders) != 2 or not all(map(is_safe_segment, folders)):  # noqa: PLR2004 see `keep`
                message = f"'{shorten(name)}' is not the path of a page; restore this file, or remove the whole folder"
                raise CommandError(f"{self._folder / NOTE}:{number}: {message}")
        return set(names)

    def _look(self, name: str) -> None:
        """See that nothing is in the way of a page."""
        path = self._folder / name
        for place in (path.parents[1], path.parent, path):
            if place.is_symlink():
                raise CommandError(f"{place} is a link that 'convert' did not create; remove it")
        if name not in self._names and path.exists():
            raise CommandError(f"{path} exists, but was not written by 'convert'; move it elsewhere")

    def _note(self, names: Iterable[str]) -> None:
        replace_whole(self._folder / NOTE, "".join(f"{line}\n" for line in (_HEADING, *sorted(names))).encode())

    def _remove(self, name: str) -> bool:
        """Remove a page, and the folders above it that are empty then; tells whether it was there."""
        path = self._folder / name
        was_there = path.exists()
        path.unlink(missing_ok=True)
        for folder in (path.parent, path.parents[1]):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        return was_there
