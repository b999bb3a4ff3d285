"""A file has one writer: what others write in the place of a page stays, in every build, and we say who it is."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.html.links import Site
from tests.projects import make_spec

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.projects import Build, Project

_COUNTS: Final = re.compile(r"build cache pages: (\d+) written, (\d+) the same, \d+ not made")
_MINE: Final = "Handwritten."
_DOCUMENT: Final = f":orphan:\n\nMine\n====\n\n{_MINE}\n"
_PAGE: Final = f"<html><body><p>{_MINE}</p></body></html>"

_WRITER: Final = {
    "before": """
def write(app):
    file = app.outdir / "FILE"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("PAGE")
    return []

def setup(app):
    app.connect("html-collect-pages", write)
""",
    "page": """
def pages(app):
    yield "cache/develop/packages/zlib", {"title": "Mine", "body": "Handwritten."}, "page.html"

def setup(app):
    app.connect("html-collect-pages", pages)
""",
    "at the end": """
def write(app, exception):
    (app.outdir / "FILE").write_text("PAGE")

def setup(app):
    app.connect("build-finished", write)
""",
}
"""Extensions that put a page in the place of one of ours, as those do that make redirects."""


@pytest.fixture
def indexed(hdf5: Project) -> Project:
    hdf5.write("index.rst", "Title\n=====\n\n:cache:package:`hdf5` :cache:package:`zlib`\n\n.. cache:packages::\n")
    # Else it is a guess which of the tags that a test adds is the newest.
    hdf5.conf["cache_default_tag"] = "develop"
    return hdf5


def _mine(build: Build) -> set[str]:
    return {name for name in build.pages() if _MINE in build.text(name)}


def _broken(build: Build) -> list[str]:
    site = Site(build.outdir)
    return [
        f"{name}: '{link}' {fault}"
        for name, page in site.pages.items()
        for link in dict.fromkeys(page.links)
        if (fault := site.fault(name, link)) is not None
    ]


def _told(build: Build) -> dict[str, str]:
    """By the file that is to blame, what was said of it."""
    found: dict[str, str] = {}
    for warning in build.warnings:
        place, _, message = warning.partition(": WARNING: ")
        assert message.endswith(" [cache.conflict]"), warning
        found[place] = message.removesuffix(" [cache.conflict]")
    assert len(found) == len(build.warnings)
    return found


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_what_others_write_keeps_its_place_and_outlives_the_page(indexed: Project, builder: str) -> None:
    root, is_flat = indexed.root, builder == "html"

    def file(page: str) -> str:
        return f"{page}.html" if is_flat or page.endswith("/index") else f"{page}/index.html"

    indexed.write("cache/develop/packages/hdf5.rst", _DOCUMENT)
    indexed.write("cache/v1.0/index.rst", _DOCUMENT)
    indexed.write("cache-packages.rst", _DOCUMENT)
    indexed.write("cache-stacks.rst" if is_flat else "cache-stacks/index.rst", _DOCUMENT)
    indexed.write("cache-targets.rst", _DOCUMENT)
    indexed.write(f"extra/{file('cache/develop/stacks/e4s')}", _PAGE)
    indexed.write(f"extra/{file('cache/Develop/stacks/HEP')}", _PAGE)
    indexed.write("_templates/mine.html", _PAGE)
    settings = {
        "html_extra_path": ["extra"],
        "templates_path": ["_templates"],
        "html_additional_pages": {"cache/develop/targets/zen4": "mine.html"},
    }
    pages = ("packages/hdf5", "stacks/e4s", "targets/zen4")
    mine = {file(f"cache/develop/{page}") for page in pages}
    mine |= {file(f"cache-{kind}") for kind in ("packages", "stacks", "targets")}
    mine |= {file("cache/Develop/stacks/HEP"), "cache/v1.0/index.html"}
    out = root / "_build" / builder
    told = {
        f"{root}/cache/develop/packages/hdf5.rst:1": "'cache/develop/packages/hdf5' is left out because this document",
        f"{root}/cache/v1.0/index.rst:1": "'cache/v1.0/index' is left out because this document has its place",
        f"{root}/cache-packages.rst:1": "'cache-packages' is left out because this document has its place",
        f"{root}/cache-stacks{'' if is_flat else '/index'}.rst:1": "'cache-stacks' is left out",
        f"{root}/cache-targets.rst:1": "'cache-targets' is left out",
        f"{root}/extra/{file('cache/develop/stacks/e4s')}": "'cache/develop/stacks/e4s' is left out because html_extra",
        f"{root}/extra/{file('cache/Develop/stacks/HEP')}": "'cache/develop/stacks/hep' is left out because html_extra",
        f"{root}/conf.py": "'cache/develop/targets/zen4' is left out because html_additional_pages has its place",
    }

    for again in range(3):
        indexed.touch()
        build = indexed.build(builder, **settings)
        assert _mine(build) == mine
        found = _told(build)
        assert found.keys() == told.keys()
        assert all(words in found[place] for place, words in told.items())
        if not again:
            assert _broken(build) == []
            links = [link["href"] for link in build.soup("index.html").select("p a.reference.internal")]
            assert links[0] == ("cache/develop/packages/hdf5.html" if is_flat else "cache/develop/packages/hdf5/")
            general = build.text(file("genindex"))
            assert "Build cache" not in general, "our indices have no page"
            assert "hep" not in build.inventory()["cache:stack"], "there is no page, nor is there another in its place"

    for path in (root / "_cache").rglob("*.md"):
        path.unlink()
    indexed.write("_cache/v3/zlib/specs.md", (root / "_cache/v3").name)
    indexed.write("index.rst", "Title\n=====\n")
    left = indexed.build(builder, **settings, suppress_warnings=["cache.source", "cache.frontmatter"])

    assert left.warnings == []
    assert _mine(left) == mine
    ours = {path.relative_to(out).as_posix() for path in (out / "cache").rglob("*") if path.is_file()}
    assert ours == {name for name in mine if name.startswith("cache/")}


@pytest.mark.parametrize("kind", _WRITER)
@pytest.mark.parametrize("is_first", [True, False], ids=["loaded before", "loaded after"])
def test_what_another_extension_writes_keeps_its_place_and_outlives_the_page(
    indexed: Project, monkeypatch: pytest.MonkeyPatch, kind: str, is_first: bool
) -> None:
    page = "cache/develop/packages/zlib.html"
    module = f"writer_{kind.replace(' ', '_')}_{is_first:d}"
    indexed.write(f"{module}.py", _WRITER[kind].replace("FILE", page).replace("PAGE", _PAGE))
    monkeypatch.syspath_prepend(str(indexed.root))
    extensions = [module, "sphinxext_cache"] if is_first else ["sphinxext_cache", module]
    place = f"{indexed.root}/_build/html/{page}"
    words = "the generated page 'cache/develop/packages/zlib' is left out because another extension has its place"

    for again in (False, True):
        indexed.touch()
        build = indexed.build(extensions=extensions, verbosity=1)
        (told,) = [line for line in build.warnings if "WARNING" in line]
        assert told.startswith(f"{place}: WARNING: {words}")
        assert _mine(build) == {page}
        counts = _COUNTS.search(build.app.status.getvalue())
        assert counts is not None
        if again:
            assert counts.groups() == ("0", "0"), "what others wrote is no reason to make our pages again"

    # Without the extension, the page has its place again: else it would stay away until somebody empties the folder.
    assert not _mine(indexed.build())
    indexed.build(extensions=extensions)
    (indexed.root / "_cache/develop/zlib/specs.md").unlink()
    indexed.write("index.rst", "Title\n=====\n")
    gone = indexed.build(extensions=extensions)
    assert gone.warnings == []
    assert _mine(gone) == {page}


def test_what_others_do_to_our_pages_makes_them_no_others(indexed: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """An extension that makes pages smaller, say, leaves them ours: they are kept up to date, and removed."""
    indexed.write(
        "smaller.py",
        "def work(app, exception):\n"
        "    for file in app.outdir.glob('cache/**/*.html'):\n"
        "        file.write_text(file.read_text().replace('</p>', ''))\n"
        "def setup(app):\n"
        "    app.connect('build-finished', work)\n",
    )
    monkeypatch.syspath_prepend(str(indexed.root))
    settings: dict[str, Any] = {"extensions": ["sphinxext_cache", "smaller"], "verbosity": 1}
    assert indexed.build(**settings).warnings == []

    indexed.touch()
    second = indexed.build(**settings)
    assert second.warnings == []
    assert (counts := _COUNTS.search(second.app.status.getvalue())) is not None
    assert counts.groups() == ("0", "0")

    (indexed.root / "_cache/develop/zlib/specs.md").unlink()
    indexed.write("index.rst", "Title\n=====\n")
    third = indexed.build(**settings)
    assert third.warnings == []
    assert "cache/develop/packages/zlib.html" not in third.pages()


_TAGS: Final = {
    # A tag, the builder, where pages go, the file that is in its way, and who has that.
    ("index.html", "html", "cache", "cache/index.html", "the generated page 'cache/index' has"),
    ("index.html", "dirhtml", "cache", "cache/index.html", "the generated page 'cache/index' has"),
    ("foo.html", "html", "cache", "cache/foo.rst:1", "this document has 'cache/foo.html'"),
    ("Foo.HTML", "html", "cache", "cache/foo.rst:1", "this document has 'cache/foo.html'"),
    ("objects.inv", "html", ".", "objects.inv", "Sphinx has 'objects.inv'"),
    ("searchindex.js", "html", ".", "searchindex.js", "Sphinx has 'searchindex.js'"),
    ("_static", "dirhtml", ".", "_static", "Sphinx has '_static'"),
    ("genindex", "dirhtml", ".", "genindex/index.html", "Sphinx has its place"),
}


@pytest.mark.parametrize(("tag", "builder", "folder", "blamed", "words"), sorted(_TAGS))
def test_a_tag_that_is_called_like_a_file_of_the_build_is_left_out(
    indexed: Project, tag: str, builder: str, folder: str, blamed: str, words: str
) -> None:
    indexed.write("cache/foo.rst", _DOCUMENT)
    indexed.add(make_spec("fftw", tag), make_spec("fftw", tag, version="2"))
    indexed.write("other.rst", f":orphan:\n\nOther\n=====\n\n:cache:package:`{tag}/fftw` :cache:tag:`{tag}`\n")

    for _again in (False, True):
        indexed.touch()
        build = indexed.build(builder, cache_pages=folder)

        (told,) = [message for place, message in _told(build).items() if place.endswith(f"/{blamed}")]
        assert f"left out because {words}" in told
        assert _broken(build) == []
        assert "handwritten" in build.text("searchindex.js")
        assert build.inventory()["cache:package"]["hdf5"]
    other = build.soup("other.html" if builder == "html" else "other/index.html")
    assert other.select("p a.reference") == []


def test_names_that_differ_in_nothing_but_case_have_files_that_differ_in_more(indexed: Project) -> None:
    for name in ("r", "R", "Hdf5"):
        indexed.add(make_spec(name, stacks=("E4S", "e4s", "root")))
    indexed.add(make_spec("Only", "Develop"))
    indexed.write("index.rst", "T\n=\n\n:ref:`cache-package-r` :ref:`cache-package-R` :cache:package:`R`\n")

    for builder in ("html", "dirhtml"):
        build = indexed.build(builder)
        assert build.warnings == []
        names = [path.relative_to(build.outdir).as_posix() for path in build.outdir.rglob("*")]
        assert len({name.casefold() for name in names}) == len(names)
        assert _broken(build) == []
        inventory = build.inventory()["cache:package"]
        packages = inventory | {name: inventory[f"develop/{name}"] for name in ("r", "R", "Hdf5")}
        assert re.fullmatch(r"cache/develop/packages/R-[0-9a-f]{6}(\.html|/)", packages["R"])
        assert re.fullmatch(r"cache/develop/packages/Hdf5-[0-9a-f]{6}(\.html|/)", packages["Hdf5"])
        assert re.fullmatch(r"cache/Develop-[0-9a-f]{6}/packages/Only(\.html|/)", packages["Develop/Only"])
        assert re.fullmatch(r"cache/develop/packages/r(\.html|/)", packages["r"])
        labels = build.inventory()["std:label"]
        assert labels["cache-package-r"] == inventory["r"]
        links = [link["href"] for link in build.soup("index.html").select("p a.reference.internal")]
        assert links[:3] == [packages["r"], packages["r"], packages["R"]]
        explorer = "cache/develop/explore.html" if builder == "html" else "cache/develop/explore/index.html"
        (place,) = build.soup(explorer).select(".cache-explorer")
        elsewhere = json.loads(str(place["data-elsewhere"]))
        assert elsewhere.keys() == {"R", "Hdf5"}
        assert elsewhere["R"].endswith(packages["R"].removeprefix("cache/develop/"))


def test_a_document_has_the_place_of_a_page_whatever_its_case(indexed: Project) -> None:
    """On some file systems they would be one file, so it is the same on all."""
    indexed.write("cache/develop/packages/ZLIB.rst", _DOCUMENT)

    build = indexed.build()

    assert list(_told(build)) == [f"{indexed.root}/cache/develop/packages/ZLIB.rst:1"]
    assert "cache/develop/packages/zlib.html" not in build.pages()
    assert build.inventory()["cache:package"]["develop/zlib"] == "cache/develop/packages/ZLIB.html"
    assert _broken(build) == []


def test_a_page_gives_way_to_a_document_that_needs_a_folder_where_it_was(indexed: Project) -> None:
    """Sphinx writes documents before our pages: what is in their way must be gone by then."""
    indexed.add(make_spec("fftw", "foo.html"))
    assert "cache/foo.html/packages/fftw.html" in indexed.build().pages()

    indexed.write("cache/foo.rst", _DOCUMENT)
    build = indexed.build()

    assert list(_told(build)) == [f"{indexed.root}/cache/foo.rst:1"]
    assert _MINE in build.text("cache/foo.html")


def test_a_book_has_the_document_in_the_place_of_an_index(
    indexed: Project, new_project: Callable[[str], Project]
) -> None:
    for project in (indexed, new_project("another")):
        project.write("cache-packages.rst", _DOCUMENT)
        project.write("index.rst", "Title\n=====\n\n.. toctree::\n\n   cache-packages\n\n.. cache:package:: hdf5\n")
        project.write("_cache/hdf5.md", (indexed.root / "_cache/develop/hdf5/specs.md").read_bytes())
        book = project.build("epub", version="1", cache_sources=["_cache/hdf5.md"], suppress_warnings=["epub"])
        assert _MINE in book.text("cache-packages.xhtml")
