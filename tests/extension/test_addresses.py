"""Every address on a generated page leads from where that page really lies, whatever is beside it."""

from __future__ import annotations

import json
import posixpath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.html.links import Site
from tests.projects import make_spec

if TYPE_CHECKING:
    from tests.projects import Project

_NAMES: Final = ("apple", "genindex", "index", "search", "zlib")
"""Names of packages, stacks, targets and tags, some of them names of Sphinx's own pages."""
_TAGS: Final = [("develop",), ("index",), ("develop", "index", "search")]


@pytest.fixture
def project(project: Project) -> Project:
    project.write("index.rst", "Title\n=====\n\n.. toctree::\n\n   guide/start\n\n.. cache:tags::\n")
    project.write("guide/start.rst", "Start\n=====\n\n.. cache:specs:: index\n")
    return project


def _add(project: Project, *tags: str) -> None:
    """Add packages that every stack built for every target, so that each page links to all others."""
    for tag in tags:
        project.add(
            *(make_spec(package=name, tag=tag, target=target, stacks=_NAMES) for name in _NAMES for target in _NAMES)
        )


@pytest.mark.parametrize("tags", _TAGS, ids=", ".join)
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_address_of_every_page_leads_to_a_file(project: Project, builder: str, tags: tuple[str, ...]) -> None:
    _add(project, *tags)

    build = project.build(builder, cache_default_tag=tags[0])

    site = Site(build.outdir)
    assert build.warnings == []
    assert list(site.faults()) == []
    pages = [site.pages[name] for name in build.pages() if name.startswith("cache/")]
    assert len(pages) == 1 + len(tags) * (2 + 3 * len(_NAMES))
    for page in pages:
        assert any("_static/sphinxext-cache.css" in link for link in page.links)
        assert any("_static/sphinxext-cache.js" in link for link in page.links)


@pytest.mark.parametrize("tags", [("develop",), ("develop", "index", "search")], ids=", ".join)
def test_pages_for_other_programs_link_by_the_addresses_that_these_programs_give_them(
    project: Project, tags: tuple[str, ...]
) -> None:
    _add(project, *tags)

    build = project.build("json", cache_default_tag=tags[0])

    uri = build.app.builder.get_target_uri
    made = [path.relative_to(build.outdir).with_suffix("").as_posix() for path in build.outdir.rglob("*.fjson")]
    known = {posixpath.normpath(uri(name)) for name in made}
    files = {f"cache/{tag}/specs.json" for tag in tags}
    pages = [name for name in made if name.startswith("cache/")]
    assert len(pages) == 1 + len(tags) * (2 + 3 * len(_NAMES))
    for name in pages:
        body = json.loads(build.text(f"{name}.fjson"))["body"]
        for link in BeautifulSoup(body, "html5lib").select("a[href]"):
            parts = urlsplit(str(link["href"]))
            if not parts.netloc and parts.path:
                there = posixpath.normpath(posixpath.join(uri(name), unquote(parts.path)))
                assert there in known | files, f"{name}: {link['href']}"


def test_a_limit_of_pages_changes_no_address_of_those_that_are_left(project: Project) -> None:
    _add(project, "develop", "index", "search")

    build = project.build(
        "dirhtml", cache_page_limit=20, suppress_warnings=["cache.limit"], cache_default_tag="develop"
    )

    site = Site(build.outdir)
    assert build.warnings == []
    assert list(site.faults()) == []
    assert "cache/develop/explore/index.html" in site.pages
    assert "cache/search/index.html" not in site.pages


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_document_below_a_page_is_found_from_all_pages(project: Project, builder: str) -> None:
    _add(project, "develop")
    project.write("index.rst", "Title\n=====\n\n.. toctree::\n\n   cache/develop/packages/apple/notes\n")
    notes = "Notes\n=====\n\n.. cache:package:: zlib\n"
    project.write("cache/develop/packages/apple/notes.rst", notes)

    build = project.build(builder, html_theme="alabaster")

    site = Site(build.outdir)
    assert list(site.faults()) == []
    assert all(any("notes" in link for link in site.pages[name].links) for name in build.pages())
