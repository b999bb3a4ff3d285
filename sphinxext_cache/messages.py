"""The message catalog of the words that we put on pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx

CATALOG: Final = "sphinxext_cache"

_ = get_translation(CATALOG)


def plural(singular: str, several: str, count: int) -> str:
    """The text for a count, of two that are translated separately, with ``{n}`` filled in.

    Sphinx's catalogs know no plural forms, so both texts are messages of their own.
    """
    return str(singular if count == 1 else several).format(n=count)


def enumerate_words(words: Sequence[str]) -> list[str]:
    """The words of a list with what stands between them: ``a``, ``, ``, ``b``, `` and ``, ``c``."""
    parts: list[str] = []
    for index, word in enumerate(words):
        if index:
            parts.append(str(_(" and ")) if index == len(words) - 1 else ", ")
        parts.append(word)
    return parts


def setup_messages(app: Sphinx) -> None:
    """Make the catalogs beside this file known to Sphinx."""
    app.add_message_catalog(CATALOG, str(Path(__file__).parent / "locale"))
