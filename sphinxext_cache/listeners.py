"""Who hears of generated pages: a handler of ``html-page-context`` may count them, so it must hear of each one once.

A page that is not made again is announced to those who may count it. Handlers that only dress a page, as those of
themes do, are known by the package that they come from, and need not hear of a page that nobody renders.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

EVENT: Final = "html-page-context"

DRESSING: Final = frozenset((
    "ablog",
    "alabaster",
    "furo",
    "myst_nb",
    "notfound",
    "pydata_sphinx_theme",
    "sphinx",
    "sphinx_book_theme",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinx_immaterial",
    "sphinx_last_updated_by_git",
    "sphinx_rtd_theme",
    "sphinx_tabs",
    "sphinx_thebe",
    "sphinx_togglebutton",
    "sphinxcontrib",
    "sphinxext",
    "sphinxext_cache",
))  # fmt: skip
"""The packages whose handlers change the page that is about to be rendered, and do nothing else."""

COUNTING: Final = frozenset({"sphinx_sitemap"})
"""The packages whose handlers ask for the name of a page only."""


def may_count(app: Sphinx) -> list[Callable[..., object]]:
    """The handlers that must hear of pages which are not made again.

    Args:
        app: The application, whose extensions have connected their handlers.
    """
    connected = app.events.listeners.get(EVENT, ())
    return [listener.handler for listener in connected if _package(listener.handler) not in DRESSING]


def want_names_only(handlers: list[Callable[..., object]]) -> bool:
    """Whether all handlers are known to look at nothing but the name of a page."""
    return all(_package(handler) in COUNTING for handler in handlers)


def _package(handler: Callable[..., object]) -> str:
    """The top-level package that a handler comes from; empty if that is not known."""
    while isinstance(handler, partial):
        handler = handler.func
    module = getattr(handler, "__module__", None) or type(handler).__module__
    return module.partition(".")[0]
