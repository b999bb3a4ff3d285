"""The message catalog of the words that we put on pages."""

from __future__ import annotations

import re
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx.locale import get_translator

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CATALOG: Final = "sphinxext_cache"
_RIGHT_TO_LEFT: Final = frozenset(("ar", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"))
"""Languages that are written from right to left."""


def _(message: str) -> str:
    """The message in the language of the project; it is looked up once a build."""
    return _translated(get_translator(CATALOG), message)


@lru_cache(maxsize=1 << 10)
def _translated(translator: NullTranslations, message: str) -> str:
    return translator.gettext(message)


def later(message: str) -> str:
    """Mark a message that is translated when it is used: the language is not known before."""
    return message


def plural(singular: str, several: str, count: int) -> str:
    """The text for a count, of two that are translated separately, with ``{n}`` filled in.

    Sphinx's catalogs know no plural forms, so both texts are messages of their own.
    """
    return (singular if count == 1 else several).format(n=count)


def foreign(language: str) -> dict[str, str]:
    """The attributes of an element with words of ours, where nobody translated them into the language of the project.

    Args:
        language: The language of the project.
    """
    is_translated = type(get_translator(CATALOG)) is not NullTranslations
    return {} if is_translated or re.split("[_-]", language)[0] == "en" else {"lang": "en", "dir": "ltr"}


def own(language: str) -> dict[str, str]:
    """The attributes of an element with words of the project within such an element; none outside of one."""
    return _attributes(language) if foreign(language) else {}


def all_ours(language: str) -> dict[str, str]:
    """The attributes of a whole page that has no words but ours."""
    return foreign(language) or _attributes(language)


def _attributes(language: str) -> dict[str, str]:
    tag = language.replace("_", "-")
    return {"lang": tag, "dir": "rtl" if tag.split("-")[0] in _RIGHT_TO_LEFT else "ltr"}


def setup_messages(app: Sphinx) -> None:
    """Make the catalogs beside this file known to Sphinx."""
    app.add_message_catalog(CATALOG, str(Path(__file__).parent / "locale"))
