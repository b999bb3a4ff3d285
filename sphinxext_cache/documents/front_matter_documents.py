"""Documents with front matter of a build cache: an additional source, which Sphinx reads without that front matter.

MyST would parse several hundred kilobytes of front matter twice with the slowest loader, and make a table of it; and
reStructuredText does not recognize it as front matter.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.matching import get_matching_files

from sphinxext_cache.catalog import FrontMatterReader
from sphinxext_cache.catalog.names import printable
from sphinxext_cache.catalog.sources.front_matter import header
from sphinxext_cache.catalog.sources.regular_files import read_if
from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.host.outputs import excluded_from_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from sphinxext_cache.catalog import Admission, Content, Intake, Package, Problem


class FrontMatterDocuments:
    """The documents of a project as a source.

    Args:
        app: The application, which knows the documents.

    Attributes:
        packages: The tag and the name of the package in each document that was read, by document name; two empty
            strings if its front matter is invalid.
    """

    def __init__(self, app: Sphinx) -> None:
        self.packages: dict[str, tuple[str, str]] = {}
        self._app = app

    def files(self) -> Iterator[Path]:
        """The files that Sphinx will read as documents."""
        config = self._app.config
        suffixes = tuple(config.source_suffix)
        excluded = excluded_from_documents(self._app.builder)
        for name in get_matching_files(self._app.srcdir, config.include_patterns, excluded):
            if name.endswith(suffixes):
                yield Path(self._app.srcdir, name)

    def survey(self, intake: Intake) -> None:
        """Read the documents that begin with front matter, without decoding them."""
        for _document in self._look(intake):
            pass

    def read(self, admit: Admission) -> Iterator[Package | Problem]:
        """Read the documents that begin with front matter; of the others, only the beginning."""
        reader = FrontMatterReader(admit)
        for docname, file, content in self._look(admit.intake):
            found = reader.read(content.data, printable(str(file)), content.digest)
            if found.package is None and not found.problems:
                continue
            admit.intake.files[os.path.realpath(file)] = True
            self.packages[docname] = (found.package.tag, found.package.name) if found.package else ("", "")
            yield from found.problems
            if found.package is not None:
                yield found.package

    def _look(self, intake: Intake) -> Iterator[tuple[str, Path, Content]]:
        """The documents that begin with front matter: name, file and contents."""
        for file in self.files():
            data = _front_matter_document(file)
            docname = self._app.project.path2doc(file) if data is not None else None
            if data is None or docname is None:
                continue
            intake.note(docname)
            intake.files[os.path.realpath(file)] = False
            yield docname, file, intake.keep(str(file), data)


def _front_matter_document(file: Path) -> bytes | None:
    """The contents of a document that begins with front matter; None for others.

    Unreadable files (such as an editor's lock, which is a dangling link) are left to Sphinx.
    """
    try:
        return read_if(str(file), header.begins)
    except OSError:
        return None


def take_front_matter(app: Sphinx, docname: str, source: list[str]) -> None:
    """Replace our front matter in a document with blank lines, so that every line keeps its number.

    Other keys in the front matter of a MyST document, such as ``orphan: true``, are left to MyST.
    """
    if docname in cache_domain(app.env).front_matter_documents:
        is_markdown = Path(app.env.doc2path(docname)).suffix == ".md"
        source[0] = without_front_matter(source[0], keep_others=is_markdown)


def without_front_matter(text: str, *, keep_others: bool) -> str:
    """A document without the keys of a page in its front matter; unchanged if the front matter is not closed.

    Args:
        text: The document, which begins with front matter.
        keep_others: Whether to keep the other keys, and the lines around them; else the whole block is removed.
    """
    lines = text.split("\n")
    try:
        head = header.cut(text.encode("utf-8", "surrogateescape")) or b""
        taken = header.split(head)
    except header.HeaderError:
        return text
    end = head.count(b"\n") + 1
    for field in taken.fields.values() if taken else ():
        lines[field.line - 1 : field.last] = [""] * (field.last - field.line + 1)
    others = taken is not None and any(not line.lstrip().startswith("#") for line in lines[1:end] if line.strip())
    if not (others and keep_others):
        lines[: end + 1] = [""] * (end + 1)
    return "\n".join(lines)
