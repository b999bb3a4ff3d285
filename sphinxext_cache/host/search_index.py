"""The search index, which Sphinx feeds with documents only."""

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


def load_when_fed(indexer: IndexBuilder | None, load: Callable[[], None]) -> None:
    """Have the index of the build before loaded only if somebody feeds this one.

    Watched by:
        tests/incremental/test_unchanged.py::test_an_extension_may_feed_the_search_in_a_build_without_changes
    """
    if indexer is None:
        return
    feed = indexer.feed

    def feed_loaded(*arguments: Any, **named: Any) -> None:  # noqa: ANN401 whatever it gets
        indexer.feed = feed  # type: ignore[method-assign]
        load()
        indexer.feed(*arguments, **named)

    indexer.feed = feed_loaded  # type: ignore[method-assign]  # Sphinx offers no other way


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


class Found(NamedTuple):
    """By what a page is found.

    Attributes:
        headings: Its headings, the title first; each with its anchor, if it has one.
        texts: What is found on it besides.
    """

    headings: list[tuple[str, str | None]]
    texts: list[str]


@contextmanager
def feeding(indexer: IndexBuilder) -> Iterator[Callable[[str, str, Found], None]]:
    """Within this, pages are fed that have no document: gives a function for it, of a name, a title, and what is found.

    Sphinx takes the words out of a document with one method, and does all else with these, for which it would find the
    stem of each word again on each page, and whether it counts.

    Watched by:
        tests/extension/test_search.py::test_pages_are_fed_as_if_each_were_a_document
    """
    language, collector = indexer.lang, indexer._word_collector  # noqa: SLF001 Sphinx offers no other way
    stem, counts, split = language.stem, language.word_filter, cache(language.split)
    document = new_document("")
    stores: list[WordStore] = []

    def feed(page: str, title: str, found: Found) -> None:
        # A word of a heading counts as such, wherever else it is; and each word counts once.
        words = dict.fromkeys(chain.from_iterable(map(split, found.texts)))
        headings = dict.fromkeys(chain.from_iterable([split(heading) for heading, _anchor in found.headings]))
        stores.append(WordStore(list(words), found.headings, list(headings)))
        indexer.feed(page, page, title, document)

    # For as long as it takes to feed.
    language.stem, language.word_filter = cache(stem), cache(counts)  # type: ignore[method-assign]
    indexer._word_collector = lambda doctree: stores.pop()  # type: ignore[method-assign]  # noqa: ARG005, SLF001
    try:
        yield feed
    finally:
        language.stem, language.word_filter = stem, counts  # type: ignore[method-assign]
        indexer._word_collector = collector  # type: ignore[method-assign]  # noqa: SLF001
