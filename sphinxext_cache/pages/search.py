"""Puts the generated pages of the default tag into Sphinx's search.

Sphinx feeds its search index with documents and drops what is none, when it loads the index of the build before and
when it writes that of this one. So pages are fed when Sphinx collects them, which is before it writes the index, and
are kept from being dropped; if they were fed from the same already, the index of the build before keeps them.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import sphinx
from docutils import nodes
from docutils.utils import new_document

from sphinxext_cache import host
from sphinxext_cache.digest import digest, digest_bytes
from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.files import read
from sphinxext_cache.pages.page import title_of
from sphinxext_cache.record import Search, record_of
from sphinxext_cache.tables import FACETS, Ref, digest_package

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet
    from os import PathLike

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.search import IndexBuilder

    from sphinxext_cache.catalog import Package
    from sphinxext_cache.domain.cache_domain import CacheDomain
    from sphinxext_cache.pages.page import Kind


_FED: Final = 2
"""Raised when pages are fed otherwise from the same: what was fed before must go."""


class _Entry(NamedTuple):
    """A page that is to be found.

    Attributes:
        page: Its name.
        title: Its title.
        package: What it describes, if that is a package.
        words: What else it is found by.
    """

    page: str
    title: str
    package: Package | None
    words: str


class _Search:
    """Our part in the search index of one build.

    Args:
        app: The application.
        builder: Its builder; if it has a search, then only from when it begins to write.
    """

    def __init__(self, app: Sphinx, builder: StandaloneHTMLBuilder) -> None:
        self._app = app
        self._builder = builder
        self._load_indexer = builder.load_indexer
        self._entries: list[_Entry] = []
        self._is_fed = False
        builder.load_indexer = self.load  # type: ignore[method-assign]  # Sphinx offers no other way
        app.connect("html-collect-pages", self.feed)
        app.connect("build-finished", self.note)

    def load(self, docnames: AbstractSet[str]) -> None:
        """Have Sphinx load the index of the build before; with our pages, if they would be fed the same."""
        domain = cache_domain(self._app.env)
        entries = {entry.page: entry for entry in _entries(domain)} if domain.has_pages else {}
        pages = entries.keys() - self._app.env.found_docs  # where a document has the place of a page, it is found
        self._entries = [entry for page, entry in entries.items() if page in pages]
        self._is_fed = record_of(self._builder).before.search == self._search()
        if self._is_fed:
            _keep(self._builder.indexer, pages)
            self._load_indexer(docnames)
        else:
            self._load_indexer(docnames)
            _keep(self._builder.indexer, pages)
        if host.SEARCH_SHOWS_HTML:
            _escape_headings(self._builder.indexer, domain.answers.keys() | pages)

    def feed(self, _app: Sphinx) -> tuple[()]:
        """Feed the pages of the default tag. Sphinx asks for pages here; of those there are none."""
        indexer: IndexBuilder | None = getattr(self._builder, "indexer", None)
        if indexer is not None and not self._is_fed:
            document = new_document("", self._builder.docsettings)
            with _remembered_stems(indexer):
                for entry in self._entries:
                    document.children = [_section(entry)]
                    title = escape(entry.title, quote=False) if host.SEARCH_SHOWS_HTML else entry.title
                    indexer.feed(entry.page, entry.page, title, document)
        return ()

    def note(self, _app: Sphinx, exception: Exception | None) -> None:
        """Note what is in the index, now that it is written."""
        if exception is None and getattr(self._builder, "indexer", None) is not None:
            record_of(self._builder).now.search = self._search()

    def _search(self) -> Search:
        written = read(Path(self._builder.outdir, self._builder.searchindex_filename))
        config, domain = self._app.config, cache_domain(self._app.env)
        fed = [(*entry[:2], entry.package and digest_package(entry.package), entry.words) for entry in self._entries]
        # With another of these, Sphinx does not load the index.
        versions = (
            _FED,
            sphinx.__version__,
            self._app.env.version,
            config.html_search_language,
            config.html_search_options,
        )
        return Search(fed=digest((versions, domain.config, fed)), content=digest_bytes(written or b""))


def _entries(domain: CacheDomain) -> Iterator[_Entry]:
    """What there is to find: the pages of the default tag."""
    tag = domain.catalog.default_tag or ""
    kinds: tuple[Kind, ...] = ("tag", "stack", "target")
    for kind in kinds:
        for name in (tag,) if kind == "tag" else domain.lookup.names(kind, tag):
            page = domain.page_names.of(Ref(kind, tag, name))
            if page is not None:
                yield _Entry(page, title_of(kind, name), None, name)
    for package in domain.catalog.packages(tag):
        page = domain.page_names.of(Ref("package", tag, package.name))
        if page is not None:
            yield _Entry(page, title_of("package", package.name), package, "")


def _section(entry: _Entry) -> nodes.section:
    """What a page is found by."""
    section = nodes.section("", nodes.title("", entry.title), nodes.paragraph("", entry.words))
    if entry.package is not None:
        specs = entry.package.specs
        section += nodes.paragraph("", " ".join(sorted({name for spec in specs for name in spec.stacks})))
        for version in map(str, FACETS["version"].ordered({spec.version for spec in specs})):
            section += _version(version) if _MARKUP.isdisjoint(version) else nodes.paragraph("", version)
    return section


_MARKUP: Final = frozenset("<>&\"'")
"""What no version has in earnest. A search page of a theme's own may show headings as HTML under any Sphinx."""


@lru_cache(maxsize=1 << 14)
def _version(text: str) -> nodes.section:
    """A version as a heading, for a search does not look into texts for words that are but digits."""
    return nodes.section("", nodes.title("", text), ids=["specs"])


@contextmanager
def _remembered_stems(indexer: IndexBuilder) -> Iterator[None]:
    """Find the stem of each word once: the same words stand on most pages."""
    language = indexer.lang
    stem = language.stem
    language.stem = cache(stem)  # type: ignore[method-assign]  # for as long as it takes to feed
    try:
        yield
    finally:
        language.stem = stem  # type: ignore[method-assign]


def _keep(indexer: IndexBuilder | None, pages: AbstractSet[str]) -> None:
    """Let pages stay when all but some documents are dropped, and let words go that are on no page any more."""
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


def _escape_headings(indexer: IndexBuilder | None, pages: AbstractSet[str]) -> None:
    """Let the headings of some pages be text, which may come from a build cache: a role writes a version into one."""
    if indexer is None:
        return
    feed = indexer.feed

    def feed_escaped(docname: str, filename: str | PathLike[str], title: str, doctree: nodes.document) -> None:
        feed(docname, filename, title, doctree)
        if docname in pages:
            headings: dict[str, list[tuple[str, str | None]]] = indexer._all_titles  # noqa: SLF001 Sphinx offers no other way
            headings[docname] = [(escape(text, quote=False), anchor) for text, anchor in headings[docname]]

    indexer.feed = feed_escaped  # type: ignore[method-assign]  # Sphinx offers no other way


def join_search(app: Sphinx) -> None:
    """Join the search of the builder, if it writes pages of ours and may have one."""
    if host.writes_html(app.builder):
        _Search(app, app.builder)


def setup_search(app: Sphinx) -> None:
    """Connect the handler."""
    app.connect("builder-inited", join_search)
