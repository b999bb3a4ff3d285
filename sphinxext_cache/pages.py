"""Generated pages: the index of tags, and one page for each tag, package, stack and target.

They are made when Sphinx collects pages of extensions, and are no documents. Each is a fragment made from one of our
templates, which the theme shows as it shows the body of a document. What goes on them, and which variables the
templates have, is decided in `sphinxext_cache.contents`.
"""

from __future__ import annotations

import re
import traceback
from html import escape
from operator import attrgetter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from jinja2 import TemplateSyntaxError
from markupsafe import Markup
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ThemeError
from sphinx.locale import _ as sphinx_message
from sphinx.util import logging
from sphinx.util.display import status_iterator

from sphinxext_cache.catalog import Code
from sphinxext_cache.contents import plan_pages
from sphinxext_cache.domain import cache_domain
from sphinxext_cache.install import Install
from sphinxext_cache.output import PageWriter
from sphinxext_cache.render.html import render_pieces, render_table
from sphinxext_cache.tables import Piece, Ref, Table
from sphinxext_cache.theming import PAGE_KIND, template_environment
from sphinxext_cache.warnings import warn_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx

    from sphinxext_cache.contents import Page, Plan
    from sphinxext_cache.domain import CacheDomain

    _Link = Callable[[Ref], str | None]

_logger = logging.getLogger(__name__)

_SECTION: Final = re.compile(r'<section id="([\w-]+)">\s*<h2>(.*?)<a class="headerlink"')
_PLACEHOLDER: Final = "cacheplaceholder"


def write_pages(app: Sphinx) -> tuple[()]:
    """Write the pages that changed, and remove those that are no more.

    Sphinx asks for pages here, to write them itself; it is given none, since it would write all of them anew.
    """
    domain = cache_domain(app.env)
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return ()
    plans = list(plan_pages(domain)) if domain.has_pages and domain.catalog.tags else []
    if plans:
        _check_limit(domain)
    writer = PageWriter(app.builder)
    writer.begin({plan.name: plan.fingerprint for plan in plans})
    renderer = _Renderer(app.builder, domain)
    if any(_write(writer, renderer, plan) for plan in _samples(plans, writer)):
        writer.distrust()
    wanted = [plan for plan in plans if not writer.skip(plan.name, plan.fingerprint)]
    title = "writing build cache pages... "
    for plan in status_iterator(wanted, title, "darkgreen", len(wanted), app.verbosity, attrgetter("name")):
        _write(writer, renderer, plan)
    writer.end()
    _logger.verbose(
        "build cache pages: %d written, %d the same, %d not made", writer.changed, writer.unchanged, writer.skipped
    )
    return ()


def _samples(plans: Iterable[Plan], writer: PageWriter) -> list[Plan]:
    """One page of each kind that would be left alone: should it come out differently, then all would."""
    samples: dict[str, Plan] = {}
    for plan in plans:
        if plan.kind not in samples and writer.was(plan.name, plan.fingerprint):
            samples[plan.kind] = plan
    return list(samples.values())


def _write(writer: PageWriter, renderer: _Renderer, plan: Plan) -> bool:
    return writer.write(plan.name, plan.fingerprint, renderer.context(plan.make()))


def _check_limit(domain: CacheDomain) -> None:
    """Warn if there are more pages than there may be."""
    tags, limit = domain.catalog.tags, domain.config.page_limit
    count = 1 + sum(map(domain.page_names.count, tags))
    if count <= limit:
        return
    kept = domain.page_names.tags
    made = f"those of {len(kept)} of {len(tags)} tags are generated" if len(kept) < len(tags) else "all are generated"
    message = (
        f"the build cache has {count} pages, more than cache_page_limit = {limit}; {made}. Select fewer specs with "
        f"cache_select (such as 'tag={kept[0]}' or 'stack=e4s'), raise the limit, or generate no pages with "
        "cache_pages = None"
    )
    warn_at(Code.LIMIT, message, None)


