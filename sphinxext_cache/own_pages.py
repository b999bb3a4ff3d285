"""Documents that are themselves pages of a build cache: found before the build, and read without their front matter.

MyST would read a front matter of several hundred kilobytes twice with the slowest of loaders, and make a table of it;
and to reStructuredText it is no front matter at all.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx.util.matching import get_matching_files

from sphinxext_cache.catalog import PageReader, read_file
from sphinxext_cache.domain import cache_domain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sphinx.application import Sphinx

    from sphinxext_cache.catalog import Page

_KEYS: Final = frozenset(
    ("title", "layout", "category", "categories", "meta", "spec_details", "spec_names", "spec_files")
)
_KEY = re.compile(r"(\w+)\s*:")


def find_own_pages(app: Sphinx, hidden_stacks: Collection[str]) -> dict[str, tuple[Path, Page]]:
    """The documents that are pages, broken ones among them: by name, their file and what it holds.

    Of a document that does not begin with a front matter only the beginning is read.

    Args:
        app: The application, which knows the documents.
        hidden_stacks: Names that are no stacks.
    """
    reader = PageReader(hidden_stacks)
    found: dict[str, tuple[Path, Page]] = {}
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
        with file.open("rb") as opened:
            beginning = opened.read(6)
            is_front_matter = beginning.removeprefix(b"\xef\xbb\xbf").startswith(b"---")
            return beginning + opened.read() if is_front_matter else None
    except OSError:
        return None


def _documents(app: Sphinx) -> Iterator[Path]:
    """The files that Sphinx will read as documents."""
    config = app.config
    suffixes = tuple(config.source_suffix)
    for name in get_matching_files(app.srcdir, config.include_patterns, config.exclude_patterns):
        if name.endswith(suffixes):
            yield Path(app.srcdir, name)


def take_front_matter(app: Sphinx, docname: str, source: list[str]) -> None:
    """Leave blank lines in the place of the page, so that every line keeps its number.

    What else stands in the front matter of a MyST document, such as ``orphan: true``, is left to MyST.
    """
    if docname in cache_domain(app.env).own_pages:
        is_markdown = Path(app.env.doc2path(docname)).suffix == ".md"
        source[0] = without_page(source[0], keep_others=is_markdown)


def without_page(text: str, *, keep_others: bool) -> str:
    """A document without the keys of a page in its front matter.

    Args:
        text: The document, which begins with a front matter.
        keep_others: Whether to keep the other keys, and the lines around them; else the whole block goes.
    """
    lines = text.split("\n")
    end = next(index for index, line in enumerate(lines) if index and line.rstrip() in {"---", "..."})
    key = ""
    others = False
    for index in range(1, end):
        if match := _KEY.match(lines[index]):
            key = match[1]
        if key in _KEYS:
            lines[index] = ""
        elif lines[index].strip():
            others = True
    if not (others and keep_others):
        lines[: end + 1] = [""] * (end + 1)
    return "\n".join(lines)


def setup_own_pages(app: Sphinx) -> None:
    """Connect the handler. `incremental` finds the pages when it reads the catalog."""
    # Before any other extension looks at the source.
    app.connect("source-read", take_front_matter, priority=100)
