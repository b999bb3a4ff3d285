"""The page that searches all specs of a tag, and the data file that it reads."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import pytest

from sphinxext_cache.pages.page import VARIABLES
from tests.projects import make_spec

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import BeautifulSoup, Tag

    from tests.projects import Build, Project

_PAGES = {"html": "cache/develop/explore.html", "dirhtml": "cache/develop/explore/index.html"}
_TAG_PAGES = {"html": "cache/develop/index.html", "dirhtml": "cache/develop/index.html"}


@pytest.fixture
def indexed(hdf5: Project) -> Project:
    hdf5.write("index.rst", "Title\n=====\n")
    return hdf5


def _explorer(soup: BeautifulSoup) -> Tag:
    found = soup.select_one("[role=main] .cache-explorer, .body .cache-explorer")
    assert found is not None
    return found


def _data_files(build: Build) -> dict[str, bytes]:
    return {
        path.relative_to(build.outdir).as_posix(): path.read_bytes()
        for path in build.outdir.rglob("cache/*/specs.json")
    }


def _leads_to(page: str, address: object, build: Build) -> Path:
    """The file that an address on a page means; web servers give the index of a folder."""
    path = urljoin(page, str(address)).partition("#")[0]
    return build.outdir / unquote(f"{path}index.html" if path.endswith("/") else path)


def test_each_tag_has_an_explorer_and_a_data_file_with_its_specs(indexed: Project) -> None:
    page = indexed.build()

    assert page.warnings == []
    files = {name: json.loads(content) for name, content in _data_files(page).items()}
    assert {name: (file["tag"], file["specs"]) for name, file in files.items()} == {
        "cache/develop/specs.json": ("develop", 4),
        "cache/v1.0/specs.json": ("v1.0", 1),
    }
    assert set(files["cache/develop/specs.json"]["hashes"]) == {
        spec.hash for spec in page.domain.catalog.specs("", "develop")
    }
    assert "cache/v1.0/explore.html" in page.pages()


def test_the_page_says_what_it_is_and_where_else_to_look_without_javascript(indexed: Project) -> None:
    soup = indexed.build().soup("cache/develop/explore.html")

    assert [crumb.get_text() for crumb in soup.select(".cache-breadcrumbs li")] == [
        "Build cache",
        "develop",
        "Search all specs",
    ]
    summary = soup.select_one(".cache-summary")
    assert summary is not None
    assert summary.get_text() == "4 specs."
    note, wait = _explorer(soup).find_all("p")
    assert "JavaScript" in note.get_text()
    assert "develop" in note.get_text()
    assert not note.has_attr("hidden")
    assert wait.has_attr("hidden")
    assert [(a.get_text(), a["href"]) for a in soup.select(".cache-ways a")] == [
        ("All packages", "index.html#packages"),
        ("Data file (JSON)", "specs.json"),
    ]


def test_its_table_is_hidden_until_there_are_rows_and_has_headers(indexed: Project) -> None:
    explorer = _explorer(indexed.build().soup("cache/develop/explore.html"))

    box = explorer.select_one(".cache-box[hidden][role=region][tabindex='0'][aria-label]")
    assert box is not None
    assert [(th["data-field"], th["scope"], th.get_text()) for th in box.select("thead th")] == [
        ("package", "col", "Package"),
        ("version", "col", "Version"),
        ("target", "col", "Target"),
        ("variants", "col", "Variant"),
        ("hash", "col", "Hash"),
        ("compiler", "col", "Compiler"),
        ("os", "col", "OS"),
        ("stacks", "col", "Stack"),
    ]
    assert box.select("tbody td") == []


@pytest.mark.parametrize("builder", _PAGES)
@pytest.mark.parametrize("folder", ["cache", "software/cache+1"])
def test_addresses_lead_to_what_is_there(indexed: Project, builder: str, folder: str) -> None:
    page = indexed.build(builder, cache_pages=folder)

    name = _PAGES[builder].replace("cache", folder, 1)
    explorer = _explorer(page.soup(name))
    assert _leads_to(name, explorer["data-file"], page) == page.outdir / folder / "develop/specs.json"
    for package in ("hdf5", "zlib"):
        address = str(explorer["data-package"]).replace("{package}", package)
        assert _leads_to(name, address, page).is_file()
        assert package in _leads_to(name, address, page).as_posix()
    tag_page = _TAG_PAGES[builder].replace("cache", folder, 1)
    links = {a.get_text(): a["href"] for a in page.soup(tag_page).select(".cache-ways a")}
    assert _leads_to(tag_page, links["Search all specs"], page) == page.outdir / name
    assert _leads_to(tag_page, links["Data file (JSON)"], page) == page.outdir / folder / "develop/specs.json"


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("cache/develop/stacks/e4s.html", {"stack": ["e4s"]}),
        ("cache/develop/stacks/gcc+cuda.html", {"stack": ["gcc+cuda"]}),
        ("cache/develop/targets/zen4.html", {"target": ["zen4"]}),
    ],
)
def test_stacks_and_targets_lead_to_their_specs(indexed: Project, name: str, asked: dict[str, list[str]]) -> None:
    indexed.add(make_spec(package="odd", stacks=("gcc+cuda",)))

    page = indexed.build()

    link = page.soup(name).select_one(".cache-ways a")
    assert link is not None
    address = urlsplit(str(link["href"]))
    assert _leads_to(name, address.path, page) == page.outdir / "cache/develop/explore.html"
    assert parse_qs(address.query) == asked


def test_nothing_changed_and_the_data_file_is_not_written(indexed: Project) -> None:
    first = {name: (indexed.build().outdir / name).stat().st_mtime_ns for name in _data_files(indexed.build())}

    second = indexed.build()

    assert {name: (second.outdir / name).stat().st_mtime_ns for name in first} == first


def test_a_changed_package_changes_the_data_file_of_its_tag_alone(indexed: Project) -> None:
    before = _data_files(indexed.build())
    indexed.add(make_spec(package="zlib", version="1.3.2"))

    after = _data_files(indexed.build())

    assert before.keys() == after.keys()
    assert {name for name in after if before[name] != after[name]} == {"cache/develop/specs.json"}
    assert "1.3.2" in json.loads(after["cache/develop/specs.json"])["values"]["version"]


def test_a_data_file_that_someone_removed_is_made_again(indexed: Project) -> None:
    before = _data_files(indexed.build())
    (indexed.root / "_build" / "html" / "cache/develop/specs.json").unlink()
    # Before 8.2, Sphinx ends a build that has no document to write.
    indexed.write("index.rst", "Title\n=====\n\nOther words.\n")

    assert _data_files(indexed.build()) == before


@pytest.mark.parametrize("leaving", ["source", "selection", "folder"])
def test_what_is_of_a_tag_that_leaves_is_removed(indexed: Project, leaving: str) -> None:
    indexed.build()
    if leaving == "source":
        shutil.rmtree(indexed.root / "_cache" / "v1.0")

    page = indexed.build(
        cache_select="tag=develop" if leaving == "selection" else "",
        cache_pages="other" if leaving == "folder" else "cache",
    )

    assert not (page.outdir / "cache/v1.0").exists()
    assert (page.outdir / "cache").exists() == (leaving != "folder")


def test_tags_over_the_limit_have_no_data_file_either(indexed: Project) -> None:
    page = indexed.build(cache_page_limit=11)

    assert set(_data_files(page)) == {"cache/develop/specs.json"}


@pytest.mark.parametrize("builder", ["singlehtml", "text", "latex", "epub"])
def test_builders_without_generated_pages_have_no_data_file(indexed: Project, builder: str) -> None:
    page = indexed.build(builder)

    assert list(page.outdir.rglob("specs.json")) == []


def test_without_generated_pages_there_is_no_data_file(indexed: Project) -> None:
    assert _data_files(indexed.build(cache_pages=None)) == {}


def test_the_search_does_not_find_the_explorer(indexed: Project) -> None:
    page = indexed.build()

    index = json.loads(page.text("searchindex.js").removeprefix("Search.setIndex(").removesuffix(")"))
    assert "cache/develop/index" in index["docnames"]
    assert "cache/develop/explore" not in index["docnames"]


def test_a_project_restyles_it(indexed: Project) -> None:
    indexed.write("_templates/cache/explore.html", "<p class='own'>{{ tag }} {{ specs }} {{ data }} {{ package }}</p>")

    soup = indexed.build(templates_path=["_templates"]).soup("cache/develop/explore.html")

    own = soup.select_one("p.own")
    assert own is not None
    assert own.get_text() == "develop 4 specs.json packages/{package}.html"
    assert {"tag", "specs", "data", "package", "columns"} < VARIABLES["explore"].keys()


def test_an_explorer_of_another_tag_than_the_default_one_says_so_in_its_title(indexed: Project) -> None:
    soup = indexed.build().soup("cache/v1.0/explore.html")

    assert soup.title is not None
    assert soup.title.get_text().startswith("Search all specs (v1.0)")
