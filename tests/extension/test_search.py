"""Sphinx's search: what is found, that builds leave nothing behind in its index, and that it stays small."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx.search import IndexBuilder

from sphinxext_cache.host import search_index
from sphinxext_cache.pages import search
from tests.projects import make_spec

if TYPE_CHECKING:
    from tests.projects import Build, Project


class Index(NamedTuple):
    """What the search index holds of the pages that are no documents, and all of what it calls objects."""

    titles: dict[str, str]
    headings: dict[str, set[str]]
    words: dict[str, set[str]]
    objects: list[tuple[str, str, str]]


def read_index(page: Build) -> Index:
    text = page.text("searchindex.js")
    data: dict[str, Any] = json.loads(text.removeprefix("Search.setIndex(").rstrip().removesuffix(")"))
    pages: list[str] = data["docnames"]
    headings: dict[str, set[str]] = {}
    for heading, places in data["alltitles"].items():
        for number, _anchor in places:
            headings.setdefault(pages[number], set()).add(heading)
    words: dict[str, set[str]] = {}
    for word, found in [*data["terms"].items(), *data["titleterms"].items()]:
        words.setdefault(word, set()).update(
            pages[number] for number in (found if isinstance(found, list) else [found])
        )
    objects = [
        (data["objtypes"][str(kind)], f"{prefix}.{name}" if prefix else name, pages[number])
        for prefix, found in data["objects"].items()
        for number, kind, _priority, _anchor, name in found
    ]
    return Index(dict(zip(pages, data["titles"], strict=True)), headings, words, sorted(objects))


@pytest.fixture
def indexed(hdf5: Project) -> Project:
    hdf5.write("index.rst", "Title\n=====\n\nAbout nothing.\n")
    return hdf5


def test_pages_of_the_default_tag_are_found_by_title_versions_and_stacks(indexed: Project) -> None:
    index = read_index(indexed.build())

    assert index.titles == {
        "index": "Title",
        "cache/develop/index": "Build cache develop",
        "cache/develop/packages/hdf5": "hdf5",
        "cache/develop/packages/zlib": "zlib",
        "cache/develop/stacks/e4s": "Stack e4s",
        "cache/develop/stacks/hep": "Stack hep",
        "cache/develop/targets/neoverse_v2": "Target neoverse_v2",
        "cache/develop/targets/x86_64_v3": "Target x86_64_v3",
        "cache/develop/targets/zen4": "Target zen4",
    }
    assert index.headings["cache/develop/packages/hdf5"] == {"hdf5", "1.14.5", "1.12.3"}
    assert index.words["hep"] == {
        "cache/develop/packages/hdf5",
        "cache/develop/packages/zlib",
        "cache/develop/stacks/hep",
    }


@pytest.fixture
def told(indexed: Project) -> Project:
    """With facts, and a variant that is on in one build of zlib and off in all of another package."""
    variants = ("+shared", "~mpi", "cxxstd=20", "languages=c,fortran", "build_type=Release", "patches:=0f1e2d3")
    indexed.add(make_spec(package="fftw", target="zen4", variants=variants))
    indexed.write("facts.yaml", "fftw: {description: Discrete transforms, module: math/fourier-mpi}\n")
    indexed.conf["cache_facts"] = ["facts.yaml"]
    return indexed


_FFTW = "cache/develop/packages/fftw"


@pytest.mark.parametrize("word", ["zen4", "share", "fortran", "transform", "fourier", "e4"])
def test_a_package_is_found_by_its_targets_variants_that_are_on_modules_and_description(
    told: Project, word: str
) -> None:
    words = read_index(told.build()).words

    assert _FFTW in {page for found, pages in words.items() if found.startswith(word) for page in pages}


@pytest.mark.parametrize("word", ["Release", "0f1e2d3", "neoverse_v2"])
def test_a_package_is_not_found_by_how_it_is_built_or_by_what_it_lacks(told: Project, word: str) -> None:
    words = read_index(told.build()).words

    assert _FFTW not in {page for found, pages in words.items() if word.lower().startswith(found) for page in pages}


def test_a_variant_that_is_off_finds_nothing(told: Project) -> None:
    told.write("facts.yaml", "fftw: {description: Discrete transforms}\n")

    assert _FFTW not in read_index(told.build()).words["mpi"]


def test_words_that_most_packages_have_are_left_out(project: Project) -> None:
    project.write("index.rst", "Title\n=====\n")
    project.add(
        *(make_spec(package=f"p{n}", variants=("+shared", "+rare") if n < 5 else ("+shared",)) for n in range(60))
    )

    words = read_index(project.build()).words

    assert "share" not in words
    assert words["rare"] == {f"cache/develop/packages/p{n}" for n in range(5)}


def test_a_module_that_changes_is_found_by_its_new_name(told: Project) -> None:
    told.build()
    told.write("facts.yaml", "fftw: {description: Discrete transforms, module: math/waves}\n")

    index = read_index(told.build())

    assert index == read_index(told.build(freshenv=True))
    assert _FFTW in index.words["wave"]


def test_pages_of_other_tags_are_found_where_the_project_says_so(indexed: Project) -> None:
    pages = {
        pattern: {page for page in read_index(indexed.build(cache_search_tags=[pattern])).titles if "v1.0" in page}
        for pattern in ("v1.0", "v*", "develop")
    }

    assert "cache/v1.0/packages/zlib" in pages["v1.0"]
    assert pages["v*"] == pages["v1.0"]
    assert pages["develop"] == set()


def test_a_title_of_another_tag_names_it(indexed: Project) -> None:
    titles = read_index(indexed.build(cache_search_tags=["*"])).titles

    assert titles["cache/v1.0/packages/zlib"] == "zlib (v1.0)"
    assert titles["cache/v1.0/index"] == "Build cache v1.0"
    assert titles["cache/develop/packages/zlib"] == "zlib"


def test_a_tag_for_the_search_that_is_in_no_source_is_a_warning(indexed: Project) -> None:
    indexed.write("conf.py", "# Search.\ncache_search_tags = ['v1.1']\n")
    (warning,) = indexed.build(cache_search_tags=["v1.1"]).warnings

    assert (
        f"{indexed.root / 'conf.py'}:2: WARNING: cache_search_tags: no tag is named 'v1.1'; did you mean v1.0?"
        in warning
    )


@pytest.mark.parametrize(("builder", "way"), [("html", ""), ("dirhtml", "../")])
def test_the_page_of_the_search_leads_to_all_specs(indexed: Project, builder: str, way: str) -> None:
    built = indexed.build(builder)
    page = "search/index.html" if builder == "dirhtml" else "search.html"
    (script,) = built.soup(page).select("script[src*='sphinxext-cache']")

    end = "cache/develop/explore/" if builder == "dirhtml" else "cache/develop/explore.html"
    assert script["data-explorer"] == way + end
    assert script["data-label"] == "Search builds for {q}"


def test_without_pages_the_page_of_the_search_is_sphinxs_own(indexed: Project) -> None:
    built = indexed.build(cache_pages=None)

    assert built.soup("search.html").select("script[src*='sphinxext-cache']") == []


def test_objects_are_found_once_each_and_hashes_not_at_all(indexed: Project) -> None:
    index = read_index(indexed.build())

    assert index.objects == [
        ("cache:package", "hdf5", "cache/develop/packages/hdf5"),
        ("cache:package", "zlib", "cache/develop/packages/zlib"),
        ("cache:stack", "e4s", "cache/develop/stacks/e4s"),
        ("cache:stack", "hep", "cache/develop/stacks/hep"),
        ("cache:tag", "develop", "cache/develop/index"),
        ("cache:target", "neoverse_v2", "cache/develop/targets/neoverse_v2"),
        ("cache:target", "x86_64_v3", "cache/develop/targets/x86_64_v3"),
        ("cache:target", "zen4", "cache/develop/targets/zen4"),
    ]


def test_a_described_package_is_found_as_an_object_in_its_document(indexed: Project) -> None:
    indexed.write("index.rst", "Title\n=====\n\n.. cache:package:: hdf5\n\n.. cache:package:: zlib\n   :tag: v1.0\n")

    index = read_index(indexed.build())

    assert [entry for entry in index.objects if entry[0] == "cache:package"] == [
        ("cache:package", "hdf5", "index"),
        ("cache:package", "zlib", "cache/develop/packages/zlib"),
        ("cache:package", "zlib", "index"),
    ]


@pytest.mark.parametrize("touch", [True, False], ids=["a document changes", "only the cache changes"])
def test_after_any_change_the_index_is_that_of_a_clean_build(indexed: Project, *, touch: bool) -> None:
    first = read_index(indexed.build())
    assert "zlib" in first.words

    (indexed.root / "_cache/develop/zlib/specs.md").unlink()
    indexed.add(make_spec(package="fftw", version="3.3.10", stacks=("tutorial",)))
    # The page of all tags shows the change, so that no builder takes this for a build without one.
    text = "Title\n=====\n\n.. cache:packages::\n"
    indexed.write("index.rst", text + ("\nAnd more.\n" if touch else ""))
    incremental = read_index(indexed.build())
    clean = read_index(indexed.build(freshenv=True))

    assert incremental == clean
    assert "zlib" not in incremental.words
    assert "cache/develop/packages/fftw" in incremental.titles


def test_a_build_without_any_change_changes_nothing(indexed: Project) -> None:
    before = indexed.build().text("searchindex.js")

    assert indexed.build().text("searchindex.js") == before


@pytest.fixture
def fed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that are fed to the index from now on."""
    names: list[str] = []
    original = IndexBuilder.feed

    def feed(self: IndexBuilder, docname: str, *rest: Any) -> None:  # noqa: ANN401 whatever Sphinx passes
        names.append(docname)
        original(self, docname, *rest)

    monkeypatch.setattr(IndexBuilder, "feed", feed)
    return names


