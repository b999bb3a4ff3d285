"""The example under every builder, and what must be the same in all of them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.builders.runs import Run

_BUILDERS = (
    "html",
    "dirhtml",
    "singlehtml",
    "epub",
    "latex",
    "text",
    "man",
    "texinfo",
    "xml",
    "pseudoxml",
    "gettext",
    "linkcheck",
    "dummy",
)


@pytest.mark.parametrize("builder", _BUILDERS)
def test_the_example_builds_without_a_warning_of_sphinx_or_python(
    build_example: Callable[[str], Run], builder: str
) -> None:
    run = build_example(builder)

    assert (run.status, run.messages) == (0, "")


def test_links_of_tables_in_a_single_page_lead_to_rows_of_it(build_example: Callable[[str], Run]) -> None:
    page = BeautifulSoup(build_example("singlehtml").text("index.html"), "html5lib")
    ids = Counter(str(element["id"]) for element in page.select("[id]"))
    tables = page.select("table.cache-table")

    links = [str(link["href"]) for table in tables for link in table.select("a[href^='#']")]

    assert links
    assert [link for link in links if ids[link.removeprefix("#")] != 1] == []
    assert [table["id"] for table in tables if table.has_attr("id") and ids[str(table["id"])] != 1] == []


@pytest.fixture
def numbered(tmp_path: Path) -> Path:
    """Two tables that have a caption and a name, and references to them from another document."""
    project = Project(root=tmp_path)
    project.add(make_spec(), make_spec(version="1.12.3"))
    project.write(
        "conf.py",
        "extensions = ['sphinxext_cache']\nnumfig = True\nproject = 'P'\nversion = '1'\ncopyright = '2025, A'\n",
    )
    project.write("index.rst", "Title\n=====\n\n.. toctree::\n\n   other\n\n:numref:`two`, :ref:`two`.\n")
    project.write(
        "other.rst",
        "Other\n=====\n\n.. cache:specs:: hdf5\n   :caption: First\n   :name: one\n\n"
        ".. cache:matrix:: hdf5\n   :caption: Second\n   :name: two\n\n:numref:`one`.\n",
    )
    return tmp_path


@pytest.mark.parametrize(
    ("builder", "pattern", "expected"),
    [
        ("html", "index.html", "Table 2, Second."),
        ("html", "other.html", "Table 1."),
        ("singlehtml", "index.html", "Table 2, Second."),
        ("epub", "index.xhtml", "Table 2, Second."),
        ("text", "index.txt", "Table 2, Second."),
        ("text", "other.txt", "Table 1: First"),
        ("man", "*.1", "Table 2, Second"),
        ("texinfo", "*.texi", "Table 2, "),
    ],
)
def test_a_numbered_reference_says_the_number_of_the_table(
    run_sphinx: Callable[..., Run], numbered: Path, builder: str, pattern: str, expected: str
) -> None:
    run = run_sphinx(numbered, builder)

    assert (run.status, run.messages) == (0, "")
    text = run.text(pattern)
    if builder in {"html", "singlehtml", "epub"}:
        text = BeautifulSoup(text, "html5lib").get_text()
    assert expected in re.sub(r"\s+", " ", text)
