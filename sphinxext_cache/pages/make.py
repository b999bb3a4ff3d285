"""Makes generated pages: each a fragment from one of our templates, which the theme shows like the body of a document.

What goes on them, and which variables the templates have, is decided in `sphinxext_cache.pages.plan`.
"""

from __future__ import annotations

import re
import traceback
from functools import partial
from html import escape
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from docutils import nodes
from jinja2 import TemplateSyntaxError
from markupsafe import Markup
from sphinx.errors import ThemeError
from sphinx.locale import _ as sphinx_message
from sphinx.util.osutil import relative_uri

from sphinxext_cache.domain.page_names import folder_of, names_above
from sphinxext_cache.host.builders import renders_templates
from sphinxext_cache.messages import foreign
from sphinxext_cache.pages.frames import TEMPLATE, Frames
from sphinxext_cache.pages.listeners import Listeners
from sphinxext_cache.pages.page import Way
from sphinxext_cache.pages.theming import PAGE_KIND, Translation, is_ours, template_environment
from sphinxext_cache.render.html import attributes_html, render_pieces, render_table
from sphinxext_cache.tables import Piece, Ref, Table
from sphinxext_cache.tables.install import INSTALL, Install

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_cache.domain.cache_domain import CacheDomain
    from sphinxext_cache.pages.page import Page, Plan
    from sphinxext_cache.pages.store import PageWriter, Written

    _Link = Callable[[Ref], str | None]

_SECTION: Final = re.compile(r'<section id="([\w-]+)">\s*<h2>(.*?)(?=<a class="headerlink"|</h2>)')
_PLACEHOLDER: Final = "cacheplaceholder" * 8
"""What is in the place of a package; longer than the name of anything else may be."""


