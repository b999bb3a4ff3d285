"""How the HTML builders render a page, and which event handlers they call."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sphinx.util.matching import patmatch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.events import EventListener, EventManager

PAGE_EVENT: Final = "html-page-context"
"""The event that Sphinx emits before it renders a page.

Watched by:
    tests/extension/test_frames.py::test_a_handler_may_name_the_template_of_a_page
"""

TEMPLATE: Final = "page.html"
"""The theme's template for a page, unless a handler of `PAGE_EVENT` names another.

Watched by:
    tests/extension/test_frames.py::test_a_handler_may_name_the_template_of_a_page
"""

_NOWHERE: Final = Path(os.devnull)


def prepare_page(
    builder: StandaloneHTMLBuilder,
    name: str,
    context: dict[str, Any],
    template: str,
    theme: Callable[[str, dict[str, Any]], str],
    show: Callable[[str, dict[str, Any]], None],
) -> None:
    """Have Sphinx prepare a page, and pass the template and the context to a function instead of rendering it.

    Sphinx does not return the rendered page, and only warns if it cannot write it, so the render method is replaced
    during the call.

    Args:
        builder: The builder.
        name: The name of the page.
        context: Our part of the context.
        template: The template, unless a handler of the event names another.
        theme: The original render method; it is passed because another page may be prepared while one is shown.
        show: Called with the template and the whole context.

    Watched by:
        tests/extension/test_frames.py::test_a_page_is_as_if_the_theme_had_rendered_it
    """
    templates, events = builder.templates, builder.events
    is_prepared = False

    def note(*_arguments: object) -> None:
        nonlocal is_prepared
        is_prepared = True

    def render(template: str, values: dict[str, Any]) -> str:
        if not is_prepared:  # themes render parts of a page in handlers of the event
            return theme(template, values)
        show(template, values)
        return ""

    listener = events.connect(PAGE_EVENT, note, sys.maxsize)
    templates.render = render
    try:
        builder.handle_page(name, context, template, outfilename=_NOWHERE)
    finally:
        templates.render = theme
        events.disconnect(listener)


def sidebar_patterns(builder: StandaloneHTMLBuilder) -> tuple[Callable[[str], object], ...]:
    """Return matchers for the page name patterns in `html_sidebars` and in dictionaries among the theme options.

    Pages that match the same patterns have the same sidebars.

    Watched by:
        tests/extension/test_frames.py::test_a_page_with_sidebars_of_its_own_has_them
    """
    options = [option for option in builder.config.html_theme_options.values() if isinstance(option, dict)]
    patterns = {pattern for chosen in (builder.config.html_sidebars, *options) for pattern in chosen}
    return tuple(
        partial(patmatch, pat=pattern)
        for pattern in sorted(pattern for pattern in patterns if isinstance(pattern, str))
    )


def listeners_of(events: EventManager) -> tuple[EventListener, ...]:
    """Return the listeners of `PAGE_EVENT`, in no particular order.

    Watched by:
        tests/extension/test_frames.py::test_a_handler_hears_of_every_page_once_also_when_nothing_changed
    """
    return tuple(events.listeners.get(PAGE_EVENT, ()))


@contextmanager
def only(events: EventManager, listeners: list[EventListener]) -> Iterator[None]:
    """Limit `PAGE_EVENT` to some listeners, and to those connected in the ``with`` block.

    Watched by:
        tests/extension/test_frames.py::test_a_handler_hears_of_every_page_once_also_when_nothing_changed
    """
    before = events.listeners[PAGE_EVENT]
    events.listeners[PAGE_EVENT] = list(listeners)
    try:
        yield
    finally:
        events.listeners[PAGE_EVENT] = before