class _Renderer:
    """Turns the pages of one build into the contexts of the theme's own template."""

    def __init__(self, builder: StandaloneHTMLBuilder, domain: CacheDomain) -> None:
        self._builder = builder
        self._domain = domain
        self._sessions: dict[tuple[str, ...], str] = {}
        self._addresses: dict[str, dict[Ref, str | None]] = {}
        self._templates = template_environment(builder)

    def context(self, page: Page) -> dict[str, Any]:
        """What the theme is told of a page, by the names that Sphinx uses for documents."""
        relative = self._builder.get_relative_uri
        parents = [{"link": relative(page.name, name), "title": label} for name, label in page.parents]
        summary = "".join(piece.text for piece in page.summary)
        title = page.title
        if page.tag is not None and page.kind != "tag" and page.tag != self._domain.catalog.default_tag:
            title = f"{title} ({page.tag})"
        body = self._body(page, parents)
        # The order is that of Sphinx: to the left stands what is added last.
        return {
            "title": escape(title),
            "parents": parents,
            "body": body,
            "metatags": self._description(f"{title}: {summary}"),
            "prev": self._neighbour(page, page.previous),
            "next": self._neighbour(page, page.next),
            "rellinks": [
                *self._builder.globalcontext["rellinks"],
                *_rellink(page.next, "N", sphinx_message("next")),
                *_rellink(page.previous, "P", sphinx_message("previous")),
            ],
            **_contents(body),
            PAGE_KIND: page.kind,
        }

    def _description(self, text: str) -> str:
        given = self._builder.globalcontext.get("metatags", "")
        return f'{given}\n    <meta name="description" content="{escape(text)}" />'

    def _neighbour(self, page: Page, other: tuple[str, str] | None) -> dict[str, str] | None:
        if other is None:
            return None
        return {"link": self._builder.get_relative_uri(page.name, other[0]), "title": escape(other[1])}

    def _body(self, page: Page, parents: list[dict[str, str]]) -> str:
        folder, _slash, _name = page.name.rpartition("/")
        known = self._addresses.setdefault(folder, {})

        def link(ref: Ref) -> str | None:
            # From all pages of a folder the way to another page is the same.
            if ref not in known:
                known[ref] = self._domain.address(self._builder, page.name, ref)
            return known[ref]

        variables = {
            "title": page.title,
            "label": page.label,
            "parents": parents,
            "summary": self._shown(page.summary, link),
            **{name: self._shown(value, link) for name, value in page.variables.items()},
        }
        template = f"cache/{page.kind}.html"
        try:
            return self._templates.get_template(template).render(variables)
        except Exception as error:  # a template can raise anything
            raise ThemeError(f"{_place(error) or template}: the template '{template}' is broken: {error}") from error

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
        command, _space, wanted = install.package.rpartition(" ")
        key = (*install.mirror, command)
        html = self._sessions.get(key)
        if html is None:
            commands = [*install.mirror, *([f"{command} {_PLACEHOLDER}"] if command else [])]
            html = self._sessions[key] = self._highlight([f"$ {command}" for command in commands])
        return Markup(html.replace(_PLACEHOLDER, escape(wanted)))  # noqa: S704 as the highlighter escapes it

    def _highlight(self, lines: list[str]) -> str:
        if not lines:
            return ""
        html = self._builder.highlighter.highlight_block("\n".join(lines), "console")
        return f'<div class="highlight-console notranslate">{html}</div>'


def _rellink(other: tuple[str, str] | None, key: str, text: str) -> list[tuple[str, str, str, str]]:
    """A link of the navigation that older themes have at the top: page, title, access key, text."""
    return [(other[0], escape(other[1]), key, text)] if other else []


def _contents(body: str) -> dict[str, Any]:
    """The local table of contents, as themes show that of a document."""
    entries = [
        f'<li><a class="reference internal" href="#{anchor}">{heading}</a></li>'
        for anchor, heading in _SECTION.findall(body)
    ]
    return {"toc": f"<ul>{''.join(entries)}</ul>", "display_toc": bool(entries)}


def _place(error: Exception) -> str:
    """The file and the line of a template where an error arose; empty if that is not known."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}"
    # Jinja puts the lines of templates in the place of those of the code that it made of them.
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if PurePath(frame.filename).suffix != ".py"]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""


def setup_pages(app: Sphinx) -> None:
    """Connect the handler."""
    app.connect("html-collect-pages", write_pages)
