"""Renders generated pages with the project's theme, which takes far longer than to make what is on them.

All pages of a folder look the same but for their title, their body, and a few more values. So the theme renders one of
them with marks in the place of these values, and this frame is filled for the others. Nothing is assumed of a theme:
now and then a page is rendered as well as filled, and where the two differ, the theme does more with a value than to
show it, and renders every page itself.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sphinx.errors import SphinxError

from sphinxext_cache.listeners import EVENT
from sphinxext_cache.page_names import folder_of
from sphinxext_cache.slots import (
    BODY,
    META,
    NAME,
    NEIGHBOURS,
    PLAIN_NAME,
    PLAIN_TITLE,
    SLOT,
    TITLE,
    Frame,
    Mark,
    base_of,
    beside,
    fixed_values,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from sphinx.builders.html import StandaloneHTMLBuilder

TEMPLATE: Final = "page.html"
"""The theme's template for a page, unless a handler of `EVENT` names another."""

_NOWHERE: Final = Path(os.devnull)


class WrongFrameError(SphinxError):
    """The theme does more with the values of a page than to show them."""


class _Waiting(NamedTuple):
    """A page that is not rendered yet.

    Attributes:
        name: Its name.
        template: The theme's template for it.
        context: Its context, which was rendered by nobody.
        values: What the slots of a frame hold for it.
        fixed: What else its context holds.
    """

    name: str
    template: str
    context: dict[str, Any]
    values: dict[str, str]
    fixed: dict[str, Any]


