"""Lasting links: a stub for each package, stack and target, which leads to what there is of it in the default tag."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from sphinx.errors import ThemeError

from tests.extension.test_search import read_index
from tests.html.links import Site
from tests.projects import make_spec

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

    from tests.projects import Build, Project


@pytest.fixture
def centre(hdf5: Project) -> Project:
    hdf5.write("index.rst", "Title\n=====\n\n:cache:package:`hdf5`\n")
    hdf5.conf["cache_default_tag"] = "develop"
    return hdf5


def _file(page: str, builder: str) -> str:
    return f"{page}/index.html" if builder == "dirhtml" else f"{page}.html"


def _forward(stub: BeautifulSoup) -> str | None:
    """Where a stub forwards to without a script."""
    found = [str(meta["content"]) for meta in stub.select('meta[http-equiv="refresh"]')]
    assert all(content.startswith("0; url=") for content in found)
    return found[0].removeprefix("0; url=") if found else None


def _links(stub: BeautifulSoup) -> list[tuple[str, str]]:
    return [(link.get_text(), str(link["href"])) for link in stub.select("main a")]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_stub_leads_to_the_page_in_the_default_tag(centre: Project, builder: str) -> None:
    build = centre.build(builder, html_baseurl="https://docs.hpc.example/en/")
    site = Site(build.outdir)
    up = "../../" if builder == "html" else "../../../"
    end = ".html" if builder == "html" else "/"

    for page, title in ("packages/hdf5", "hdf5"), ("stacks/hep", "Stack hep"), ("targets/zen4", "Target zen4"):
        name = _file(f"cache/{page}", builder)
        stub = build.soup(name)
        address = f"{up[3:]}develop/{page}{end}"
        assert _forward(stub) == address
        assert site.fault(name, address) is None
        assert [str(link["href"]) for link in stub.select('link[rel="canonical"]')] == [
            f"https://docs.hpc.example/en/cache/develop/{page}{end}"
        ]
        assert _links(stub) == [(f"{title} in the build cache develop", address)]
        assert stub.select('meta[name="robots"]')[0]["content"] == "noindex"
        (script,) = stub.select("script")
        assert script["src"] == f"{up}_static/sphinxext-cache-forward.js"
        assert site.fault(name, str(script["src"])) is None
    assert build.warnings == []


def test_the_canonical_link_is_relative_if_it_is_not_known_where_the_site_is(
    centre: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (link,) = centre.build().soup("cache/packages/hdf5.html").select('link[rel="canonical"]')
    assert link["href"] == "../develop/packages/hdf5.html"

    monkeypatch.setenv("READTHEDOCS_CANONICAL_URL", "https://docs.hpc.example/en/latest/")
    centre.touch()
    (link,) = centre.build().soup("cache/packages/hdf5.html").select('link[rel="canonical"]')
    assert link["href"] == "https://docs.hpc.example/en/latest/cache/develop/packages/hdf5.html"


def test_what_left_the_default_tag_keeps_a_stub_that_says_where_it_was_last(centre: Project) -> None:
    centre.add(make_spec("fftw", "v0.9"), make_spec("fftw", "v1.0"), make_spec("fftw", "v0.1"))

    build = centre.build()

    stub = build.soup("cache/packages/fftw.html")
    assert _forward(stub) is None
    assert stub.select("link, script") == []
    assert stub.select("main p")[0].get_text() == "fftw is not in the build cache develop."
    assert _links(stub) == [
        ("The newest tag that contains it: v1.0", "../v1.0/packages/fftw.html"),
        ("Build cache develop", "../develop/index.html"),
    ]
    assert stub.select('meta[name="robots"]')[0]["content"] == "noindex"
    assert "fftw" not in build.inventory()["cache:package"], "a reference to it fails, as it should"


def test_the_newest_tag_is_so_in_time_whatever_its_kind_of_name(centre: Project) -> None:
    centre.add(make_spec("fftw", "v2025.07.0"), make_spec("fftw", "develop-2025-10-12"), make_spec("fftw", "v0.9"))

    links = _links(centre.build().soup("cache/packages/fftw.html"))

    assert links[0] == (
        "The newest tag that contains it: develop-2025-10-12",
        "../develop-2025-10-12/packages/fftw.html",
    )


def test_a_stub_leads_to_the_document_that_describes_the_package(centre: Project) -> None:
    centre.write("software/hdf5.rst", "HDF5\n====\n\n.. cache:package:: hdf5\n")
    centre.write("index.rst", "Title\n=====\n\n.. toctree::\n\n   software/hdf5\n")

    build = centre.build()

    address = _forward(build.soup("cache/packages/hdf5.html"))
    assert address == "../../software/hdf5.html#cache-package-hdf5"
    assert Site(build.outdir).fault("cache/packages/hdf5.html", address) is None


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_bare_names_in_the_inventory_last_and_hashes_keep_their_tag(centre: Project, builder: str) -> None:
    end = ".html" if builder == "html" else "/"

    inventory = centre.build(builder).inventory()

    assert inventory["cache:package"]["hdf5"] == f"cache/packages/hdf5{end}"
    assert inventory["cache:package"]["develop/hdf5"] == f"cache/develop/packages/hdf5{end}"
    assert inventory["cache:package"]["v1.0/zlib"] == f"cache/v1.0/packages/zlib{end}"
    assert inventory["cache:stack"]["hep"] == f"cache/stacks/hep{end}"
    assert inventory["cache:target"]["zen4"] == f"cache/targets/zen4{end}"
    assert {re.sub(r"packages/.*", "", address) for address in inventory["cache:spec"].values()} == {"cache/develop/"}


def test_stubs_are_found_by_no_search_linked_by_no_page_and_heard_of_by_nobody(
    centre: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A map of the site, and whoever else counts pages, hears of them by the event of Sphinx."""
    heard = "def hear(app, name, *others):\n    app.heard = {*getattr(app, 'heard', ()), name}\n"
    centre.write("heard.py", heard + "def setup(app):\n    app.connect('html-page-context', hear)\n")
    monkeypatch.syspath_prepend(str(centre.root))

    build = centre.build(extensions=["sphinxext_cache", "heard"])

    stubs = {stub.removesuffix(".html") for stub in build.stubs()}
    assert {"cache/packages/hdf5", "cache/packages/zlib", "cache/stacks/e4s", "cache/targets/zen4"} <= stubs
    index = read_index(build)
    assert stubs.isdisjoint(index.titles)
    assert ("hdf5", "cache/develop/packages/hdf5") in {(name, page) for _kind, name, page in index.objects}
    site = Site(build.outdir)
    linked = {link for name, page in site.pages.items() if name not in build.stubs() for link in page.links}
    assert not [link for link in linked if re.search(r"(?:^|/)cache/(?:packages|stacks|targets)/", link)]
    heard_of: set[str] = getattr(build.app, "heard", set())
    assert "cache/develop/packages/hdf5" in heard_of
    assert stubs.isdisjoint(heard_of)


