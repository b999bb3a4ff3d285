"""Finds the documents that a change of the catalog touches.

A document is read again when a table or a description in it would say something else, and written again when one
of its references would lead elsewhere. Both are known by a digest of the answer, kept with the document.
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
        """Find out what the output was made of."""
        # Later in a build, our own files enter the configuration, which lie elsewhere in another checkout.
        self._setup = self._setup or digest(configured(app))
        self._record = OutputRecord(app.builder, self._setup)
        self._written = set()

    @property
    def is_begun(self) -> bool:
        """Whether this build was begun; an application that builds once more, as a language server does, has to."""
        return self._record is not None

    def find_outdated(
        self, _app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], _removed: set[str]
    ) -> Collection[str]:
        """The documents whose tables or descriptions would say something else than when they were read.

        After a build that did not end it is not known what was read.
        """
        assert self._record is not None  # noqa: S101 it was begun before
        if self._record.was_reading:
            return env.found_docs
        domain = cache_domain(env)
        return [
            docname
            for docname, answers in domain.answers.items()
            if any(answer(domain.catalog, asked) != known for asked, known in answers.items())
        ]

    def find_stale(self, _app: Sphinx, env: BuildEnvironment) -> list[str]:
        """The documents that must be written again, since what they show or link to has changed or moved."""
        assert self._record is not None  # noqa: S101 it was begun before
        domain = cache_domain(env)
        self._now = Documents(
            catalog=_catalog_digest(domain),
            # Whoever shares the doctrees may have read the documents again as they are configured now.
            common=digest((self._setup, domain.page_names.digest, _indices(domain))),
            # On which line a package is described is none of the business of links.
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
        """The documents of which it is not known that they were written of what there is now."""
        if self._now.common != self._before.common:
            return set(self._now.written)
        known = self._before.written
        return {docname for docname, shown in self._now.written.items() if known.get(docname) != shown}

    def note_written(self, _app: Sphinx, _doctree: object, docname: str) -> None:
        """Note that a document is about to be written."""
        self._written.add(docname)

    def leave(self) -> None:
        """Note that all is as it was."""
        if self._record is not None:
            self._record.leave()
        self._record = None

    def end(self, _app: Sphinx, exception: Exception | None) -> None:
        """Note that all was written, if nothing went wrong.

        Documents that were not written are as they were before. Where only some files are asked for, that need not be
        right.
        """
        if self._record is not None and exception is None:
            now, before = self._now.written, self._before.written
            for docname in now.keys() - self._written:
                now[docname] = "" if docname in self._stale else before.get(docname, "")
            self._record.end(self._now)
        self._record = None


def _catalog_digest(domain: CacheDomain) -> str:
    """A digest of the catalog."""
    tags = domain.catalog.tags
    packages = [package for tag in tags for package in domain.catalog.packages(tag)]
    return digest([(package.tag, package.name, package.digest) for package in packages]) + domain.catalog.facts.content


def _shown(domain: CacheDomain, docname: str) -> str:
    """A digest of what a document shows of the catalog, and of where its references lead."""
    answers = list(domain.answers.get(docname, {}).values())
    references = sorted(domain.references.get(docname, ()))
    led = [[domain.places.locate(ref) for ref in domain.lookup.find(*reference)] for reference in references]
    named = domain.catalog.facts.documents() if answers else ()
    titles = sorted({(name, domain.title_of_document(name)) for name, _fact in named})
    return digest((answers, led, *titles))


def _with_tables_of(domain: CacheDomain, moved: set[str]) -> set[str]:
    """The documents with tables or trees of packages that are described elsewhere than in the build before."""
    if not moved:
        return set()
    return {
        docname
        for docname, answers in domain.answers.items()
        for asked in answers
        if not moved.isdisjoint(map("/".join, _packages_in(asked, domain.catalog)))
    }


def _packages_in(asked: Question, catalog: Catalog) -> set[tuple[str, str]]:
    """The packages to which what was asked for has links that no transform resolves."""
    if isinstance(asked, TreeRecipe):
        return packages_of_tree(build_tree(asked, catalog))
    return packages_of(build(asked, catalog)) if isinstance(asked, Recipe) else set()


def _indices(domain: CacheDomain) -> list[bool]:
    """Which indices there are: any document may refer to them by their labels."""
    tag = domain.catalog.default_tag or ""
    is_described = any(key[0] == tag for key in domain.descriptions.packages)
    lost = domain.page_places.lost if domain.page_places is not None else {}
    return [
        bool(domain.lookup.names(kind, tag))
        and (domain.has_pages or (kind == "package" and is_described))
        and page not in lost
        for page, kind in OUR_INDICES.items()
    ]
