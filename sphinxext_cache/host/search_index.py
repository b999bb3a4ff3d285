"""The search index, which Sphinx feeds with documents only."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Final

import sphinx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet
    from os import PathLike

    from docutils import nodes
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.search import IndexBuilder

SHOWS_HTML: Final = sphinx.version_info < (9,)
"""Whether the search page takes titles for HTML. Sphinx escapes those of pages for it, and not those of sections.

Watched by:
    tests/extension/test_search.py::test_a_title_is_fed_as_the_search_page_shows_it
"""


def on_load(builder: StandaloneHTMLBuilder, load: Callable[[StandaloneHTMLBuilder, Callable[[], None]], None]) -> None:
    """Have something of ours load the index in the place of the builder, which may have one only when it writes.

    Args:
        builder: The builder.
        load: Gets the builder, and what Sphinx would do.

    Watched by:
        tests/extension/test_search.py::test_after_any_change_the_index_is_that_of_a_clean_build
    """
    before = builder.load_indexer

    def load_indexer(docnames: AbstractSet[str]) -> None:
        load(builder, lambda: before(docnames))

    builder.load_indexer = load_indexer  # type: ignore[method-assign]  # Sphinx offers no other way


def keep(indexer: IndexBuilder | None, pages: AbstractSet[str]) -> None:
    """Let pages stay when all but some documents are dropped, and let words go that are on no page any more.

    Watched by:
        tests/extension/test_search.py::test_pages_that_are_in_the_index_already_are_not_fed_again
    """
    if indexer is None:
        return
    prune = indexer.prune

    def prune_others(docnames: Iterable[str]) -> None:
        prune({*docnames, *pages})
        for words in ("_mapping", "_title_mapping"):
            found: dict[str, set[str]] = getattr(indexer, words, {})
            for word in [word for word, where in found.items() if not where]:
                del found[word]

    indexer.prune = prune_others  # type: ignore[method-assign]  # Sphinx offers no other way


def escape_headings(indexer: IndexBuilder | None, pages: AbstractSet[str]) -> None:
    """Let the headings of some pages be text, which may come from a build cache: a role writes a version into one.

    Watched by:
        tests/extension/test_search.py::test_no_heading_that_comes_from_the_data_is_markup
    """
    if indexer is None:
        return
    feed = indexer.feed

    def feed_escaped(docname: str, filename: str | PathLike[str], title: str, doctree: nodes.document) -> None:
        feed(docname, filename, title, doctree)
        if docname in pages:
            headings: dict[str, list[tuple[str, str | None]]] = indexer._all_titles  # noqa: SLF001 Sphinx offers no other way
            headings[docname] = [(escape(text, quote=False), anchor) for text, anchor in headings[docname]]

    indexer.feed = feed_escaped  # type: ignore[method-assign]  # Sphinx offers no other way


@contextmanager
def remembered_stems(indexer: IndexBuilder) -> Iterator[None]:
    """Find the stem of each word once: the same words stand on most pages.

    Watched by:
        tests/extension/test_search.py::test_pages_of_the_default_tag_are_found_by_title_versions_and_stacks
    """
    language = indexer.lang
    stem = language.stem
    language.stem = cache(stem)  # type: ignore[method-assign]  # for as long as it takes to feed
    try:
        yield
    finally:
        language.stem = stem  # type: ignore[method-assign]
