"""Finds the documents that a change of the catalog affects.

A document is read again if the content of one of its tables or descriptions changes, and written again if the target
of one of its references changes. Both are detected by digests that are stored for each document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_cache.digest import digest
from sphinxext_cache.domain.cache_domain import CacheDomain, cache_domain
from sphinxext_cache.domain.claims import OUR_INDICES
from sphinxext_cache.domain.questions import answer
from sphinxext_cache.host.environment import PAGES_NEED_DOCUMENTS, configured
from sphinxext_cache.record import Documents, OutputRecord
from sphinxext_cache.tables import Recipe, TreeRecipe, build, build_tree, packages_of, packages_of_tree

if TYPE_CHECKING:
    from collections.abc import Collection

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxext_cache.catalog import Catalog
    from sphinxext_cache.domain.questions import Question


class Changes:
    """Finds the documents that must be read or written again."""

    def __init__(self) -> None:
        self._record: OutputRecord | None = None
        self._now = Documents()
        self._stale: set[str] = set()
        self._written: set[str] = set()
        self._setup = ""

    def begin(self, app: Sphinx) -> None:
        """Load the record of the output."""
        # Later in a build, the configuration contains paths of our own files, which depend on the checkout.
        self._setup = self._setup or digest(configured(app))
        self._record = OutputRecord(app.builder, self._setup)
        self._written = set()

    @property
    def is_begun(self) -> bool:
        """Whether `begin` was called for this build; it must be called again if an application builds repeatedly."""
        return self._record is not None

    def find_outdated(
        self, _app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], _removed: set[str]
    ) -> Collection[str]:
        """Return the documents whose tables or descriptions have changed since they were read.

        After an unfinished build, returns all documents, since it is unknown which were read.
        """
        assert self._record is not None  # noqa: S101 `begin` was called before
        if self._record.was_reading:
            return env.found_docs
        domain = cache_domain(env)
        return [
            docname
            for docname, answers in domain.answers.items()
            if any(answer(domain.catalog, asked) != known for asked, known in answers.items())
        ]

    def find_stale(self, _app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the documents that must be written again because their content or their link targets changed."""
        assert self._record is not None  # noqa: S101 `begin` was called before
        domain = cache_domain(env)
        self._now = Documents(
            catalog=_catalog_digest(domain),
            # A build that shares the doctrees may have read the documents with the present configuration.
            common=digest((self._setup, domain.page_names.digest, _indices(domain))),
            # Links depend on the place of a description, but not on its line.
            places={"/".join(key): digest(found[0].target) for key, found in domain.descriptions.packages.items()},
            written={docname: _shown(domain, docname) for docname in sorted(env.found_docs)},
        )
        moved = {key for key, _place in self._now.places.items() ^ self._before.places.items()}
        stale = self._unknown() | _with_tables_of(domain, moved)
        if PAGES_NEED_DOCUMENTS and self._now.catalog != self._before.catalog:
            stale.add(env.config.root_doc)
        self._stale = stale
        return sorted(stale)

    @property
    def _before(self) -> Documents:
        return self._record.before.documents if self._record is not None else Documents()

    def _unknown(self) -> set[str]:
        """Return the documents whose output may not match the present catalog and configuration."""
        if self._now.common != self._before.common:
            return set(self._now.written)
        known = self._before.written
        return {docname for docname, shown in self._now.written.items() if known.get(docname) != shown}

    def note_written(self, _app: Sphinx, _doctree: object, docname: str) -> None:
        """Record that a document is about to be written."""
        self._written.add(docname)

    def leave(self) -> None:
        """Finish a build that changed nothing."""
        if self._record is not None:
            self._record.leave()
        self._record = None

    def end(self, _app: Sphinx, exception: Exception | None) -> None:
        """Save the record if the build succeeded.

        Documents that were not written keep their previous digests. Stale ones get an empty digest: Sphinx does not
        write them if it is asked for other files only.
        """
        if self._record is not None and exception is None:
            now, before = self._now.written, self._before.written
            for docname in now.keys() - self._written:
                now[docname] = "" if docname in self._stale else before.get(docname, "")
            self._record.end(self._now)
        self._record = None


def _catalog_digest(domain: CacheDomain) -> str:
    """Return a digest of the packages and facts of the catalog."""
    tags = domain.catalog.tags
    packages = [package for tag in tags for package in domain.catalog.packages(tag)]
    return digest([(package.tag, package.name, package.digest) for package in packages]) + domain.catalog.facts.content


def _shown(domain: CacheDomain, docname: str) -> str:
    """Return a digest of the catalog data that a document shows and of the targets of its references."""
    answers = list(domain.answers.get(docname, {}).values())
    references = sorted(domain.references.get(docname, ()))
    led = [[domain.places.locate(ref) for ref in domain.lookup.find(*reference)] for reference in references]
    named = domain.catalog.facts.documents() if answers else ()
    titles = sorted({(name, domain.title_of_document(name)) for name, _fact in named})
    return digest((answers, led, *titles))


def _with_tables_of(domain: CacheDomain, moved: set[str]) -> set[str]:
    """Return the documents with tables or trees of packages whose descriptions have moved since the previous build."""
    if not moved:
        return set()
    return {
        docname
        for docname, answers in domain.answers.items()
        for asked in answers
        if not moved.isdisjoint(map("/".join, _packages_in(asked, domain.catalog)))
    }


def _packages_in(asked: Question, catalog: Catalog) -> set[tuple[str, str]]:
    """Return the packages to which a table or tree links without cross-references that a transform would resolve."""
    if isinstance(asked, TreeRecipe):
        return packages_of_tree(build_tree(asked, catalog))
    return packages_of(build(asked, catalog)) if isinstance(asked, Recipe) else set()


def _indices(domain: CacheDomain) -> list[bool]:
    """Return which indices exist, since any document may refer to them by their labels."""
    tag = domain.catalog.default_tag or ""
    is_described = any(key[0] == tag for key in domain.descriptions.packages)
    lost = domain.page_places.lost if domain.page_places is not None else {}
    return [
        bool(domain.lookup.names(kind, tag))
        and (domain.has_pages or (kind == "package" and is_described))
        and page not in lost
        for page, kind in OUR_INDICES.items()
    ]
