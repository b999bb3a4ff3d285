"""Where objects are described in a build, in documents or on generated pages, and the URLs of these places."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx.errors import NoUri

from sphinxext_cache.catalog.facts import DOCUMENT
from sphinxext_cache.tables import Ref

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.builders import Builder

    from sphinxext_cache.catalog import Catalog
    from sphinxext_cache.domain.described import Descriptions
    from sphinxext_cache.domain.page_names import PageNames
    from sphinxext_cache.domain.published_site import PublishedSite


class Place(NamedTuple):
    """The place of a description: a document or a generated page, and the anchor there (empty: its top)."""

    page: str
    anchor: str
    is_document: bool


class Places:
    """Finds the place of each object.

    Args:
        catalog: The catalog.
        descriptions: The descriptions in documents, which take precedence.
        names: The names of generated pages.
        site: The site where the pages are published; None if this build writes them.
        has_document: Tells whether there is a document with a name.
    """

    def __init__(
        self,
        catalog: Catalog,
        descriptions: Descriptions,
        names: PageNames,
        site: PublishedSite | None,
        has_document: Callable[[str], bool],
    ) -> None:
        self._catalog = catalog
        self._descriptions = descriptions
        self._names = names
        self._site = site
        self._has_document = has_document

    def locate(self, ref: Ref) -> Place | None:
        """The place of an object; None if it does not exist, or has no page."""
        if ref.kind in {"package", "spec"}:
            return self._locate_package(ref)
        if ref.kind == DOCUMENT:
            return Place(ref.name, "", is_document=True) if self._has_document(ref.name) else None
        page = self._names.of(ref)
        return Place(page, "", is_document=False) if page is not None else None

    def _locate_package(self, ref: Ref) -> Place | None:
        if ref.kind == "package":
            return self._place_of_package(ref.tag, ref.name, "")
        found = self._catalog.find(ref.name, ref.tag)
        return self._place_of_package(ref.tag, found[0].package, ref.name) if found else None

    def _place_of_package(self, tag: str, package: str, spec: str) -> Place | None:
        """The place of a package, or of one of its specs (a hash; empty for none)."""
        for described in self._descriptions.packages.get((tag, package), ())[:1]:
            if described.shows_specs or not spec:
                return Place(described.docname, spec or described.node_id, is_document=True)
        ref = Ref("package", tag, package)
        page = self._names.of(ref)
        if page is None:
            return None
        if spec and not self._names.is_ours(self._names.place(ref)):
            spec = ""  # a page of another writer has no anchors of ours
        return Place(page, spec, is_document=False)

    def address(self, builder: Builder, from_page: str, ref: Ref) -> str | None:
        """The URL of an object, relative to a page; None if there is nothing to link to."""
        place = self.locate(ref)
        if place is None:
            return None
        fragment = f"#{place.anchor}" if place.anchor else ""
        if place.is_document or self._site is None:
            try:
                uri = builder.get_relative_uri(from_page, place.page)
            except NoUri:
                return None
            # If all documents are on one page, the URI is an anchor, which the fragment has to replace.
            return fragment if fragment and uri.startswith("#") else uri + fragment
        published = self._site.address(place.page)
        return None if published is None else published + fragment

    def shown(self, ref: Ref) -> Place | None:
        """The place of an object in this build; None for none."""
        return self._shown_at(self.locate(ref))

    def shown_package(self, tag: str, package: str, spec: str) -> Place | None:
        """The place of a package in this build, or of one of its specs (a hash, which is not looked up)."""
        return self._shown_at(self._place_of_package(tag, package, spec))

    def in_this_build(self, place: Place) -> bool:
        """Whether this build writes the document or page of a place."""
        return place.is_document or self._site is None

    def _shown_at(self, place: Place | None) -> Place | None:
        return place if place is not None and self.in_this_build(place) else None
