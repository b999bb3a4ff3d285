"""A project chooses the words that readers see: a centre whose stacks are clusters says so, and nothing else."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import pytest

from sphinxext_cache.messages import _, lowered, use_words
from tests.checkout import told
from tests.projects import doctree_tables, table_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.projects import Build, Project

_CLUSTER: Final = {"stack": ("Cluster", "Clusters")}
_DOCUMENT: Final = """\
Title
=====

.. cache:specs:: hdf5

.. cache:packages::

.. cache:matrix::
   :totals:

.. cache:tags::

.. cache:package:: hdf5
"""


@pytest.fixture
def words() -> Iterator[None]:
    """Whatever words a test has messages take, the next one has the usual ones."""
    yield
    use_words({})


def _said(build: Build) -> str:
    """All that readers see of ours, on all pages and by scripts, but for addresses and commands."""
    texts: list[str] = []
    for page in sorted(build.pages()):
        body = build.soup(page).select_one("div.body")
        assert body is not None
        for code in body.select("pre, code"):
            code.decompose()
        texts.append(" ".join(body.get_text().split()))
        texts += [str(element["aria-label"]) for element in body.select("[aria-label]")]
    texts += told(build.text("_static/sphinxext-cache.js"))["words"]
    return "\n".join(texts)


def test_readers_see_the_words_of_the_project_and_no_others(hdf5: Project) -> None:
    hdf5.write("index.rst", _DOCUMENT)

    build = hdf5.build(cache_words=_CLUSTER)

    assert build.warnings == []
    said = _said(build)
    assert re.findall("(?i)stack", said) == []
    specs, packages, matrix, tags = map(table_texts, build.soup("index.html").select("table.cache-table")[:4])
    assert [specs[0][-1], packages[0][-2], matrix[0][0], tags[0][-1]] == ["Cluster", "Cluster", "Cluster", "Clusters"]
    for text in (
        "built in the clusters e4s and hep for x86_64_v3 and zen4.",
        "Specs that several clusters built are counted once in totals.",
        "Cluster e4s",
        "Clusters of the build cache",
        "Packages by cluster and target",
        "Specs by cluster and target",
    ):
        assert text in said
    # What is written and what is in addresses keeps its name.
    assert (build.outdir / "cache/develop/stacks/e4s.html").is_file()
    assert build.inventory()["cache:stack"]["e4s"] == "cache/stacks/e4s.html"
    assert [cell["data-column"] for cell in build.soup("index.html").select("th[data-column]")].count("stacks") == 4


def test_the_search_and_the_indices_have_the_words_of_the_project(hdf5: Project) -> None:
    hdf5.write("index.rst", _DOCUMENT)

    build = hdf5.build(cache_words={**_CLUSTER, "package": ("Program", "Programs")})

    index = json.loads(build.text("searchindex.js").removeprefix("Search.setIndex(").removesuffix(")"))
    assert ["cache", "package", "Build cache program"] in index["objnames"].values()
    assert "Clusters of the build cache" in build.text("cache-stacks.html")
    assert "programs" in build.soup("genindex.html").get_text()


def test_words_are_chosen_in_the_language_of_the_project(hdf5: Project) -> None:
    hdf5.write("index.rst", _DOCUMENT)

    said = _said(hdf5.build(language="de", cache_words={**_CLUSTER, "package": ("Programm", "Programme")}))

    assert re.findall("(?i)stack|paket", said) == []
    assert "gebaut in den Clusters e4s und hep" in said
    assert "{n} von {all} Programme" in said


@pytest.mark.parametrize("builder", ["text", "man"])
def test_other_builders_have_the_words_of_the_project(hdf5: Project, builder: str) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:matrix::\n")

    build = hdf5.build(builder, cache_words=_CLUSTER)

    assert next(doctree_tables(build.app, "index"))[0][0] == "Cluster"


def test_another_word_is_seen_everywhere_in_the_next_build(hdf5: Project) -> None:
    hdf5.write("index.rst", _DOCUMENT)
    hdf5.build()

    assert re.findall("(?i)stack", _said(hdf5.build(cache_words=_CLUSTER))) == []
    assert re.findall("(?i)cluster", _said(hdf5.build())) == []


@pytest.mark.parametrize(
    ("message", "worded"),
    [
        ("in the stack {names}", "in the cluster {names}"),
        ("Stack {stack}", "Cluster {stack}"),
        ("{n} of {all} specs", "{n} of {all} builds"),
        ("words, +mpi, @1.14, target=zen4", "words, +mpi, @1.14, target=zen4"),
        ("expected arch=platform-os-target", "expected arch=platform-os-target"),
        ("{what} by {rows} and {columns}", "{what} by {rows} and {columns}"),
        ("Target {target}", "CPU {target}"),
        ("target", "CPU"),
    ],
)
@pytest.mark.usefixtures("words")
def test_only_words_of_messages_are_replaced(message: str, worded: str) -> None:
    use_words({"stack": ("Cluster", "Clusters"), "spec": ("build", "builds"), "target": ("CPU", "CPUs")})

    assert _(message) == worded


def test_a_heading_within_a_sentence_begins_small_unless_it_is_an_abbreviation() -> None:
    assert [lowered(text) for text in ("Stack", "OS", "CPU type", "mpi", "")] == ["stack", "OS", "CPU type", "mpi", ""]
