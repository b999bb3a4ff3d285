"""The page of what changed since the tag before, and the feed of changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import feedparser
import pytest
from lxml import etree

from tests.extension.test_search import read_index
from tests.html.links import Site
from tests.projects import make_hash, make_spec, table_texts

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

    from tests.projects import Build, Project

_OLD, _MIDDLE, _NEW = "develop-2025-04-20", "v2025.07.0", "develop-2025-10-12"
_BASE: Final = "https://docs.hpc.example/en/latest/"
_FEED: Final = "cache/changes.xml"
_GRAMMAR: Final = Path(__file__).with_name("atom.rng")


@pytest.fixture
def three_tags(project: Project) -> Project:
    """A project with three tags, the second of which changed nothing."""
    for tag in (_OLD, _MIDDLE):
        project.add(
            make_spec("gone", tag, hash=make_hash("gone")),
            make_spec("hdf5", tag, hash=make_hash("hdf5 then")),
            make_spec("zlib", tag, "1.3", hash=make_hash("zlib then")),
        )
    project.add(
        make_spec("came", _NEW, target="zen4", stacks=("hep", "root")),
        make_spec("hdf5", _NEW, hash=make_hash("hdf5 now")),
        make_spec("zlib", _NEW, "1.3.1", hash=make_hash("zlib now")),
    )
    project.write("index.rst", "Title\n=====\n")
    project.conf |= {"cache_default_tag": _NEW, "html_baseurl": _BASE}
    return project


def _page(build: Build, tag: str = _NEW) -> BeautifulSoup:
    return build.soup(f"cache/{tag}/changes.html")


def test_the_page_says_what_changed_since_the_tag_before_by_package_stack_and_target(three_tags: Project) -> None:
    page = _page(three_tags.build())

    packages, stacks, targets = map(table_texts, page.select("table.cache-changes"))
    assert page.select("h1")[0].get_text() == f"What changed since {_MIDDLE}¶"
    assert page.select(".cache-summary")[0].get_text() == (
        "1 new package, 1 package removed, 1 with a new version, 1 rebuilt only."
    )
    assert [row[:3] for row in packages[1:]] == [
        ["came", "new package", "1.14.5"],
        ["gone", "package removed", "1.14.5"],
        ["zlib", "new version", "new: 1.3.1; removed: 1.3"],
    ]
    assert page.select("#rebuilt .cache-names")[0].get_text() == "hdf5"
    assert stacks[1:] == [["e4s", "2", "3", "3", "2"], ["hep", "1", "0", "0", "1"]]
    assert targets[1:] == [["x86_64_v3", "2", "3", "3", "2"], ["zen4", "1", "0", "0", "1"]]


def test_where_nothing_changed_the_page_says_so(three_tags: Project) -> None:
    page = _page(three_tags.build(), _MIDDLE)

    assert page.select(".cache-summary")[0].get_text() == "Nothing changed."
    assert page.select("table, h2") == []


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_pages_of_tags_lead_there_and_it_leads_back(three_tags: Project, builder: str) -> None:
    build = three_tags.build(builder)
    name = f"cache/{_NEW}/changes" + ("/index.html" if builder == "dirhtml" else ".html")
    site, page = Site(build.outdir), build.soup(name)

    (link,) = (link for link in build.soup(f"cache/{_NEW}/index.html").select(".cache-ways a") if "since" in link.text)
    assert link.get_text() == f"What changed since {_MIDDLE}"
    assert site.fault(f"cache/{_NEW}/index.html", str(link["href"])) is None
    crumbs = [crumb.get_text() for crumb in page.select(".cache-breadcrumbs li")]
    assert crumbs == ["Build cache", _NEW, "What changed"]
    assert [link.get_text() for link in page.select(".cache-origin a")] == [_MIDDLE, _NEW, "Feed (Atom)"]
    links = [str(link["href"]) for link in page.select("#changes a, .cache-breadcrumbs a")]
    assert {link: site.fault(name, link) for link in links if site.fault(name, link)} == {}


def test_the_oldest_tag_has_no_such_page_and_no_link_to_one(three_tags: Project) -> None:
    build = three_tags.build()

    assert f"cache/{_OLD}/changes.html" not in build.pages()
    assert "What changed" not in build.soup(f"cache/{_OLD}/index.html").get_text()


def test_neighbours_are_the_pages_of_the_tags_before_and_after(three_tags: Project) -> None:
    page = _page(three_tags.build(), _MIDDLE)

    rels = {str(link["rel"][0]): str(link["href"]) for link in page.select('link[rel="prev"], link[rel="next"]')}
    assert rels == {"next": f"../{_NEW}/changes.html"}


def test_it_is_in_no_search(three_tags: Project) -> None:
    assert [page for page in read_index(three_tags.build()).titles if page.endswith("changes")] == []


def test_a_project_restyles_it(three_tags: Project) -> None:
    three_tags.write("_templates/cache/changes.html", "<h1>{{ before }} to {{ tag }}</h1>{{ list }}")

    page = _page(three_tags.build(templates_path=["_templates"]))

    assert page.select("h1")[0].get_text() == f"{_MIDDLE} to {_NEW}"


def test_it_counts_for_the_limit(three_tags: Project) -> None:
    (warning,) = three_tags.build(cache_page_limit=15).warnings

    assert warning.startswith("WARNING: the build cache has 26 pages, more than cache_page_limit = 15; ")


def test_a_document_in_its_place_is_linked_instead(three_tags: Project) -> None:
    three_tags.write(f"cache/{_NEW}/changes.rst", ":orphan:\n\nOurs\n====\n")

    build = three_tags.build()

    (warning,) = build.warnings
    assert warning.endswith("[cache.conflict]")
    assert "Ours" in _page(build).select("h1")[0].get_text()
    assert [str(link["href"]) for link in build.soup(f"cache/{_NEW}/index.html").select(".cache-ways a")][2:] == [
        "changes.html"
    ]


def test_it_is_made_again_only_if_one_of_its_tags_changed(three_tags: Project) -> None:
    first = three_tags.build()
    stamps = {tag: (first.outdir / f"cache/{tag}/changes.html").stat().st_mtime_ns for tag in (_MIDDLE, _NEW)}
    three_tags.touch()
    three_tags.add(make_spec("zlib", _NEW, "1.3.2", hash=make_hash("zlib later")))

    second = three_tags.build()

    assert "1.3.2" in _page(second).get_text()
    assert (second.outdir / f"cache/{_MIDDLE}/changes.html").stat().st_mtime_ns == stamps[_MIDDLE]


# -- the feed ---------------------------------------------------------------------------------------------------------


def _feed(build: Build) -> Any:  # noqa: ANN401 feedparser has no types
    found = feedparser.parse(build.text(_FEED))
    assert not found.bozo
    return found


def test_the_feed_has_an_entry_for_each_tag_that_changed_something(three_tags: Project) -> None:
    three_tags.add(make_spec("hdf5", "v2025.11.0", "2.0"))

    found = _feed(three_tags.build(project="Our software"))

    assert found.feed.title == "Our software: changes in the build cache"
    assert found.feed.links[0].href == f"{_BASE}{_FEED}"
    assert [entry.title for entry in found.entries] == [
        f"v2025.11.0: what changed since {_NEW}",
        f"{_NEW}: what changed since {_MIDDLE}",
    ]
    assert found.entries[1].summary == (
        "new package: came 1.14.5; package removed: gone; new version: zlib 1.3.1; rebuilt only: hdf5."
    )


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_an_entry_is_known_and_dated_by_its_tag_whenever_it_is_built(three_tags: Project, builder: str) -> None:
    first = three_tags.build(builder)
    (entry,) = _feed(first).entries
    assert entry.id == entry.link == _BASE + first.app.builder.get_target_uri(f"cache/{_NEW}/changes")
    assert entry.updated == "2025-10-12T00:00:00Z"
    before = first.text(_FEED)
    (first.outdir / _FEED).unlink()
    three_tags.touch()  # before 8.2, Sphinx stops early where no document changed

    assert three_tags.build(builder).text(_FEED) == before


def test_a_tag_of_which_no_day_is_known_has_that_of_the_tag_before(three_tags: Project) -> None:
    three_tags.add(make_spec("hdf5", "develop"))

    newest = _feed(three_tags.build()).entries[0]

    assert newest.title.startswith("develop: ")
    assert newest.updated == "2025-10-12T00:00:00Z"


def test_the_feed_is_what_the_standard_asks_for_whatever_names_hold(three_tags: Project) -> None:
    three_tags.add(make_spec("hdf5", "v2025.11.0", "2.0&<b>"))
    grammar = etree.RelaxNG(etree.parse(_GRAMMAR))

    for project in ("Our <i>software</i> & \u202e\x01more", "x"):
        feed = etree.fromstring(three_tags.build(project=project).text(_FEED).encode())
        grammar.assertValid(feed)
    feed.remove(feed[0])
    assert not grammar.validate(feed), "it can tell"


def test_each_generated_page_tells_feed_readers_of_it(three_tags: Project) -> None:
    build = three_tags.build()

    found = {
        name: [str(link["href"]) for link in build.soup(name).select('link[type="application/atom+xml"]')]
        for name in build.pages()
        if name.startswith("cache/")
    }
    assert set(map(tuple, found.values())) == {(f"{_BASE}{_FEED}",)}


def test_there_is_none_where_it_is_not_known_where_pages_are_published(three_tags: Project) -> None:
    build = three_tags.build(html_baseurl="")

    assert not (build.outdir / _FEED).exists()
    assert _page(build).select('link[type="application/atom+xml"], a[type]') == []


def test_read_the_docs_knows_where_they_are(three_tags: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READTHEDOCS_CANONICAL_URL", "https://hpc.example/en/stable/")

    assert _feed(three_tags.build(html_baseurl="")).feed.id == f"https://hpc.example/en/stable/{_FEED}"


def test_there_is_none_of_one_tag(three_tags: Project) -> None:
    build = three_tags.build(cache_select=f"tag={_NEW}")

    assert not (build.outdir / _FEED).exists()
    assert not (build.outdir / f"cache/{_NEW}/changes.html").exists()


def test_a_file_in_its_place_stays_and_no_page_tells_of_it(three_tags: Project) -> None:
    three_tags.write("extra/cache/changes.xml", "<ours/>")

    build = three_tags.build(html_extra_path=["extra"])

    (warning,) = build.warnings
    assert "the generated file 'cache/changes.xml' is left out because html_extra_path has its place" in warning
    assert warning.endswith("[cache.conflict]")
    assert build.text(_FEED) == "<ours/>"
    assert _page(build).select('link[type="application/atom+xml"], a[type]') == []


def test_it_goes_when_it_is_no_more(three_tags: Project) -> None:
    assert (three_tags.build().outdir / _FEED).exists()
    three_tags.touch()

    assert not (three_tags.build(html_baseurl="").outdir / _FEED).exists()
