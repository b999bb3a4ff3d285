"""Builds of pages of every generation, and of a tree of hostile ones."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.hostile import write_hostile_tree
from tests.projects import table_texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.corpora import Corpus
    from tests.projects import Build, Project

_TAG = "develop-2025-04-20"


@pytest.fixture
def page(corpus: Corpus) -> str:
    """The page of the package that the tests look at."""
    return f"cache/{_TAG}/packages/{corpus.package}.html"


@pytest.fixture
def build(project: Project, corpus: Corpus) -> Build:
    """All pages of a tree."""
    project.write(
        "index.rst", f"Title\n=====\n\n:cache:spec:`{corpus.spec[:7]}`\n\n.. cache:matrix:: {corpus.package}\n"
    )
    return project.build(cache_sources=[str(corpus.root)], cache_default_tag=_TAG, nitpicky=True)


def test_pages_of_every_generation_build_and_only_what_stands_twice_is_warned_of(build: Build) -> None:
    assert len(build.warnings) == 1
    assert "of 'develop' is also in" in build.warnings[0]
    assert build.warnings[0].endswith("[cache.duplicate]")


def test_the_page_of_a_package_shows_its_specs_and_where_they_are_built(build: Build, page: str) -> None:
    soup = build.soup(page)

    assert len(soup.select("table.cache-specs tbody tr")) == 6
    header, *rows = table_texts(soup.select("table.cache-matrix")[0])
    counts = {(row[0], target): count for row in rows for target, count in zip(header[1:], row[1:], strict=True)}
    assert counts["ml-linux-aarch64-cuda", "aarch64"] == "1"
    assert counts["e4s", "x86_64_v3"] == "2"
    assert counts["ml-linux-x86_64-cpu", "x86_64_v3"] == "2"
    assert counts["Specs", "Total"] == "6"
    assert "root" not in [*header, *(row[0] for row in rows)]


def test_rows_that_differ_only_in_dependencies_are_marked(build: Build, page: str, corpus: Corpus) -> None:
    rows = build.soup(page).select("table.cache-specs tbody tr")

    marked = {row["id"] for row in rows if "2 builds that differ only in their dependencies" in row.get_text()}
    assert marked == corpus.twins
    assert all("no compiler" in row.get_text() for row in rows)


def test_a_hash_links_to_its_row_here_and_from_other_projects(
    build: Build, page: str, corpus: Corpus, new_project: Callable[[str], Project]
) -> None:
    link = build.soup("index.html").find("a", string=f"/{corpus.spec[:7]}")
    assert link is not None
    assert link["href"] == f"{page}#{corpus.spec}"
    row = build.soup(page).find(id=corpus.spec)
    assert row is not None
    assert row.name == "tr"

    centre = ("https://docs.hpc.example/", str(build.outdir / "objects.inv"))
    second = new_project("second")
    second.conf["extensions"] = ["sphinxext_cache", "sphinx.ext.intersphinx"]
    second.write("index.rst", f"Title\n=====\n\n:cache:spec:`{corpus.spec[:7]}`\n")
    built = second.build(cache_sources=[], nitpicky=True, intersphinx_mapping={"hpc": centre})
    assert built.warnings == []
    assert [a["href"] for a in built.soup("index.html").select("a.external")] == [
        f"https://docs.hpc.example/{page}#{corpus.spec}"
    ]

    third = new_project("third")
    third.conf["extensions"] = ["sphinx.ext.intersphinx"]
    third.write("index.rst", f"Title\n=====\n\n:external+hpc:ref:`cache-package-{corpus.package}`\n")
    built = third.build(nitpicky=True, intersphinx_mapping={"hpc": centre})
    assert built.warnings == []
    assert [a["href"] for a in built.soup("index.html").select("a.external")] == [
        f"https://docs.hpc.example/cache/packages/{corpus.package}.html"
    ]


def test_a_page_can_lie_anywhere_below_a_source(project: Project, corpus: Corpus, page: str) -> None:
    shutil.copy(corpus.sample, project.write("_cache/deep/down/any.md", ""))
    project.write("index.rst", f"Title\n=====\n\n:cache:package:`{corpus.package}`\n")

    built = project.build()

    assert built.warnings == []
    assert page in built.pages()


def test_a_hostile_tree_costs_a_warning_for_each_broken_page_and_nothing_else(project: Project) -> None:
    tree = write_hostile_tree(project.root / "_cache")
    project.write("index.rst", f"Title\n=====\n\n.. cache:matrix:: tag={tree.tag}\n   :rows: package\n")

    page = project.build()

    for file, codes in tree.broken.items():
        place = str(project.root / "_cache" / file)
        found = [line for line in page.warnings if line.startswith(place)]
        assert found, f"no warning names {file}"
        assert {line.rsplit("[cache.", 1)[1].rstrip("]") for line in found} == {code.value for code in codes}
    assert len(tree.broken) >= 20
    assert len(tree.good) == 20
    names = {package.name for package in page.domain.catalog.packages(tree.tag)}
    assert names == {*tree.good, *tree.partial}
    for name in names:
        assert f"cache/{tree.tag}/packages/{name}.html" in page.pages()
    for name in page.pages():
        assert "<script>alert" not in page.text(name), name
        assert "javascript:" not in page.text(name), name
    outside = {path.name for path in project.root.parent.iterdir()}
    assert outside == {project.root.name}, "nothing is written beside the project"
