"""Renders generated pages with the project's theme, which takes far longer than to make what is on them.

All pages of a folder look the same but for their title, their body, and a few more values. So the theme renders one of
them with marks in the place of these values, and this frame is filled for the others. Nothing is assumed of a theme:
now and then a page is rendered as well as filled, and where the two differ, the theme does more with a value than to
show it, and renders every page itself.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from markupsafe import Markup
from sphinx.errors import SphinxError

from sphinxext_cache.page_names import folder_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from sphinx.builders.html import StandaloneHTMLBuilder

TEMPLATE: Final = "page.html"
"""The theme's template for a page."""

_NAME, _TITLE, _BODY, _META = (f"cacheslot{letter}x" for letter in "abcd")
_NEIGHBOURS: Final = {"prev": ("P", "cachesloteex", "cacheslotefx"), "next": ("N", "cacheslotgex", "cacheslotgfx")}
"""By the name of a neighbour in the context: its access key, and the slots of its name and its title."""
_SLOT: Final = re.compile(r"(cacheslot[a-g][ef]?x)")

_OWN: Final = frozenset(
    ("pagename", "current_page_name", "pageurl", "title", "body", "metatags", "prev", "next", "rellinks")
)
"""What the context of a page holds of its own; all else must be as it was when the frame was made."""

_CONSTANT: Final = frozenset({bool, bytes, complex, float, int, type(None)})
"""The types of values that are the same for all pages."""
_ASSETS: Final = "sphinx.builders.html._assets"
"""Where Sphinx defines what it tells templates of scripts and style sheets."""

_NOWHERE: Final = Path(os.devnull)

# What quoting, escaping, or taking tags away leaves as it is, wherever a theme puts it.
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9._~-]+")
_PLAIN_TITLE: Final = re.compile(r"[^\s<>&\"']+(?: [^\s<>&\"']+)*")


class WrongFrameError(SphinxError):
    """The theme does more with the values of a page than to show them."""


class _Mark(str):
    """A text that notes what a template asks of it, which another text might answer otherwise."""

    __slots__ = ("questions",)

    def __new__(cls, text: str) -> Self:
        mark = super().__new__(cls, text)
        mark.questions = []
        return mark

    questions: list[tuple[str, tuple[Any, ...], object]]
    """The method, the arguments, and the answer."""

    def _answer(self, method: str, *arguments: Any) -> Any:  # noqa: ANN401 those of any method
        answer = getattr(str, method)(self, *arguments)
        self.questions.append((method, arguments, answer))
        return answer

    def stands_for(self, text: str) -> bool:
        """Whether a text would have answered the same."""
        return all(getattr(str, method)(text, *arguments) == answer for method, arguments, answer in self.questions)

    def __eq__(self, other: object) -> bool:
        return bool(self._answer("__eq__", other))

    def __ne__(self, other: object) -> bool:
        return bool(self._answer("__ne__", other))

    def __contains__(self, part: object) -> bool:
        return bool(self._answer("__contains__", part))

    def startswith(self, *arguments: Any) -> bool:  # noqa: ANN401 as `str` has them
        return bool(self._answer("startswith", *arguments))

    def endswith(self, *arguments: Any) -> bool:  # noqa: ANN401
        return bool(self._answer("endswith", *arguments))

    __hash__ = str.__hash__