class PageMaker:
    """Makes the pages of one build: what the theme gets to know of each, and the theme's page of it."""

    def __init__(self, app: Sphinx, builder: StandaloneHTMLBuilder, domain: CacheDomain, writer: PageWriter) -> None:
        self._builder = builder
        self._domain = domain
        self._writer = writer
        self._sessions: dict[tuple[str, ...], str] = {}
        self._above = names_above(builder.env.all_docs)
        self._folder = ""
        self._addresses: dict[Ref, str | None] = {}
        self._ways: dict[str, str] = {}
        self._templates = template_environment(builder)
        self._translation = Translation(builder)
        self._listeners = Listeners(app)
        self._frames = Frames(builder, self._listeners)
        self._samples: dict[str, str | bytes] = {}

    def write_all(self, plans: Sequence[Plan], *, by_theme: bool = False) -> list[Written]:
        """Make pages, and put each into its place if it differs from what is there; tells what became of each.

        Args:
            plans: The pages.
            by_theme: Whether the theme renders them itself.

        Raises:
            WrongFrameError: It is not true that all pages of a folder look the same.
        """
        return [self._write(plan, by_theme=by_theme) for plan in plans]

    def _write(self, plan: Plan, *, by_theme: bool) -> Written:
        made = self._samples.pop(plan.name, None)
        return self._writer.write(plan.name, self._content(plan, by_theme=by_theme) if made is None else made)

    def is_written(self, plan: Plan) -> bool:
        """Whether a page, made by the theme itself, is what was written. What was made is kept for `write_all`."""
        made = self._samples[plan.name] = self._content(plan, by_theme=True)
        return self._writer.holds(plan.name, made)

    def _content(self, plan: Plan, *, by_theme: bool) -> str | bytes:
        made = plan.make()
        if isinstance(made, bytes):
            return made
        context = self.context(made)
        if renders_templates(self._builder):
            return self._frames.render(plan.name, context, by_theme=by_theme)
        return self._serialized(plan.name, context)

    def _serialized(self, name: str, context: dict[str, Any]) -> bytes:
        """A page as data, which a builder such as that of JSON makes without a template, and only into a file."""
        with TemporaryDirectory(prefix="sphinxext-cache-") as folder:
            file = Path(folder, "page")
            self._builder.handle_page(name, context, TEMPLATE, outfilename=file)
            return file.read_bytes()

    def announce(self, plans: Iterable[Plan]) -> None:
        """Let handlers that may count pages hear of those that are not made again."""
        for plan in plans if self._listeners.counting else ():
            if plan.kind != "data" and plan.name not in self._samples:
                self._listeners.tell(plan.name, TEMPLATE, partial(self._dressed, plan))

    def _dressed(self, plan: Plan) -> dict[str, Any]:
        """What the theme gets to know of a page."""
        made = plan.make()
        assert not isinstance(made, bytes)  # noqa: S101 it is no data file
        return self._frames.dressed(plan.name, self.context(made))

    def context(self, page: Page) -> dict[str, Any]:
        """What the theme gets to know of a page, by the names that Sphinx uses for documents."""
        folder = folder_of(self._builder, page.name)
        if folder != self._folder or page.name in self._above:
            # Pages of a folder come one after the other.
            self._folder = "" if page.name in self._above else folder
            self._addresses.clear()
            self._ways.clear()
        parents = [{"link": self._relative(page.name, name), "title": label} for name, label in page.parents]
        summary = "".join(piece.text for piece in page.summary)
        title = page.title
        if page.tag is not None and page.kind != "tag" and page.tag != self._domain.catalog.default_tag:
            title = f"{title} ({page.tag})"
        body = self._body(page, parents)
        # The order is that of Sphinx: what is added last is on the left.
        return {
            "title": escape(title),
            "parents": parents,
            "body": _Body(body),
            "metatags": self._description(f"{title}: {summary}"),
            "prev": self._neighbour(page, page.previous),
            "next": self._neighbour(page, page.next),
            "rellinks": [
                *self._builder.globalcontext["rellinks"],
                *_rellink(page.next, "N", sphinx_message("next")),
                *_rellink(page.previous, "P", sphinx_message("previous")),
            ],
            **self._local_contents(escape(title), body),
            PAGE_KIND: page.kind,
        }

    def _local_contents(self, title: str, body: str) -> dict[str, Any]:
        """The local table of contents, as that of a document is, with the title of the page at its top."""
        entries = [
            f'<li><a class="reference internal" href="#{anchor}">'
            f"{heading.removesuffix(self._translation.headerlink(anchor))}</a></li>\n"
            for anchor, heading in _SECTION.findall(body)
        ]
        below = f"<ul>\n{''.join(entries)}</ul>\n" if entries else ""
        toc = f'<ul>\n<li><a class="reference internal" href="#">{title}</a>{below}</li>\n</ul>\n'
        return {"toc": toc, "display_toc": bool(entries)}

    def _description(self, text: str) -> str:
        given = self._builder.globalcontext.get("metatags", "")
        return f'{given}\n    <meta name="description" content="{escape(text)}" />'

    def _neighbour(self, page: Page, other: tuple[str, str] | None) -> dict[str, str] | None:
        if other is None:
            return None
        return {"link": self._relative(page.name, other[0]), "title": escape(other[1])}

    def _relative(self, page: str, other: str) -> str:
        """The way from a page to another one."""
        if other not in self._ways:
            self._ways[other] = self._builder.get_relative_uri(page, other)
        return self._ways[other]

    def _body(self, page: Page, parents: list[dict[str, str]]) -> str:
        known = self._addresses
        itself = Ref(page.kind, page.tag or "", page.label)

        def link(ref: Ref) -> str | None:
            if ref == itself:
                return self._domain.places.address(self._builder, page.name, ref)
            if ref not in known:
                known[ref] = self._domain.places.address(self._builder, page.name, ref)
            return known[ref]

        variables = {
            "title": page.title,
            "label": page.label,
            "parents": parents,
            "summary": self._shown(page.summary, link),
            **{name: self._value(page.name, value, link) for name, value in page.variables.items()},
        }
        template = f"cache/{page.kind}.html"
        try:
            found = self._templates.get_template(template)
            body = found.render(variables)
        except Exception as error:  # a template can raise anything
            raise ThemeError(f"{_place(error) or template}: the template '{template}' is broken: {error}") from error
        # Who writes a template of his own writes it in his language.
        marks = foreign(self._builder.config.language) if is_ours(found) else {}
        return f"<div{attributes_html(marks)}>\n{body}</div>\n" if marks else body

    def _value(self, page: str, value: object, link: _Link) -> object:
        """The value of a variable as a template has it: ways become addresses, all else what it shows."""
        if isinstance(value, dict):
            return {name: self._value(page, each, link) for name, each in value.items()}
        return self._way(page, value) if isinstance(value, Way) else self._shown(value, link)

    def _way(self, page: str, way: Way) -> str:
        """The address of another page or a file, with braces as they are."""
        builder = self._builder
        is_file = way.name.startswith("/")
        there = quote(way.name[1:]) if is_file else builder.get_target_uri(way.name)
        address = relative_uri(builder.get_target_uri(page), there).replace("%7B", "{").replace("%7D", "}")
        return f"{address}#{way.anchor}" if way.anchor else address

    def _shown(self, value: object, link: _Link) -> object:
        """The value of a variable as a template has it."""
        match value:
            case Table():
                return Markup("".join(render_table(value, link)))  # noqa: S704 escaped by the renderer
            case Install():
                return self._session(value)
            case tuple() if all(isinstance(piece, Piece) for piece in value):
                return Markup(render_pieces(value, link))  # noqa: S704 escaped by the renderer
            case _:
                return value

    def _session(self, install: Install) -> Markup:
        """The commands as highlighted HTML. They are highlighted once for each mirror, with room for the package."""
        key = (*install.mirror, install.package[: len(INSTALL)])
        html = self._sessions.get(key)
        if html is None:
            commands = [*install.mirror, *([f"{INSTALL} {_PLACEHOLDER}"] if install.package else [])]
            html = self._sessions[key] = self._highlight([f"$ {command}" for command in commands])
        wanted = install.package[len(INSTALL) + 1 :]
        return Markup(html.replace(_PLACEHOLDER, escape(wanted)))  # noqa: S704 as the highlighter escapes it

    def _highlight(self, lines: list[str]) -> str:
        if not lines:
            return ""
        session = "\n".join(lines)
        return self._translation.html(nodes.literal_block(session, session, language="console"))


class _Body(str):
    """The body of a page; Sphinx makes, to log it, a string of all that it tells handlers of an event."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Be a string to whoever reads what a builder pickled."""
        return str, (str(self),)

    def __repr__(self) -> str:
        return f"<{len(self)} characters>"


def _rellink(other: tuple[str, str] | None, key: str, text: str) -> list[tuple[str, str, str, str]]:
    """A link of the navigation that older themes have at the top: page, title, access key, text."""
    return [(other[0], escape(other[1]), key, text)] if other else []


def _place(error: Exception) -> str:
    """The file and the line of a template where an error arose; empty if that is not known."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}"
    # Jinja puts the lines of templates in the place of those of the code that it made of them.
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if PurePath(frame.filename).suffix != ".py"]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
