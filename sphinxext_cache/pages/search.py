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

from sphinxext_cache.digest import digest, digest_bytes
from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.files import dates_kept, read
from sphinxext_cache.host import search_index
from sphinxext_cache.host.builders import writes_html
from sphinxext_cache.host.finishing import instead_of
from sphinxext_cache.pages.page import title_of
from sphinxext_cache.pages.search_words import BuildWords, modules_of
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


class SearchFeed:
    """Our part in the search index, build by build.

    Args:
        rest: Knows whether the build rests: then the index is left as it is, unless somebody feeds it.
    """

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._is_loaded = False
        self._builder: StandaloneHTMLBuilder | None = None
        self._entries: list[_Entry] = []
        self._is_fed = False

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
        """Have Sphinx load the index of the build before; with our pages, if they would be fed the same."""
        self._is_loaded = True
        env = builder.env
        domain = cache_domain(env)
        entries = {entry.page: entry for entry in _entries(domain)} if domain.has_pages else {}
        pages = entries.keys() - env.found_docs  # where a document has the place of a page, it is found
        self._entries = [entry for page, entry in entries.items() if page in pages]
        self._is_fed = record_of(builder).before.search == self._now(builder)
        if self._is_fed:
            search_index.keep(builder.indexer, pages)
            load_before()
        else:
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
        if builder is not None and indexer is not None and not self._is_fed:
            with search_index.feeding(indexer) as feed:
                for entry in self._entries:
                    title = escape(entry.title, quote=False) if search_index.SHOWS_HTML else entry.title
                    feed(entry.page, title, _found(entry))
        return ()

    def note(self, _app: Sphinx, exception: Exception | None) -> None:
        """Note what is in the index, now that it is written."""
        builder = self._builder
        if exception is None and builder is not None and getattr(builder, "indexer", None) is not None:
            record_of(builder).now.search = self._now(builder)

    def _now(self, builder: StandaloneHTMLBuilder) -> Search:
        written = read(Path(builder.outdir, builder.searchindex_filename))
        config, domain = builder.config, cache_domain(builder.env)
        fed = [(*entry[:2], entry.package and entry.package.digest, entry.words) for entry in self._entries]
        # With another of these, Sphinx does not load the index.
        versions = (
            _FED,
            sphinx.__version__,
            builder.env.version,
            config.html_search_language,
            config.html_search_options,
        )
        return Search(fed=digest((versions, domain.config, fed)), content=digest_bytes(written or b""))


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