def test_they_can_be_switched_off_and_go_away_then(centre: Project) -> None:
    assert centre.build().stubs()

    build = centre.build(cache_permalinks=False)

    assert build.stubs() == set()
    assert not (build.outdir / "cache/packages").exists()
    assert build.inventory()["cache:package"]["hdf5"] == "cache/develop/packages/hdf5.html"
    assert build.warnings == []


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "json", "text"])
def test_builders_without_pages_in_a_theme_have_none(centre: Project, builder: str) -> None:
    build = centre.build(builder, version="1", copyright="Ours")

    assert build.warnings == []
    assert not (build.outdir / "cache/packages").exists()
    assert not list((build.outdir / "_static").glob("*forward*"))


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_what_others_write_keeps_its_place(centre: Project, builder: str) -> None:
    mine = "<html><body><p>Handwritten.</p></body></html>"
    centre.write("cache/packages/hdf5.rst", ":orphan:\n\nMine\n====\n\nHandwritten.\n")
    centre.write(f"extra/{_file('cache/stacks/E4S', builder)}", mine)
    centre.write("_templates/mine.html", mine)
    settings: dict[str, Any] = {
        "html_extra_path": ["extra"],
        "templates_path": ["_templates"],
        "html_additional_pages": {"cache/targets/zen4": "mine.html"},
    }

    for _again in range(2):
        centre.touch()
        build = centre.build(builder, **settings)

        told = {line.partition(": WARNING: ")[0]: line for line in build.warnings}
        assert told.keys() == {
            f"{centre.root}/cache/packages/hdf5.rst:1",
            f"{centre.root}/extra/{_file('cache/stacks/E4S', builder)}",
            f"{centre.root}/conf.py",
        }
        file = _file("cache/packages/hdf5", builder)
        assert told[f"{centre.root}/cache/packages/hdf5.rst:1"].endswith(
            f"the generated file '{file}' is left out because this document has its place; rename the document, "
            "or set cache_pages to another folder, or cache_permalinks to False [cache.conflict]"
        )
        assert "Handwritten." in build.text(file)
        assert "Handwritten." in build.text(_file("cache/targets/zen4", builder))
        inventory = build.inventory()
        end = ".html" if builder == "html" else "/"
        assert inventory["cache:package"]["hdf5"] == f"cache/develop/packages/hdf5{end}", "nothing else lasts"
        assert inventory["cache:package"]["zlib"] == f"cache/packages/zlib{end}"
        assert inventory["cache:stack"]["e4s"] == f"cache/develop/stacks/e4s{end}"


