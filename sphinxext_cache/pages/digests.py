"""Digests of the content of generated pages: a page with an unchanged digest is not made again."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sphinxext_cache.catalog.facts import DOCUMENT
from sphinxext_cache.digest import digest
from sphinxext_cache.pages.data_file import FORMAT
from sphinxext_cache.tables import COLUMNS
from sphinxext_cache.tables.about import about
from sphinxext_cache.tables.description import known_beside

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxext_cache.catalog import Package
    from sphinxext_cache.domain.cache_domain import CacheDomain
    from sphinxext_cache.pages.page import Kind
    from sphinxext_cache.tables.other_tags import NewestVersions


class Digests:
    """The digests of all pages of one build.

    Args:
        domain: The domain, with the catalog and the configuration.
        newest: The newest versions of packages in other tags.
    """

    def __init__(self, domain: CacheDomain, newest: NewestVersions) -> None:
        self._newest = newest
        self._catalog = domain.catalog
        days = [domain.catalog.day(tag) for tag in domain.catalog.tags]
        self._common = digest((domain.config, domain.catalog.tags, days, domain.page_names.digest))
        # A column that is not built in may show any fact.
        self._facts = "" if COLUMNS.keys() >= set(domain.config.columns) else domain.catalog.facts.digest
        facts = domain.catalog.facts
        self._documents = {name for name, _fact in facts.documents()}
        self._title = domain.title_of_document
        self._said = facts.content
        self._described: defaultdict[str, list[tuple[str, tuple[object, ...]]]] = defaultdict(list)
        for (described_tag, name), found in sorted(domain.descriptions.packages.items()):
            self._described[name].append((described_tag, found[0].target))
        # Configured columns may show any fact, and any dependencies.
        self._chosen = bool(domain.config.package_columns)
        self._titles = self._said if "title" in facts.names else ""
        self._elsewhere = {
            tag: [(key, found[0].target) for key, found in domain.descriptions.packages.items() if key[0] == tag]
            for tag in domain.catalog.tags
        }
        self._tags = {tag: self._of_tag(tag) for tag in domain.catalog.tags}
        self._listed: _Listed | None = None

    def index(self) -> str:
        """The digest of the page of all tags."""
        return digest((self._common, sorted(self._tags.items())))

    def page(self, kind: Kind, tag: str, name: str, neighbours: object) -> str:
        """The digest of a page in a row.

        Args:
            kind: Its kind.
            tag: The tag.
            name: The name of the object that it describes.
            neighbours: Its name and its title, and those of the previous and the next page.
        """
        content = self._of_package(tag, name) if kind == "package" else self._of_list(kind, tag, name)
        return digest((self._common, kind, neighbours, content))

    def explorer(self, tag: str) -> str:
        """The digest of the page that searches all specs of a tag."""
        return digest((self._common, self._tags[tag], self._said))

    def data(self, tag: str) -> str:
        """The digest of the data file of a tag."""
        return digest((FORMAT, self._common, self._tags[tag], self._said))

    def changes(self, before: str, tag: str, neighbours: object) -> str:
        """The digest of the page of the changes from one tag to another, with the previous and the next page."""
        return digest((self._common, neighbours, self._titles, self._tags[before], self._tags[tag]))

    def feed(self, tags: object, published: object) -> str:
        """The digest of the feed of changes.

        Args:
            tags: The tags that it compares.
            published: Its URL, and the name and the language of the project.
        """
        return digest((self._common, tags, published, sorted(self._tags.items())))

    def _of_package(self, tag: str, name: str) -> str:
        """The digest of what the page of a package shows, including related packages, documents and sources."""
        package = self._catalog.package(name, tag)
        assert package is not None  # noqa: S101 the name comes from the catalog
        known = known_beside(package, self._catalog)
        if any(spec.dependencies for spec in package.specs):
            known = (*known, self._tags[tag])  # columns may show the dependencies of its specs
        if self._facts:
            known = (*known, self._facts)
        if self._documents:
            known = (*known, *self._titles_of_documents(package))
        if others := self._newest.digest(name):
            known = (*known, others, self._described[name])  # links to other tags may lead there
        return digest((package.digest, known)) if known else package.digest

    def _titles_of_documents(self, package: Package) -> list[str]:
        """The titles of the documents that the facts about a package link to."""
        pieces = [piece for fact in about(package, self._catalog).facts for piece in fact.said]
        return [self._title(piece.ref.name) for piece in pieces if piece.ref is not None and piece.ref.kind == DOCUMENT]

    def _of_list(self, kind: Kind, tag: str, name: str) -> str:
        """The digest of what a page with a list of packages shows."""
        if kind == "tag" or self._chosen:
            return self._tags[tag] + (self._said if self._chosen else "")
        if self._listed is None or self._listed.tag != tag:
            self._listed = _Listed(tag, self._catalog.packages(tag))
        ladder = self._listed.ladder if kind == "target" else ""
        return digest((self._elsewhere[tag], self._titles, ladder, self._listed.packages[kind, name]))

    def _of_tag(self, tag: str) -> str:
        """The digest of what the lists of a tag show and link to."""
        packages = [(each.name, each.digest) for each in self._catalog.packages(tag)]
        return digest((packages, self._elsewhere[tag], self._catalog.graph(tag).digests))


class _Listed:
    """The packages of a tag as listed on the pages of its stacks and targets.

    Args:
        tag: The tag.
        packages: Its packages.

    Attributes:
        tag: The tag.
        packages: The names and digests of the packages, by the kind and the name of what they were built for.
        ladder: A digest of the names of the packages built for each target, which the pages of all targets count.
    """

    def __init__(self, tag: str, packages: Iterable[Package]) -> None:
        self.tag = tag
        self.packages: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        built_for: defaultdict[str, list[str]] = defaultdict(list)
        for package in packages:
            said = f"{package.name} {package.digest}"
            for stack in set().union(*{spec.stacks for spec in package.specs}):
                self.packages["stack", stack].append(said)
            for target in {spec.target for spec in package.specs}:
                self.packages["target", target].append(said)
                built_for[target].append(package.name)
        self.ladder = digest(sorted(built_for.items()))
