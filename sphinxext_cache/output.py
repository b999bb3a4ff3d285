"""Writes generated pages: only those that changed, each whole or not at all, and removes those that are no more.

A page is made again if its fingerprint is another than when it was last written. What all pages have in common, such
as the theme and its navigation, needs no fingerprint: some pages, the samples, are always made, and if one of them
differs from its file, all are made. Whatever is made replaces its file only if it differs.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from sphinxext_cache.files import OutputError, holds, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.builders.html import StandaloneHTMLBuilder

_ASIDE: Final = ".cache-page"
"""How the name begins of the file, in the output folder, in which a page lies before it takes its place."""


class Written(msgspec.Struct):
    """What is known of the pages in an output folder.

    Attributes:
        outdir: The folder.
        look: The fingerprint of what all pages have in common: the configuration and the templates.
        pages: The fingerprint of each page, by name; empty for one that may be there, but need not be right. The
            name of a file that is no page begins with a slash.
    """

    outdir: str = ""
    look: str = ""
    pages: dict[str, str] = {}


class PageWriter:
    """Writes the pages of one build.

    Args:
        builder: The builder whose theme and output folder are meant.

    Attributes:
        changed: How many files were written.
        unchanged: How many pages were made, but are as they were.
        skipped: How many pages did not have to be made.
    """

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self._builder = builder
        self._record = Path(builder.doctreedir, f"sphinxext_cache-{builder.name}.json")
        self._outdir = Path(builder.outdir)
        self._look, self._before = self._load()
        self._now: dict[str, str] = {}
        self.changed = self.unchanged = self.skipped = 0

    def begin(self, fingerprints: Mapping[str, str], look: str) -> None:
        """Note which pages will be made, so that what an interrupted build leaves behind is not taken for right.

        Args:
            fingerprints: The fingerprint of each page.
            look: That of what all have in common.

        Raises:
            OutputError: It cannot be noted.
        """
        self._tidy()
        if look != self._look:
            self._look = look
            self._before = dict.fromkeys(self._before, "")
        doubtful = {name: "" for name, fingerprint in fingerprints.items() if self._before.get(name) != fingerprint}
        if doubtful:
            self._save(self._before | doubtful)

    def distrust(self) -> None:
        """Take no page for right: something that all have in common has changed.

        Raises:
            OutputError: It cannot be noted.
        """
        self._before = dict.fromkeys(self._before, "")
        self._save(self._before)

    def was(self, name: str, fingerprint: str) -> bool:
        """Whether a page is there, and was made from the same."""
        return fingerprint != "" and self._before.get(name) == fingerprint and self._path(name).exists()

    def skip(self, name: str, fingerprint: str) -> bool:
        """Whether a page need not be made: it `was` made from the same."""
        skipped = self.was(name, fingerprint)
        if skipped:
            self._now[name] = fingerprint
            self.skipped += 1
        return skipped

    def write(self, name: str, content: str | bytes) -> bool:
        """Put a page or a file into its place if it differs from what is there; tells whether it did.

        This may happen in another process; `note` tells this one.

        Raises:
            OutputError: It cannot be written.
        """
        return replace(self._path(name), self._bytes(content), self._outdir / f"{_ASIDE}-{os.getpid()}.tmp")

    def holds(self, name: str, content: str | bytes) -> bool:
        """Whether the file of a page holds just that."""
        return holds(self._path(name), self._bytes(content))

    def _bytes(self, content: str | bytes) -> bytes:
        if isinstance(content, bytes):
            return content
        return content.encode(self._builder.config.html_output_encoding, "xmlcharrefreplace")

    def note(self, name: str, fingerprint: str, *, changed: bool) -> None:
        """Note from what a page was made, and whether it differs from what was there."""
        self.changed += changed
        self.unchanged += not changed
        self._now[name] = fingerprint

    def end(self) -> None:
        """Remove the pages of earlier builds that this one did not make, and note what there is now.

        Raises:
            OutputError: A page cannot be removed.
        """
        gone = self._before.keys() - self._now.keys()
        for name in gone - documents_at(self._builder, gone).keys():
            path = self._path(name)
            try:
                path.unlink(missing_ok=True)
                _remove_empty(path.parent, self._outdir)
            except OSError as error:
                raise OutputError(f"the page {path} cannot be removed: {error.strerror or error}") from error
        self._tidy()
        self._save(self._now)

    def _tidy(self) -> None:
        """Remove what processes that were stopped left behind."""
        for left in self._outdir.glob(f"{_ASIDE}-*.tmp"):
            left.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if name.startswith("/"):
            return self._outdir / name[1:]
        return Path(self._builder.get_outfilename(name))

    def _load(self) -> tuple[str, dict[str, str]]:
        """The fingerprints of the last build; none if it is not known what that left."""
        try:
            found = msgspec.json.decode(self._record.read_bytes(), type=Written)
        except (OSError, msgspec.MsgspecError):
            return "", {}
        return (found.look, found.pages) if found.outdir == str(self._outdir) else ("", {})

    def _save(self, pages: dict[str, str]) -> None:
        written = Written(outdir=str(self._outdir), look=self._look, pages=dict(sorted(pages.items())))
        replace(self._record, msgspec.json.encode(written), self._record.with_suffix(".tmp"))


def documents_at(builder: StandaloneHTMLBuilder, pages: Iterable[str]) -> dict[str, str]:
    """Find the documents whose file is that of a page, by the names of the pages."""
    documents = builder.env.all_docs
    near = {f"{name}/index": name for name in documents}  # a builder may give each document a folder
    near |= {name.removesuffix("/index"): name for name in documents}
    near |= {name: name for name in documents}
    return {
        page: near[page]
        for page in pages
        if page in near and builder.get_outfilename(page) == builder.get_outfilename(near[page])
    }


def _remove_empty(folder: Path, top: Path) -> None:
    """Remove a folder and those above it, below the top, as long as nothing is in them."""
    while folder != top and folder.is_relative_to(top):
        if folder.exists():
            if any(folder.iterdir()):
                return
            folder.rmdir()
        folder = folder.parent
