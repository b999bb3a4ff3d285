"""A row of a package opens to its builds, where an author wants that and something can open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.extension.one_directive import TITLE, build_with
from tests.projects import make_spec

if TYPE_CHECKING:
    from bs4 import Tag

    from tests.projects import Project

_TABLE: Final = ".. cache:packages::\n   :columns: package, versions\n"


@pytest.fixture
def site(project: Project) -> Project:
    """A project with seven builds of one package, one of another, and software that is in no source."""
    project.add(*(make_spec("hdf5", version=f"1.{minor}.0") for minor in range(7)), make_spec("zlib", version="1.3.1"))
    project.write("facts.yaml", "stack=e4s: {title: Alder}\nextra: [{name: Matlab}]\n")
    project.conf["cache_facts"] = ["facts.yaml"]
    return project


def _opened(site: Project, option: str = ":builds:") -> dict[str, Tag]:
    """What each row opens to, by the words on what opens it."""
    page = build_with(site, f"{_TABLE}   {option}\n").soup("index.html")
    names = [link.get_text() for link in page.select("th > a")]
    found = page.select("th > details")
    return {f"{name}: {each.select('summary')[0].get_text()}": each for name, each in zip(names, found, strict=True)}


def test_a_row_says_how_many_builds_it_opens_to(site: Project) -> None:
    assert list(_opened(site)) == ["hdf5: 7 builds", "zlib: 1 build"]


def test_a_line_says_what_a_build_is_and_leads_to_its_row(site: Project) -> None:
    (line,) = _opened(site)["zlib: 1 build"].select("li")

    spec = make_spec("zlib", version="1.3.1")
    assert line.get_text() == f"/{(spec.hash or '')[:7]} 1.3.1, gcc@13.2.0, x86_64_v3, Alder"
    assert [link["href"] for link in line.select("a")] == [f"cache/develop/packages/zlib.html#{spec.hash}"]


@pytest.mark.parametrize(("option", "lines"), [(":builds:", 5), (":builds: 2", 2), (":builds: 9", 7)])
def test_of_many_builds_the_first_are_there_and_a_link_to_all(site: Project, option: str, lines: int) -> None:
    texts = [line.get_text() for line in _opened(site, option)["hdf5: 7 builds"].select("li")]

    assert len([text for text in texts if text.startswith("/")]) == lines
    assert texts[lines:] == (["All 7 builds"] if lines < 7 else [])


def test_a_row_opens_only_where_the_author_says_so(site: Project) -> None:
    assert not build_with(site, _TABLE).soup("index.html").select(".cache-builds")


def test_what_cannot_open_leaves_it_out(site: Project) -> None:
    text = build_with(site, f"{_TABLE}   :builds:\n", "text").text("index.txt")

    assert "builds" not in text
    assert "hdf5" in text


def test_many_rows_open_to_few_builds_each(project: Project) -> None:
    project.add(*(make_spec(f"p{name:03}", version=f"1.{minor}") for name in range(300) for minor in range(4)))

    page = build_with(project, f"{_TABLE}   :builds:\n").soup("index.html")

    assert [len(each.select("li")) for each in page.select("th > details")] == [4] * 300


@pytest.mark.parametrize("number", ["0", "many", "-1"])
def test_what_is_no_number_of_builds_is_an_error(site: Project, number: str) -> None:
    site.write("index.rst", f"{TITLE}{_TABLE}   :builds: {number}\n")

    assert "expected a whole number from 1" in "\n".join(site.build().warnings)
