"""``cache:targets`` and ``cache:stacks``, in documents and on the pages of tags and targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.projects import make_spec, table_texts

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

    from tests.projects import Project


@pytest.fixture
def built(project: Project) -> Project:
    """Packages for a ladder of three targets and one beside it, in three stacks."""
    project.add(
        make_spec("hdf5", target="x86_64", stacks=("e4s", "hep", "root")),
        make_spec("hdf5", target="zen4", stacks=("e4s", "root")),
        make_spec("zlib", target="x86_64_v3", stacks=("e4s", "root")),
        make_spec("gcc", target="zen4", stacks=("hep", "root")),
        make_spec("raja", target="neoverse_v2", stacks=("radiuss", "root")),
    )
    return project


def _show(project: Project, directive: str) -> BeautifulSoup:
    project.write("index.rst", f"Title\n=====\n\n{directive}\n")
    page = project.build()
    assert page.warnings == []
    return page.soup("index.html")


def _table(soup: BeautifulSoup, kind: str) -> list[list[str]]:
    return table_texts(soup.select(f"table.cache-{kind}")[0])


_LADDER = [
    ["Target", "Run there", "Built for it"],
    ["x86_64", "1", "1"],
    ["x86_64_v3", "2", "1"],
    ["zen4", "3", "2"],
    ["neoverse_v2", "1", "1"],
]


def test_a_target_runs_what_is_built_for_it_and_for_all_below(built: Project) -> None:
    soup = _show(built, ".. cache:targets::")

    assert _table(soup, "targets") == _LADDER
    labels = [text.get_text() for text in soup.select("svg text")]
    assert labels == [
        *("x86_64", "1 (1)", "x86_64_v3", "2 (1)", "zen4", "3 (2)", "neoverse_v2", "1 (1)"),
        *("Run there", "(Built for it)"),
    ]
    assert soup.select("svg desc")[0].get_text() == "zen4 runs the most packages: 3."


def test_stacks_are_compared_by_the_packages_that_they_have(built: Project) -> None:
    soup = _show(built, ".. cache:stacks::")

    assert _table(soup, "stacks") == [
        ["Stack", "Packages", "Only there", "In common with"],
        ["e4s", "2", "1", "hep 1"],
        ["hep", "2", "1", "e4s 1"],
        ["radiuss", "1", "1", ""],
    ]
    squares = [str(path["d"]).count("M") for path in soup.select("svg path")]
    assert squares == [2, 3], "a half has another shade than the whole; where there is nothing, there is no square"
    assert soup.select(".cache-legend")[0].get_text().startswith("Darker: ")


@pytest.mark.parametrize("kind", ["targets", "stacks"])
def test_only_what_matches_is_counted_and_an_unknown_name_is_a_warning(built: Project, kind: str) -> None:
    assert [row[:2] for row in _table(_show(built, f".. cache:{kind}:: gcc"), kind)[1:]] == [
        ["zen4" if kind == "targets" else "hep", "1"]
    ]
    built.write("index.rst", f"Title\n=====\n\n.. cache:{kind}:: hdf6\n")
    (warning,) = built.build().warnings
    assert "index.rst:4: WARNING: nothing matches 'hdf6'" in warning
    assert "did you mean hdf5?" in warning


def test_the_page_of_a_tag_shows_both_with_their_tables_behind(built: Project) -> None:
    built.write("index.rst", "Title\n=====\n")
    soup = built.build().soup("cache/develop/index.html")

    for section, kind in (("targets", "targets"), ("stacks", "stacks")):
        assert len(soup.select(f"#{section} svg")) == 1
        assert len(soup.select(f"#{section} details table.cache-{kind}")) == 1
    assert _table(soup, "targets") == _LADDER


def test_the_page_of_a_target_shows_those_above_and_below_it(built: Project) -> None:
    built.write("index.rst", "Title\n=====\n")
    soup = built.build().soup("cache/develop/targets/x86_64_v3.html")

    assert [row[0] for row in _table(soup, "targets")[1:]] == ["x86_64", "x86_64_v3", "zen4"]
    bold = [text.get_text() for text in soup.select("svg text[font-weight]")]
    assert bold == ["x86_64_v3", "2 (1)"]


def test_a_tag_with_one_target_and_one_stack_has_nothing_to_compare(project: Project) -> None:
    project.add(make_spec())
    project.write("index.rst", "Title\n=====\n")
    built = project.build()

    for page in ("index", "targets/x86_64_v3"):
        assert built.soup(f"cache/develop/{page}.html").select("svg") == []


def test_nothing_is_said_of_a_family_that_its_name_does_not_say(project: Project) -> None:
    project.add(make_spec(target="aarch64"), make_spec(target="x86_64_v3"))
    project.write("index.rst", "Title\n=====\n")
    built = project.build()

    said = {name: built.soup(f"cache/develop/targets/{name}.html").get_text() for name in ("aarch64", "x86_64_v3")}
    assert "generic level" not in said["aarch64"]
    assert "x86_64_v3 is a generic level of the x86_64 family." in said["x86_64_v3"]
