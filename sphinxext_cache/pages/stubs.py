"""Stubs: files at addresses that last, each of which leads to a package, a stack or a target in the default tag.

When the default tag moves on, they lead to the next one; of what that does not have, they say where it was last. They
are no pages: no theme frames them, no search knows them, and nothing but the inventory names them.
"""

from __future__ import annotations

import os
import posixpath
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from sphinx.util.osutil import relative_uri

from sphinxext_cache.digest import digest
from sphinxext_cache.messages import all_ours
from sphinxext_cache.pages.page import Plan, title_of
from sphinxext_cache.pages.scripts import FORWARD
from sphinxext_cache.pages.theming import rendered, template_environment
from sphinxext_cache.tables import Ref

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2.sandbox import SandboxedEnvironment
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_cache.domain.cache_domain import CacheDomain
    from sphinxext_cache.pages.page import Kind


class Stubs:
    """The stubs of one build.

    Args:
        builder: The builder, which lays out what they lead to.
        domain: Knows what there is, and where it is described.
    """

    def __init__(self, builder: StandaloneHTMLBuilder, domain: CacheDomain) -> None:
        self._builder = builder
        self._domain = domain
        config = builder.config
        self._base = config.html_baseurl or os.environ.get("READTHEDOCS_CANONICAL_URL", "")
        self._known: dict[tuple[str, str], frozenset[str]] = {}
        self._common: dict[str, Any] = {
            "default": domain.catalog.default_tag or "",
            "encoding": config.html_output_encoding,
            "language": all_ours(config.language),
        }

    def plans(self) -> Iterator[Plan]:
        """Plan all of them."""
        places = self._domain.page_places
        for (kind, name), (page, file) in places.permalinks.items() if places is not None else ():
            variables = self._variables(kind, name, page)
            yield Plan(file, "stub", digest(variables), partial(self._make, variables))

    @cached_property
    def _templates(self) -> SandboxedEnvironment:
        return template_environment(self._builder)

    def _make(self, variables: Mapping[str, Any]) -> str:
        return rendered(self._templates, "cache/stub.html", variables)[1]

    def _variables(self, kind: Kind, name: str, page: str) -> dict[str, Any]:
        """What the template is given."""
        builder, domain = self._builder, self._domain
        ref = self._newest(kind, name)
        place = domain.places.shown(ref) if ref is not None else None
        there = place.page if place is not None else domain.page_names.index or ""
        here, target = builder.get_target_uri(page), builder.get_target_uri(there)
        link = relative_uri(here, target)
        default = self._common["default"]
        above = domain.page_names.of(Ref("tag", default, default)) or domain.page_names.index or ""
        return {
            **self._common,
            "title": title_of(kind, name),
            "tag": ref.tag if ref is not None else "",
            "link": f"{link}#{place.anchor}" if place is not None and place.anchor else link,
            "canonical": posixpath.join(self._base, target) if self._base else link,
            "above": relative_uri(here, builder.get_target_uri(above)),
            "script": relative_uri(here, f"_static/{FORWARD}"),
        }

    def _newest(self, kind: Kind, name: str) -> Ref | None:
        """What there is of that name in the default tag, else in the newest that has it; None if it has no place."""
        for tag in self._domain.catalog.tags:  # the default one first
            ref = Ref(kind, tag, name)
            if self._has(ref) and self._domain.places.shown(ref) is not None:
                return ref
        return None

    def _has(self, ref: Ref) -> bool:
        if ref.kind == "package":
            return self._domain.catalog.package(ref.name, ref.tag) is not None
        key = ref.kind, ref.tag
        if key not in self._known:
            self._known[key] = frozenset(self._domain.lookup.names(*key))
        return ref.name in self._known[key]
