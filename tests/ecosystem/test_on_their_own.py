"""Extensions, themes and programs that change much of Sphinx: each beside ours in a project of its own.

Each project is built in processes of its own, as its author would: what these put in the place of Sphinx's parts would
stay there for all later tests.
"""

from __future__ import annotations

import os
import subprocess
import zipfile
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from tests.builders.runs import PLAIN, run_sphinx
from tests.html.links import Site
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import Tag

_STRICTLY: Final = ("-W", "-n", "--keep-going")
_TITLE: Final = "Title\n=====\n\n"
_TABLES: Final = """\
The package :cache:package:`zlib`, and :cache:spec:`abcdefg`.

.. cache:specs:: hdf5
   :caption: Builds

.. cache:matrix::

.. cache:packages::

"""
_TOCTREE: Final = ".. toctree::\n\n   guide\n"
_PAGES: Final = {
    "cache/index.html",
    *(f"cache/develop/{name}.html" for name in ("index", "explore", "packages/hdf5", "packages/zlib", "stacks/e4s")),
    *(f"cache/develop/targets/{target}.html" for target in ("x86_64_v3", "zen4")),
}


@pytest.fixture
def project(project: Project) -> Project:
    """A project with a small cache, and tables of it in its first document."""
    project.add(make_spec(hash="abcdefg" + "2" * 25), make_spec(target="zen4"), make_spec(package="zlib"))
    project.add(*(make_spec(package=f"py-{number}") for number in range(5)))
    project.write("index.rst", _TITLE + _TABLES + _TOCTREE)
    project.write("guide.rst", "Guide\n=====\n\nA section\n---------\n")
    return project


def _configure(project: Project, *extensions: str, **values: object) -> None:
    settings = {"project": "Centre", "version": "1", "extensions": [*extensions, "sphinxext_cache"], **values}
    project.write("conf.py", "".join(f"{name} = {value!r}\n" for name, value in settings.items()))


def _build(project: Project, builder: str = "html", *options: str) -> Path:
    run = run_sphinx(project.root, project.root.parent / builder, builder, *options, python=PLAIN)
    assert run.messages == ""
    assert run.status == 0
    return run.outdir


def _main(page: str) -> Tag:
    return BeautifulSoup(page, "html5lib")


def _check_pages(site: Path) -> None:
    """Look for our pages and what makes them of use: tables, and links from and to documents."""
    found = Site(site)
    assert found.pages.keys() >= _PAGES
    assert [fault for fault in found.faults() if fault.startswith("cache/") and "the id" not in fault] == []
    document = _main((site / "index.html").read_text(encoding="utf-8"))
    links = {str(link["href"]) for link in document.select("a.reference.internal")}
    assert links >= {"cache/develop/packages/zlib.html", f"cache/develop/packages/hdf5.html#abcdefg{'2' * 25}"}
    assert len(document.select("table.cache-specs tbody tr")) == 2
    package = _main((site / "cache/develop/packages/hdf5.html").read_text(encoding="utf-8"))
    assert len(package.select("table.cache-specs tbody tr")) == 2
    assert any(str(link.get("href", "")).split("#")[0].endswith("index.html") for link in package.select("a"))


def test_sphinx_immaterial_navigates_among_our_pages(project: Project) -> None:
    _configure(
        project,
        "sphinx_immaterial",
        html_theme="sphinx_immaterial",
        html_theme_options={"font": False, "features": ["navigation.tabs", "navigation.path"]},
    )

    site = _build(project)

    _check_pages(site)
    page = _main((site / "cache/develop/packages/hdf5.html").read_text(encoding="utf-8"))
    assert page.select("nav.md-nav--primary"), "the navigation of the theme"


def test_sphinx_needs_and_we_are_in_the_same_pages_and_in_the_same_book(project: Project) -> None:
    _configure(project, "sphinx_needs", epub_copyright="The centre", suppress_warnings=["epub.unknown_project_files"])
    need = ".. req:: Parallel input and output\n   :id: R_PARALLEL\n\n   By :cache:package:`hdf5`.\n\n"
    project.write("index.rst", f"{_TITLE}{need}{_TABLES}.. needtable::\n\n{_TOCTREE}")

    site = _build(project)
    book = next(_build(project, "epub").glob("*.epub"))

    _check_pages(site)
    need_shown = _main((site / "index.html").read_text(encoding="utf-8")).select_one("#R_PARALLEL")
    assert need_shown is not None
    assert [str(a["href"]) for a in need_shown.select("p > a.reference.internal")] == [
        "cache/develop/packages/hdf5.html"
    ]
    with zipfile.ZipFile(book) as opened:
        shown = _main(opened.read("index.xhtml").decode())
    assert shown.select_one("#R_PARALLEL") is not None
    assert [len(table.select("tbody tr")) for table in shown.select("table.cache-specs")] == [2]


