"""Make generated pages: our templates render their bodies, which the theme shows like the bodies of documents.

`sphinxext_cache.pages.plan` determines their content and the variables of the templates.
"""

from __future__ import annotations

from functools import partial
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from sphinx.locale import _ as sphinx_message

from sphinxext_cache.host.builders import renders_templates
from sphinxext_cache.host.contexts import QuietText
from sphinxext_cache.host.rendering import TEMPLATE
from sphinxext_cache.pages.body import Bodies
from sphinxext_cache.pages.feed import feed_link
from sphinxext_cache.pages.frames import Frames
from sphinxext_cache.pages.listeners import Listeners
from sphinxext_cache.pages.open_graph import with_tags
from sphinxext_cache.pages.theming import PAGE_KIND
from sphinxext_cache.pages.values import Ours

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_cache.domain.cache_domain import CacheDomain
    from sphinxext_cache.pages.page import Page, Plan
    from sphinxext_cache.pages.store import PageWriter, Written

_MOST_OUTLINED: Final = 300
"""The maximum length of a description for search engines, in characters; none of them shows more."""


class PageMaker:
    """Makes the pages of one build: prepares the context of each page, and has the theme render it."""

    def __init__(self, app: Sphinx, builder: StandaloneHTMLBuilder, domain: CacheDomain, writer: PageWriter) -> None:
        self._app = app
        self._builder = builder
        self._domain = domain
        self._writer = writer
        self._bodies = Bodies(builder, domain)
        self._listeners = Listeners(app)
        self._frames = Frames(builder, self._listeners)
        self._samples: dict[str, str | bytes] = {}
        self._feed = feed_link(domain)

    def write_all(self, plans: Sequence[Plan], *, by_theme: bool = False) -> list[Written]:
        """Make pages, and write each of them if its file differs; return the result for each page.

        Args:
            plans: The pages.
            by_theme: Whether the theme renders them itself, without frames.

        Raises:
            WrongFrameError: Pages that were expected to look the same do not.
        """
        return [self._write(plan, by_theme=by_theme) for plan in plans]

    def _write(self, plan: Plan, *, by_theme: bool) -> Written:
        made = self._samples.pop(plan.name, None)
        return self._writer.write(plan.name, self._content(plan, by_theme=by_theme) if made is None else made)

    def is_written(self, plan: Plan) -> bool:
        """Whether a page, as rendered by the theme itself, is what was written; it is kept for `write_all`."""
        made = self._samples[plan.name] = self._content(plan, by_theme=True)
        return self._writer.holds(plan.name, made)

    def _content(self, plan: Plan, *, by_theme: bool) -> str | bytes:
        made = plan.make()
        if isinstance(made, str | bytes):
            return made
        ours = self._ours(made)
        context = partial(self._context, made, ours)
        if renders_templates(self._builder):
            return self._frames.render(ours, context, by_theme=by_theme)
        return self._serialized(ours.name, context())

    def _serialized(self, name: str, context: dict[str, Any]) -> bytes:
        """A page as data: builders such as that for JSON make it without a template, and only write it to a file."""
        with TemporaryDirectory(prefix="sphinxext-cache-") as folder:
            file = Path(folder, "page")
            self._builder.handle_page(name, context, TEMPLATE, outfilename=file)
            return file.read_bytes()

    def announce(self, plans: Iterable[Plan]) -> None:
        """Call the handlers that may count pages for those that are not made again."""
        for plan in plans if self._listeners.counting else ():
            if not plan.is_file and plan.name not in self._samples:
                self._announce(plan)

    def _announce(self, plan: Plan) -> None:
        def dressed() -> dict[str, Any]:
            made = plan.make()
            assert not isinstance(made, str | bytes)  # noqa: S101 it is not a file
            return self._frames.dressed(made.name, self._context(made, self._ours(made)))

        self._listeners.tell(plan.name, TEMPLATE, dressed)

    def _ours(self, page: Page) -> Ours:
        """Our part of a page."""
        title = page.title
        if page.tag is not None and page.kind != "tag" and page.tag != self._domain.catalog.default_tag:
            title = f"{title} ({page.tag})"
        return Ours(
            name=page.name,
            kind=page.kind,
            tag=page.tag or "",
            folder=self._domain.page_names.folder(page.tag) if page.tag is not None else "",
            title=escape(title),
            meta=with_tags(self._app, page.name, escape(title), self._meta(f"{title}: {_outlined(page)}")),
            previous=page.previous and (page.previous[0], escape(page.previous[1])),
            next=page.next and (page.next[0], escape(page.next[1])),
            body=self._bodies.make(page),
        )

    def _context(self, page: Page, ours: Ours) -> dict[str, Any]:
        """Our part of the context of a page, with the keys that Sphinx uses for documents."""
        sections = "".join(ours.body.sections)
        below = f"<ul>\n{sections}</ul>\n" if sections else ""
        # In the order of Sphinx: the last link is shown leftmost.
        neighbours = (ours.next, "N", sphinx_message("next")), (ours.previous, "P", sphinx_message("previous"))
        return {
            "title": ours.title,
            "parents": self._bodies.parents(page),
            "body": QuietText(ours.body.text),
            "metatags": ours.meta,
            "prev": self._neighbour(page, ours.previous),
            "next": self._neighbour(page, ours.next),
            "rellinks": [
                *self._builder.globalcontext["rellinks"],
                *[(*other, key, text) for other, key, text in neighbours if other],
            ],
            # As for documents, the local table of contents starts with the title of the page.
            "toc": f'<ul>\n<li><a class="reference internal" href="#">{ours.title}</a>{below}</li>\n</ul>\n',
            "display_toc": bool(sections),
            PAGE_KIND: page.kind,
        }

    def _meta(self, text: str) -> str:
        given = self._builder.globalcontext.get("metatags", "")
        feed = f"\n    {self._feed}" if self._feed else ""
        return f'{given}\n    <meta name="description" content="{escape(text)}" />{feed}'

    def _neighbour(self, page: Page, other: tuple[str, str] | None) -> dict[str, str] | None:
        return None if other is None else {"link": self._bodies.way(page, other[0]), "title": other[1]}


def _outlined(page: Page) -> str:
    """The description of a page for search engines."""
    said = "".join(piece.text for piece in page.about or page.summary)
    return said if len(said) <= _MOST_OUTLINED else f"{said[: _MOST_OUTLINED - 1].rstrip()}…"
