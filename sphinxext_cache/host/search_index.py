"""Extends Sphinx's search index, which otherwise contains documents only, to generated pages."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from html import escape
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import sphinx
from docutils.utils import new_document
from sphinx.search import WordStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet
    from os import PathLike

    from docutils import nodes
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.search import IndexBuilder

SHOWS_HTML: Final = sphinx.version_info < (9,)
"""Whether the search page treats titles as HTML. Sphinx then escapes page titles, but not section titles.

Watched by:
    tests/extension/test_search.py::test_a_title_is_fed_as_the_search_page_shows_it
"""


def on_load(builder: StandaloneHTMLBuilder, load: Callable[[StandaloneHTMLBuilder, Callable[[], None]], None]) -> None:
    """Replace the method that loads the index of a builder, which may have no index before it writes.

    Args:
        builder: The builder.
        load: Called with the builder and a function that loads the index as Sphinx does.

    Watched by:
        tests/extension/test_search.py::test_after_any_change_the_index_is_that_of_a_clean_build
    """
    before = builder.load_indexer

    def load_indexer(docnames: AbstractSet[str]) -> None:
        load(builder, lambda: before(docnames))

    builder.load_indexer = load_indexer  # type: ignore[method-assign]  # Sphinx offers no other way


def load_when_fed(indexer: IndexBuilder | None, load: Callable[[], None]) -> None:
    """Defer loading the index of the previous build until a page is added to this one.

    Watched by:
        tests/incremental/test_unchanged.py::test_an_extension_may_feed_the_search_in_a_build_without_changes
    """
    if indexer is None:
        return
    feed = indexer.feed

    def feed_loaded(*arguments: Any, **named: Any) -> None:  # noqa: ANN401 passed on unchanged
        indexer.feed = feed  # type: ignore[method-assign]
        load()
        indexer.feed(*arguments, **named)

    indexer.feed = feed_loaded  # type: ignore[method-assign]  # Sphinx offers no other way


def keep(indexer: IndexBuilder | None, pages: AbstractSet[str]) -> None:
    """Keep generated pages when Sphinx prunes the index, and then remove words that are on no page.

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
    """Escape the headings of some pages, since roles can insert text from a build cache, such as a version.

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


class Found(NamedTuple):
    """The searchable text of a page.

    Attributes:
        headings: The headings, the title first, each with its anchor if it has one.
        texts: The other searchable texts.
    """

    headings: list[tuple[str, str | None]]
    texts: list[str]


@contextmanager
def feeding(indexer: IndexBuilder) -> Iterator[Callable[[str, str, Found], None]]:
    """Provide a function that adds a page without a document to the index, by its name, title and searchable text.

    Sphinx extracts the words of a document in one method, which is replaced in the ``with`` block; the rest is done by
    Sphinx. The stemmer and the word filter are cached, since Sphinx would call them for each word of each page.

    Watched by:
        tests/extension/test_search.py::test_pages_are_fed_as_if_each_were_a_document
    """
    language, collector = indexer.lang, indexer._word_collector  # noqa: SLF001 Sphinx offers no other way
    stem, counts, split = language.stem, language.word_filter, cache(language.split)
    document = new_document("")
    stores: list[WordStore] = []

    def feed(page: str, title: str, found: Found) -> None:
        # A word counts once on a page, but separately in headings and in texts.
        words = dict.fromkeys(chain.from_iterable(map(split, found.texts)))
        headings = dict.fromkeys(chain.from_iterable([split(heading) for heading, _anchor in found.headings]))
        stores.append(WordStore(list(words), found.headings, list(headings)))
        indexer.feed(page, page, title, document)

    # Restored when the block ends.
    language.stem, language.word_filter = cache(stem), cache(counts)  # type: ignore[method-assign]
    indexer._word_collector = lambda doctree: stores.pop()  # type: ignore[method-assign]  # noqa: ARG005, SLF001
    try:
        yield feed
    finally:
        language.stem, language.word_filter = stem, counts  # type: ignore[method-assign]
        indexer._word_collector = collector  # type: ignore[method-assign]  # noqa: SLF001