def test_a_post_of_ablog_shows_the_cache_and_the_sitemap_names_each_page_once(project: Project) -> None:
    base = "https://docs.hpc.example/"
    _configure(
        project,
        *("ablog", "sphinx_sitemap"),
        html_baseurl=base,
        sitemap_url_scheme="{link}",
        blog_baseurl=base,
        blog_title="News",
        blog_feed_fulltext=True,
    )
    project.write("post.rst", f".. post:: 2025-10-12\n   :tags: cache\n\nNew\n===\n\n{_TABLES}")

    site = _build(project, "html", "-j", "1")  # it does not read in several processes

    _check_pages(site)
    archive = _main((site / "blog/archive.html").read_text(encoding="utf-8"))
    assert [link.get_text() for link in archive.select(".ablog__catalog_post a[href$='post.html']")] == ["New"]
    feed = ET.fromstring((site / "blog/atom.xml").read_bytes())  # noqa: S314 made by the build
    content = feed.findtext(".//{*}entry/{*}content") or ""
    assert len(_main(content).select("table.cache-specs tbody tr")) == 2

    locations = ET.fromstring((site / "sitemap.xml").read_bytes()).findall(".//{*}loc")  # noqa: S314 as before
    ours = [address for address in (str(each.text) for each in locations) if address.startswith(f"{base}cache/")]
    stubs = ("cache/packages/", "cache/stacks/", "cache/targets/")
    pages = [page for page in Site(site).pages if page.startswith("cache/") and not page.startswith(stubs)]
    assert sorted(ours) == sorted(base + page for page in pages)


def _git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@hpc.example", "-c", "commit.gpgsign=false")
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *who, *arguments], cwd=folder, env=environment, capture_output=True, check=True)


def _run(folder: Path, *command: str | Path) -> None:
    environment = {**os.environ, "HOME": str(folder), "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "WARNING" not in said, said


def test_each_version_that_sphinx_multiversion_builds_shows_the_cache_of_its_time(
    project: Project, lowest: Path
) -> None:
    # It has had no release since 2020, and newer versions of Sphinx have taken away what it needs.
    smv = {"smv_tag_whitelist": r"^v\d$", "smv_branch_whitelist": "^main$", "smv_remote_whitelist": None}
    _configure(project, "sphinx_multiversion", html_theme="basic", **smv)
    project.write(".gitignore", "_build\n")
    _git(project.root, "init", "--quiet", "--initial-branch", "main")
    _git(project.root, "add", ".")
    _git(project.root, "commit", "--quiet", "--message", "First")
    _git(project.root, "tag", "v1")
    project.add(make_spec(package="zlib", version="1.3.2"), make_spec(package="adios2"))
    _git(project.root, "add", ".")
    _git(project.root, "commit", "--quiet", "--message", "Second")
    (project.root / "_cache/develop/adios2/specs.md").unlink()  # what is built is what was committed

    before = {"hdf5", "zlib", *(f"py-{number}" for number in range(5))}
    out = project.root.parent / "versions"
    _run(project.root.parent, lowest, "-m", "sphinx_multiversion", project.root, out, *_STRICTLY)

    for version, added in (("v1", set()), ("main", {"adios2"})):
        _check_pages(out / version)
        assert {path.stem for path in (out / version / "cache/develop/packages").iterdir()} == before | added
        assert not (out / version / "_cache").exists(), "no page of the cache is a document"
        table = _main((out / version / "cache/develop/packages/zlib.html").read_text(encoding="utf-8"))
        shown = [cell.get_text() for cell in table.select("table.cache-specs tbody tr td:nth-of-type(1)")]
        assert ("1.3.2" in shown) == (version == "main")


def test_jupyter_book_shows_the_cache(project: Project, lowest: Path) -> None:
    # Of its first major version, which is built on Sphinx before 8; the second is built on no Sphinx at all.
    (project.root / "index.rst").unlink()
    project.write("index.md", f"# Title\n\n```{{eval-rst}}\n{_TABLES}```\n")
    project.write("_toc.yml", "format: jb-book\nroot: index\nchapters:\n- file: guide\n- file: more\n")
    project.write("more.md", "# More\n\n{cache:package}`hdf5`\n\n```{cache:specs} hdf5\n:caption: Builds\n```\n")
    project.write(
        "_config.yml",
        "title: Centre\nexecute: {execute_notebooks: 'off'}\n"
        "sphinx: {extra_extensions: [sphinxext_cache], config: {cache_sources: [_cache]}}\n",
    )

    out = project.root.parent / "book"
    start = "from jupyter_book.cli.main import main; main()"
    _run(project.root.parent, lowest, "-c", start, "build", project.root, "--path-output", out, *_STRICTLY)

    site = out / "_build" / "html"
    _check_pages(site)
    more = _main((site / "more.html").read_text(encoding="utf-8"))
    (link,) = more.select("p > a.reference.internal")
    assert link["href"] == "cache/develop/packages/hdf5.html"
    assert len(more.select("table.cache-specs tbody tr")) == 2
