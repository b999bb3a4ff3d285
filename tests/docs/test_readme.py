"""The README: its links work wherever it is shown, and what it says is so. `test_get_data` tries its example."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bs4 import BeautifulSoup

from tests.projects import table_texts

if TYPE_CHECKING:
    from tests.docs.blocks import Documentation

_ROOT: Final = Path(__file__).parents[2]
_TEXT: Final = (_ROOT / "README.md").read_text(encoding="utf-8")
_PROJECT: Final = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
_PUBLISHED: Final = _PROJECT["urls"]["Documentation"]
_REPOSITORY: Final = _PROJECT["urls"]["Source"]
_RAW: Final = _REPOSITORY.replace("github.com", "raw.githubusercontent.com")
_FILES: Final = re.compile(rf"(?:{re.escape(_REPOSITORY)}/(?:tree|blob)|{re.escape(_RAW)})/main/(.+)")


def test_its_links_are_absolute_and_lead_to_a_page_or_a_file(docs: Documentation) -> None:
    links = re.findall(r"\]\(([^)]+)\)", _TEXT)
    assert len(links) > 8
    for link in links:
        if link.startswith(_PUBLISHED):
            assert (Path(docs.app.outdir) / link.removeprefix(_PUBLISHED)).is_file(), link
        elif found := _FILES.fullmatch(link):
            assert (_ROOT / found[1]).exists(), link
        else:
            assert link in {"https://www.sphinx-doc.org/", "https://spack.io/"}


def test_its_commands_exist() -> None:
    targets = re.findall(r"^([a-z]+):", (_ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"\bmake ([a-z]+)", _TEXT)) <= set(targets)


def test_the_versions_that_it_names_are_those_that_are_required() -> None:
    (sphinx,) = (text for text in _PROJECT["dependencies"] if text.startswith("sphinx>="))
    python = _PROJECT["requires-python"].removeprefix(">=")
    assert f"Python {python} or newer and Sphinx {sphinx.removeprefix('sphinx>=')} or newer" in _TEXT


def _measured(group: str) -> dict[str, float]:
    """What a group measured: the seconds of the best run by case, and figures by name."""
    results = (_ROOT / "benchmarks/RESULTS.md").read_text(encoding="utf-8")
    part = results.partition(f"\n### {group}\n")[2].partition("\n### ")[0]
    rows = re.findall(r"^\| (.+?) +\| ([\d.,]+)(?: s)? +\|", part, re.MULTILINE)
    return {name: float(number.replace(",", "")) for name, number in rows}


def test_its_figures_are_those_that_were_measured() -> None:
    tag, host = _measured("tag"), _measured("host")
    added = tag["ours"] - tag["empty project"]
    changed_nothing = host["large host, ours, unchanged"] - host["large host, unchanged"]
    weight = tag["scripts and styles of a page, bytes gzipped"] / 1_000
    page = tag["bytes a package page, median"] / 1_000

    said = " ".join(_TEXT.split())
    assert f"**{added:.1f} seconds** are added to a first build, {1_000 * added / 1_255:.1f} ms a page." in said
    assert f"The same as `csv-table` documents takes {tag['csv-table']:.0f} seconds." in said
    assert f"**{changed_nothing:.1f} seconds** are added to a build of 500 documents in which nothing changed" in said
    assert f"**{weight:.0f} kB** of scripts and styles, gzipped" in said
    assert f"The page of a package weighs {page:.0f} kB." in said


def test_the_page_on_costs_has_four_figures_and_a_chart_of_what_its_table_says(docs: Documentation) -> None:
    page = BeautifulSoup((Path(docs.app.outdir) / "explanation/cost.html").read_text(encoding="utf-8"), "html5lib")
    (chart,), (table,) = page.select("svg.cost-chart"), page.select("main table, [role=main] table")

    assert len(page.select("dl.field-list > dt")) == 4
    rows = [row[1] for row in table_texts(table)[1:]]
    assert rows == [f"{_measured('tag')[case]:.1f}" for case in ("ours", "Jekyll", "csv-table")]
    shown = [text.get_text() for text in chart.select("text")]
    assert shown[1::2] == [f"{row} s" for row in rows]
    lengths = [float(str(bar["width"])) for bar in chart.select("rect")]
    assert lengths.index(max(lengths)) == rows.index(max(rows, key=float))


def test_what_is_copied_from_the_documentation_has_no_prompts(docs: Documentation) -> None:
    page = (Path(docs.app.outdir) / "tutorial.html").read_text(encoding="utf-8")
    assert "copybutton.js" in page
    assert docs.app.config.copybutton_prompt_text == "$ "


def test_the_tabs_of_the_documentation_may_be_in_a_book(docs: Documentation) -> None:
    page = (Path(docs.app.outdir) / "tutorial.html").read_text(encoding="utf-8")
    tabs = re.findall(r'<input [^>]*type="radio"[^>]*>', page)
    assert len(tabs) > 4
    assert all(tab.endswith("/>") for tab in tabs), "an EPUB is XML"
