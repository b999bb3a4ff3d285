"""Renders generated pages with the project's theme, which takes far longer than to make what is on them.

All pages of a folder look the same but for their title, their body, and a few more values. So the theme renders one of
them with marks in the place of these values, and this frame is filled for the others. Nothing is assumed of a theme:
now and then a page is rendered as well as filled, and where the two differ, the theme does more with a value than to
show it, and renders every page itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sphinx.errors import SphinxError, ThemeError

from sphinxext_cache.domain.page_names import folder_of, names_above
from sphinxext_cache.host.rendering import prepare_page
from sphinxext_cache.pages.slots import (
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
    outline_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_cache.pages.listeners import Listeners

TEMPLATE: Final = "page.html"
"""The theme's template for a page, unless a handler of `PAGE_EVENT` names another."""

_MAKER: Final = 2
"""Which of the pages of a folder makes the frame."""


class WrongFrameError(SphinxError):
    """The theme does more with the values of a page than to show them."""


@dataclass(slots=True)
class _Place:
    """The pages of a folder that look the same.

    Attributes:
        used: How many there were.
        frame: What they look like; None if that is not known.
        is_proved: Whether the theme made of another page what the frame did.
        is_filled: Whether there are pages that the theme did not render.
    """

    used: int = 0
    frame: Frame | None = None
    is_proved: bool = False
    is_filled: bool = False


