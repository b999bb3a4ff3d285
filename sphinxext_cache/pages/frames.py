"""Render generated pages with the project's theme, which takes far longer than making their content.

Pages in similar folders look the same except for their title, their body, and a few more values. So the theme renders
one of them with marks in place of these values, and the resulting frame is filled for the others. Nothing is assumed
about a theme: from time to time, a page is both rendered and filled. If the results differ, the theme does more with a
value than show it, and then renders every page itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sphinx.errors import ThemeError

from sphinxext_cache.garbage import collect_young
from sphinxext_cache.host.rendering import TEMPLATE, prepare_page, sidebar_patterns
from sphinxext_cache.pages.slots import (
    BODY,
    SLOT,
    Frame,
    WrongFrameError,
    fill,
    is_proof,
    outline_of,
)
from sphinxext_cache.pages.values import Values

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_cache.pages.listeners import Listeners
    from sphinxext_cache.pages.values import Layout, Ours

    _Make = Callable[[], dict[str, Any]]

_MAKER: Final = 2
"""The number of the page, among those that look the same, that the frame is made from."""


@dataclass(slots=True)
class _Place:
    """A group of pages that look the same.

    Attributes:
        used: The number of pages so far.
        frame: Their frame; None if there is none.
        folders: The folders in which the theme rendered a page exactly as the frame did.
        is_filled: Whether any page was filled without being rendered by the theme.
    """

    used: int = 0
    frame: Frame | None = None
    folders: set[str] = field(default_factory=set)
    is_filled: bool = False

    def is_sure_of(self, folder: str) -> bool:
        """Whether the next page of a folder can be filled without rendering it."""
        return folder in self.folders and not is_proof(self.used)


class Frames:
    """Renders the pages of one build.

    Args:
        builder: The builder, with the theme.
        listeners: The handlers of `PAGE_EVENT`.
    """

    def __init__(self, builder: StandaloneHTMLBuilder, listeners: Listeners) -> None:
        self._builder = builder
        self._listeners = listeners
        self._theme: Callable[[str, dict[str, Any]], str] = builder.templates.render
        self._values = Values(builder)
        self._patterns = sidebar_patterns(builder)
        self._places: defaultdict[Hashable, _Place] = defaultdict(_Place)
        self._alike: dict[Hashable, tuple[_Place, list[str]]] = {}

    def render(self, ours: Ours, make: _Make, *, by_theme: bool = False) -> str:
        """The HTML of a page.

        All handlers of `PAGE_EVENT` are called, unless all are known to do the same for each page of a frame.

        Args:
            ours: Our part of the page.
            make: Makes our part of its context.
            by_theme: Whether the theme renders the page itself, without a frame.

        Raises:
            WrongFrameError: A frame proved wrong, so all pages that were made so far may be wrong. From now on, the
                theme must render them itself.
        """
        made: list[str] = []
        wrong: list[WrongFrameError] = []

        def show(template: str, context: dict[str, Any]) -> None:
            try:
                made.append(self._theme(template, context) if by_theme else self._page(ours, make, template, context))
            except WrongFrameError as error:  # Sphinx would report it as an error in the template
                wrong.append(error)

        filled = None if by_theme or self._listeners.counting else self._filled(ours)
        if filled is not None:
            return filled
        self._prepare(ours.name, make(), show)
        collect_young()  # a template leaves its context behind, with the body of the page in it
        if wrong:
            raise wrong[0]
        if not made:
            raise ThemeError(f"the page {ours.name} cannot be rendered")
        return made[0]

    def dressed(self, name: str, context: dict[str, Any]) -> dict[str, Any]:
        """The full context of a page, without calling the handlers that may count pages.

        Args:
            name: The name of the page.
            context: Our part of its context.
        """
        told: dict[str, Any] = {}
        with self._listeners.only_dressing():
            self._prepare(name, context, lambda _template, whole: told.update(whole))
        return told

    def _prepare(self, name: str, context: dict[str, Any], show: Callable[[str, dict[str, Any]], None]) -> None:
        prepare_page(self._builder, name, context, TEMPLATE, self._theme, show)

    def _filled(self, ours: Ours) -> str | None:
        """The page, filled into the frame of its group without calling any handlers; None if that is not possible."""
        layout = self._values.layout(ours)
        place, pieces = self._alike.get(self._kind(ours, layout), (None, []))
        if place is None or place.frame is None:
            return None
        place.used += 1
        values = self._values.of(ours) if place.is_sure_of(layout.folder) else None
        if values is None or not place.frame.fits(ours.name, values):
            place.used -= 1
            return None
        place.is_filled = True
        return fill(pieces, values | ours.body.values)

    def _kind(self, ours: Ours, layout: Layout) -> Hashable:
        """The key of the pages that look the same, as far as our part of them determines it."""
        neighbours = ours.previous is None, ours.next is None
        matching = tuple([bool(matches(ours.name)) for matches in self._patterns])
        return layout.key, ours.kind, neighbours, ours.body.shape, matching

    def _page(self, ours: Ours, make: _Make, template: str, context: dict[str, Any]) -> str:
        """The page, filled into the frame of its group if it fits.

        The theme renders the first page of a group. The frame is made from the second page, and has to reproduce it
        exactly. The third page checks the frame, as do the first page in each folder and some of the later pages.

        Args:
            ours: Our part of the page.
            make: Makes our part of its context.
            template: The template.
            context: The full context, as changed by handlers.
        """
        layout = self._values.layout(ours)
        values = self._values.within(context, ours)
        fixed = values and self._values.fixed(context, ours)
        if values is None or fixed is None:
            return self._theme(template, context)
        # Pages at the ends of a row have no neighbour to fill in.
        place = self._places[layout.key, template, frozenset(values), outline_of(context)]
        place.used += 1
        if place.frame is not None and place.frame.fixed == fixed and place.frame.fits(ours.name, values):
            return self._proved(ours, place, values, lambda: self._theme(template, context))
        page = self._theme(template, context)
        if place.frame is None and place.used == _MAKER:
            functions = _functions(self.dressed(ours.name, make()), context)
            frame = self._frame(layout, template, {**context, **functions, **fixed}, fixed)
            if frame is not None and fill(frame.pieces, values) == page:
                place.frame = frame
        return page

    def _proved(self, ours: Ours, place: _Place, values: dict[str, str], render: Callable[[], str]) -> str:
        """The page, filled into its frame; from time to time, the theme renders it as well to check the frame."""
        frame, layout = place.frame, self._values.layout(ours)
        assert frame is not None  # noqa: S101 the caller checks this
        filled = fill(frame.pieces, values)
        if place.is_sure_of(layout.folder):
            place.is_filled = True
            return filled
        page = render()
        if page == filled:
            place.folders.add(layout.folder)
            known = self._values.of(ours)
            if known is not None and known | {BODY: ours.body.text} == values:
                self._alike[self._kind(ours, layout)] = place, frame.around(ours.body.pieces)
        elif place.folders and layout.folder not in place.folders:
            self._values.set_apart(layout)
        else:
            place.frame = None
            if place.is_filled:
                raise WrongFrameError(ours.name, "the theme")
        return page

    def _frame(self, layout: Layout, template: str, context: dict[str, Any], fixed: dict[str, Any]) -> Frame | None:
        """Make a frame from a page; None if the theme cannot render the marks."""
        marked = self._values.marked(context, layout)
        try:
            pieces = SLOT.split(self._theme(template, marked))
        except Exception:  # noqa: BLE001 a template can raise anything
            return None
        return Frame(pieces, fixed, marked["pagename"], marked["title"])


def _functions(fresh: dict[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    """The functions of a context in their state before a template calls them.

    Some of them count, such as those that give each heading a unique id.
    """
    return {key: value for key, value in fresh.items() if callable(value) and key in context}
