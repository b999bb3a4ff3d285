"""Records what an output folder was made from: its documents, its generated pages and its search index.

The record is a file in the output folder, so it moves with the folder and cannot be mistaken for that of another. It
depends neither on the machine nor on the time, and all its paths are relative. Since anyone who can write to the folder
can change the record, its entries are used only if they match the files, and only for files inside the folder.

For builders without generated pages, whose output folder may become a book or a repository, the record is stored with
the doctrees instead.
"""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import msgspec

from sphinxext_cache.digest import digest_bytes
from sphinxext_cache.files import clock_of, look, read, remove, replace
from sphinxext_cache.host.builders import takes_pages
from sphinxext_cache.host.environment import BUILD_INFO

if TYPE_CHECKING:
    from sphinx.builders import Builder

_FORMAT: Final = 1
"""The version of the format; records of other versions are ignored."""
_LONGEST: Final = 1000
_LONGEST_NAME: Final = 255
"""The maximum lengths of a path in a record and of each of its parts, which no file system exceeds."""


class PageFile(msgspec.Struct, array_like=True):
    """A file that the extension wrote.

    Attributes:
        made_of: A digest of its inputs; empty if an unfinished build may have written it since.
        content: A digest of the content as written; empty if unknown.
        size: The size in bytes at the end of the build.
        left: A digest of the content as other extensions changed it by the end of the build; empty if unchanged.
        is_theirs: Whether another extension put its own file at this path.
    """

    made_of: str = ""
    content: str = ""
    size: int = -1
    left: str = ""
    is_theirs: bool = False


class Documents(msgspec.Struct):
    """The state of the documents in an output folder.

    Attributes:
        ended: Whether the build finished; if not, its files may be incomplete.
        catalog: A digest of the catalog.
        common: A digest of the inputs that all documents share.
        places: Digests of the places where packages are described, by tag and name.
        written: For each document, a digest of the catalog data that it shows and of the targets of its references.
    """

    ended: bool = True
    catalog: str = ""
    common: str = ""
    places: dict[str, str] = {}
    written: dict[str, str] = {}


class Search(msgspec.Struct):
    """The state of the search index in an output folder.

    Attributes:
        fed: For each generated page, a digest of the text that was indexed.
        content: A digest of the file.
    """

    fed: dict[str, str] = {}
    content: str = ""


class Record(msgspec.Struct):
    """The inputs of an output folder.

    Attributes:
        format: The version of the format.
        outdir: The output folder, relative to the folder of the record.
        look: A digest of the configuration and the templates that all pages share.
        setup: A digest of the extensions and the configuration.
        documents: The state of the documents.
        pages: The generated pages and data files, by path in the folder.
        search: The state of the search index.
    """

    format: int = _FORMAT
    outdir: str = ""
    look: str = ""
    setup: str = ""
    documents: Documents = msgspec.field(default_factory=Documents)
    pages: dict[str, PageFile] = {}
    search: Search = msgspec.field(default_factory=Search)