def test_pages_that_are_in_the_index_already_are_not_fed_again(indexed: Project, fed: list[str]) -> None:
    before = read_index(indexed.build())
    fed.clear()

    indexed.write("index.rst", "Title\n=====\n\nAbout something.\n")
    after = read_index(indexed.build())

    assert fed == ["index"]
    assert after.titles == before.titles
    assert "someth" in after.words


def test_of_the_pages_only_those_of_what_changed_are_fed_again(indexed: Project, fed: list[str]) -> None:
    indexed.build()
    fed.clear()

    indexed.add(make_spec(package="zlib", version="99.9"))
    index = read_index(indexed.build())

    assert [name for name in fed if "/packages/" in name] == ["cache/develop/packages/zlib"]
    assert index == read_index(indexed.build(freshenv=True))


def _as_document(title: str, found: search_index.Found) -> nodes.document:
    """A document by which a page would be found in the same way."""
    document = new_document("")
    section = nodes.section("", nodes.title("", title))
    document += section
    for heading, anchor in found.headings[1:]:
        section += nodes.section("", nodes.title("", heading), ids=[anchor] if anchor else [])
    section += [nodes.paragraph("", text) for text in found.texts]
    return document


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_pages_are_fed_as_if_each_were_a_document(indexed: Project, language: str) -> None:
    env = indexed.build().app.env
    pages = {
        "a/hdf5": search_index.Found(
            [("hdf5", None), ("1.14.5", "specs"), ("2024.1", None)], ["", "e4s ml-linux", "1<2"]
        ),
        "a/the": search_index.Found([("Stack of the e4s", None)], ["stacks building 构建缓存", "the"]),
    }
    ours, theirs = (IndexBuilder(env, language, {}, "") for _ in range(2))

    with search_index.feeding(ours) as feed:
        for name, found in pages.items():
            feed(name, found.headings[0][0], found)
    for name, found in pages.items():
        theirs.feed(name, name, found.headings[0][0], _as_document(found.headings[0][0], found))

    assert json.dumps(ours.freeze(), sort_keys=True) == json.dumps(theirs.freeze(), sort_keys=True)
    assert json.dumps(ours.freeze()["terms"]) != "{}"