class Frames:
    """Renders the pages of one build.

    Args:
        builder: The builder whose theme is meant.
        listeners: Who hears of pages.
    """

    def __init__(self, builder: StandaloneHTMLBuilder, listeners: Listeners) -> None:
        self._builder = builder
        self._listeners = listeners
        self._theme: Callable[[str, dict[str, Any]], str] = builder.templates.render
        self._above = names_above(builder.env.all_docs)
        self._folder = ""
        self._places: defaultdict[Hashable, _Place] = defaultdict(_Place)

    def render(self, name: str, context: dict[str, Any], *, by_theme: bool = False) -> str:
        """The HTML of a page. All handlers of `PAGE_EVENT` hear of it.

        Args:
            name: The name of the page.
            context: Our part of its context.
            by_theme: Whether the theme renders the page itself.

        Raises:
            WrongFrameError: A frame proved wrong. So may be all pages that were made so far; from now on, the theme
                must render them itself.
        """
        made: list[str | None] = []

        def show(template: str, values: dict[str, Any]) -> None:
            if by_theme:
                made.append(self._theme(template, values))
            else:
                made.append(self._page(name, template, values, lambda: self.dressed(name, context)))

        self._prepare(name, context, show)
        if not made:
            raise ThemeError(f"the page {name} cannot be rendered")
        if made[0] is None:
            raise WrongFrameError
        return made[0]

    def dressed(self, name: str, context: dict[str, Any]) -> dict[str, Any]:
        """What the theme gets to know of a page, without those handlers that may count pages.

        Args:
            name: The name of the page.
            context: Our part of its context.
        """
        told: dict[str, Any] = {}
        with self._listeners.only_dressing():
            self._prepare(name, context, lambda _template, values: told.update(values))
        return told

    def _prepare(self, name: str, context: dict[str, Any], show: Callable[[str, dict[str, Any]], None]) -> None:
        prepare_page(self._builder, name, context, TEMPLATE, self._theme, show)

    def _page(
        self, name: str, template: str, context: dict[str, Any], again: Callable[[], dict[str, Any]]
    ) -> str | None:
        """The page, filled into the frame of its folder if it fits there; None if a frame proved wrong.

        The theme renders the first pages of a folder. The second one makes the frame and must come out of it as the
        theme made it, the third one proves the frame, and of those that follow some go on doing so.
        """
        values = self._values(name, context)
        fixed = None if values is None else fixed_values(name, context, self._builder.globalcontext)
        if values is None or fixed is None:
            return self._theme(template, context)
        folder = folder_of(self._builder, name)
        if folder.removesuffix("/*") != self._folder:
            # Pages come one folder after the other.
            self._folder = folder.removesuffix("/*")
            self._places.clear()
        # Pages at the ends of a row have no neighbour to fill in.
        place = self._places[folder, template, frozenset(values), outline_of(context)]
        place.used += 1
        frame = place.frame
        if frame is None:
            page = self._theme(template, context)
            if place.used == _MAKER:
                place.frame = self._frame(name, template, {**context, **_functions(again(), context), **fixed}, fixed)
                if place.frame is not None and place.frame.fill(values) != page:
                    place.frame = None
            return page
        if not frame.fits(name, context["title"], fixed):
            return self._theme(template, context)
        filled = frame.fill(values)
        if place.is_proved and not _is_power_of_two(place.used):
            place.is_filled = True
            return filled
        page = self._theme(template, context)
        if page == filled:
            place.is_proved = True
        else:
            place.frame = None
        return None if page != filled and place.is_filled else page

    def _frame(self, name: str, template: str, context: dict[str, Any], fixed: dict[str, Any]) -> Frame | None:
        """The frame that a page makes; None if the theme cannot show marks."""
        marked = self._marked(name, context)
        try:
            pieces = SLOT.split(self._theme(template, marked))
        except Exception:  # noqa: BLE001 a template can raise anything
            return None
        return Frame(pieces, fixed, (marked["pagename"], marked["title"]))

    def _values(self, name: str, context: dict[str, Any]) -> dict[str, str] | None:
        """What the slots of a page hold; None if one of the values is not just shown wherever it is.

        So it is where a handler has put something of another kind in the place of one.
        """
        texts = (context.get(key) for key in ("title", "body", "metatags", "toc"))
        if name in self._above or not all(isinstance(text, str) for text in texts):
            return None
        if not callable(context.get("pathto")) or not isinstance(context.get("rellinks"), list):
            return None
        names, titles = [base_of(name)], [context["title"]]
        values = {NAME: names[0], TITLE: context["title"], BODY: context["body"], META: context["metatags"]}
        links = self._neighbour_links(context)
        for neighbour, (key, name_slot, title_slot) in NEIGHBOURS.items():
            match context.get(neighbour):
                case None:
                    continue
                case {"title": str() as title} if key in links and self._are_together(name, links[key][0]):
                    values[name_slot], values[title_slot] = base_of(links[key][0]), title
                    names.append(values[name_slot])
                    titles.append(title)
                case _:
                    return None
        plain = all(map(PLAIN_NAME.fullmatch, names)) and all(map(PLAIN_TITLE.fullmatch, titles))
        return values if plain else None

    def _are_together(self, name: str, other: str) -> bool:
        """Whether two pages lie in one folder, by their names and in the output."""
        return beside(name, "") == beside(other, "") and folder_of(self._builder, name) == folder_of(
            self._builder, other
        )

    def _neighbour_links(self, context: dict[str, Any]) -> dict[str, tuple[str, str, str, str]]:
        """By its key, the links of a page beside those that Sphinx puts on all: page, title, access key, text."""
        links = context["rellinks"][len(self._builder.globalcontext["rellinks"]) :]
        return {link[2]: link for link in links if type(link) is tuple and [*map(type, link[:3:2])] == [str, str]}

    def _marked(self, name: str, context: dict[str, Any]) -> dict[str, Any]:
        """The context of a page with marks in the place of its values."""
        own, pathto = Mark(beside(name, NAME), NAME), context["pathto"]
        marked = {**context, "pagename": own, "current_page_name": own}
        marked |= {"title": Mark(TITLE, TITLE), "body": BODY, "metatags": META, "toc": outline_of(context)}
        if isinstance(context.get("pageurl"), str):
            marked["pageurl"] = context["pageurl"].replace(name, own)
        links = self._neighbour_links(context)
        for neighbour, (key, name_slot, title_slot) in NEIGHBOURS.items():
            if context.get(neighbour):
                page = beside(name, name_slot)
                links[key] = (page, title_slot, key, links[key][3])
                marked[neighbour] = {**context[neighbour], "link": pathto(page), "title": title_slot}
        marked["rellinks"] = [*self._builder.globalcontext["rellinks"], *links.values()]
        # The page itself is where it was, by whichever name it goes.
        marked["pathto"] = lambda uri, *rest, **named: pathto(name if uri is own else uri, *rest, **named)
        return marked


def _functions(fresh: dict[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    """The functions of a context as they were before a template asked them.

    Some count, such as those that give each heading an id of its own.
    """
    return {key: value for key, value in fresh.items() if callable(value) and key in context}


def _is_power_of_two(number: int) -> bool:
    return number & (number - 1) == 0
