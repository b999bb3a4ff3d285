"""Add generated pages to the search index of Sphinx: those of the default tag, and of other tags that are configured.

Sphinx feeds only documents to its search index, and drops everything else, both when it loads the index of the previous
build and when it writes the new one. So pages are fed when Sphinx collects them, before it writes the index, and are
protected from being dropped. Pages that were already fed from the same data are kept from the previous index.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import sphinx

from sphinxext_cache.digest import digest
from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.files import dates_kept
from sphinxext_cache.host import search_index
from sphinxext_cache.host.builders import writes_html
from sphinxext_cache.host.finishing import instead_of
from sphinxext_cache.pages.page import title_of
from sphinxext_cache.pages.search_words import BuildWords, modules_of
from sphinxext_cache.rebuild.basis import file_digest
from sphinxext_cache.record import Search, record_of
from sphinxext_cache.tables import FACETS, Ref
from sphinxext_cache.tables.about import about

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.search import IndexBuilder

    from sphinxext_cache.catalog import Package
    from sphinxext_cache.domain.cache_domain import CacheDomain
    from sphinxext_cache.pages.page import Kind
    from sphinxext_cache.rebuild.rest import Rest


_FED: Final = 3
"""Increased when pages are fed differently from the same data, so that entries of earlier versions are replaced."""


class _Entry(NamedTuple):
    """A page for the search index.

    Attributes:
        page: Its name.
        title: Its title.
        package: The package that it describes, if it describes one.
        words: Other text to find it by.
        builds: The words from the builds of its tag.
    """

    page: str
    title: str
    package: Package | None
    words: str
    builds: BuildWords | None = None

    def told(self) -> tuple[object, ...]:
        """The data that determines the search terms of the page."""
        package = self.package and self.package.digest
        return self.page, self.title, package, self.words, self.builds and self.builds.everywhere


class SearchFeed:
    """Feeds generated pages to the search index in each build.

    Args:
        rest: Knows whether the build rests; if so, the index is left alone, unless an extension feeds it.
    """

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._is_loaded = False
        self._builder: StandaloneHTMLBuilder | None = None
        self._fed: dict[str, str] = {}
        self._unfed: list[_Entry] = []

    def join(self, app: Sphinx) -> None:
        """Hook into the search of the builder, if it writes HTML; it may not have an index before it writes."""
        if writes_html(app.builder):
            self._builder = app.builder
            search_index.on_load(app.builder, self._load)
            instead_of(app.builder, "dump_search_index", self._dump)

    def _load(self, builder: StandaloneHTMLBuilder, load_before: Callable[[], None]) -> None:
        """Have Sphinx load the index of the previous build; in a build that rests, only when an extension feeds it."""
        self._is_loaded = False
        if self._rest.is_on:
            search_index.load_when_fed(builder.indexer, lambda: self._load_now(builder, load_before))
        else:
            self._load_now(builder, load_before)

    def _load_now(self, builder: StandaloneHTMLBuilder, load_before: Callable[[], None]) -> None:
        """Have Sphinx load the index of the previous build, and keep those of our pages that would be fed the same."""
        self._is_loaded = True
        env, before = builder.env, record_of(builder).before.search
        domain = cache_domain(env)
        entries = {entry.page: entry for entry in _entries(domain)} if domain.has_pages else {}
        pages = entries.keys() - env.found_docs  # a document takes precedence over a page
        common = _common(builder)
        self._fed = {page: digest((common, entry.told())) for page, entry in entries.items() if page in pages}
        is_ours = before.content == _written(builder)
        kept = {page for page, fed in self._fed.items() if is_ours and before.fed.get(page) == fed}
        self._unfed = [entry for page, entry in entries.items() if page in pages - kept]
        search_index.keep(builder.indexer, kept)
        load_before()
        search_index.keep(builder.indexer, pages)
        if search_index.SHOWS_HTML:
            search_index.escape_headings(builder.indexer, domain.answers.keys() | pages)

    def _dump(self, dump_now: Callable[[], None]) -> None:
        """Have Sphinx write the index if it was loaded; an unchanged file keeps its date."""
        if self._is_loaded and self._builder is not None:
            with dates_kept([Path(self._builder.outdir, self._builder.searchindex_filename)]):
                dump_now()

    def feed(self, _app: Sphinx) -> tuple[()]:
        """Feed the pages that are not in the index yet; this handler of ``html-collect-pages`` returns no pages."""
        builder = self._builder
        indexer: IndexBuilder | None = getattr(builder, "indexer", None)
        if indexer is not None and self._unfed:
            with search_index.feeding(indexer) as feed:
                for entry in self._unfed:
                    title = escape(entry.title, quote=False) if search_index.SHOWS_HTML else entry.title
                    feed(entry.page, title, _found(entry))
        return ()

    def note(self, _app: Sphinx, exception: Exception | None) -> None:
        """Record what the index contains, once it is written."""
        if exception is None and self._is_loaded and self._builder is not None:
            record_of(self._builder).now.search = Search(fed=self._fed, content=_written(self._builder))


def _written(builder: StandaloneHTMLBuilder) -> str:
    """A digest of the written index."""
    return file_digest(Path(builder.outdir, builder.searchindex_filename))


def _common(builder: StandaloneHTMLBuilder) -> str:
    """A digest of what affects all pages. If the version or the language changes, Sphinx does not load the index."""
    config, domain = builder.config, cache_domain(builder.env)
    language = config.language, config.html_search_language, config.html_search_options
    return digest((_FED, sphinx.__version__, builder.env.version, language, domain.config))


def searched_tags(domain: CacheDomain) -> list[str]:
    """The tags whose pages the search finds: the default tag, and those that are configured."""
    tags, patterns = domain.catalog.tags, domain.config.search_tags
    return [tag for place, tag in enumerate(tags) if not place or any(fnmatchcase(tag, each) for each in patterns)]


def _entries(domain: CacheDomain) -> Iterator[_Entry]:
    """The pages for the search index."""
    for tag in searched_tags(domain) or [""]:
        yield from _entries_of_tag(domain, tag)


def _entries_of_tag(domain: CacheDomain, tag: str) -> Iterator[_Entry]:
    """The pages of a tag for the search index. Titles include the tag, unless it is the default one."""
    catalog, facts = domain.catalog, domain.catalog.facts
    end = "" if tag == (catalog.default_tag or "") else f" ({tag})"
    kinds: tuple[Kind, ...] = ("tag", "stack", "target")
    for kind in kinds:
        for name in (tag,) if kind == "tag" else domain.lookup.names(kind, tag):
            page = domain.page_names.of(Ref(kind, tag, name))
            if page is not None:
                title = title_of(kind, facts.title(kind, name))
                yield _Entry(page, title if kind == "tag" else title + end, None, name)
    packages = catalog.packages(tag)
    builds = BuildWords(packages)
    for package in packages:
        page = domain.page_names.of(Ref("package", tag, package.name))
        if page is not None:
            title = title_of("package", facts.title("package", package.name, tag))
            said = [package.name if title != package.name else "", about(package, catalog).text]
            words = " ".join(filter(None, [*said, *modules_of(package, facts)]))
            yield _Entry(page, title + end, package, words, builds)


def _found(entry: _Entry) -> search_index.Found:
    """The search terms of a page."""
    found = search_index.Found([(entry.title, None)], [entry.words])
    if entry.package is not None and entry.builds is not None:
        specs = entry.package.specs
        found.texts.append(" ".join(entry.builds.of(entry.package)))
        for version in map(str, FACETS["version"].ordered({spec.version for spec in specs})):
            if _MARKUP.isdisjoint(version):
                # As a heading, because the search does not find words in texts that only consist of digits.
                found.headings.append((version, "specs"))
            else:
                found.texts.append(version)
    return found


_MARKUP: Final = frozenset("<>&\"'")
"""Characters that no real version contains. Search pages of themes may show headings as HTML with any Sphinx."""
