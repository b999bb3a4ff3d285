"""Write generated pages atomically, only if they changed, and remove those that no longer exist.

A page is made again if the digest of its plan has changed since it was last written. What all pages have in common,
such as the theme and its navigation, needs no digest: some pages, the samples, are always made, and if one of them
differs from what was written, all are made. A page that is made replaces its file only if it differs.

Files of others are kept: those that another extension writes to the path of a page, and those that were changed since
we left them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog import Code, Problem
from sphinxext_cache.digest import digest_bytes
from sphinxext_cache.domain.claims import Claim, warn_of
from sphinxext_cache.files import look, read, remove, remove_empty, replace
from sphinxext_cache.record import PageFile
from sphinxext_cache.warnings import warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_cache.domain.page_places import PagePlaces
    from sphinxext_cache.pages.page import Plan
    from sphinxext_cache.record import OutputRecord

_ASIDE: Final = ".cache-page"
"""The prefix of the names of temporary files in the output folder, which then replace those of pages."""
_MARKS: Final = (b"sphinxext-cache.css", b"cache_page", b'content="sphinxext-cache"', b">sphinxext-cache</generator>")
"""Each of our pages contains one of these texts, in any format, even after others have changed it."""
_DATA: Final = b'{"format":'
"""The beginning of our data files."""


class Written(NamedTuple):
    """The result of writing a page.

    Attributes:
        changed: Whether its file was different before.
        content: A digest of its content.
        size: The size of its file, in bytes.
        time: The modification time of its file, in nanoseconds.
    """

    changed: bool
    content: str
    size: int
    time: int


class PageWriter:
    """Writes the pages of one build.

    Args:
        builder: The builder, with the output folder.
        record: The record of the output folder.
        places: The paths of the pages.

    Attributes:
        changed: The number of files that were written.
        unchanged: The number of pages that were made, but had not changed.
        skipped: The number of pages that did not have to be made.
    """

    def __init__(self, builder: StandaloneHTMLBuilder, record: OutputRecord, places: PagePlaces) -> None:
        self._builder = builder
        self._record = record
        self._places = places
        self._outdir = Path(builder.outdir)
        self._known = record.now.pages
        self._now: dict[str, PageFile] = {}
        self._times: dict[str, int] = {}
        self._sizes: dict[str, int] = {}
        self.changed = self.unchanged = self.skipped = 0

    def begin(self, plans: Sequence[Plan], look_now: str) -> list[Plan]:
        """Record which pages will be made; return those whose path is free.

        The record prevents later builds from accepting the files that an interrupted build leaves behind.

        Args:
            plans: The pages.
            look_now: A digest of what all pages have in common.

        Raises:
            OutputError: A file cannot be read or removed, or the record cannot be written.
        """
        self._tidy()
        if look_now != self._record.before.look:
            self._doubt(self._known)
        self._record.now.look = look_now
        free = [plan for plan in plans if not self._is_taken(plan.name)]
        self._doubt(self._places.of[plan.name] for plan in free if self._made_of(plan.name) != plan.digest)
        self._record.save()
        return free

    def distrust(self) -> None:
        """Mark all pages as outdated, because something that they have in common has changed.

        Raises:
            OutputError: The record cannot be written.
        """
        self._doubt(self._known)
        self._record.save()

    def was(self, name: str, made_of: str) -> bool:
        """Whether a page was made from the same data, and its file still has the size that it was left with."""
        if not made_of or self._made_of(name) != made_of:
            return False
        path = self._places.of[name]
        return self._sizes.get(path) == self._known[path].size

    def skip(self, name: str, made_of: str) -> bool:
        """Whether a page need not be made, because it `was` made from the same data; if so, keep its record."""
        skipped = self.was(name, made_of)
        if skipped:
            path = self._places.of[name]
            self._now[path] = self._known[path]
            self.skipped += 1
        return skipped

    def write(self, name: str, content: str | bytes) -> Written:
        """Write a page or a file if it differs from the existing file.

        This may run in another process; `note` records the result in this one.

        Raises:
            OutputError: It cannot be written.
        """
        path, made = f"{self._outdir}/{self._places.of[name]}", self._bytes(content)
        changed = replace(path, made, f"{self._outdir}/{_ASIDE}-{os.getpid()}.tmp")
        found = look(path)
        size, time = (found.st_size, found.st_mtime_ns) if found is not None else (-1, 0)
        return Written(changed, digest_bytes(made), size, time)

    def holds(self, name: str, content: str | bytes) -> bool:
        """Whether a page equals what was last written, regardless of later changes to its file by others."""
        known = self._known.get(self._places.of[name])
        return known is not None and known.content == digest_bytes(self._bytes(content))

    def _bytes(self, content: str | bytes) -> bytes:
        if isinstance(content, bytes):
            return content
        return content.encode(self._builder.config.html_output_encoding, "xmlcharrefreplace")

    def note(self, name: str, made_of: str, written: Written) -> None:
        """Record what a page was made from, and the result of writing it."""
        path = self._places.of[name]
        self.changed += written.changed
        self.unchanged += not written.changed
        self._now[path] = PageFile(made_of, written.content, written.size)
        self._times[path] = written.time

    def end(self) -> None:
        """Record the pages of this build.

        Raises:
            OutputError: A temporary file cannot be removed.
        """
        self._tidy()
        self._record.now.pages = self._now

    def review(self) -> None:
        """Record, at the very end of a build, what others have made of our files since they were written.

        Raises:
            OutputError: A file cannot be read.
        """
        names = {path: name for name, path in self._places.of.items()}
        for path, page in list(self._now.items()):
            found = look(f"{self._outdir}/{path}")
            if page.is_theirs or found is None or self._is_as_left(path, page, found):
                continue
            content = read(self._record.path(path)) or b""
            digest = digest_bytes(content)
            if digest not in {page.content, page.left}:
                is_theirs = not _is_marked(content)
                self._now[path] = PageFile(page.made_of, page.content, found.st_size, digest, is_theirs)
                if is_theirs:
                    self._warn_of_others(names[path], path)

    def _is_as_left(self, path: str, page: PageFile, found: os.stat_result) -> bool:
        """Whether a file has not been written since we wrote it or, if we did not, since the build began."""
        written = self._times.get(path)
        is_old = found.st_mtime_ns < self._record.started if written is None else found.st_mtime_ns == written
        return is_old and found.st_size == page.size

    # -- files in the output folder ---------------------------------------------------------------------------------

    def _is_taken(self, name: str) -> bool:
        """Whether another extension has written to the path of a page, in this build or, as far as known, before.

        An extension that wrote there before may do so later in this build. So its file is kept until the configuration
        of the project changes; if the extension still writes the file, it then does so again.
        """
        path = self._places.of[name]
        found = look(f"{self._outdir}/{path}")
        if found is None:
            return False
        self._sizes[path] = found.st_size
        known = self._known.get(path) or PageFile()
        if found.st_mtime_ns >= self._record.started:
            content = read(self._record.path(path)) or b""
            taken = known.is_theirs or digest_bytes(content) not in {known.left, known.content}
        else:
            taken = known.is_theirs and self._record.is_set_up_alike
        if taken:
            self._now[path] = PageFile(is_theirs=True)
            self._warn_of_others(name, path)
        return taken

    def _warn_of_others(self, name: str, path: str) -> None:
        file = str(self._record.path(path))
        warn_of(Claim(path, "another extension", file=file, page=name), [name])

    def _made_of(self, name: str) -> str:
        known = self._known.get(self._places.of[name])
        return known.made_of if known is not None else ""

    def _doubt(self, paths: Iterable[str]) -> None:
        """Record that files may be written from now on, so that it is unknown what they were made from."""
        for path in list(paths):
            known = self._known.get(path, PageFile())
            self._known[path] = PageFile("", known.content, known.size, known.left, known.is_theirs)

    def _tidy(self) -> None:
        """Remove the temporary files of interrupted processes."""
        for left in self._outdir.glob(f"{_ASIDE}-*.tmp"):
            remove(left)


def remove_gone(record: OutputRecord, places: PagePlaces) -> None:
    """Remove the files of pages that no longer exist, if they are as we wrote them or as we left them.

    This comes before anything is written, because one of our files may be where something else needs a folder.

    Args:
        record: The record of the output folder.
        places: The paths of the pages of this build, and the claims of others.

    Raises:
        OutputError: A file cannot be read or removed.
    """
    for path in sorted(record.now.pages.keys() - places.of.values()):
        taken = record.take(path)
        if taken is None:
            continue
        page, file = taken
        if page.is_theirs or (found := look(file)) is None:
            continue
        claim = places.claims.clash(path)
        is_claimed = claim is not None and not claim.is_ours
        content = None if file.is_symlink() else read(file)  # we write no symbolic links
        is_ours = content is not None and digest_bytes(content) in {page.content, page.left}
        if is_ours or (content is not None and not page.made_of and not is_claimed and _is_marked(content)):
            remove(file)
            remove_empty(file.parent, record.path(""))
        elif not is_claimed and found.st_mtime_ns < record.started:
            message = (
                f"the generated file '{path}' is no longer needed, but was kept because something else changed it; "
                "remove it unless it is needed elsewhere"
            )
            warn(Problem(code=Code.CONFLICT, message=message, file=str(file)))


def _is_marked(content: bytes) -> bool:
    """Whether we made a file, judging by its content."""
    return content.startswith(_DATA) or any(mark in content for mark in _MARKS)
