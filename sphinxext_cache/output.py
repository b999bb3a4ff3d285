"""Writes generated pages: only those that changed, each whole or not at all, and removes those that are no more.

A page is made again if its fingerprint is another than when it was last written. What all pages have in common, such
as the theme and its navigation, needs no fingerprint: some pages, the samples, are always made, and if one of them
differs from its file, all are made. Whatever is made replaces its file only if it differs.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
from sphinx.errors import SphinxError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.builders.html import StandaloneHTMLBuilder

_ASIDE: Final = ".cache-page.tmp"
"""The name of the file, in the output folder, in which a page lies before it takes its place."""


class OutputError(SphinxError):
    """A page cannot be written."""

    category = "Build cache output error"


class Written(msgspec.Struct):
    """What is known of the pages in an output folder.

    Attributes:
        outdir: The folder.
        pages: The fingerprint of each page, by name; empty for one that may be there, but need not be right.
    """

    outdir: str = ""
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
        self._aside = Path(builder.outdir, _ASIDE)
        self._before = self._load()
        self._now: dict[str, str] = {}
        self.changed = self.unchanged = self.skipped = 0

    def begin(self, fingerprints: Mapping[str, str]) -> None:
        """Note which pages will be made, so that what an interrupted build leaves behind is not taken for right.

        Raises:
            OutputError: It cannot be noted.
        """
        self._aside.unlink(missing_ok=True)
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

    def write(self, name: str, fingerprint: str, context: dict[str, Any], template: str = "page.html") -> bool:
        """Make a page, and put it into its place if it differs from what is there; tells whether it did.

        Raises:
            OutputError: It cannot be written.
        """
        with _recorded(self._builder) as outputs:
            self._builder.handle_page(name, dict(context), template, outfilename=Path(os.devnull))
        if outputs:
            content = outputs[-1].encode(self._builder.config.html_output_encoding, "xmlcharrefreplace")
            changed = _replace(self._path(name), content, self._aside)
        else:
            # A builder that renders no templates, such as that of JSON, writes in a way of its own.
            self._builder.handle_page(name, context, template)
            changed = True
        self.changed += changed
        self.unchanged += not changed
        self._now[name] = fingerprint
        return changed

    def end(self) -> None:
        """Remove the pages of earlier builds that this one did not make, and note what there is now.

        Raises:
            OutputError: A page cannot be removed.
        """
        for name in self._before.keys() - self._now.keys() - self._builder.env.all_docs.keys():
            path = self._path(name)
            try:
                path.unlink(missing_ok=True)
                _remove_empty(path.parent, Path(self._builder.outdir))
            except OSError as error:
                raise OutputError(f"the page {path} cannot be removed: {error.strerror or error}") from error
        self._save(self._now)

    def _path(self, name: str) -> Path:
        return Path(self._builder.get_outfilename(name))

    def _load(self) -> dict[str, str]:
        """The fingerprints of the last build; none if it is not known what that left."""
        try:
            found = msgspec.json.decode(self._record.read_bytes(), type=Written)
        except (OSError, msgspec.MsgspecError):
            return {}
        return found.pages if found.outdir == str(self._builder.outdir) else {}

    def _save(self, pages: dict[str, str]) -> None:
        written = Written(outdir=str(self._builder.outdir), pages=dict(sorted(pages.items())))
        _replace(self._record, msgspec.json.encode(written), self._record.with_suffix(".tmp"))


def _replace(path: Path, content: bytes, aside: Path) -> bool:
    """Give a file its content, whole or not at all; tells whether it had another."""
    try:
        if path.exists() and path.stat().st_size == len(content) and path.read_bytes() == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(content)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error
    return True


@contextmanager
def _recorded(builder: StandaloneHTMLBuilder) -> Iterator[list[str]]:
    """Collect what the templates render: Sphinx itself turns a page that cannot be written into a mere warning."""
    templates = builder.templates
    render = templates.render
    outputs: list[str] = []

    def record(template: str, context: dict[str, Any]) -> str:
        outputs.append(render(template, context))
        return outputs[-1]

    templates.render = record
    try:
        yield outputs
    finally:
        templates.render = render


def _remove_empty(folder: Path, top: Path) -> None:
    """Remove a folder and those above it, below the top, as long as nothing is in them."""
    while folder != top and folder.is_relative_to(top) and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
