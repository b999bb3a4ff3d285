"""``cache:history``: what there was in each tag, as a table and as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.projects import make_spec, table_texts

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

    from tests.projects import Project

_TAGS = ("develop-2025-01-12", "develop-2025-04-20", "v2025.07.0", "develop-2025-10-12")


@pytest.fixture
def through_time(project: Project) -> Project:
    """Four tags; HDF5 came with the second."""
    for tag, versions in zip(_TAGS, ((), ("1.12.3",), ("1.14.5", "1.12.3"), ("1.14.5",)), strict=True):
        project.add(
            *(make_spec(tag=tag, version=version) for version in versions),
            make_spec(tag=tag, package="zlib", version="1.3.1", target="zen4"),
        )
    return project


def _show(project: Project, directive: str) -> BeautifulSoup:
    project.write("index.rst", f"Title\n=====\n\n{directive}\n")
    built = project.build()
    assert built.warnings == []
    return built.soup("index.html")


def _table(soup: BeautifulSoup) -> list[list[str]]:
    return table_texts(soup.select("table.cache-history")[0])


def _labels(soup: BeautifulSoup | Tag) -> list[str]:
    return [text.get_text() for text in soup.select("svg text")]


def test_the_versions_of_a_package_are_listed_tag_by_tag_from_new_to_old(through_time: Project) -> None:
    soup = _show(through_time, ".. cache:history:: hdf5")

    assert _table(soup) == [
        ["Tag", "Version", "Specs"],
        ["develop-2025-10-12", "1.14.5", "1"],
        ["v2025.07.0", "1.14.5, 1.12.3", "2"],
        ["develop-2025-04-20", "1.12.3", "1"],
    ], "it ends with the oldest tag that has it"
    assert next(link["href"] for link in soup.select("table a")) == "cache/develop-2025-10-12/index.html"


def test_a_tag_in_between_without_the_package_says_so(through_time: Project) -> None:
    through_time.add(make_spec(tag="develop-2025-05-01", package="zlib"))

    rows = {row[0]: row[1:] for row in _table(_show(through_time, ".. cache:history:: hdf5"))}

    assert rows["develop-2025-05-01"] == ["\N{EN DASH}", "0"]


def test_the_picture_draws_each_version_through_the_tags_that_have_it(through_time: Project) -> None:
    soup = _show(through_time, ".. cache:history:: hdf5")

    (svg,) = soup.select("svg")
    assert svg["role"] == "img"
    assert [svg.select_one(name).get_text() for name in ("title", "desc")] == [  # type: ignore[union-attr]  # they are there
        "Versions of hdf5 by tag",
        "2 versions, from develop-2025-04-20 to develop-2025-10-12.",
    ]
    assert sorted(_labels(soup)) == sorted(["1.14.5", "1.12.3", *_TAGS[1:]])
    bars = svg.select("path")[1]["d"]
    assert isinstance(bars, str)
    starts = [bar.split("h") for bar in bars.split("M")[1:]]
    (new, new_width), (old, old_width) = starts
    assert float(new.split()[0]) > float(old.split()[0]), "the newer version came later"
    assert new_width == old_width == "86", "two tags each, as one bar"


def test_of_several_packages_the_picture_shows_how_many_there_were(through_time: Project) -> None:
    soup = _show(through_time, ".. cache:history::")

    assert _table(soup)[1:] == [
        ["develop-2025-10-12", "2", "2"],
        ["v2025.07.0", "2", "3"],
        ["develop-2025-04-20", "2", "2"],
        ["develop-2025-01-12", "1", "1"],
    ]
    (description,) = soup.select("svg > desc")
    figures = "1 in the oldest tag, 2 in the newest"
    assert description.get_text() == f"{figures}, from develop-2025-01-12 to develop-2025-10-12."


def test_an_author_chooses_the_tags_and_how_many(through_time: Project) -> None:
    soup = _show(through_time, ".. cache:history:: zlib\n   :tags: develop-*\n   :limit: 2")

    assert [row[0] for row in _table(soup)] == ["Tag", "develop-2025-10-12", "develop-2025-04-20"]


def test_a_picture_alone_has_its_table_behind_it(through_time: Project) -> None:
    soup = _show(
        through_time, ".. cache:history:: hdf5\n   :style: picture\n   :caption: HDF5\n   :name: h\n   :class: x"
    )

    (drawn,) = soup.select("div#h.cache-pictured.x")
    assert drawn.select_one("svg") is not None
    assert [table_texts(table)[0] for table in drawn.select("details > div > table")] == [["Tag", "Version", "Specs"]]
    assert drawn.select_one(".cache-caption .caption-text") is not None


def test_a_table_alone_has_no_picture(through_time: Project) -> None:
    soup = _show(through_time, ".. cache:history:: hdf5\n   :style: table")

    assert (len(soup.select("svg")), len(soup.select("table.cache-history"))) == (0, 1)


def test_an_unknown_package_or_tag_is_a_warning_with_the_nearest(through_time: Project) -> None:
    text = (
        "Title\n=====\n\n.. cache:history:: hdf6\n\n.. cache:history:: hdf5\n   :tags: v2025.07.1\n   :allow-empty:\n"
    )
    through_time.write("index.rst", text)

    unknown, tag = through_time.build().warnings

    assert "index.rst:4: WARNING: nothing matches 'hdf6'" in unknown
    assert "did you mean hdf5?" in unknown
    assert "index.rst:6: WARNING: no tag 'v2025.07.1'" in tag
    assert "did you mean v2025.07.0?" in tag


def test_versions_of_several_packages_are_a_warning_and_packages_are_counted(through_time: Project) -> None:
    through_time.write("index.rst", "Title\n=====\n\n.. cache:history::\n   :cell: versions\n")

    built = through_time.build()

    (warning,) = built.warnings
    assert "index.rst:4: WARNING: several packages have no common versions" in warning
    assert "[cache.query]" in warning
    assert _table(built.soup("index.html"))[0] == ["Tag", "Packages", "Specs"]


def test_a_document_with_a_history_is_written_again_when_another_tag_changes(through_time: Project) -> None:
    _show(through_time, ".. cache:history:: hdf5")
    through_time.add(make_spec(tag="develop-2025-01-12", version="1.10.8"))

    built = through_time.build()

    assert _table(built.soup("index.html"))[-1] == ["develop-2025-01-12", "1.10.8", "1"]


def test_the_day_of_a_tag_is_shown_where_its_name_does_not_say_it(project: Project) -> None:
    project.add(make_spec(tag="v1.0"), make_spec(tag="v2.0"))
    sources = [
        {"path": f"_cache/{tag}", "date": date} for tag, date in (("v1.0", "2025-01-12"), ("v2.0", "2025-07-20"))
    ]
    project.write("index.rst", "Title\n=====\n\n.. cache:history:: hdf5\n")

    soup = project.build(cache_sources=sources).soup("index.html")

    assert [row[:2] for row in _table(soup)] == [["Tag", "Date"], ["v2.0", "2025-07-20"], ["v1.0", "2025-01-12"]]


def test_a_history_of_one_tag_is_no_fault(through_time: Project) -> None:
    soup = _show(through_time, ".. cache:history:: hdf5 tag=v2025.07.0")

    assert _table(soup) == [["Tag", "Version", "Specs"], ["v2025.07.0", "1.14.5, 1.12.3", "2"]]
    assert soup.select("svg > desc")[0].get_text() == "2 versions, in v2025.07.0."
