"""Puts the generated pages of the default tag into Sphinx's search.

Sphinx feeds its search index with documents and, when it writes the index, drops what is none. So pages are fed when
Sphinx collects them, which is before it writes the index, and are kept from being dropped. An index that is loaded
for the next build loses them again, so nothing is fed twice, and what left the cache leaves the search.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils import new_document
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinxext_cache.contents import title_of
from sphinxext_cache.domain import cache_domain
from sphinxext_cache.tables import FACETS, Ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.frontend import Values
    from sphinx.application import Sphinx
    from sphinx.search import IndexBuilder

    from sphinxext_cache.catalog import Package
    from sphinxext_cache.contents import Kind
    from sphinxext_cache.domain import CacheDomain


def feed_search(app: Sphinx) -> tuple[()]:
    """Feed the pages of the default tag. Sphinx asks for pages here; of those there are none."""
    domain = cache_domain(app.env)
    builder = app.builder
    # Only builders with a search have an index; others, and those where it is switched off, have None.
    indexer: IndexBuilder | None = getattr(builder, "indexer", None)
    if indexer is not None and domain.has_pages and isinstance(builder, StandaloneHTMLBuilder):
        pages = []
        with _remembered_stems(indexer):
            for page, title, document in _documents(domain, builder.docsettings):
                indexer.feed(page, page, title, document)
                pages.append(page)
        _keep(indexer, pages)
    return ()


def _documents(domain: CacheDomain, settings: Values) -> Iterator[tuple[str, str, nodes.document]]:
    """The name and the title of each page, with a small document that holds what it is found by."""
    tag = domain.catalog.default_tag or ""
    for kind in ("tag", "stack", "target"):
        for name in (tag,) if kind == "tag" else domain.names(kind, tag):
            yield from _document(domain, settings, kind, name, nodes.paragraph("", name))
    for package in domain.catalog.packages(tag):
        yield from _document(domain, settings, "package", package.name, *_found_by(package))


def _document(
    domain: CacheDomain, settings: Values, kind: Kind, name: str, *parts: nodes.Node
) -> Iterator[tuple[str, str, nodes.document]]:
    page = domain.page_names.of(Ref(kind, domain.catalog.default_tag or "", name))
    if page is not None:
        title = title_of(kind, name)
        document = new_document(page, settings)
        document += nodes.section("", nodes.title("", title), *parts)
        yield page, title, document


def _found_by(package: Package) -> Iterator[nodes.Node]:
    """The stacks of a package, and its versions.

    The latter are headings, for a search does not look into texts for words that are but digits.
    """
    yield nodes.paragraph("", " ".join(sorted({name for spec in package.specs for name in spec.stacks})))
    for version in FACETS["version"].ordered(spec.version for spec in package.specs):
        yield nodes.section("", nodes.title("", str(version)), ids=["specs"])


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


def _keep(indexer: IndexBuilder, pages: list[str]) -> None:
    """Let pages stay when all but the documents are dropped, and let words go that are on no page any more."""
    prune = indexer.prune

    def prune_others(docnames: Iterable[str]) -> None:
        prune({*docnames, *pages})
        for words in ("_mapping", "_title_mapping"):
            found: dict[str, set[str]] = getattr(indexer, words, {})
            for word in [word for word, where in found.items() if not where]:
                del found[word]

    indexer.prune = prune_others  # type: ignore[method-assign]  # Sphinx offers no other way


def setup_search(app: Sphinx) -> None:
    """Connect the handler."""
    app.connect("html-collect-pages", feed_search)