def test_what_another_extension_writes_keeps_its_place(centre: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    file = "cache/packages/zlib.html"
    centre.write(
        "redirecting.py",
        "def write(app):\n"
        f"    file = app.outdir / '{file}'\n"
        "    file.parent.mkdir(parents=True, exist_ok=True)\n"
        "    file.write_text('Handwritten.')\n"
        "    return []\n\n"
        "def setup(app):\n"
        "    app.connect('html-collect-pages', write)\n",
    )
    monkeypatch.syspath_prepend(str(centre.root))

    for _again in range(2):
        centre.touch()
        build = centre.build(extensions=["sphinxext_cache", "redirecting"])
        (told,) = build.warnings
        assert f"the generated file '{file}' is left out because another extension has its place" in told
        assert build.text(file) == "Handwritten."

    assert "Handwritten." not in centre.build().text(file)


def test_a_tag_may_be_called_like_the_folder_of_stubs(centre: Project) -> None:
    """Its pages come first."""
    centre.add(make_spec("index", "packages"), make_spec("index"), make_spec("explore", "packages"))

    build = centre.build()

    assert [line.partition(" is left out")[0].rpartition("generated ")[2] for line in build.warnings] == [
        "file 'cache/packages/index.html'",
        "file 'cache/packages/explore.html'",
    ]
    assert "cache/packages/packages/index.html" in build.pages()
    assert build.soup("cache/packages/index.html").select("section#tag")
    assert build.inventory()["cache:package"]["index"] == "cache/develop/packages/index.html"


def test_what_has_no_page_has_no_stub(centre: Project) -> None:
    """It is in the default tag, so the stub cannot say that it is not; but there is nothing to lead to."""
    centre.write("extra/cache/develop/stacks/E4S.html", "Handwritten.")
    centre.add(make_spec("fftw", "v1.0", stacks=("e4s",)))

    build = centre.build(html_extra_path=["extra"])

    assert "cache/stacks/e4s.html" not in build.stubs()
    assert "cache/stacks/hep.html" in build.stubs()
    assert "e4s" not in build.inventory()["cache:stack"]
    assert "v1.0/e4s" in build.inventory()["cache:stack"]


def test_names_that_differ_in_nothing_but_case_have_stubs_that_differ_in_more(centre: Project) -> None:
    centre.add(make_spec("r"), make_spec("R", "v1.0"))

    build = centre.build()

    assert _forward(build.soup("cache/packages/r.html")) == "../develop/packages/r.html"
    (other,) = [stub for stub in build.stubs() if stub.startswith("cache/packages/R-")]
    assert _links(build.soup(other))[0] == ("The newest tag that contains it: v1.0", "../v1.0/packages/R.html")


def test_only_stubs_that_change_are_written_again(centre: Project) -> None:
    centre.add(make_spec("fftw"))
    before = _state(centre.build())

    centre.add(make_spec("fftw", version="3"))
    assert _state(centre.build()) == before, "a new version is elsewhere"

    centre.add(make_spec("bzip2"))
    (centre.root / "_cache/develop/fftw/specs.md").unlink()
    after = _state(centre.build())
    assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} == {
        "cache/packages/bzip2.html",
        "cache/packages/fftw.html",
    }
    assert "cache/packages/fftw.html" not in after


def _state(build: Build) -> dict[str, tuple[int, int]]:
    files = {name: (build.outdir / name).stat() for name in build.stubs()}
    return {name: (file.st_ino, file.st_mtime_ns) for name, file in files.items()}


def test_a_project_may_have_stubs_of_its_own(centre: Project) -> None:
    centre.write("_templates/cache/stub.html", "<title>{{ title }}</title><p>{{ link }}</p>")

    assert centre.build(templates_path=["_templates"]).text("cache/stacks/hep.html") == (
        "<title>Stack hep</title><p>../develop/stacks/hep.html</p>"
    )

    centre.write("_templates/cache/stub.html", "\n{{ titel }}")
    with pytest.raises(ThemeError, match=r"cache/stub\.html:2: the template 'cache/stub\.html' is broken: 'titel' is"):
        centre.build(templates_path=["_templates"])


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("de", ("de", "ltr"), "hdf5 im Build-Cache develop"),
        ("he", ("en", "ltr"), "hdf5 in the build cache develop"),
        ("en", ("en", "ltr"), "hdf5 in the build cache develop"),
    ],
)
def test_a_stub_is_in_the_language_of_the_project_or_says_that_it_is_not(
    centre: Project, language: str, said: tuple[str, str], words: str
) -> None:
    stub = centre.build(language=language).soup("cache/packages/hdf5.html")

    (html,) = stub.select("html")
    assert (html["lang"], html["dir"]) == said
    assert _links(stub)[0][0] == words