class Frames:
    """Renders the pages of one build.

    Args:
        builder: The builder whose theme is meant.
    """

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self._builder = builder
        self._theme: Callable[[str, dict[str, Any]], str] = builder.templates.render
        self._are_right = True
        self._enter("")

    def _enter(self, folder: str) -> None:
        """Forget the frames of another folder: their pages come one folder after the other."""
        self._folder = folder
        self._frames: dict[Hashable, Frame] = {}
        self._used: Counter[Hashable] = Counter()
        self._waiting: dict[Hashable, _Waiting] = {}

    def render(self, name: str, context: dict[str, Any], *, by_theme: bool = False) -> dict[str, str]:
        """The HTML of a page, and maybe of others that had to wait for it, by name; `finish` gives what still waits.

        The event ``html-page-context`` is emitted once for each page. Nothing is returned if the builder renders no
        templates, as that of JSON does not.

        Args:
            name: The name of the page.
            context: Our part of its context.
            by_theme: Whether the theme renders the page itself.

        Raises:
            WrongFrameError: A frame proved wrong. So may be all pages that were made so far; from now on, the theme
                must render them itself.
        """
        made: dict[str, str] = {}

        def render(template: str, values: dict[str, Any]) -> str:
            if by_theme:
                made[name] = self._theme(template, values)
            else:
                made.update(self._pages(name, template, values))
            return ""

        self._handle(name, context, render)
        if not by_theme and not self._are_right:
            raise WrongFrameError
        return made

    def announce(self, name: str, context: dict[str, Any]) -> None:
        """Let handlers hear of a page that is not rendered, by the event ``html-page-context``.

        Args:
            name: The name of the page.
            context: Our part of its context.
        """
        self._handle(name, context, lambda _template, _values: "")

    def _handle(self, name: str, context: dict[str, Any], render: Callable[[str, dict[str, Any]], str]) -> None:
        """Have Sphinx prepare a page, and render it our way, by whichever template a handler has named."""
        templates, events = self._builder.templates, self._builder.events
        is_prepared = False

        def note(*_arguments: object) -> None:
            nonlocal is_prepared
            is_prepared = True

        def render_page(template: str, values: dict[str, Any]) -> str:
            # Before, themes render parts of a page in handlers of the event.
            return (render if is_prepared else self._theme)(template, values)

        # Sphinx does not give what it renders, and makes no more than a warning of a failure to write it.
        listener = events.connect(EVENT, note, sys.maxsize)
        templates.render = render_page
        try:
            self._builder.handle_page(name, context, TEMPLATE, outfilename=_NOWHERE)
        finally:
            templates.render = self._theme
            events.disconnect(listener)

    def finish(self) -> dict[str, str]:
        """The HTML of the pages that waited for others of their folder, which did not come.

        Raises:
            WrongFrameError: A page was filled into a frame that no other one has proved.
        """
        made = self._leave()
        if not self._are_right:
            raise WrongFrameError
        return made

    def _leave(self) -> dict[str, str]:
        """The pages that wait, rendered by the theme; those that are in a frame already are wrong, for all we know."""
        made = {page.name: self._by_theme(page) for place, page in self._waiting.items() if place not in self._frames}
        self._are_right = self._are_right and len(made) == len(self._waiting)
        self._waiting.clear()
        return made

    def _by_theme(self, page: _Waiting) -> str:
        """A page, rendered by the theme when others may have come in between."""
        self._builder.current_docname = page.name
        return self._theme(page.template, page.context)

    def _pages(self, name: str, template: str, context: dict[str, Any]) -> dict[str, str]:
        """The page, filled into the frame of its folder if it fits there, and those that waited for it.

        A context is rendered but once: themes count in it, such as the headings for which they need an id. So the
        theme renders the first page of a folder; the second one waits for a third, and then makes the frame that the
        third one, which the theme renders, has to prove.
        """
        folder = folder_of(self._builder, name)
        others = {}
        if folder != self._folder:
            others = self._leave()
            self._enter(folder)
        return {**others, **self._in_folder(name, template, context)}

    def _in_folder(self, name: str, template: str, context: dict[str, Any]) -> dict[str, str]:
        values = self._values(name, context)
        fixed = fixed_values(name, context)
        if values is None or fixed is None:
            return {name: self._theme(template, context)}
        # Pages at the ends of a row have no neighbour to fill in.
        place = template, frozenset(values), context.get("toc")
        page = _Waiting(name, template, context, values, fixed)
        self._used[place] += 1
        if self._used[place] == 1:
            return {name: self._theme(template, context)}
        if place in self._frames:
            return self._framed(place, page)
        maker = self._waiting.setdefault(place, page)
        if maker is page:
            return {}
        if maker.fixed != fixed:
            self._waiting[place] = page
            return {maker.name: self._by_theme(maker)}
        self._frames[place] = self._frame(maker)
        return self._framed(place, page)

    def _frame(self, page: _Waiting) -> Frame:
        """The frame that a page makes."""
        self._builder.current_docname = page.name
        marked = self._marked(page.name, page.context, page.values) | page.fixed
        pieces = SLOT.split(self._theme(page.template, marked))
        return Frame(pieces, page.fixed, marked["pagename"], marked["title"])

    def _framed(self, place: Hashable, page: _Waiting) -> dict[str, str]:
        """A page in the frame of its place, and the page that made the frame, once this one has proved it."""
        frame, maker = self._frames[place], self._waiting.get(place)
        fits = frame.fits(page.name, page.context["title"], page.fixed)
        if fits and maker is None and not _is_power_of_two(self._used[place]):
            return {page.name: frame.fill(page.values)}
        made = {page.name: self._by_theme(page)}
        if fits:
            self._are_right = self._are_right and made[page.name] == frame.fill(page.values)
            if maker is not None:
                del self._waiting[place]
                made[maker.name] = frame.fill(maker.values)
        return made

    def _values(self, name: str, context: dict[str, Any]) -> dict[str, str] | None:
        """What the slots of a page hold; None if one of the values is not just shown wherever it stands."""
        base = base_of(name)
        names, titles = [base], [context["title"]]
        values = {NAME: base, TITLE: context["title"], BODY: context["body"], META: context["metatags"]}
        pages = {key: page for page, _title, key, _text in self._neighbour_links(context)}
        for neighbour, (key, name_slot, title_slot) in NEIGHBOURS.items():
            if context.get(neighbour):
                other = pages.get(key, "")
                if other.rpartition("/")[0] != name.rpartition("/")[0] or not self._are_together(name, other):
                    return None
                values[name_slot], values[title_slot] = base_of(other), context[neighbour]["title"]
                names.append(base_of(other))
                titles.append(context[neighbour]["title"])
        plain = all(map(PLAIN_NAME.fullmatch, names)) and all(map(PLAIN_TITLE.fullmatch, titles))
        return values if plain else None

    def _are_together(self, name: str, other: str) -> bool:
        """Whether two pages lie in one folder."""
        return folder_of(self._builder, name) == folder_of(self._builder, other)

    def _neighbour_links(self, context: dict[str, Any]) -> list[tuple[str, str, str, str]]:
        """The links of a page beside those that Sphinx puts on all: page, title, access key, text."""
        return list(context["rellinks"][len(self._builder.globalcontext["rellinks"]) :])

    def _marked(self, name: str, context: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
        """The context of a page with marks in the place of its values."""
        own, pathto = Mark(beside(name, NAME)), context["pathto"]
        marked = {**context, "pagename": own, "current_page_name": own}
        marked |= {"title": Mark(TITLE), "body": BODY, "metatags": META}
        if context["pageurl"]:
            marked["pageurl"] = context["pageurl"].replace(name, own)
        links = {key: (page, title, key, text) for page, title, key, text in self._neighbour_links(context)}
        for neighbour, (key, name_slot, title_slot) in NEIGHBOURS.items():
            if name_slot in values:
                page = beside(name, name_slot)
                links[key] = (page, title_slot, key, links[key][3])
                marked[neighbour] = {**context[neighbour], "link": pathto(page), "title": title_slot}
        marked["rellinks"] = [*self._builder.globalcontext["rellinks"], *links.values()]
        # The page itself is where it was, by whichever name it goes.
        marked["pathto"] = lambda uri, *rest, **named: pathto(name if uri is own else uri, *rest, **named)
        return marked


def _is_power_of_two(number: int) -> bool:
    return number & (number - 1) == 0
