"""The message catalog of the words that we put on pages."""

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
"""Where Sphinx keeps the translator of that catalog."""
_SEPARATED: Final = 1000
"""From which number on there is a separator."""
_RIGHT_TO_LEFT: Final = frozenset(("ar", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"))
"""Languages that are written from right to left."""


def later(message: str) -> str:
    """Mark a message that is translated when it is used: the language is not known before."""
    return message


WORDS: Final[Mapping[str, str]] = {
    "package": later("package; packages"),
    "spec": later("spec; specs"),
    "stack": later("stack; stacks"),
    "tag": later("tag; tags"),
    "target": later("target; targets"),
}
"""What a project may call otherwise: by its key, all forms of the word that messages have, with commas between them;
those for one of it, a semicolon, and those for several."""


class _Choice:
    """The words of the project that is built, which all messages take."""

    words: tuple[tuple[str, str, str], ...] = ()
    """The key of each, and the words for one and for several."""
    language: str = "en"
    """In which numbers are written."""


def use_words(words: Mapping[str, Sequence[str]], language: str = "en") -> None:
    """Have all messages take other words, until others are to be used.

    Args:
        words: By key, of `WORDS`, the words for one and for several.
        language: The language of the project, in which numbers are written.
    """
    _Choice.language = language
    _Choice.words = tuple((key, one, several) for key, (one, several) in sorted(words.items()))


def _(message: str) -> str:
    """The message in the language and the words of the project; it is looked up once a build."""
    # Looked up directly: where there is none, Sphinx's function makes one, and it makes that at each call.
    return _translated(translators.get(_KEY) or get_translator(CATALOG), message, _Choice.words)


@lru_cache(maxsize=1 << 10)
def _translated(translator: NullTranslations, message: str, words: tuple[tuple[str, str, str], ...]) -> str:
    return _worded(translator, translator.gettext(message), words)


@lru_cache(maxsize=1 << 10)
def _worded(translator: NullTranslations, text: str, words: tuple[tuple[str, str, str], ...]) -> str:
    """A translated message in the words of the project."""
    chosen: dict[str, str] = {}
    for key, *forms_of_word in words:
        for known, word in zip(translator.gettext(WORDS[key]).split(";"), forms_of_word, strict=True):
            chosen |= {form.strip().casefold(): word for form in known.split(",")}
    if not chosen:
        return text
    # Neither what is filled in, which is in braces, nor what a query says, such as `target=zen4`.
    pattern = rf"(?<![\w{{-])(?:{'|'.join(sorted(map(re.escape, chosen), reverse=True))})(?![\w}}=])"
    return re.sub(pattern, lambda found: _like(found[0], chosen[found[0].casefold()]), text, flags=re.IGNORECASE)


def _like(before: str, word: str) -> str:
    """A word with a small or a capital letter first, as the one has in whose place it comes."""
    return word[0].upper() + word[1:] if before[0].isupper() else lowered(word)


def lowered(text: str) -> str:
    """A heading as it is within a sentence: with a small letter first, unless it begins with an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def forms(one: str, several: str) -> tuple[str, str]:
    """Mark the two forms of a message that counts something, for `plural` to choose from later."""
    return one, several


def plural(one: str, several: str, count: int) -> str:
    """A message for a count, in the form that the language of the project has for it, with ``{n}`` filled in.

    Args:
        one: The message in English, for one of what is counted.
        several: The message in English, for any other count; it may be the same.
        count: How many there are.
    """
    text = get_translator(CATALOG).ngettext(one, several, count)
    return _worded(get_translator(CATALOG), text, _Choice.words).format(n=count)


def numeral(count: int) -> str:
    """A number as the language of the project writes it, with its separators."""
    if count < _SEPARATED:
        return str(count)
    from babel.core import UnknownLocaleError  # noqa: PLC0415 few builds have that much of anything
    from babel.numbers import format_decimal  # noqa: PLC0415 likewise

    try:
        return format_decimal(count, locale=_Choice.language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return f"{count:,}"


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
