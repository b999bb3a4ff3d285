"""Who hears of generated pages: a handler of ``html-page-context`` may count them, so it must hear of each one once.

Handlers that dress all pages alike, as those of themes do, are known by where they come from. They need not hear of a
page that nobody renders, and may hear of one twice; all others hear of each page once in every build.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.host.contexts import LaterContext
from sphinxext_cache.host.rendering import PAGE_EVENT, listeners_of, only

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from sphinx.application import Sphinx
    from sphinx.events import EventListener

_OURS: Final = "sphinxext_cache"
DRESSING: Final = (
    "ablog",
    "myst_nb",
    "notfound",
    "sphinx",
    "sphinx_last_updated_by_git",
    "sphinx_tabs",
    "sphinx_thebe",
    "sphinx_togglebutton",
    "sphinxcontrib.jsmath",
    "sphinxext.opengraph",
    _OURS,
)
"""The modules, beside those of themes, whose handlers change the page that is about to be rendered, and no more; and
all generated pages alike that have the same sidebars, are of one kind, and have neighbours on the same sides."""


class Listeners:
    """The handlers of the event, by what they are for.

    Args:
        app: The application, whose extensions have connected their handlers.

    Attributes:
        dressing: Those that only dress a page; if the project wants all others to hear of each one, only ours.
        counting: All others.
    """

    def __init__(self, app: Sphinx) -> None:
        self._app = app
        every = cache_domain(app.env).config.page_events
        known = (_OURS,) if every else DRESSING
        themes = [Path(path).resolve() for path in app.registry.html_themes.values()]
        self.dressing: list[EventListener] = []
        self.counting: list[EventListener] = []
        for listener in listeners_of(app.events):
            module = _module(listener.handler)
            dresses = module.startswith(tuple(f"{name}." for name in known))
            dresses |= not every and _brings_theme(module, themes)
            (self.dressing if dresses else self.counting).append(listener)

    def only_dressing(self) -> AbstractContextManager[None]:
        """Within this, those that may count pages hear of none."""
        return only(self._app.events, self.dressing)

    def tell(self, page: str, template: str, make: Callable[[], Mapping[str, Any]]) -> None:
        """Let those that may count pages hear of one that nobody renders.

        Args:
            page: The name of the page.
            template: The template that it would be rendered by.
            make: Makes its context, should one of them look into it: most only want the name.
        """
        with only(self._app.events, self.counting):
            self._app.events.emit_firstresult(PAGE_EVENT, page, template, LaterContext(make), None)


def _module(handler: Callable[..., object]) -> str:
    """The module that a handler comes from, with a dot behind; that of ``conf.py`` has no name of its own."""
    while isinstance(handler, partial):
        handler = handler.func
    return f"{getattr(handler, '__module__', None) or type(handler).__module__}."


def _brings_theme(module: str, themes: list[Path]) -> bool:
    """Whether one of the themes lies in the package of a module, the outermost that is more than a name for several."""
    parts = module.split(".")
    for end in range(1, len(parts)):
        package = sys.modules.get(".".join(parts[:end]))
        if getattr(package, "__file__", None) is not None:
            folders = [Path(folder).resolve() for folder in getattr(package, "__path__", ())]
            return any(theme.is_relative_to(folder) for theme in themes for folder in folders)
    return False
