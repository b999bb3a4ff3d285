"""The handlers of ``html-page-context``: one that may count pages must be called once for each generated page.

Handlers that only change the context, and do so alike for all pages, as those of themes do, are recognized by their
module. They need not be called for a page that is not rendered, and may be called twice for a page. All others are
called once for each page in every build.
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
"""The modules, besides those of themes, whose handlers only change the page that is about to be rendered, and do so
alike for all generated pages of the same kind, with the same sidebars, and with neighbours on the same sides."""


class Listeners:
    """The handlers of `PAGE_EVENT`, by purpose.

    Args:
        app: The application; its extensions have already connected their handlers.

    Attributes:
        dressing: The handlers that only change the context of a page; only ours with `cache_page_events`.
        counting: All other handlers.
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
        """Within this context, no handlers that may count pages are called."""
        return only(self._app.events, self.dressing)

    def tell(self, page: str, template: str, make: Callable[[], Mapping[str, Any]]) -> None:
        """Call the handlers that may count pages for a page that is not rendered.

        Args:
            page: The name of the page.
            template: The template that would render it.
            make: Makes its context; only called if a handler accesses it, since most only need the name.
        """
        with only(self._app.events, self.counting):
            self._app.events.emit_firstresult(PAGE_EVENT, page, template, LaterContext(make), None)


def _module(handler: Callable[..., object]) -> str:
    """The name of the module that defines a handler, followed by a dot; ``conf.py`` has no module name of its own."""
    while isinstance(handler, partial):
        handler = handler.func
    return f"{getattr(handler, '__module__', None) or type(handler).__module__}."


def _brings_theme(module: str, themes: list[Path]) -> bool:
    """Whether a theme lies in the package of a module: the outermost one that is not a namespace package."""
    parts = module.split(".")
    for end in range(1, len(parts)):
        package = sys.modules.get(".".join(parts[:end]))
        if getattr(package, "__file__", None) is not None:
            folders = [Path(folder).resolve() for folder in getattr(package, "__path__", ())]
            return any(theme.is_relative_to(folder) for theme in themes for folder in folders)
    return False
