"""Builders whose output nobody reads: they check documents, or collect what is to be translated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from sphinxext_cache.documents.nodes import cache_table
from sphinxext_cache.host.builders import has_readers
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from pathlib import Path

SITE: Final = "http://127.0.0.1:9/docs/"
"""A published site that nobody can ask."""

_DOCUMENT: Final = """
Title
=====

.. cache:specs:: hdf5
   :empty: None of :cache:package:`hdf6` yet.
   :caption: Our *own* HDF5

.. cache:specs:: hdf5@9
   :empty: None yet, see :cache:package:`zlib`

.. cache:packages::
   :style: list

.. cache:packages::
   :style: inline

.. cache:matrix::

.. cache:tags::

.. cache:mirror:: e4s

.. cache:package:: zlib

   Own text.

There are :cache:count:`zlib`; see :cache:package:`hdf5`, :cache:stack:`e4s` and :ref:`cache-package-hdf5`.
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Everything that a document can have of ours, beside what an author writes."""
    project = Project(root=tmp_path)
    project.add(make_spec(), make_spec(package="zlib", version="1.3.1"))
    project.write("index.rst", _DOCUMENT)
    return project


@pytest.mark.parametrize("builder", ["changes", "coverage", "doctest", "dummy", "linkcheck", "gettext"])
def test_a_builder_without_readers_warns_of_nothing_and_makes_no_tables(project: Project, builder: str) -> None:
    made = project.build(
        builder,
        extensions=["sphinxext_cache", "sphinx.ext.coverage", "sphinx.ext.doctest"],
        html_baseurl=SITE,
        cache_package_url=None,
    )

    assert made.warnings == []
    assert not has_readers(made.app.builder)
    if builder in {"dummy", "linkcheck", "gettext"}:  # the others do not come as far
        assert len(list(made.app.env.get_and_resolve_doctree("index", made.app.builder).findall(cache_table))) == 5


def test_links_are_checked_of_the_author_and_none_of_ours_on_the_published_site(project: Project) -> None:
    project.write("index.rst", f"{_DOCUMENT}\n`His own <{SITE}own.html>`__\n")

    checked = project.build(
        "linkcheck", html_baseurl=SITE, cache_package_url=None, linkcheck_timeout=2, linkcheck_retries=1
    )

    assert re.findall(rf"{re.escape(SITE)}[\w./#-]*", checked.text("output.txt"))[0] == f"{SITE}own.html"
    assert SITE + "cache" not in checked.text("output.json")


_AUTHORS: Final = [
    "Title",
    "Our *own* HDF5",
    "None of :cache:package:`hdf6` yet.",
    "None yet, see :cache:package:`zlib`",
    "Own text.",
    "There are :cache:count:`zlib`; see :cache:package:`hdf5`, :cache:stack:`e4s` and :ref:`cache-package-hdf5`.",
]


def _messages(template: str) -> list[str]:
    texts = re.findall(r'^msgid ((?:".*"\n)+)', template, re.MULTILINE)
    return ["".join(re.findall(r'"(.*)"', text)) for text in texts[1:]]


@pytest.mark.parametrize("targets", [[], ["index", "literal-block", "doctest-block", "raw", "image"]])
def test_only_what_the_author_wrote_is_to_be_translated(project: Project, targets: list[str]) -> None:
    collected = project.build("gettext", gettext_additional_targets=targets)

    assert sorted(_messages(collected.text("index.pot"))) == sorted(_AUTHORS)


def test_nothing_matches_is_not_to_be_translated_by_the_project(project: Project) -> None:
    project.write("index.rst", "Title\n=====\n\n.. cache:specs:: hdf5@9\n")

    collected = project.build("gettext")

    assert _messages(collected.text("index.pot")) == ["Title"]


def test_a_translation_reaches_what_the_author_wrote_with_its_roles(project: Project) -> None:
    words = {
        "Our *own* HDF5": "Unser *eigenes* HDF5",
        "None yet, see :cache:package:`zlib`": "Noch keine, siehe :cache:package:`zlib`",
        "None of :cache:package:`hdf6` yet.": "Kein :cache:package:`hdf6`.",
        "Own text.": "Eigener Text.",
        # What is ours, the project does not translate, even if it happens to say the same somewhere.
        "$ spack buildcache keys --install --trust": "$ falsch",
        "Installieren": "Falsch",
    }
    catalog = "".join(f'msgid "{word}"\nmsgstr "{text}"\n\n' for word, text in words.items())
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    project.write("locale/de/LC_MESSAGES/index.po", header + catalog)

    built = project.build(language="de", locale_dirs=["locale"], gettext_additional_targets=["literal-block"])

    assert built.warnings == []
    page = built.soup("index.html")
    assert page.select_one("caption em").get_text() == "eigenes"  # type: ignore[union-attr]  # else the test fails
    (link,) = [each for each in page.select("p > a.reference") if "Noch keine" in str(each.parent)]
    assert link["href"] == "#cache-package-zlib"
    text = page.get_text()
    assert "Eigener Text." in text
    assert "$ spack buildcache keys --install --trust" in text
    assert "falsch" not in text.lower()
    assert "hdf6" not in text
