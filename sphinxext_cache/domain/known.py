"""The loaded sources, and the names and places that are derived from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

from sphinxext_cache.domain.lookup import Lookup
from sphinxext_cache.domain.places import Places

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinxext_cache.catalog import Catalog
    from sphinxext_cache.domain.described import Descriptions
    from sphinxext_cache.domain.page_names import PageNames
    from sphinxext_cache.domain.published_site import PublishedSite


class Sources(NamedTuple):
    """The loaded sources of a build.

    Attributes:
        catalog: The catalog.
        documents: The tag and the package of each document with our front matter, by name; empty strings if that is
            invalid.
    """

    catalog: Catalog
    documents: Mapping[str, tuple[str, str]]


class Known(NamedTuple):
    """The data that is available once the sources are loaded.

    Attributes:
        sources: The loaded sources.
        page_names: The names of the pages.
        lookup: Looks up objects by name.
        places: The places where objects are described.
    """

    sources: Sources
    page_names: PageNames
    lookup: Lookup
    places: Places

    @classmethod
    def of(
        cls,
        sources: Sources,
        names: PageNames,
        descriptions: Descriptions,
        site: PublishedSite | None,
        has_document: Callable[[str], bool],
    ) -> Self:
        """Derive the data from the sources, and from the places of pages and documents."""
        catalog = sources.catalog
        return cls(
            sources, names, Lookup(catalog, descriptions), Places(catalog, descriptions, names, site, has_document)
        )
