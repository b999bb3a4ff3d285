"""What documentation has beside this extension: each works with the other there, and none warns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from tests.ecosystem.conftest import COMPONENTS, SETTINGS, fill
from tests.projects import Project, make_spec, table_texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.projects import Build

# All in one process: what they look at is built once.
pytestmark = pytest.mark.xdist_group("ecosystem")

_GENERATED = "cache/develop/packages/hdf5.html"


def test_nothing_warns(site: Build) -> None:
    assert site.warnings == []


@pytest.mark.parametrize("builder", ["latex", "epub", "text", "singlehtml"])
def test_nothing_warns_under_other_builders(builder: str, project: Project) -> None:
    project.conf = SETTINGS | {"epub_copyright": "The centre", "version": "1", "language": "en"}
    # sphinx-tabs and sphinx-copybutton leave remarks in books; the sitemap has no pages to name.
    assert fill(project).build(builder, suppress_warnings=["epub.unknown_project_files"]).warnings == []


@pytest.mark.parametrize("name", COMPONENTS)
def test_each_directive_works_inside_a_component(name: str, site: Build) -> None:
    _markup, selector = COMPONENTS[name]
    inside = site.soup(f"{name}.html").select_one(selector)

    assert inside is not None
    kinds = ["table.cache-specs", "table.cache-matrix", "table.cache-tags", "div.highlight-console", "dl.cache.package"]
    assert [kind for kind in kinds if inside.select_one(kind) is None] == []
    table = inside.select_one("table.cache-specs")
    assert table is not None
    assert [row[0][:7] for row in table_texts(table)[1:]] == ["abcdefg"]
    links = [str(link["href"]) for link in inside.select("dd a.reference.internal")]
    assert "cache/develop/packages/hdf5.html" in links
    assert any(link.startswith(f"{_GENERATED}#abcdefg") for link in links)


def test_myst_has_colon_fences_and_substitutions(site: Build) -> None:
    page = site.soup("markdown.html")
    link = page.select_one("p > a.reference.internal")

    assert link is not None
    assert (link["href"], link.get_text()) == (_GENERATED, "hdf5")
    assert link.parent is not None
    assert link.parent.get_text() == "hdf5 has 1 builds."
    assert page.select_one(".sd-card table.cache-specs") is not None
    assert page.select_one(".sd-tab-content .highlight-console") is not None


def test_sections_keep_their_labels(site: Build) -> None:
    links = [str(link["href"]) for link in site.soup("sections.html").select("#sections > p a.reference.internal")]
    assert links == ["#after-a-table", "#within-a-package"]


@pytest.mark.parametrize("page", [_GENERATED, "card.html"])
def test_copy_buttons_find_our_commands(page: str, site: Build) -> None:
    soup = site.soup(page)
    assert any("copybutton.js" in str(script["src"]) for script in soup.select("script[src]"))

    blocks = soup.select("div.highlight-console div.highlight pre")  # what sphinx-copybutton puts its buttons on

    assert blocks
    for prompt in soup.select(str(SETTINGS["copybutton_exclude"])):
        prompt.decompose()
    commands = [line for block in blocks for line in block.get_text().splitlines() if line]
    assert commands
    assert [line for line in commands if not line.startswith("spack ")] == []


def _sitemap(build: Build) -> list[str]:
    """The pages that the sitemap names, each as often as it does."""
    root = ET.fromstring(build.text("sitemap.xml"))  # noqa: S314 made by the build
    found = root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    return sorted(str(element.text).removeprefix(str(SETTINGS["html_baseurl"])) for element in found)


def test_the_sitemap_names_every_page_once(site: Build) -> None:
    assert _sitemap(site) == sorted(site.pages())
    assert {_GENERATED, "cache/index.html", "cache/v1.0/index.html"} <= site.pages()


def test_the_sitemap_of_a_build_in_which_nothing_changed_names_each_of_our_pages_once(project: Project) -> None:
    # Of documents that did not change Sphinx tells no extension.
    project.conf = SETTINGS
    fill(project).build()

    again = project.build()

    ours = [page for page in _sitemap(again) if page.startswith("cache/")]
    assert ours == sorted(page for page in again.pages() if page.startswith("cache/"))


def test_every_page_has_open_graph_tags(site: Build) -> None:
    pages = [page for page in site.pages() if page.startswith("cache/")]
    for page in sorted(pages):
        soup = site.soup(page)
        tags: dict[str, str] = {}
        for tag in soup.select("meta[property^='og:']"):
            assert tag["property"] not in tags, page
            tags[str(tag["property"])] = str(tag["content"])
        heading = soup.select_one("h1")
        assert heading is not None
        assert heading.get_text().removesuffix("¶") in tags.pop("og:title"), page
        assert tags.pop("og:description").endswith("."), page
        assert tags == {
            "og:type": "website",
            "og:url": f"{SETTINGS['html_baseurl']}{page}",
            "og:site_name": "Centre",
            "og:image": f"{SETTINGS['html_baseurl']}_static/logo.png",
        }
    assert len(pages) >= 10


def test_documents_have_their_own_open_graph_tags(site: Build) -> None:
    (title,) = site.soup("card.html").select("meta[property='og:title']")
    assert title["content"] == "card"


def test_the_page_of_what_is_not_found_has_absolute_links_and_no_other_page_has(site: Build) -> None:
    def styles(page: str) -> list[str]:
        return [str(link["href"]) for link in site.soup(page).select("link[rel=stylesheet]")]

    assert all(style.startswith("/en/latest/_static/") for style in styles("404.html"))
    assert all(style.startswith("../../../_static/") for style in styles(_GENERATED))


def test_cells_of_notebooks_show_the_cache(project: Project) -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Notebook\n", "\n", "Take {cache:package}`hdf5`."]},
        {"cell_type": "markdown", "metadata": {}, "source": [":::{cache:specs} hdf5\n", ":caption: Builds\n", ":::\n"]},
        {"cell_type": "code", "metadata": {}, "execution_count": 1, "outputs": [], "source": ["import h5py\n"]},
    ]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    notebook = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 4}
    project.add(make_spec(version="1.14.5"))
    project.write("index.ipynb", json.dumps(notebook))
    project.conf = {
        "extensions": ["myst_nb", "sphinxext_cache"],
        "nb_execution_mode": "off",
        "myst_enable_extensions": ["colon_fence"],
    }

    page = project.build(nitpicky=True)

    assert page.warnings == []
    soup = page.soup("index.html")
    assert [link["href"] for link in soup.select("p > a.reference.internal")] == [_GENERATED]
    assert [caption.get_text() for caption in soup.select("table.cache-specs caption .caption-text")] == ["Builds"]


@pytest.fixture
def elsewhere(project: Project, tmp_path: Path) -> Callable[..., Build]:
    """Build a project that refers to the cache of another, and looks there only if it is told to."""
    other = fill(Project(root=tmp_path / "other")).build(**{**SETTINGS, "html_theme": "basic"})
    inventory = str(other.outdir / "objects.inv")

    def build(text: str, **conf: Any) -> Build:  # noqa: ANN401 any value
        project.write("index.rst", f"Title\n=====\n\n{text}\n")
        return project.build(
            extensions=["sphinx.ext.intersphinx", "sphinxext_cache"],
            intersphinx_mapping={"hpc": ("https://docs.hpc.example/", inventory)},
            intersphinx_disabled_reftypes=["*"],
            nitpicky=True,
            **conf,
        )

    return build


def test_who_disables_implicit_lookups_reaches_the_cache_of_another_by_name(elsewhere: Callable[..., Build]) -> None:
    page = elsewhere(
        ":external+hpc:cache:package:`zlib` :external+hpc:cache:spec:`abcdefg` :external+hpc:ref:`cache-stack-hep`",
        cache_sources=[],
    )

    assert page.warnings == []
    base = "https://docs.hpc.example/cache"
    links = [str(link["href"]) for link in page.soup("index.html").select("a.reference.external")]
    assert links == [
        f"{base}/packages/zlib.html",
        f"{base}/develop/packages/hdf5.html#abcdefg{'2' * 25}",
        f"{base}/stacks/hep.html",
    ]


def test_who_disables_implicit_lookups_is_told_of_what_is_not_there(elsewhere: Callable[..., Build]) -> None:
    page = elsewhere(":cache:package:`zlib` :ref:`cache-package-hdf5`", cache_sources=[])

    assert [warning.rpartition(" [")[2] for warning in page.warnings] == ["cache.reference]", "ref.ref]"]


def test_who_disables_implicit_lookups_still_reaches_the_own_cache(
    project: Project, elsewhere: Callable[..., Build]
) -> None:
    project.add(make_spec(package="own"))

    page = elsewhere(":cache:package:`own` :ref:`cache-target-x86_64_v3`")

    assert page.warnings == []
    assert [str(link["href"]) for link in page.soup("index.html").select("p > a.reference.internal")] == [
        "cache/develop/packages/own.html",
        "cache/develop/targets/x86_64_v3.html",
    ]
