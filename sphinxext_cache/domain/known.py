"""The loaded sources, and what follows from them for names and places."""

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
        documents: By name, the tag and the package of each document that has a front matter of ours; empty strings if
            that is broken.
    """

    catalog: Catalog
    documents: Mapping[str, tuple[str, str]]


class Known(NamedTuple):
    """What is known once the sources are loaded.

    Attributes:
        sources: What the sources hold.
        page_names: The names of the pages.
        lookup: Which objects a name means.
        places: Where each object is described.
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
        """What follows from the sources, and from the places of pages and documents."""
        catalog = sources.catalog
        return cls(
            sources, names, Lookup(catalog, descriptions), Places(catalog, descriptions, names, site, has_document)
        )
