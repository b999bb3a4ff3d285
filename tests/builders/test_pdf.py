"""The LaTeX builder, as far as the printed page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.builders.runs import Run

_MARGIN = 65
"""Sphinx's margins on letter paper are 72 points wide; glyphs stick out a little."""
pytestmark = pytest.mark.xdist_group("pdf")  # each process would print all books


def _overfull(outdir: Path) -> list[str]:
    """The boxes that stick out by more than 5 points, as the log tells of them."""
    (log,) = outdir.glob("*.log")
    boxes = re.findall(r"Overfull \\[hv]box \(([\d.]+)pt too (?:wide|high)\).*", log.read_text(errors="replace"))
    return [points for points in boxes if float(points) > 5]


def _words(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def book(build_example: Callable[[str], Run], make_pdf: Callable[[Path], Path]) -> Path:
    """The example, printed."""
    return make_pdf(build_example("latex").outdir)


# XeLaTeX without the fonts and the index program that Sphinx would have it use: they are not everywhere.
_ENGINES = {
    "pdflatex": (),
    "xelatex": ("-D", "latex_engine=xelatex", "-D", "latex_use_xindy=0", "-D", "latex_elements.fontpkg="),
}


@pytest.fixture(scope="module", params=list(_ENGINES))
def wide_book(
    request: pytest.FixtureRequest, wide: Project, run_sphinx: Callable[..., Run], make_pdf: Callable[[Path], Path]
) -> Path:
    """What is wider than any line, printed."""
    run = run_sphinx(wide.root, "latex", *_ENGINES[request.param])
    assert (run.status, run.messages) == (0, "")
    return make_pdf(run.outdir)


def test_no_box_of_the_example_is_overfull(book: Path) -> None:
    assert _overfull(book.parent) == []


def test_the_book_holds_what_the_pages_show(
    book: Path, pdf_text: Callable[..., str], build_example: Callable[[str], Run]
) -> None:
    text = _words(pdf_text(book))
    site = build_example("html").outdir
    page = BeautifulSoup((site / "software/hdf5.html").read_text(encoding="utf-8"), "html5lib")

    captions = [_words(caption.get_text()) for caption in page.select("table.cache-table .caption-text")]
    hashes = [_words(code.get_text()) for code in page.select("table.cache-specs tbody th > a > code")]

    assert len(captions) > 1
    assert len(hashes) > 10
    assert [caption for caption in captions if caption not in text] == []
    assert [shown for shown in hashes if shown not in text] == []


def test_no_word_of_a_wide_table_leaves_the_type_area(wide_book: Path, pdf_text: Callable[..., str]) -> None:
    assert _overfull(wide_book.parent) == []
    for page in BeautifulSoup(pdf_text(wide_book, "-bbox"), "html5lib").select("page"):
        width, height = float(str(page["width"])), float(str(page["height"]))
        out = [
            word.get_text()
            for word in page.select("word")
            if float(str(word["xmin"])) < _MARGIN
            or float(str(word["xmax"])) > width - _MARGIN
            or float(str(word["ymax"])) > height - _MARGIN / 2
        ]
        assert out == []


def test_a_long_table_repeats_its_header_on_each_page(wide_book: Path, pdf_text: Callable[..., str]) -> None:
    pages = pdf_text(wide_book, "-layout").split("\f")
    continued = [page.partition("continued from previous page")[2] for page in pages if "continued from" in page]

    assert len(continued) > 3
    assert [page for page in continued if page.split()[0] != "Hash"] == []


def test_what_is_broken_is_copied_without_odd_characters(wide_book: Path, pdf_text: Callable[..., str]) -> None:
    columns: dict[str, str] = {}
    for word in BeautifulSoup(pdf_text(wide_book, "-bbox"), "html5lib").select("word"):
        at = str(word["xmin"])
        columns[at] = columns.get(at, "") + word.get_text()

    assert any("intel-oneapi-compilers-classic@2024.2.1" in column for column in columns.values())


def test_every_reference_of_the_book_has_its_target(wide_book: Path) -> None:
    (log,) = wide_book.parent.glob("*.log")

    lost = re.compile(r".*(?:reference .* undefined|does not exist|multiply defined).*", re.IGNORECASE)
    assert lost.findall(log.read_text(encoding="latin-1")) == []


def test_what_all_rows_share_is_on_the_page_of_their_table(
    tmp_path: Path, run_sphinx: Callable[..., Run], make_pdf: Callable[[Path], Path], pdf_text: Callable[..., str]
) -> None:
    project = Project(root=tmp_path)
    shared_by_all = ("+cxx", "+mpi", *(f"+option{number}" for number in range(40)))
    project.add(*(make_spec(version=f"1.{number}", variants=shared_by_all) for number in range(40)))
    project.write("conf.py", "extensions = ['sphinxext_cache']\nnumfig = True\n")
    # Tables at whichever height of a page.
    table = ".. cache:specs:: hdf5 +mpi\n   :columns: hash, version, variants\n"
    tables = (table + ("   :caption: A caption\n\n" if n % 2 else "\n") for n in range(60))
    text = "".join("A line.\n\n" * (n * 7 % 23) + table for n, table in enumerate(tables))
    project.write("index.rst", f"Title\n=====\n\n{text}")

    pages = pdf_text(make_pdf(run_sphinx(project.root, "latex").outdir), "-layout").split("\f")

    shared = [page.rpartition("All of them")[2] for page in pages if "All of them" in page]
    assert len(shared) > 5
    assert [page for page in shared if "Hash" not in page] == []
