"""Builds of real pages, and of a tree of hostile ones."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.hostile import write_hostile_tree
from tests.projects import table_texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.projects import Build, Project

_TAG = "develop-2025-04-20"
_SPEC = "2owbnqfae5o7z36jalkszocp6y3xmhe3"
_PAGE = f"cache/{_TAG}/packages/py-pyproject-hooks.html"


@pytest.fixture
def real(project: Project, corpus: Path) -> Build:
    project.write("index.rst", "Title\n=====\n\n:cache:spec:`2owbnqf`\n\n.. cache:matrix:: py-pyproject-hooks\n")
    return project.build(cache_sources=[str(corpus)], cache_default_tag=_TAG, nitpicky=True)


def test_real_pages_build_and_only_what_stands_twice_is_warned_of(real: Build) -> None:
    assert len(real.warnings) == 1
    assert "'kbproto' of 'develop' stands in" in real.warnings[0]
    assert real.warnings[0].endswith("[cache.duplicate]")


def test_the_page_of_a_real_package_shows_its_specs_and_where_they_are_built(real: Build) -> None:
    soup = real.soup(_PAGE)

    assert len(soup.select("table.cache-specs tbody tr")) == 6
    header, *rows = table_texts(soup.select("table.cache-matrix")[0])
    counts = {(row[0], target): count for row in rows for target, count in zip(header[1:], row[1:], strict=True)}
    assert counts["ml-linux-aarch64-cuda", "aarch64"] == "1"
    assert counts["e4s", "x86_64_v3"] == "2"
    assert counts["ml-linux-x86_64-cpu", "x86_64_v3"] == "2"
    assert counts["Specs", "Total"] == "6"
    assert "root" not in [*header, *(row[0] for row in rows)]


def test_rows_of_a_real_package_that_differ_only_in_dependencies_are_marked(real: Build) -> None:
    rows = real.soup(_PAGE).select("table.cache-specs tbody tr")

    marked = {row["id"] for row in rows if "2 builds that differ only in their dependencies" in row.get_text()}
    assert marked == {"6n5xyfn7rgyvxdym4s3zuyvl3ygyyw6w", "ftqp33qfdpjfoct64olzwenwkhiaud4d"}
    assert all("no compiler" in row.get_text() for row in rows)


def test_a_hash_links_to_its_row_here_and_from_other_projects(
    real: Build, new_project: Callable[[str], Project]
) -> None:
    link = real.soup("index.html").find("a", string="/2owbnqf")
    assert link is not None
    assert link["href"] == f"{_PAGE}#{_SPEC}"
    row = real.soup(_PAGE).find(id=_SPEC)
    assert row is not None
    assert row.name == "tr"

    centre = ("https://docs.hpc.example/", str(real.outdir / "objects.inv"))
    second = new_project("second")
    second.conf["extensions"] = ["sphinxext_cache", "sphinx.ext.intersphinx"]
    second.write("index.rst", "Title\n=====\n\n:cache:spec:`2owbnqf`\n")
    built = second.build(cache_sources=[], nitpicky=True, intersphinx_mapping={"hpc": centre})
    assert built.warnings == []
    assert [a["href"] for a in built.soup("index.html").select("a.external")] == [
        f"https://docs.hpc.example/{_PAGE}#{_SPEC}"
    ]

    third = new_project("third")
    third.conf["extensions"] = ["sphinx.ext.intersphinx"]
    third.write("index.rst", "Title\n=====\n\n:external+hpc:ref:`cache-package-py-pyproject-hooks`\n")
    built = third.build(nitpicky=True, intersphinx_mapping={"hpc": centre})
    assert built.warnings == []
    assert [a["href"] for a in built.soup("index.html").select("a.external")] == [f"https://docs.hpc.example/{_PAGE}"]


def test_the_seed_document_can_lie_anywhere_below_a_source(project: Project, corpus: Path) -> None:
    shutil.copy(corpus.parent / "seed/py-pyproject-hooks.md", project.write("_cache/deep/down/any.md", ""))
    project.write("index.rst", "Title\n=====\n\n:cache:package:`py-pyproject-hooks`\n")

    page = project.build()

    assert page.warnings == []
    assert _PAGE in page.pages()


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
