"""What readers type, as a terminal shows it: highlighted HTML. Much of it is the same on all pages, and made once."""

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
"""What is in the place of a name; longer than that of anything else may be."""


class Sessions:
    """Makes the sessions of one build.

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
            load: They.
            pieces: Renders what is said before them.
        """
        made: list[str] = []
        for intro, command in load.lines:
            made += [f'<p class="cache-names">{pieces(intro)}</p>\n'] if intro else []
            made.append(self._html((), command.verb, command.wanted))
        return Markup("".join(made))  # noqa: S704 as below

    def _html(self, before: tuple[str, ...], verb: str, wanted: str) -> str:
        """Some commands, of which the last has a name behind it; they are highlighted once for all names."""
        key = (*before, verb)
        html = self._known.get(key)
        if html is None:
            commands = [*before, *([f"{verb} {_PLACEHOLDER}"] if verb else [])]
            html = self._known[key] = self._highlight("\n".join(f"$ {command}" for command in commands))
        return html.replace(_PLACEHOLDER, escape(wanted))  # as the highlighter escapes it

    def _highlight(self, session: str) -> str:
        html = (
            self._translation.html(nodes.literal_block(session, session, language="console", classes=["cache-session"]))
            if session
            else ""
        )
        return html.replace('<span class="w"> </span>', " ")  # blanks have no colour
