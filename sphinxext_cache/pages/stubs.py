"""Stubs: files at permanent URLs, each of which redirects to a package, a stack or a target in the default tag.

When the default tag changes, they redirect to the new one; if it does not have the object, they name the newest tag
that does. They are not pages: no theme renders them, no search finds them, and only the inventory refers to them.
"""

from __future__ import annotations

import posixpath
from functools import cached_property, partial
from html import escape
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, Final

from sphinx.util.osutil import relative_uri

from sphinxext_cache.digest import digest
from sphinxext_cache.domain.published_site import base_url
from sphinxext_cache.messages import all_ours
from sphinxext_cache.pages.page import Plan, title_of
from sphinxext_cache.pages.scripts import FORWARD
from sphinxext_cache.pages.slots import SLOT, VARIABLE, fill
from sphinxext_cache.pages.theming import is_ours, rendered, template, template_environment
from sphinxext_cache.tables import Ref

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2.sandbox import SandboxedEnvironment
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_cache.domain.cache_domain import CacheDomain
    from sphinxext_cache.domain.places import Place
    from sphinxext_cache.pages.page import Kind


_TEMPLATE: Final = "cache/stub.html"
_SLOTS: Final = {
    name: VARIABLE.format(letter)
    for name, letter in zip(("title", "tag", "link", "canonical", "above", "script"), ascii_lowercase, strict=False)
}
"""The slots of the variables that differ between stubs."""


class Stubs:
    """The stubs of one build.

    Args:
        builder: The builder, which determines URLs.
        domain: The domain, with the catalog and the places of objects.
    """

    def __init__(self, builder: StandaloneHTMLBuilder, domain: CacheDomain) -> None:
        self._builder = builder
        self._domain = domain
        config = builder.config
        self._base = base_url(config)
        self._tags = (*domain.catalog.tags[:1], *domain.catalog.tags_in_time)
        self._pieces: dict[bool, list[str]] = {}
        self._known: dict[tuple[str, str], frozenset[str]] = {}
        self._common: dict[str, Any] = {
            "default": domain.catalog.default_tag or "",
            "encoding": config.html_output_encoding,
            "language": all_ours(config.language),
        }

    def plans(self) -> Iterator[Plan]:
        """Plan all stubs."""
        places = self._domain.page_places
        for (kind, name), (page, file) in places.permalinks.items() if places is not None else ():
            variables = self._variables(kind, name, page)
            yield Plan(file, "stub", digest(variables), partial(self._make, variables))

    def _make(self, variables: Mapping[str, Any]) -> str:
        """Make a stub. Our template only shows most of its variables, so it is rendered once, and filled for each."""
        if not self._is_ours:
            return self._rendered(variables)
        forwards = variables["tag"] == variables["default"]
        if forwards not in self._pieces:
            marks = {name: slot for name, slot in _SLOTS.items() if name != "tag" or not forwards}
            self._pieces[forwards] = SLOT.split(self._rendered({**variables, **marks}))
        return fill(self._pieces[forwards], {slot: escape(variables[name]) for name, slot in _SLOTS.items()})

    def _rendered(self, variables: Mapping[str, Any]) -> str:
        return rendered(self._templates, _TEMPLATE, variables)[1]

    @cached_property
    def _templates(self) -> SandboxedEnvironment:
        return template_environment(self._builder)

    @cached_property
    def _is_ours(self) -> bool:
        """Whether neither the project nor its theme replaces our template."""
        return is_ours(template(self._templates, _TEMPLATE))

    def _variables(self, kind: Kind, name: str, page: str) -> dict[str, Any]:
        """The variables of the template."""
        builder, names, default = self._builder, self._domain.page_names, self._common["default"]
        tag, place = self._newest(kind, name)
        here, target = builder.get_target_uri(page), builder.get_target_uri(place.page)
        above = names.of(Ref("tag", default, default)) or names.index or ""
        link = relative_uri(here, target)
        return {
            **self._common,
            "title": title_of(kind, name),
            "tag": tag,
            "link": f"{link}#{place.anchor}" if place.anchor else link,
            "canonical": posixpath.join(self._base, target) if self._base else link,
            "above": relative_uri(here, builder.get_target_uri(above)),
            "script": relative_uri(here, f"_static/{FORWARD}"),
        }

    def _newest(self, kind: Kind, name: str) -> tuple[str, Place]:
        """The default tag if it describes the object, else the newest tag that does; and the place there."""
        refs = (Ref(kind, tag, name) for tag in self._tags)
        places = ((ref.tag, self._domain.places.shown(ref)) for ref in refs if self._has(ref))
        return next((tag, place) for tag, place in places if place is not None)

    def _has(self, ref: Ref) -> bool:
        if ref.kind == "package":
            return self._domain.catalog.package(ref.name, ref.tag) is not None
        key = ref.kind, ref.tag
        if key not in self._known:
            self._known[key] = frozenset(self._domain.lookup.names(*key))
        return ref.name in self._known[key]
