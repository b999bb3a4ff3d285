"""Keeps a record of what an output folder was made from: its documents, its generated pages, and its search index.

The record lies in the folder itself, so that it goes where the folder goes, and nobody takes another folder for this
one. Nothing in it depends on the machine or the hour, and all paths are relative. Whoever can write into the folder can
write the record: what it says is used only where the files bear it out, and only inside the folder.

A builder without generated pages puts nothing beside its files, some of which become a book or a repository; its
record lies with the doctrees.
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
"""The version of the format. A record of another one is as good as none."""
_LONGEST: Final = 1000
_LONGEST_NAME: Final = 255
"""How long a path in a record may be, and each of its parts: no disk takes more."""


class PageFile(msgspec.Struct, array_like=True):
    """A file that we wrote.

    Attributes:
        made_of: A digest of what it was made of; empty if a build that did not end may have written it since.
        content: A digest of what we wrote; empty if that is not known.
        size: How many bytes it had when the build ended.
        left: A digest of what others made of it before the build ended; empty if they left it alone.
        is_theirs: Whether another extension put a file of its own in this place.
    """

    made_of: str = ""
    content: str = ""
    size: int = -1
    left: str = ""
    is_theirs: bool = False


class Documents(msgspec.Struct):
    """What is known of the documents in an output folder.

    Attributes:
        ended: Whether the build ended; if not, no file of it need be whole.
        catalog: A digest of the catalog.
        common: A digest of what all documents show.
        places: Where packages are described, by tag and name.
        written: By document, a digest of what it shows of the catalog, and of where its references lead.
    """

    ended: bool = True
    catalog: str = ""
    common: str = ""
    places: dict[str, str] = {}
    written: dict[str, str] = {}


class Search(msgspec.Struct):
    """What is known of the search index in an output folder.

    Attributes:
        fed: By page of ours, a digest of what it was fed from.
        content: A digest of the file.
    """

    fed: dict[str, str] = {}
    content: str = ""


class Record(msgspec.Struct):
    """What an output folder was made of.

    Attributes:
        format: The version of the format.
        outdir: The folder, as it is reached from that of the record.
        look: What all pages have in common: the configuration and the templates.
        setup: A digest of the extensions and of all that is configured.
        documents: What is known of the documents.
        pages: The generated pages and data files, by their path in the folder.
        search: What is known of the search index.
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
        setup: A digest of the extensions and of all that is configured.

    Attributes:
        before: What the build before left; nothing if that is not known.
        now: What there is now.
        started: When this build began, in nanoseconds by the clock of the disk.

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
        """Note that the output is in doubt from here on, until `end`. This comes before anything is written.

        Raises:
            OutputError: It cannot be noted.
        """
        if not self.before.documents.ended:
            remove(self._outdir / BUILD_INFO)
        self.save()

    @property
    def is_set_up_alike(self) -> bool:
        """Whether the build before had the same extensions, and the same configuration."""
        return self.before.documents.ended and self.before.setup == self.now.setup

    @property
    def digest(self) -> str:
        """A digest of the record as it is in the folder; empty if there is none."""
        return digest_bytes(self._held) if self._held else ""

    @property
    def basis(self) -> Path:
        """The file, beside the doctrees, for what it takes to see that nothing has changed."""
        return self._reading.beside("basis.json")

    @property
    def was_reading(self) -> bool:
        """Whether a build that did not end may have read documents."""
        return self._reading.was_interrupted

    def save(self) -> None:
        """Keep what there is now.

        Raises:
            OutputError: It cannot be written.
        """
        self.now.pages = dict(sorted(self.now.pages.items()))
        self._held = msgspec.json.encode(self.now)
        replace(self.file, self._held, self._aside)

    def end(self, documents: Documents) -> None:
        """Note that all is written.

        Args:
            documents: What is known of the documents now.

        Raises:
            OutputError: It cannot be noted.
        """
        self.now.documents = documents
        self.save()
        self._reading.end()

    def leave(self) -> None:
        """Note that all is as it was, the record included."""
        self._reading.end()

    def is_as_left(self) -> bool:
        """Whether all our files are there, and nobody has written one since this build began."""
        top = f"{self._outdir}{os.sep}"
        looks = ((page, look(top + name)) for name, page in self.before.pages.items())
        return all(
            found is not None and found.st_size == page.size and found.st_mtime_ns < self.started
            for page, found in looks
        )

    def path(self, name: str) -> Path:
        """The file of that path in the output folder."""
        return self._outdir / name

    def take(self, name: str) -> tuple[PageFile, Path] | None:
        """Forget a file that is no more; gives what was known of it, and the file if that is in the output folder.

        The path may be anybody's: where it leads out of the folder, even by a link, there is no such file.
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
    """Marks a folder of doctrees for as long as a build reads or writes, whichever its builder and its output.

    A build that does not end leaves its mark: it is not known then what was read.

    Args:
        builder: The builder.
        where: Its output folder, in relation to something that does not move alone.
    """

    def __init__(self, builder: Builder, where: str) -> None:
        folder = Path(builder.doctreedir)
        name = f"{builder.name}-{digest_bytes(f'{where}:{builder.outdir}'.encode())[:8]}"
        self._stem = folder / f"sphinxext-cache-{name}"
        self._found = sorted(folder.glob("sphinxext-cache-*.unfinished"))
        self._mark = self.beside("unfinished")
        replace(self._mark, b"\n", self._mark.with_suffix(".tmp"))

    def beside(self, kind: str) -> Path:
        """A file of this output in the folder of doctrees."""
        return self._stem.with_name(f"{self._stem.name}.{kind}")

    @property
    def was_interrupted(self) -> bool:
        """Whether there is the mark of a build that did not end, or still runs."""
        return bool(self._found)

    def end(self) -> None:
        """Take the marks away: everything was read again."""
        for mark in {*self._found, self._mark}:
            remove(mark)


def _is_inside(name: str) -> bool:
    """Whether a path cannot but lead into the output folder, as far as its words go."""
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
    """The record of a builder, which this build has begun."""
    return _RECORDS[builder]
