"""Terminal sessions as highlighted HTML. Much of it is the same on all pages, and is highlighted only once."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from docutils import nodes
from markupsafe import Markup

from sphinxext_cache.tables.install import INSTALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinxext_cache.pages.theming import Translation
    from sphinxext_cache.tables import Cell
    from sphinxext_cache.tables.install import Install
    from sphinxext_cache.tables.load import Load

_PLACEHOLDER: Final = "cacheplaceholder" * 8
"""A placeholder for a name, longer than any other name in a command may be."""


class Sessions:
    """Renders the terminal sessions of one build.

    Args:
        translation: Highlights code as the theme does.
    """

    def __init__(self, translation: Translation) -> None:
        self._translation = translation
        self._known: dict[tuple[str, ...], str] = {}

    def install(self, install: Install) -> Markup:
        """The commands that install a package."""
        verb = INSTALL if install.package else ""
        return Markup(self._html(install.mirror, verb, install.package[len(INSTALL) + 1 :]))  # noqa: S704 as below

    def load(self, load: Load, pieces: Callable[[Cell], str]) -> Markup:
        """The commands that load a package.

        Args:
            load: The commands.
            pieces: Renders the text before a command as HTML.
        """
        made: list[str] = []
        for intro, command in load.lines:
            made += [f'<p class="cache-names">{pieces(intro)}</p>\n'] if intro else []
            made.append(self._html((), command.verb, command.wanted))
        return Markup("".join(made))  # noqa: S704 as below

    def _html(self, before: tuple[str, ...], verb: str, wanted: str) -> str:
        """Commands as HTML, the last of which ends with a name; they are highlighted once for all names."""
        key = (*before, verb)
        html = self._known.get(key)
        if html is None:
            commands = [*before, *([f"{verb} {_PLACEHOLDER}"] if verb else [])]
            html = self._known[key] = self._highlight("\n".join(f"$ {command}" for command in commands))
        return html.replace(_PLACEHOLDER, escape(wanted))  # escaped as by the highlighter

    def _highlight(self, session: str) -> str:
        html = (
            self._translation.html(nodes.literal_block(session, session, language="console", classes=["cache-session"]))
            if session
            else ""
        )
        return html.replace('<span class="w"> </span>', " ")  # spaces need no colour