class OutputRecord:
    """The record of one builder.

    Args:
        builder: The builder.
        setup: A digest of the extensions and the configuration.

    Attributes:
        before: The record of the previous build; an empty one if there is no usable record.
        now: The record of this build.
        started: The start time of this build, in nanoseconds by the clock of the file system.

    Raises:
        OutputError: The record cannot be read, or nothing can be written beside it.
    """

    def __init__(self, builder: Builder, setup: str) -> None:
        self._outdir = Path(builder.outdir)
        if takes_pages(builder):
            self.file = self._outdir / f".sphinxext-cache-{builder.name}.json"
        else:
            self.file = Path(builder.doctreedir, f"sphinxext-cache-{builder.name}.json")
        self._reading = _Reading(builder, self._where())
        self._held = b""
        self.before = self._load()
        self.now = Record(
            outdir=self._where(),
            look=self.before.look,
            setup=setup,
            documents=Documents(ended=False),
            pages=dict(self.before.pages),
            search=self.before.search,
        )
        self.started = clock_of(self._aside)
        _RECORDS[builder] = self

    def doubt(self) -> None:
        """Mark the output as incomplete until `end`; must be called before anything is written.

        Raises:
            OutputError: The record cannot be written.
        """
        if not self.before.documents.ended:
            remove(self._outdir / BUILD_INFO)
        self.save()

    @property
    def is_set_up_alike(self) -> bool:
        """Whether the previous build finished with the same extensions and configuration."""
        return self.before.documents.ended and self.before.setup == self.now.setup

    @property
    def digest(self) -> str:
        """A digest of the record as stored; empty if there is none."""
        return digest_bytes(self._held) if self._held else ""

    @property
    def basis(self) -> Path:
        """The path of the file for the `Basis` of this output, in the doctree folder."""
        return self._reading.beside("basis.json")

    @property
    def was_reading(self) -> bool:
        """Whether an unfinished build may have read documents."""
        return self._reading.was_interrupted

    def save(self) -> None:
        """Write the record of this build.

        Raises:
            OutputError: The record cannot be written.
        """
        self.now.pages = dict(sorted(self.now.pages.items()))
        self._held = msgspec.json.encode(self.now)
        replace(self.file, self._held, self._aside)

    def end(self, documents: Documents) -> None:
        """Record that the build finished.

        Args:
            documents: The new state of the documents.

        Raises:
            OutputError: The record cannot be written.
        """
        self.now.documents = documents
        self.save()
        self._reading.end()

    def leave(self) -> None:
        """Finish a build that changed nothing; the record stays as it is."""
        self._reading.end()

    def is_as_left(self) -> bool:
        """Return whether all recorded files exist, have their recorded size, and are older than this build."""
        top = f"{self._outdir}{os.sep}"
        looks = ((page, look(top + name)) for name, page in self.before.pages.items())
        return all(
            found is not None and found.st_size == page.size and found.st_mtime_ns < self.started
            for page, found in looks
        )

    def path(self, name: str) -> Path:
        """Return the path of a file in the output folder."""
        return self._outdir / name

    def take(self, name: str) -> tuple[PageFile, Path] | None:
        """Remove a file from the record; return its entry and its path, or None if it is outside the output folder.

        The path comes from the record and is not trusted: it may lead out of the folder, even by a symbolic link.
        """
        page = self.now.pages.pop(name)
        file = self._outdir / name
        if not _is_inside(name):
            return None
        top, above = map(os.path.realpath, (self._outdir, file.parent))
        if not Path(above).is_relative_to(top):
            return None
        return page, file

    @property
    def _aside(self) -> Path:
        return self.file.with_name(f"{self.file.name}.tmp")

    def _where(self) -> str:
        return Path(os.path.relpath(self._outdir, self.file.parent)).as_posix()

    def _load(self) -> Record:
        content = read(self.file)
        if content is None:
            return Record()
        try:
            found = msgspec.json.decode(content, type=Record)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return Record()
        self._held = content
        return found if found.format == _FORMAT and found.outdir == self._where() else Record()


class _Reading:
    """Marks the doctree folder while a build runs, with a file for each builder and output folder.

    An unfinished build leaves its mark, which means that the state of the doctrees is unknown.

    Args:
        builder: The builder.
        where: The output folder, relative to the folder of the record.
    """

    def __init__(self, builder: Builder, where: str) -> None:
        folder = Path(builder.doctreedir)
        name = f"{builder.name}-{digest_bytes(f'{where}:{builder.outdir}'.encode())[:8]}"
        self._stem = folder / f"sphinxext-cache-{name}"
        self._found = sorted(folder.glob("sphinxext-cache-*.unfinished"))
        self._mark = self.beside("unfinished")
        replace(self._mark, b"\n", self._mark.with_suffix(".tmp"))

    def beside(self, kind: str) -> Path:
        """Return the path of a file for this output in the doctree folder."""
        return self._stem.with_name(f"{self._stem.name}.{kind}")

    @property
    def was_interrupted(self) -> bool:
        """Whether there was a mark of a build that did not finish or is still running."""
        return bool(self._found)

    def end(self) -> None:
        """Remove the mark of this build and those found at its start, since everything was read again."""
        for mark in {*self._found, self._mark}:
            remove(mark)


def _is_inside(name: str) -> bool:
    """Return whether a path, by its text alone, is a valid relative path inside the output folder."""
    path = PurePosixPath(name)
    is_plain = name.isprintable() and not any(character in name for character in "\\:")
    is_short = len(name) < _LONGEST and all(len(part.encode()) <= _LONGEST_NAME for part in path.parts)
    return (
        is_plain
        and is_short
        and not path.is_absolute()
        and ".." not in path.parts
        and path.name != ""
        and str(path) == name
    )


_RECORDS: Final[WeakKeyDictionary[Builder, OutputRecord]] = WeakKeyDictionary()


def record_of(builder: Builder) -> OutputRecord:
    """Return the `OutputRecord` of a builder."""
    return _RECORDS[builder]
