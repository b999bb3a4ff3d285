"""Writes generated pages: only those that changed, each whole or not at all, and removes those that are no more.

A page is made again if the digest of its plan is another than when it was last written. What all pages have in common,
such as the theme and its navigation, needs no digest: some pages, the samples, are always made, and if one of them is
not as it was written, all are made. Whatever is made replaces its file only if it differs.

What is not ours stays: a file that another extension puts in the place of a page, and one that is not as we left it.
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
"""How the name begins of the file, in the output folder, in which a page lies before it takes its place."""
_MARKS: Final = (b"sphinxext-cache.css", b"cache_page", b'content="sphinxext-cache"', b">sphinxext-cache</generator>")
"""What is in each page of ours, also after others have worked on it: in HTML, and in other formats."""
_DATA: Final = b'{"format":'
"""How a data file of ours begins."""


class Written(NamedTuple):
    """What became of a page that was made.

    Attributes:
        changed: Whether its file was another before.
        content: A digest of it.
        size: How many bytes its file has.
        time: When that was written, in nanoseconds.
    """

    changed: bool
    content: str
    size: int
    time: int


class PageWriter:
    """Writes the pages of one build.

    Args:
        builder: The builder whose theme and output folder are meant.
        record: What is known of the output folder.
        places: Where the pages lie.

    Attributes:
        changed: How many files were written.
        unchanged: How many pages were made, but are as they were.
        skipped: How many pages did not have to be made.
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
        """Note which pages will be made; gives those whose place is free.

        What is noted keeps what an interrupted build leaves behind from being taken for right.

        Args:
            plans: The pages.
            look_now: A digest of what all have in common.

        Raises:
            OutputError: A file cannot be read, or it cannot be noted.
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
        """Take no page for right: something that all have in common has changed.

        Raises:
            OutputError: It cannot be noted.
        """
        self._doubt(self._known)
        self._record.save()

    def was(self, name: str, made_of: str) -> bool:
        """Whether a page is there as it was left, and was made from the same."""
        if not made_of or self._made_of(name) != made_of:
            return False
        path = self._places.of[name]
        return self._sizes.get(path) == self._known[path].size

    def skip(self, name: str, made_of: str) -> bool:
        """Whether a page need not be made: it `was` made from the same."""
        skipped = self.was(name, made_of)
        if skipped:
            path = self._places.of[name]
            self._now[path] = self._known[path]
            self.skipped += 1
        return skipped

    def write(self, name: str, content: str | bytes) -> Written:
        """Put a page or a file into its place if it differs from what is there.

        This may happen in another process; `note` tells this one.

        Raises:
            OutputError: It cannot be written.
        """
        path, made = f"{self._outdir}/{self._places.of[name]}", self._bytes(content)
        changed = replace(path, made, f"{self._outdir}/{_ASIDE}-{os.getpid()}.tmp")
        found = look(path)
        size, time = (found.st_size, found.st_mtime_ns) if found is not None else (-1, 0)
        return Written(changed, digest_bytes(made), size, time)

    def holds(self, name: str, content: str | bytes) -> bool:
        """Whether a page is just what was written, whatever others made of its file since."""
        known = self._known.get(self._places.of[name])
        return known is not None and known.content == digest_bytes(self._bytes(content))

    def _bytes(self, content: str | bytes) -> bytes:
        if isinstance(content, bytes):
            return content
        return content.encode(self._builder.config.html_output_encoding, "xmlcharrefreplace")

    def note(self, name: str, made_of: str, written: Written) -> None:
        """Note from what a page was made, and what became of it."""
        path = self._places.of[name]
        self.changed += written.changed
        self.unchanged += not written.changed
        self._now[path] = PageFile(made_of, written.content, written.size)
        self._times[path] = written.time

    def end(self) -> None:
        """Note what there is now.

        Raises:
            OutputError: It cannot be noted.
        """
        self._tidy()
        self._record.now.pages = self._now

    def review(self) -> None:
        """Look, at the very end of a build, at what others have made of our files since they were written.

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
        """Whether nobody wrote a file since we did or, where we left it alone, since the build began."""
        written = self._times.get(path)
        is_old = found.st_mtime_ns < self._record.started if written is None else found.st_mtime_ns == written
        return is_old and found.st_size == page.size

    # -- what is in the folder --------------------------------------------------------------------------------------

    def _is_taken(self, name: str) -> bool:
        """Whether another extension has put a file in the place of a page, in this build or, as far as is known, since.

        An extension that wrote there before may do so later in this build. So its file stays, until the project is
        configured otherwise: if the extension still writes it, then it does so again.
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
        """Note that files may be written from now on, so that it is not known what they are made of."""
        for path in list(paths):
            known = self._known.get(path, PageFile())
            self._known[path] = PageFile("", known.content, known.size, known.left, known.is_theirs)

    def _tidy(self) -> None:
        """Remove what processes that were stopped left behind."""
        for left in self._outdir.glob(f"{_ASIDE}-*.tmp"):
            remove(left)


def remove_gone(record: OutputRecord, places: PagePlaces) -> None:
    """Remove the files of earlier builds that are no more, if they are what we wrote.

    This comes before anything is written, for a file of ours may be where somebody else needs a folder.

    Args:
        record: What is known of the output folder.
        places: Where the pages of this build lie, and what others write.

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
        content = None if file.is_symlink() else read(file)  # we write no links
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
    """Whether a file was made by us, as far as its content shows."""
    return content.startswith(_DATA) or any(mark in content for mark in _MARKS)
