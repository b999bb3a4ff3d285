"""The example and the documentation as books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.builders.runs import PLAIN
from tests.environments import ROOT
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.builders.runs import Run


def test_the_book_is_valid(build_example: Callable[[str], Run], check_epub: Callable[[Path], str]) -> None:
    (book,) = build_example("epub").outdir.glob("*.epub")

    assert check_epub(book) == ""


def test_the_documentation_is_a_valid_book(run_sphinx: Callable[..., Run], check_epub: Callable[[Path], str]) -> None:
    run = run_sphinx(ROOT / "docs", "epub", python=PLAIN)
    assert (run.status, run.messages) == (0, "")
    (book,) = run.outdir.glob("*.epub")

    assert check_epub(book) == ""


def test_a_book_has_no_bars_beside_counts(tmp_path: Path) -> None:
    project = Project(root=tmp_path)
    project.add(make_spec(tag="v1.0"), make_spec(tag="v2.0"))
    project.write("index.rst", "Title\n=====\n\n.. cache:tags::\n")

    assert project.build("html").soup("index.html").select("td > svg")
    assert project.build("epub").soup("index.xhtml").select("svg") == []
