"""Translation of the texts that the extension puts on pages."""

from __future__ import annotations

import re
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx.locale import get_translator, translators

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx.application import Sphinx

CATALOG: Final = "sphinxext_cache"
_KEY: Final = ("general", CATALOG)
"""The key of the catalog's translator in `sphinx.locale.translators`."""
_SEPARATED: Final = 1000
"""The smallest number that is written with a thousands separator."""
_RIGHT_TO_LEFT: Final = frozenset(("ar", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"))
"""Languages that are written from right to left."""


def later(message: str) -> str:
    """Mark a message for translation at the time of use, since the language is not known on import."""
    return message


WORDS: Final[Mapping[str, str]] = {
    "package": later("package; packages"),
    "spec": later("spec; specs"),
    "stack": later("stack; stacks"),
    "tag": later("tag; tags"),
    "target": later("target; targets"),
}
"""The terms that a project may replace, by key. Each value lists the forms of the term that occur in messages: those of
the singular, a semicolon, and those of the plural, with commas between forms."""


class _Choice:
    """The terms and the language of the current project, which apply to all messages."""

    words: tuple[tuple[str, str, str], ...] = ()
    """The key, the singular and the plural of each replaced term."""
    language: str = "en"
    """The language that determines the number format."""


def use_words(words: Mapping[str, Sequence[str]], language: str = "en") -> None:
    """Replace terms in all messages until the next call.

    Args:
        words: The singular and the plural of each replaced term, by its key in `WORDS`.
        language: The language of the project, which determines the number format.
    """
    _Choice.language = language
    _Choice.words = tuple((key, one, several) for key, (one, several) in sorted(words.items()))


def _(message: str) -> str:
    """Translate a message to the language and the terms of the project; results are cached."""
    # Look up the translator directly: if it is missing, `get_translator` creates a new one at each call.
    return _translated(translators.get(_KEY) or get_translator(CATALOG), message, _Choice.words)


@lru_cache(maxsize=1 << 10)
def _translated(translator: NullTranslations, message: str, words: tuple[tuple[str, str, str], ...]) -> str:
    return _worded(translator, translator.gettext(message), words)


@lru_cache(maxsize=1 << 10)
def _worded(translator: NullTranslations, text: str, words: tuple[tuple[str, str, str], ...]) -> str:
    """Replace the terms in a translated message by those of the project."""
    chosen: dict[str, str] = {}
    for key, *forms_of_word in words:
        for known, word in zip(translator.gettext(WORDS[key]).split(";"), forms_of_word, strict=True):
            chosen |= {form.strip().casefold(): word for form in known.split(",")}
    if not chosen:
        return text
    # Skip placeholders, which are in braces, and parts of queries, such as `target=zen4`.
    pattern = rf"(?<![\w{{-])(?:{'|'.join(sorted(map(re.escape, chosen), reverse=True))})(?![\w}}=])"
    return re.sub(pattern, lambda found: _like(found[0], chosen[found[0].casefold()]), text, flags=re.IGNORECASE)


def _like(before: str, word: str) -> str:
    """Give a word the initial case of the word that it replaces."""
    return word[0].upper() + word[1:] if before[0].isupper() else lowered(word)


def lowered(text: str) -> str:
    """Lower the first letter of a heading for use within a sentence, unless it begins with an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def forms(one: str, several: str) -> tuple[str, str]:
    """Mark the singular and the plural of a message for translation with `plural`."""
    return one, several


def plural(one: str, several: str, count: int) -> str:
    """Translate a message in the plural form that matches a count, and fill in the count for ``{n}``.

    Args:
        one: The singular message in English.
        several: The plural message in English; it may be the same.
        count: The count.
    """
    text = get_translator(CATALOG).ngettext(one, several, count)
    return _worded(get_translator(CATALOG), text, _Choice.words).format(n=count)


def numeral(count: int) -> str:
    """Format a number with the thousands separators of the project's language."""
    if count < _SEPARATED:
        return str(count)
    from babel.core import UnknownLocaleError  # noqa: PLC0415 few builds have numbers this large
    from babel.numbers import format_decimal  # noqa: PLC0415 likewise

    try:
        return format_decimal(count, locale=_Choice.language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return f"{count:,}"


def foreign(language: str) -> dict[str, str]:
    """Return the ``lang`` and ``dir`` attributes of an element with untranslated messages; empty if none are needed.

    Args:
        language: The language of the project.
    """
    is_translated = type(get_translator(CATALOG)) is not NullTranslations
    return {} if is_translated or re.split("[_-]", language)[0] == "en" else {"lang": "en", "dir": "ltr"}


def own(language: str) -> dict[str, str]:
    """Return the attributes of an element with text of the project inside an element that has those of `foreign`."""
    return _attributes(language) if foreign(language) else {}


def all_ours(language: str) -> dict[str, str]:
    """Return the attributes of a page that contains only messages of the extension."""
    return foreign(language) or _attributes(language)


def _attributes(language: str) -> dict[str, str]:
    tag = language.replace("_", "-")
    return {"lang": tag, "dir": "rtl" if tag.split("-")[0] in _RIGHT_TO_LEFT else "ltr"}


def setup_messages(app: Sphinx) -> None:
    """Register the message catalogs in the ``locale`` folder with Sphinx."""
    app.add_message_catalog(CATALOG, str(Path(__file__).parent / "locale"))