@pytest.mark.parametrize("change", ["removed", "another", "language"])
def test_an_index_that_is_not_that_of_the_last_build_is_fed_anew(indexed: Project, change: str) -> None:
    page = indexed.build()
    clean = page.text("searchindex.js")

    if change == "removed":
        (page.outdir / "searchindex.js").unlink()
    elif change == "another":
        (page.outdir / "searchindex.js").write_text(clean.replace("hep", "pah"))
    conf = {"html_search_language": "de"} if change == "language" else {}
    indexed.write("index.rst", (indexed.root / "index.rst").read_text())
    index = read_index(indexed.build(**conf))

    assert index == read_index(indexed.build(freshenv=True, **conf))


def test_parallel_builds_make_the_same_index(indexed: Project) -> None:
    for name in range(8):
        indexed.write(f"more{name}.rst", f":orphan:\n\nMore {name}\n======\n\n.. cache:specs:: hdf5\n")
    serial = read_index(indexed.build())

    assert read_index(indexed.build(parallel=2, freshenv=True)) == serial


def test_without_pages_only_documents_are_found(indexed: Project) -> None:
    assert set(read_index(indexed.build(cache_pages=None)).titles) == {"index"}


def test_an_empty_cache_adds_nothing(project: Project) -> None:
    project.write("index.rst", "Title\n=====\n")

    assert set(read_index(project.build(cache_sources=[])).titles) == {"index"}


