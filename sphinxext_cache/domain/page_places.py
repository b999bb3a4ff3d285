"""The paths of the generated pages of a build, and pages whose path is taken by something else."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from sphinxext_cache.domain.claims import OUR_INDICES, SPHINX, Claim, Claims, find_claims, relative, warn_of
from sphinxext_cache.domain.page_names import PageNames, Permalink, generates_pages, has_permalinks
from sphinxext_cache.domain.published_site import base_url
from sphinxext_cache.host.builders import renders_templates

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_cache.catalog import Catalog
    from sphinxext_cache.config.settings import CacheConfig
    from sphinxext_cache.domain.page_names import Permanent

_ANY: Final = "cacheanyname"
"""A placeholder for the name of any page in a folder."""
_AROUND: Final = 2
"""The number of parts around a name that occurs once in a path."""


class PagePlaces:
    """The paths of the pages of a build, and the pages that have lost theirs.

    Args:
        builder: The builder.
        catalog: The catalog that the pages describe.
        config: The configuration, with the folder and the maximum number of pages.

    Attributes:
        claims: The claims on all files, including those of generated pages.
        of: The path of each page that can be written, by name.
        lost: The conflicting claim of each page that cannot be written, by name.
        permalinks: The permalinks to the default tag that can be written, by kind and name.
        names: The names of the pages.
    """

    def __init__(self, builder: StandaloneHTMLBuilder, catalog: Catalog, config: CacheConfig) -> None:
        self._builder = builder
        self.claims = Claims(find_claims(builder))
        self.of: dict[str, str] = {}
        self.lost: dict[str, Claim] = {}
        self.permalinks: dict[tuple[Permanent, str], Permalink] = {}
        self._lost_permalinks: dict[str, Claim] = {}
        self._layouts: dict[str, list[str]] = {}
        for page in OUR_INDICES:
            self._place(page)
        names = self.names = PageNames(catalog, config)
        if not generates_pages(builder, config) or not catalog.tags:
            return
        fixed = [page for tag in names.tags for page in names.fixed(tag)]
        for page in dict.fromkeys([names.index or "", *fixed]):
            self._place(page)
        kept = PageNames(catalog, config, self._instead()).tags
        for tag in names.tags:
            if tag in kept:
                for page in names.within(tag):
                    self._place(page)
            else:
                reason = next(self.lost[page] for page in names.fixed(tag) if self._led(page) is None)
                self.lost |= dict.fromkeys([*names.fixed(tag)[1:], *names.within(tag)], reason)
        self.names = PageNames(catalog, config, self._instead())
        if self.names.feed is not None and renders_templates(builder) and base_url(builder.config):
            self._place(self.names.feed)
        if has_permalinks(builder, config):
            self._place_permalinks()

    @property
    def feed(self) -> str | None:
        """The name of the feed of changes; None if there is none."""
        return self.names.feed if self.names.feed in self.of else None

    def _place(self, page: str) -> None:
        found = self._claim(page, self._path(page))
        if found is not None:
            self.of.pop(page, None)
            self.lost[page] = found

    def _place_permalinks(self) -> None:
        """Place the permalinks, which are files, since no theme renders them. Pages take precedence."""
        for key, page in self.names.permalinks.items():
            path = self._path(page)
            made = Permalink(page, f"/{path}")
            found = self._claim(made.file, path)
            if found is None:
                self.permalinks[key] = made
            else:
                self._lost_permalinks[made.file] = found

    def _claim(self, page: str, path: str) -> Claim | None:
        """Claim a path for a page; return the conflicting claim if there is one."""
        file = f"{self._builder.outdir}/{path}"
        found = self.claims.add(Claim(path, f"the generated page '{page}'", file=file, page=page, is_ours=True))
        if found is None:
            self.of[page] = path
        return found

    def _path(self, page: str) -> str:
        """The path of a page; the builder is asked only once for each folder if the name occurs once in the path."""
        folder, _slash, name = page.rpartition("/")
        if page.startswith("/") or name == "index":
            return relative(self._builder, page)
        if folder not in self._layouts:
            self._layouts[folder] = relative(self._builder, posixpath.join(folder, _ANY)).split(_ANY)
        parts = self._layouts[folder]
        return name.join(parts) if len(parts) == _AROUND else relative(self._builder, page)

    def _instead(self) -> dict[str, str | None]:
        return {page: self._led(page) for page in self.lost}

    def _led(self, page: str) -> str | None:
        """The page that links to a page lead to: itself, or if it lost its path, the page there; None for none."""
        claim = self.lost.get(page)
        if claim is None:
            return page
        path = relative(self._builder, page)
        if claim.path.casefold() != path.casefold() or claim.is_folder or claim.writer == SPHINX:
            return None  # the claim is unrelated to the page
        return page if claim.path == path else claim.page or None

    def warn(self) -> None:
        """Warn of the pages that lost their path, once for each conflicting claim."""
        for lost, remedy in (self.lost, ""), (self._lost_permalinks, ", or cache_permalinks to False"):
            found: dict[Claim, list[str]] = {}
            for page, claim in lost.items():
                if page not in OUR_INDICES:
                    found.setdefault(claim, []).append(page)
            for claim, pages in found.items():
                warn_of(claim, pages, is_same=claim.path == relative(self._builder, pages[0]), remedy=remedy)
