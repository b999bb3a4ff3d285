"""The bodies of pages, rendered from our templates or from those of the project.

Our template for packages only shows most of its variables. So it is rendered with slots in their place, once for all
packages with the same parts, and the slots are filled for each package.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote

from markupsafe import Markup, escape
from sphinx.util.osutil import relative_uri

from sphinxext_cache.domain.page_names import folder_of, names_above
from sphinxext_cache.messages import foreign
from sphinxext_cache.pages.page import Way
from sphinxext_cache.pages.sessions import Sessions
from sphinxext_cache.pages.slots import (
    BODY,
    HEADING,
    LABEL,
    PLAIN_NAME,
    SLOT,
    TAG,
    VARIABLE,
    WrongFrameError,
    fill,
    is_proof,
)
from sphinxext_cache.pages.theming import Translation, are_ours, is_ours, rendered, template_environment
from sphinxext_cache.render.definitions import definitions_html
from sphinxext_cache.render.html import HtmlRenderer, attributes_html
from sphinxext_cache.render.other_tags import OtherTagsRenderer
from sphinxext_cache.render.svg import behind_html, drawn_html, inline_svg
from sphinxext_cache.tables import Piece, Ref, Table
from sphinxext_cache.tables.about import About
from sphinxext_cache.tables.description import Elsewhere
from sphinxext_cache.tables.install import Install
from sphinxext_cache.tables.load import Load
from sphinxext_cache.tables.other_tags import OtherTags

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_cache.domain.cache_domain import CacheDomain
    from sphinxext_cache.pages.page import Page

_SECTION: Final = re.compile(r'<section id="([\w-]+)">\s*<h2>(.*?)(?=<a class="headerlink"|</h2>)')
_SLOTS: Final = tuple(map(VARIABLE.format, ascii_lowercase))
_NAMES: Final = frozenset({"title", "label", "package", "tag", "parents", "elsewhere"})
"""The variables with names that slots can replace."""
_FILLED: Final = "package"
"""The kind of page whose template is rendered with slots; there are few pages of other kinds."""


class Body(NamedTuple):
    """The body of a page.

    Attributes:
        pieces: Texts, with slots between them.
        values: The values of the slots.
        sections: Its sections, as entries of a local table of contents.
        shape: A key that is the same for bodies that differ only in their values.
    """

    pieces: list[str]
    values: dict[str, str]
    sections: tuple[str, ...]
    shape: Hashable

    @property
    def text(self) -> str:
        """The whole body."""
        return fill(self.pieces, self.values)


@dataclass(slots=True)
class _Pattern:
    """The common parts of the bodies of one shape.

    Attributes:
        pieces: Texts, with slots between them; None if filling the slots does not reproduce the template.
        sections: The sections.
        used: The number of bodies so far.
        is_filled: Whether any body was filled without being rendered by the template.
    """

    pieces: list[str] | None
    sections: tuple[str, ...]
    used: int = 0
    is_filled: bool = False


class Bodies:
    """Renders the bodies of the pages of one build.

    Args:
        builder: The builder, which has the templates of the project.
        domain: The domain, with the places of objects.
    """

    def __init__(self, builder: StandaloneHTMLBuilder, domain: CacheDomain) -> None:
        self._builder = builder
        self._domain = domain
        self._templates = template_environment(builder)
        self._translation = Translation(builder)
        self._are_ours = are_ours(self._templates)
        self._patterns: dict[Hashable, _Pattern] = {}
        self._sessions = Sessions(self._translation)
        self._above = names_above(builder.env.all_docs)
        self._page: Page | None = None
        self._itself: Ref | None = None
        self._folder: tuple[str, str] | None = None
        self._html = HtmlRenderer(self._led, light=True, named=self._domain.title_of_document)
        folders = map(domain.page_names.folder, domain.page_names.tags)
        self._other_tags = OtherTagsRenderer(shared=self._above.isdisjoint(folders))
        self._addresses: dict[Ref, str | None] = {}
        self._ways: dict[str, str] = {}

    def make(self, page: Page) -> Body:
        """The body of a page.

        Raises:
            ThemeError: The template is broken.
            WrongFrameError: Bodies that were filled differ from what the template renders.
        """
        self._enter(page)
        variables = {
            "title": page.title,
            "label": page.label,
            "parents": self.parents(page),
            "summary": self._shown(page.summary),
            **{name: self._value(page.name, value) for name, value in page.variables.items()},
        }
        if page.kind == _FILLED and self._are_ours:
            is_plain = PLAIN_NAME.fullmatch(page.label) and PLAIN_NAME.fullmatch(page.tag or "")
            if is_plain:
                return self._filled(page, variables)
        text = self._rendered(page.kind, variables)
        sections = self._sections(text)
        return Body([BODY], {BODY: text}, sections, sections)

    def parents(self, page: Page) -> list[dict[str, str]]:
        """The parent pages of a page, in the format for templates."""
        return [{"link": self.way(page, name), "title": label} for name, label in page.parents]

    def way(self, page: Page, other: str) -> str:
        """The relative URL from one page to another."""
        self._enter(page)
        if other not in self._ways:
            self._ways[other] = self._builder.get_relative_uri(page.name, other)
        return self._ways[other]

    def _enter(self, page: Page) -> None:
        """Set the current page, and clear the cached URLs if they can differ from it: pages come folder by folder."""
        if page is self._page:
            return
        self._page = page
        self._itself = Ref(page.kind, page.tag or "", page.label)
        folder = folder_of(self._builder, page.name), page.kind
        if folder != self._folder or page.name in self._above:
            self._folder = None if page.name in self._above else folder
            self._addresses.clear()
            self._ways.clear()
            # Pages of this kind have a different link to themselves.
            self._html = HtmlRenderer(self._led, {page.kind}, light=True, named=self._domain.title_of_document)

    def _led(self, ref: Ref) -> str | None:
        """The URL of an object, relative to the current page; None if there is nothing to link to."""
        assert self._page is not None  # noqa: S101 a page is being made
        if ref == self._itself:
            return self._domain.places.address(self._builder, self._page.name, ref)
        if ref not in self._addresses:
            self._addresses[ref] = self._domain.places.address(self._builder, self._page.name, ref)
        return self._addresses[ref]

    def _filled(self, page: Page, variables: dict[str, Any]) -> Body:
        """The body of a package page, filled into the pattern of its shape, and sometimes rendered to check that."""
        parts = tuple([name for name, value in variables.items() if value and type(value) is Markup])
        others = {name: variables[name] for name in variables.keys() - _NAMES - {*parts}}
        above = [(parent["link"], parent["title"] != page.tag and parent["title"]) for parent in variables["parents"]]
        elsewhere = variables.get("elsewhere")
        url = elsewhere.url if isinstance(elsewhere, Elsewhere) else None
        shape = (parts, *above, url, repr(others) if others else "")
        values: dict[str, str] = dict(zip(_SLOTS, [variables[name] for name in parts], strict=False))
        values[LABEL], values[TAG], values[HEADING] = page.label, page.tag or "", escape(page.title)
        pattern = self._patterns.get(shape)
        if pattern is None:
            marked = self._rendered(page.kind, variables | _marks(parts, variables["parents"], page.tag, url))
            pattern = self._patterns[shape] = _Pattern(SLOT.split(marked), self._sections(marked))
        pattern.used += 1
        if pattern.pieces is not None and not is_proof(pattern.used):
            pattern.is_filled = True
            return Body(pattern.pieces, values, pattern.sections, shape)
        text = self._rendered(page.kind, variables)
        if pattern.pieces is not None and fill(pattern.pieces, values) != text:
            pattern.pieces = None
            if pattern.is_filled:
                raise WrongFrameError(page.name, f"the template 'cache/{page.kind}.html'")
        if pattern.pieces is None:
            return Body([BODY], {BODY: text}, pattern.sections, pattern.sections)
        return Body(pattern.pieces, values, pattern.sections, shape)

    def _rendered(self, kind: str, variables: Mapping[str, Any]) -> str:
        """Render the template of a kind of page."""
        template = f"cache/{kind}.html"
        elsewhere = variables.get("elsewhere")
        link = {"elsewhere": elsewhere.link()} if isinstance(elsewhere, Elsewhere) else {}
        found, body = rendered(self._templates, template, {**variables, **link})
        # Other templates than ours are written in the language of the project.
        marks = foreign(self._builder.config.language) if is_ours(found) else {}
        return f"<div{attributes_html(marks)}>\n{body}</div>\n" if marks else body

    def _sections(self, body: str) -> tuple[str, ...]:
        """The sections of a body, as entries of a local table of contents."""
        return tuple(
            f'<li><a class="reference internal" href="#{anchor}">'
            f"{heading.removesuffix(self._translation.headerlink(anchor))}</a></li>\n"
            for anchor, heading in _SECTION.findall(body)
        )

    # -- the values of variables ------------------------------------------------------------------------------------

    def _value(self, page: str, value: object) -> object:
        """Convert the value of a variable for a template, with a URL for each `Way`."""
        match value:
            case dict():
                return {name: self._value(page, each) for name, each in value.items()}
            case Way():
                return self._address(page, value)
            case _:
                return self._shown(value)

    def _address(self, page: str, way: Way) -> str:
        """The relative URL of another page or a file, in which braces are not quoted."""
        builder = self._builder
        is_file = way.name.startswith("/")
        there = quote(way.name[1:]) if is_file else builder.get_target_uri(way.name)
        address = relative_uri(builder.get_target_uri(page), there).replace("%7B", "{").replace("%7D", "}")
        return f"{address}#{way.anchor}" if way.anchor else address

    def _shown(self, value: object) -> object:  # noqa: PLR0911 one for each kind of value
        """Convert the value of a variable for a template: tables, commands and pieces become HTML."""
        match value:
            case str():
                return value
            case About():
                return Markup(definitions_html(value.facts, self._html.pieces))  # noqa: S704 escaped by the renderer
            case Load():
                return self._sessions.load(value, self._html.pieces)
            case Table() if value.picture is not None:
                table = behind_html(self._html.table(value))
                return Markup(drawn_html(value.picture, inline_svg(value.picture)) + table)  # noqa: S704 escaped there
            case Table():
                return Markup(self._html.table(value))  # noqa: S704 escaped by the renderer
            case OtherTags():
                return Markup(self._other_tags.html(value, self._led))  # noqa: S704 escaped by the renderer
            case Install():
                return self._sessions.install(value)
            case tuple() if not value or isinstance(value[0], Piece):
                return Markup(self._html.pieces(value))  # noqa: S704 escaped by the renderer
            case _:
                return value


def _marks(parts: Iterable[str], parents: list[dict[str, str]], tag: str | None, url: str | None) -> dict[str, Any]:
    """The variables of a template, with slots in place of the values that differ between pages.

    Args:
        parts: The names of the variables that are HTML.
        parents: The parent pages.
        tag: The tag.
        url: The URL of a package on another site, with its name in braces; None if there is none.
    """
    return {
        **{name: Markup(slot) for name, slot in zip(parts, _SLOTS, strict=False)},  # noqa: S704 it is made of letters
        "title": HEADING,
        "label": LABEL,
        "package": LABEL,
        "tag": TAG,
        "parents": [{**parent, "title": TAG if parent["title"] == tag else parent["title"]} for parent in parents],
        "elsewhere": None if url is None else Elsewhere(LABEL, url),
    }
