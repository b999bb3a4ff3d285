"""Stubs: files at addresses that last, each of which leads to a package, a stack or a target in the default tag.

When the default tag moves on, they lead to the next one; of what that does not have, they say where it was last. They
are no pages: no theme frames them, no search knows them, and nothing but the inventory names them.
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
"""What is in the place of those variables that differ from stub to stub."""


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
        """Plan all of them."""
        places = self._domain.page_places
        for (kind, name), (page, file) in places.permalinks.items() if places is not None else ():
            variables = self._variables(kind, name, page)
            yield Plan(file, "stub", digest(variables), partial(self._make, variables))

    def _make(self, variables: Mapping[str, Any]) -> str:
        """A stub. Our own template does no more with most variables than to show them: rendered once, it is filled."""
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
        """Whether the project and its theme replace the template by none of theirs."""
        return is_ours(template(self._templates, _TEMPLATE))

    def _variables(self, kind: Kind, name: str, page: str) -> dict[str, Any]:
        """What the template is given."""
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
        """The default tag if it has what is of that name, else the newest that does; and where that is described."""
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