class _Frame(NamedTuple):
    """A page of a theme in pieces.

    Attributes:
        pieces: Texts, and between them the slots.
        fixed: What the context held beside the values of the page.
        page: The mark in the place of the name of the page.
        title: The mark in the place of its title.
    """

    pieces: list[str]
    fixed: dict[str, Any]
    page: _Mark
    title: _Mark

    def fill(self, values: dict[str, str]) -> str:
        """A page with these values in its slots."""
        return "".join([values.get(piece, piece) for piece in self.pieces])

    def fits(self, name: str, title: str, fixed: dict[str, Any]) -> bool:
        """Whether the theme would show another page alike."""
        return self.page.stands_for(name) and self.title.stands_for(title) and self.fixed == fixed


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
        self._frames: dict[Hashable, _Frame] = {}
        self._used: Counter[Hashable] = Counter()
        self._unproven: dict[Hashable, str] = {}

    @property
    def unproven(self) -> list[str]:
        """The names of pages in a frame that was not compared yet with what the theme makes."""
        return list(self._unproven.values())

    def render(self, name: str, context: dict[str, Any], *, by_theme: bool = False) -> str | None:
        """The HTML of a page; None if the builder renders no templates, as that of JSON does not.

        The event ``html-page-context`` is emitted for every page.

        Args:
            name: The name of the page.
            context: Our part of its context.
            by_theme: Whether the theme renders the page itself.

        Raises:
            WrongFrameError: A frame proved wrong. So may be all pages that were made so far; from now on, the theme
                must render them itself.
        """
        made: list[str] = []

        def render(template: str, values: dict[str, Any]) -> str:
            if template != TEMPLATE:  # themes render parts of a page in handlers of the event
                return self._theme(template, values)
            made.append(self._theme(template, values) if by_theme else self._page(name, values))
            return ""

        # Sphinx does not give what it renders, and makes no more than a warning of a failure to write it.
        templates = self._builder.templates
        templates.render = render
        try:
            self._builder.handle_page(name, context, TEMPLATE, outfilename=_NOWHERE)
        finally:
            templates.render = self._theme
        if not by_theme and not self._are_right:
            raise WrongFrameError
        return made[-1] if made else None

    def _page(self, name: str, context: dict[str, Any]) -> str:
        """The page, filled into the frame of its folder if it fits there.

        A context is rendered but once: themes count in it, such as the headings for which they need an id. So the
        theme renders the first page of a folder, the second one makes the frame, and those that prove it are rendered
        as they are.
        """
        values = self._values(name, context)
        if values is None:
            return self._theme(TEMPLATE, context)
        folder = folder_of(self._builder, name)
        if folder != self._folder:
            self._enter(folder)
        # Pages at the ends of a row have no neighbour to fill in.
        place = frozenset(values), context.get("toc")
        self._used[place] += 1
        if self._used[place] == 1:
            return self._theme(TEMPLATE, context)
        own = _beside(name, _NAME)
        others = {key: value for key, value in context.items() if key not in _OWN and not callable(value)}
        try:
            fixed = {key: _renamed(value, name, own) for key, value in others.items()}
        except _UnknownValueError:
            return self._theme(TEMPLATE, context)
        frame = self._frames.get(place)
        if frame is None:
            marked = self._marked(name, context, values) | fixed
            pieces = _SLOT.split(self._theme(TEMPLATE, marked))
            frame = self._frames[place] = _Frame(pieces, fixed, marked["pagename"], marked["title"])
            self._unproven[place] = name
            return frame.fill(values)
        if not frame.fits(name, context["title"], fixed):
            return self._theme(TEMPLATE, context)
        page = frame.fill(values)
        if place not in self._unproven and not _is_power_of_two(self._used[place]):
            return page
        rendered = self._theme(TEMPLATE, context)
        self._are_right = rendered == page
        self._unproven.pop(place, None)
        return rendered

    def _values(self, name: str, context: dict[str, Any]) -> dict[str, str] | None:
        """What the slots of a page hold; None if one of the values is not just shown wherever it stands."""
        base = _base(name)
        names, titles = [base], [context["title"]]
        values = {_NAME: base, _TITLE: context["title"], _BODY: context["body"], _META: context["metatags"]}
        pages = {key: page for page, _title, key, _text in self._neighbour_links(context)}
        for neighbour, (key, name_slot, title_slot) in _NEIGHBOURS.items():
            if context.get(neighbour):
                other = pages.get(key, "")
                if other.rpartition("/")[0] != name.rpartition("/")[0] or not self._are_together(name, other):
                    return None
                values[name_slot], values[title_slot] = _base(other), context[neighbour]["title"]
                names.append(_base(other))
                titles.append(context[neighbour]["title"])
        plain = all(map(_PLAIN_NAME.fullmatch, names)) and all(map(_PLAIN_TITLE.fullmatch, titles))
        return values if plain else None

    def _are_together(self, name: str, other: str) -> bool:
        """Whether two pages lie in one folder."""
        return folder_of(self._builder, name) == folder_of(self._builder, other)

    def _neighbour_links(self, context: dict[str, Any]) -> list[tuple[str, str, str, str]]:
        """The links of a page beside those that Sphinx puts on all: page, title, access key, text."""
        return list(context["rellinks"][len(self._builder.globalcontext["rellinks"]) :])

    def _marked(self, name: str, context: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
        """The context of a page with marks in the place of its values."""
        own, pathto = _Mark(_beside(name, _NAME)), context["pathto"]
        marked = {**context, "pagename": own, "current_page_name": own}
        marked |= {"title": _Mark(_TITLE), "body": _BODY, "metatags": _META}
        if context["pageurl"]:
            marked["pageurl"] = context["pageurl"].replace(name, own)
        links = {key: (page, title, key, text) for page, title, key, text in self._neighbour_links(context)}
        for neighbour, (key, name_slot, title_slot) in _NEIGHBOURS.items():
            if name_slot in values:
                page = _beside(name, name_slot)
                links[key] = (page, title_slot, key, links[key][3])
                marked[neighbour] = {**context[neighbour], "link": pathto(page), "title": title_slot}
        marked["rellinks"] = [*self._builder.globalcontext["rellinks"], *links.values()]
        # The page itself is where it was, by whichever name it goes.
        marked["pathto"] = lambda uri, *rest, **named: pathto(name if uri is own else uri, *rest, **named)
        return marked


def _base(name: str) -> str:
    """The last part of the name of a page."""
    return name.rpartition("/")[2]


def _beside(name: str, other: str) -> str:
    """The name of another page, by its last part, beside a page."""
    return f"{name.rpartition('/')[0]}/{other}"


class _UnknownValueError(Exception):
    """A context holds something of which it is not known what a template may ask of it."""


def _renamed(value: Any, name: str, own: str) -> Any:  # noqa: ANN401 whatever a context may hold
    """A value of a context in which a page goes by another name.

    Only what is exactly of a known type is copied: a subclass may have attributes that its items do not tell of, and
    whatever else there is may look the same for two pages and yet show each another way.

    Raises:
        _UnknownValueError: It is, or holds, something of another type, or holds itself.
    """
    kind: Any = type(value)
    if kind in _CONSTANT:
        return value
    if kind in {str, Markup}:
        return value.replace(name, own) if name in value else value
    try:
        if kind in {list, tuple, set, frozenset}:
            return kind([_renamed(item, name, own) for item in value])
        if kind is dict:
            return {_renamed(key, name, own): _renamed(item, name, own) for key, item in value.items()}
        if kind.__module__ == _ASSETS:  # a script or a style sheet, which Sphinx compares by what it says
            attributes = _renamed(dict(value.attributes), name, own)
            return kind(value.filename, priority=value.priority, **attributes)
    except (RecursionError, AttributeError, TypeError):
        raise _UnknownValueError from None
    raise _UnknownValueError


def _is_power_of_two(number: int) -> bool:
    return number & (number - 1) == 0
