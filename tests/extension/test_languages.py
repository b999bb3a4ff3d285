"""What language our words are in, where nobody translated them into that of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.projects import make_spec

if TYPE_CHECKING:
    from bs4 import Tag

    from tests.projects import Project

_DOCUMENT: Final = """
Title
=====

.. cache:specs:: hdf5
   :caption: Our own words

.. cache:packages::
   :style: list

.. cache:mirror:: e4s

.. cache:package:: zlib

   Our own words again.

.. cache:specs:: hdf5@9
   :empty: Our own words for nothing.
"""
_OURS: Final = {
    "index.html": ("Hash", "buildcache", "Where it is built", "Specs of zlib by stack and target"),
    "cache/index.html": ("Build cache", "Tag"),
    "cache/develop/packages/zlib.html": ("Where it is built", "Build cache", "Hash"),
    "cache/develop/stacks/e4s.html": ("Stack e4s", "package"),
    "cache/develop/explore.html": ("Search all specs",),
}
"""Words that are ours, by the page that they are on."""


@pytest.fixture
def project(hdf5: Project) -> Project:
    hdf5.add(make_spec(package="zlib", version="1.3"))
    hdf5.write("index.rst", _DOCUMENT)
    return hdf5


def _attributes(element: Tag) -> tuple[object, object]:
    """The language and the direction that an element is in, by those of its own or of what is around it."""
    found = [parent for parent in (element, *element.parents) if parent.has_attr("dir")]
    return (found[0]["lang"], found[0]["dir"]) if found else (None, None)


def _places(body: Tag, text: str) -> list[Tag]:
    return [found.parent for found in body.find_all(string=True) if text in found and found.parent is not None]


@pytest.mark.parametrize("language", ["ar", "he", "fa", "fa_IR", "it"])
def test_words_that_nobody_translated_say_that_they_are_english(project: Project, language: str) -> None:
    built = project.build(language=language)

    assert built.warnings == []
    tag = language.replace("_", "-")
    for page, words in _OURS.items():
        body = built.soup(page).select_one("div.body")
        assert body is not None
        for word in words:
            assert {_attributes(place) for place in _places(body, word)} == {("en", "ltr")}, word
        for place in _places(body, "Our own words"):
            direction = "ltr" if language == "it" else "rtl"
            assert _attributes(place) in {(None, None), (tag, direction)}
    caption = built.soup("index.html").select_one("caption .caption-text")
    assert caption is not None
    assert _attributes(caption) == (tag, "ltr" if language == "it" else "rtl")


@pytest.mark.parametrize("language", ["en", "en_GB", "de", "fr"])
def test_words_in_the_language_of_the_project_say_nothing(project: Project, language: str) -> None:
    built = project.build(language=language)

    for page in _OURS:
        body = built.soup(page).select_one("div.body")
        assert body is not None
        assert list(body.select("[dir], [lang]")) == []


def test_a_template_of_the_project_is_in_its_language(project: Project) -> None:
    project.write("_templates/cache/package.html", "<h1>{{ title }}</h1>")

    built = project.build(language="ar", templates_path=["_templates"])

    assert built.soup("cache/develop/packages/zlib.html").select("div.body [lang]") == []
    assert built.soup("cache/develop/stacks/e4s.html").select("div.body [lang]") != []
