"""Documents that are themselves pages of a build cache: found before the build, and read without their front matter.

MyST would read a front matter of several hundred kilobytes twice with the slowest of loaders, and make a table of it;
and to reStructuredText it is no front matter at all.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.matching import get_matching_files

from sphinxext_cache.catalog import Admission, FrontMatterReader, read_file
from sphinxext_cache.catalog.sources.front_matter import header
from sphinxext_cache.catalog.sources.load import read_if
from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.host.outputs import excluded_from_documents

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sphinx.application import Sphinx

    from sphinxext_cache.catalog import FrontMatter


def find_front_matter_documents(app: Sphinx, hidden_stacks: Collection[str]) -> dict[str, tuple[Path, FrontMatter]]:
    """The documents that are pages, broken ones among them: by name, their file and what it holds.

    Of a document that does not begin with a front matter only the beginning is read.

    Args:
        app: The application, which knows the documents.
        hidden_stacks: Names that are no stacks.
    """
    reader = FrontMatterReader(Admission(hidden_stacks))
    found: dict[str, tuple[Path, FrontMatter]] = {}
    for file in _documents(app):
        data = _front_matter_document(file)
        if data is None:
            continue
        page = read_file(str(file), data, reader)
        docname = app.project.path2doc(file) if page.package or page.problems else None
        if docname is not None:
            found[docname] = file, page
    return found


def _front_matter_document(file: Path) -> bytes | None:
    """The content of a document that begins with a front matter; None for all others.

    What cannot be read (an editor's lock is a link to nowhere) is left to Sphinx, which knows whether it matters.
    """
    try:
        return read_if(str(file), header.begins)
    except OSError:
        return None


def _documents(app: Sphinx) -> Iterator[Path]:
    """The files that Sphinx will read as documents."""
    config = app.config
    suffixes = tuple(config.source_suffix)
    for name in get_matching_files(app.srcdir, config.include_patterns, excluded_from_documents(app.builder)):
        if name.endswith(suffixes):
            yield Path(app.srcdir, name)


def take_front_matter(app: Sphinx, docname: str, source: list[str]) -> None:
    """Leave blank lines in the place of the page, so that every line keeps its number.

    What else stands in the front matter of a MyST document, such as ``orphan: true``, is left to MyST.
    """
    if docname in cache_domain(app.env).front_matter_documents:
        is_markdown = Path(app.env.doc2path(docname)).suffix == ".md"
        source[0] = without_front_matter(source[0], keep_others=is_markdown)


def without_front_matter(text: str, *, keep_others: bool) -> str:
    """A document without the keys of a page in its front matter; as it is if that does not end.

    Args:
        text: The document, which begins with a front matter.
        keep_others: Whether to keep the other keys, and the lines around them; else the whole block goes.
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
