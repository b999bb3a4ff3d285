"""The CSV file of the rows that are shown, read back by what readers open it with: LibreOffice and pandas."""

from __future__ import annotations

import csv
import importlib
import subprocess
from typing import TYPE_CHECKING, Final

import pytest

from tests.programs import miss, require
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

_SPECS: Final = {
    "1.10": ("+mpi", "~shared"),
    "3.10.16": ("build_system=cmake", "+mpi", "~cxx"),
    "3.10": ("~ipo",),
    "2024-01-02": ("build_system=cmake", "cflags='-O2, -g'"),
    "1e5": ("+mpi", 'ldlibs="-lm"'),
    "03.10.2016": (),
    "10-12": ("+mpi", "+szip"),
    "1.0e10": (),
    "develop": (),
}
"""Versions that look like numbers and days, and variants that look like formulas, by version."""
_FACTS: Final = "hdf5: {note: '=SUM(A1), größer', support: '-1', contact: '@hpc'}\n"

_CSV: Final = "44,34,76,1"
"""Commas, quotes, UTF-8, from the first line."""
_ALL_AS_TEXT: Final = "/".join(f"{column}/2" for column in range(1, 33))
"""What choosing "Text" for all columns is, in the dialog with which LibreOffice opens a CSV file."""


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Path:
    """The file that a reader gets of a table with all of this."""
    project = Project(root=tmp_path_factory.mktemp("csv"))
    project.add(*(make_spec(version=version, variants=variants) for version, variants in _SPECS.items()))
    project.write("facts.yaml", _FACTS)
    project.write(
        "index.rst",
        "Title\n=====\n\n.. cache:specs:: hdf5\n   :columns: hash, version, variants, note, support, contact\n",
    )
    built = project.build(html_theme="alabaster", cache_facts=["facts.yaml"])
    page = browser.new_page()
    page.goto((built.outdir / "index.html").as_uri())
    with page.expect_download() as download:
        page.get_by_role("button", name="Download these rows as CSV").click()
    path = project.root / "rows.csv"
    download.value.save_as(path)
    page.close()
    return path


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _opened(path: Path, place: Path, *options: str) -> list[list[str]]:
    """The cells that LibreOffice has of a CSV file, as it shows them."""
    program = require("soffice", "libreoffice")
    command = (
        program,
        f"-env:UserInstallation={(place / 'profile').as_uri()}",
        "--headless",
        f"--infilter=CSV:{','.join((_CSV, *options))}",
        *("--convert-to", f"csv:Text - txt - csv (StarCalc):{_CSV},,0,false,true"),
        *("--outdir", str(place)),
        str(path),
    )
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return _rows(place / path.name)


def _column(rows: list[list[str]], name: str) -> list[str]:
    return [row[rows[0].index(name)] for row in rows[1:]]


def test_the_file_holds_what_is_difficult(saved: Path) -> None:
    rows = _rows(saved)

    assert set(_column(rows, "version")) == _SPECS.keys()
    assert set(_column(rows, "variants")) == {
        "~shared +mpi",
        "build_system=cmake ~cxx +mpi",
        "'+mpi +szip",
        "~ipo",
        "build_system=cmake cflags='-O2, -g'",
        'ldlibs="-lm" +mpi',
        "",
    }
    assert {name: set(_column(rows, name)) for name in ("note", "support", "contact")} == {
        "note": {"'=SUM(A1), größer"},
        "support": {"'-1"},
        "contact": {"'@hpc"},
    }


def test_libreoffice_reads_every_cell_back_as_text(saved: Path, tmp_path: Path) -> None:
    assert _opened(saved, tmp_path, _ALL_AS_TEXT) == _rows(saved)


def test_libreoffice_mistakes_no_spec_no_variant_and_no_fact_even_where_nobody_says_what_is_text(
    saved: Path, tmp_path: Path
) -> None:
    found, rows = _opened(saved, tmp_path), _rows(saved)

    for name in ("spec", "hash", "variants", "note", "support", "contact"):
        assert _column(found, name) == _column(rows, name), name


def test_pandas_reads_every_cell_back(saved: Path) -> None:
    try:
        pandas = importlib.import_module("pandas")
    except ModuleNotFoundError:
        miss("no pandas on this machine")
    table = pandas.read_csv(saved, dtype=str, keep_default_na=False)

    assert [list(table.columns), *table.to_numpy().tolist()] == _rows(saved)