@pytest.mark.parametrize("builder", ["dirhtml", "json", "pickle", "singlehtml", "epub", "text", "latex", "xml"])
def test_other_builders_are_not_disturbed(indexed: Project, builder: str) -> None:
    page = indexed.build(builder, version="1", copyright="2025")

    assert page.warnings == []
    if builder == "dirhtml":
        assert "cache/develop/packages/hdf5" in read_index(page).titles


EVIL = "<img src=x onerror=pwned=1>"


@pytest.mark.parametrize("shows_html", [True, False], ids=["before Sphinx 9", "since Sphinx 9"])
def test_no_heading_that_comes_from_the_data_is_markup(
    indexed: Project, monkeypatch: pytest.MonkeyPatch, shows_html: bool
) -> None:
    monkeypatch.setattr(search_index, "SHOWS_HTML", shows_html)
    indexed.add(make_spec(package="evil", version=EVIL), make_spec(package="evil", version="1&2"))
    indexed.write(
        "index.rst", "Title\n=====\n\nNewest: :cache:version:`evil`\n------------------------------\n\nA & B\n-----\n"
    )

    index = read_index(indexed.build())

    assert index.titles["cache/develop/packages/evil"] == "evil"
    assert index.headings["cache/develop/packages/evil"] == {"evil"}
    assert "cache/develop/packages/evil" in index.words["onerror"]
    shown = {f"Newest: {EVIL}", "A & B"}
    assert index.headings["index"] == {"Title", *(map(escape, shown) if shows_html else shown)}


@pytest.mark.parametrize(("shows_html", "title"), [(True, "R&amp;D &lt;e4s&gt;"), (False, "R&D <e4s>")])
def test_a_title_is_fed_as_the_search_page_shows_it(
    indexed: Project, monkeypatch: pytest.MonkeyPatch, shows_html: bool, title: str
) -> None:
    monkeypatch.setattr(search_index, "SHOWS_HTML", shows_html)
    monkeypatch.setattr(search, "title_of", lambda _kind, name: f"R&D <{name}>")  # as a translation might say

    index = read_index(indexed.build())

    assert index.titles["cache/develop/stacks/e4s"] == title
    assert index.headings["cache/develop/stacks/e4s"] == {title}
