"""Puts generated pages into Sphinx's search: those of the default tag, and of others that the project names.

Sphinx feeds its search index with documents and drops what is none, when it loads the index of the build before and
when it writes that of this one. So pages are fed when Sphinx collects them, which is before it writes the index, and
are kept from being dropped; if they were fed from the same already, the index of the build before keeps them.
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
"""Raised when pages are fed otherwise from the same: what was fed before must go."""


class _Entry(NamedTuple):
    """A page that is to be found.

    Attributes:
        page: Its name.
        title: Its title.
        package: What it describes, if that is a package.
        words: What else it is found by.
        builds: The words of the builds of its tag.
    """

    page: str
    title: str
    package: Package | None
    words: str
    builds: BuildWords | None = None

    def told(self) -> tuple[object, ...]:
        """What decides by what the page is found."""
        package = self.package and self.package.digest
        return self.page, self.title, package, self.words, self.builds and self.builds.everywhere


class SearchFeed:
    """Our part in the search index, build by build.

    Args:
        rest: Knows whether the build rests: then the index is left as it is, unless somebody feeds it.
    """

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._is_loaded = False
        self._builder: StandaloneHTMLBuilder | None = None
        self._fed: dict[str, str] = {}
        self._unfed: list[_Entry] = []

    def join(self, app: Sphinx) -> None:
        """Join the search of the builder, if it writes pages of ours; it may have one only from when it writes."""
        if writes_html(app.builder):
            self._builder = app.builder
            search_index.on_load(app.builder, self._load)
            instead_of(app.builder, "dump_search_index", self._dump)

    def _load(self, builder: StandaloneHTMLBuilder, load_before: Callable[[], None]) -> None:
        """Have Sphinx load the index of the build before; in a build that rests, only when somebody feeds it."""
        self._is_loaded = False
        if self._rest.is_on:
            search_index.load_when_fed(builder.indexer, lambda: self._load_now(builder, load_before))
        else:
            self._load_now(builder, load_before)

    def _load_now(self, builder: StandaloneHTMLBuilder, load_before: Callable[[], None]) -> None:
        """Have Sphinx load the index of the build before, with those of our pages that would be fed the same."""
        self._is_loaded = True
        env, before = builder.env, record_of(builder).before.search
        domain = cache_domain(env)
        entries = {entry.page: entry for entry in _entries(domain)} if domain.has_pages else {}
        pages = entries.keys() - env.found_docs  # where a document has the place of a page, it is found
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
        """Have Sphinx write the index."""
        if self._is_loaded and self._builder is not None:
            with dates_kept([Path(self._builder.outdir, self._builder.searchindex_filename)]):
                dump_now()

    def feed(self, _app: Sphinx) -> tuple[()]:
        """Feed the pages that are to be found. Sphinx asks for pages here; of those there are none."""
        builder = self._builder
        indexer: IndexBuilder | None = getattr(builder, "indexer", None)
        if indexer is not None and self._unfed:
            with search_index.feeding(indexer) as feed:
                for entry in self._unfed:
                    title = escape(entry.title, quote=False) if search_index.SHOWS_HTML else entry.title
                    feed(entry.page, title, _found(entry))
        return ()

    def note(self, _app: Sphinx, exception: Exception | None) -> None:
        """Note what is in the index, now that it is written."""
        if exception is None and self._is_loaded and self._builder is not None:
            record_of(self._builder).now.search = Search(fed=self._fed, content=_written(self._builder))


def _written(builder: StandaloneHTMLBuilder) -> str:
    """A digest of the index that is written."""
    return file_digest(Path(builder.outdir, builder.searchindex_filename))


def _common(builder: StandaloneHTMLBuilder) -> str:
    """A digest of what all pages are fed with. With another version or language, Sphinx does not load the index."""
    config, domain = builder.config, cache_domain(builder.env)
    language = config.language, config.html_search_language, config.html_search_options
    return digest((_FED, sphinx.__version__, builder.env.version, language, domain.config))


def searched_tags(domain: CacheDomain) -> list[str]:
    """The tags whose pages the search finds: the default tag, and those that the project names."""
    tags, patterns = domain.catalog.tags, domain.config.search_tags
    return [tag for place, tag in enumerate(tags) if not place or any(fnmatchcase(tag, each) for each in patterns)]


def _entries(domain: CacheDomain) -> Iterator[_Entry]:
    """What there is to find."""
    for tag in searched_tags(domain) or [""]:
        yield from _entries_of_tag(domain, tag)


def _entries_of_tag(domain: CacheDomain, tag: str) -> Iterator[_Entry]:
    """What there is to find in a tag. Titles of another one than the default tag name it."""
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
    """What a page is found by."""
    found = search_index.Found([(entry.title, None)], [entry.words])
    if entry.package is not None and entry.builds is not None:
        specs = entry.package.specs
        found.texts.append(" ".join(entry.builds.of(entry.package)))
        for version in map(str, FACETS["version"].ordered({spec.version for spec in specs})):
            if _MARKUP.isdisjoint(version):
                # As a heading, for a search does not look into texts for words that are but digits.
                found.headings.append((version, "specs"))
            else:
                found.texts.append(version)
    return found


_MARKUP: Final = frozenset("<>&\"'")
"""What no version has in earnest. A search page of a theme's own may show headings as HTML under any Sphinx."""
