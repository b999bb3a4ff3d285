"""The words on our pages: collected, translated in full, and shown in the language of the project."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from sphinx import locale

import sphinxext_cache
from sphinxext_cache.messages import CATALOG, WORDS, plural
from tests.projects import table_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from babel.messages.catalog import Message

    from tests.projects import Project

_PACKAGE = Path(sphinxext_cache.__file__).parent
_LOCALE = _PACKAGE / "locale"
_KEYWORDS = {"_": None, "later": None, "forms": (1, 2), "plural": (1, 2)}
_LANGUAGES = sorted(path.name for path in _LOCALE.iterdir() if path.is_dir())


def _forms(said: Sequence[str] | str | None) -> tuple[str, ...]:
    """A message, or its translation, as its forms: one, or those for different counts."""
    return (said,) if isinstance(said, str) else tuple(said or ())


def _messages(file: Path, language: str | None = None) -> Iterator[Message]:
    with file.open("rb") as opened:
        yield from (message for message in read_po(opened, locale=language) if message.id)


def _ids(file: Path) -> set[tuple[str, ...]]:
    return {_forms(message.id) for message in _messages(file)}


def _translated(language: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    file = _LOCALE / language / "LC_MESSAGES/sphinxext_cache.po"
    return {_forms(message.id): _forms(message.string) for message in _messages(file, language)}


def test_the_collected_messages_are_those_in_the_code() -> None:
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    found = extract_from_dir(_PACKAGE, methods, keywords=_KEYWORDS)

    assert {_forms(message) for _file, _line, message, _comments, _context in found} == _ids(
        _LOCALE / "sphinxext_cache.pot"
    ), "run `make messages`"


def test_no_message_is_within_an_f_string_where_only_some_pythons_find_it() -> None:
    parsed = [(path, ast.parse(path.read_bytes())) for path in _PACKAGE.rglob("*.py")]
    within = [
        f"{path.name}:{call.lineno}"
        for path, tree in parsed
        for string in ast.walk(tree)
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _KEYWORDS
    ]

    assert not within


@pytest.mark.parametrize("language", _LANGUAGES)
def test_a_translation_is_complete_and_compiled(language: str) -> None:
    translated = _translated(language)
    with (_LOCALE / language / "LC_MESSAGES/sphinxext_cache.mo").open("rb") as opened:
        compiled = gettext.GNUTranslations(opened)

    assert translated.keys() == _ids(_LOCALE / "sphinxext_cache.pot")
    for message, translation in translated.items():
        assert all(translation), message
        for each in translation:
            assert sorted(re.findall(r"\{\w+\}", message[0])) == sorted(re.findall(r"\{\w+\}", each)), message
        one, *several = message
        looked_up = compiled.ngettext(one, several[0], 1) if several else compiled.gettext(one)
        assert looked_up == translation[0], "run `make messages`"


@pytest.mark.parametrize(("language", "none"), [("en", "0 specs"), ("de", "0 Specs"), ("fr", "0 spec")])
def test_a_count_has_the_form_of_the_language(language: str, none: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locale, "translators", {})
    locale.init([_LOCALE], language, CATALOG)

    assert plural("{n} spec", "{n} specs", 0) == none
    assert plural("{n} spec", "{n} specs", 1).casefold() == "1 spec"
    assert plural("{n} spec", "{n} specs", 2).casefold() == "2 specs"


def test_no_article_is_before_a_word_that_a_project_may_choose() -> None:
    words = "|".join(form for forms in WORDS.values() for form in re.split("[;, ]+", forms))

    for message in _ids(_LOCALE / "sphinxext_cache.pot"):
        assert re.search(rf"\ban? ({words})\b", " ".join(message), re.IGNORECASE) is None, message


@pytest.mark.parametrize("language", _LANGUAGES)
def test_a_translation_has_the_forms_of_one_and_of_several_of_each_word(language: str) -> None:
    translated = _translated(language)

    for forms in WORDS.values():
        one, several = translated[forms,][0].split(";")
        assert one.strip()
        assert several.strip()


def test_a_project_in_german_has_german_pages_and_tables(hdf5: Project) -> None:
    hdf5.write("index.rst", "Titel\n=====\n\n.. cache:specs:: hdf5\n\n.. cache:package:: hdf5\n")

    page = hdf5.build(language="de")

    assert page.warnings == []
    generated = page.soup("cache/develop/packages/hdf5.html")
    summary = generated.select_one(".cache-summary")
    assert summary is not None
    assert summary.get_text() == (
        "3 Specs der Versionen 1.14.5 und 1.12.3, gebaut in den Stacks e4s und hep für x86_64_v3 und zen4."
    )
    assert [heading.find(string=True) for heading in generated.select("h2")] == [
        "Installieren",
        "Wo es gebaut ist",
        "Specs",
    ]
    header = table_texts(page.soup("index.html").select("table.cache-specs")[0])[0]
    assert header[3:6] == ["Betriebssystem", "Zielarchitektur", "Abweichende Variante"]
    assert "kein Compiler" in page.soup("index.html").get_text()


def test_a_project_in_french_has_french_pages(hdf5: Project) -> None:
    hdf5.write("index.rst", "Titre\n=====\n\n.. cache:specs:: hdf5\n")

    page = hdf5.build(language="fr")

    assert page.warnings == []
    summary = page.soup("cache/develop/packages/hdf5.html").select_one(".cache-summary")
    assert summary is not None
    assert summary.get_text() == (
        "3 specs des versions 1.14.5 et 1.12.3, dans les stacks e4s et hep, pour x86_64_v3 et zen4."
    )
    assert table_texts(page.soup("index.html").select("table.cache-specs")[0])[0][3:5] == ["Système", "Cible"]


def test_captions_are_messages_of_the_project(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:specs:: hdf5\n   :caption: Parallel *HDF5*\n")

    page = hdf5.build("gettext")

    assert 'msgid "Parallel *HDF5*"' in page.text("index.pot")
