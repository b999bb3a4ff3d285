"""The names of generated pages: which objects have one, and in which builders there are any."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sphinxext_cache.host import takes_pages

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from sphinxext_cache.catalog import Catalog
    from sphinxext_cache.config import CacheConfig
    from sphinxext_cache.tables import Ref


class PageNames:
    """The names of the pages of one build.

    Args:
        catalog: What the pages are about.
        config: Where they go, and how many there may be.
    """

    def __init__(self, catalog: Catalog, config: CacheConfig) -> None:
        self._catalog = catalog
        self._folder = config.pages
        self._limit = config.page_limit

    @property
    def prefix(self) -> str | None:
        """What the names of all pages begin with; None if there are no pages."""
        return None if self._folder is None else f"{self._folder}/"

    @property
    def index(self) -> str | None:
        """The name of the page of all tags; None if there are no pages."""
        return None if self._folder is None else f"{self._folder}/index"

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The tags that have pages: the default one, and as many of the following as `cache_page_limit` allows."""
        kept: list[str] = []
        count = 1
        for tag in self._catalog.tags if self._folder is not None else ():
            count += self.count(tag)
            if kept and count > self._limit:
                break
            kept.append(tag)
        return tuple(kept)

    @cached_property
    def _has_pages(self) -> frozenset[str]:
        return frozenset(self.tags)

    def count(self, tag: str) -> int:
        """How many pages there would be of a tag."""
        catalog = self._catalog
        return 2 + len(catalog.packages(tag)) + len(catalog.stacks(tag)) + len(catalog.targets(tag))

    def explorer(self, tag: str) -> str:
        """The name of the page that searches all specs of a tag, which must be one of `tags`."""
        return f"{self._folder}/{tag}/explore"

    def data(self, tag: str) -> str:
        """The name of the file with all specs of a tag; it begins with a slash, for it is no page."""
        return f"/{self._folder}/{tag}/specs.json"

    def of(self, ref: Ref) -> str | None:
        """The name of the page on an object (but a spec), or None if there is none."""
        if ref.tag not in self._has_pages:
            return None
        if ref.kind == "tag":
            return f"{self._folder}/{ref.tag}/index"
        return f"{self._folder}/{ref.tag}/{ref.kind}s/{ref.name}"


def folder_of(builder: Builder, page: str) -> str:
    """The folder from which a page links to others: two pages of the same folder link to a third one alike.

    What it is depends on the builder: one that gives each page a folder of its own (`dirhtml`) puts ``a/index`` a
    folder above its neighbours, beside ``a`` itself.

    Args:
        builder: The builder, which lays out the pages.
        page: The name of a page.
    """
    uri = unquote(builder.get_target_uri(page))
    if uri == f"{page}/":
        return f"{page.rpartition('/')[0]}/*"
    return uri.rpartition("/")[0]


def generates_pages(builder: Builder, config: CacheConfig) -> bool:
    """Whether this builder writes pages that are no documents."""
    return config.pages is not None and takes_pages(builder)
