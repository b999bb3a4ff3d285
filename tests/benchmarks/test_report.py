"""What the report makes of measurements; what they measure is no matter of tests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from benchmarks import groups
from benchmarks.budget import answer
from benchmarks.groups import GROUPS, Setting
from benchmarks.report import budget_table, make_report, missed
from benchmarks.results import Group, Measured, load_all, make_group, save
from benchmarks.rows import ROWS
from benchmarks.stored import FILE

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.cases import Case


def _group(name: str, measured: dict[str, Measured], **figures: float) -> Group:
    return Group(
        name=name,
        machine="a machine",
        versions={"Python": "3.11.0", "Sphinx": "9.0.4"},
        date="2025-11-22",
        measured=measured,
        figures=figures,
    )


@pytest.fixture
def measured() -> dict[str, Group]:
    ours = Measured(
        seconds=3, cpu=2.9, peak=150_000_000, runs=3, slowest=3.5, files=1_300, size=31_200_000, pages=1_260
    )
    jekyll = Measured(seconds=2, cpu=2, peak=90_000_000)
    cases = {"ours": ours, "Jekyll": jekyll, "csv-table": Measured(seconds=90, cpu=84.1)}
    counts = {"instructions to build a package": 12_345.6}
    return {"tag": _group("tag", cases), "instructions": _group("instructions", {}, **counts)}


def _lines(table: str) -> dict[str, list[str]]:
    """The cells of a table of Markdown by the first of each line."""
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return {first: rest for first, *rest in lines}


def test_a_row_shows_both_times_their_ratio_the_budget_and_what_it_cost(measured: dict[str, Group]) -> None:
    lines = _lines(budget_table(measured))

    assert lines["build 1,225 packages, beside Jekyll"] == [
        "1.45 x",
        "at most 0.85 x",
        "",
        "**no**",
        "3.00 s",
        "2.00 s",
        "2.90 / 2.00 s",
        "12,346",
        "150 / 90 MB",
        "1,300 files, 31.2 MB",
    ]
    assert lines["build 1,225 packages, beside csv-table documents"][:4] == ["29.00 x", "at least 20.00 x", "", "yes"]


def test_what_was_not_measured_is_said(measured: dict[str, Group]) -> None:
    lines = _lines(budget_table(measured))

    row = lines["build 60,000 specs, beside Jekyll"]
    assert row == ["not measured", "at most 0.50 x", "0.40 x", *[""] * 7]
    assert lines["whole history, nothing changed"][:3] == ["not measured", "at most 8.00 s", "5.00 s"]


def test_only_what_was_measured_can_miss_its_budget(measured: dict[str, Group]) -> None:
    assert missed(measured) == ["build 1,225 packages, beside Jekyll"]


def test_time_added_to_a_large_host_is_compared_with_that_added_to_an_empty_one() -> None:
    seconds = {"empty host": 1, "empty host, ours": 5, "large host": 30, "large host, ours": 36}
    host = _group("host", {name: Measured(seconds=9, cpu=each) for name, each in seconds.items()})

    lines = _lines(budget_table({"host": host}))

    row = lines["time added to a host of 500 documents, beside that added to an empty one"]
    assert row[:4] == ["1.50 x", "at most 1.25 x", "", "**no**"]


def test_time_per_page_is_that_of_the_pages_which_one_build_makes_more() -> None:
    changed, came = Measured(seconds=9, cpu=2, pages=6), Measured(seconds=9, cpu=3.5, pages=1_256)
    group = _group("navigation", {"rtd, one package changed": changed, "rtd, all others came": came})

    lines = _lines(budget_table({"navigation": group}))

    assert lines["time per page in sphinx_rtd_theme with a deep tree of 600 documents"][0] == "1.20 ms"


def test_of_two_processes_the_time_that_passed_counts_and_the_work_of_both_is_a_row_of_its_own() -> None:
    cases = {"10,000": Measured(seconds=6, cpu=6), "10,000, -j 2": Measured(seconds=4, cpu=7.5)}

    lines = _lines(budget_table({"growth": _group("growth", cases)}))

    assert lines["10,000 pages with -j 2: times as fast"][:4] == ["1.50 x", "at least 1.40 x", "1.60 x", "yes"]
    assert lines["10,000 pages with -j 2: processor time"][:4] == ["1.25 x", "at most 1.20 x", "", "**no**"]


def test_the_report_holds_notes_machines_and_all_measurements(measured: dict[str, Group]) -> None:
    measured["weights"] = _group("weights", {}, **{"bytes a spec row, median": 638.4})

    report = make_report(measured, "## Notes\n\nThe theme takes a third.\n")

    headings = [line for line in report.splitlines() if line.startswith("## ")]
    assert headings == ["## Budget", "## Notes", "## Where and when", "## All measurements"]
    assert "The theme takes a third." in report
    assert "a machine; Python 3.11.0, Sphinx 9.0.4.\n(2025-11-22: tag, instructions, weights.)" in report
    assert _lines(report)["bytes a spec row, median"] == ["638"]
    assert _lines(report)["ours"] == ["3.000 s", "3.500 s", "2.900 s", "3", "150 MB", "1,300", "31.2 MB", "1,260"]


def test_a_trial_says_that_it_is_one(measured: dict[str, Group]) -> None:
    assert "This is a trial" in make_report(measured, "", quick=True)
    assert "This is a trial" not in make_report(measured, "")


def test_results_come_back_from_their_files(tmp_path: Path, measured: dict[str, Group]) -> None:
    other = make_group("other", {"case": Measured(seconds=1, written=("a.html",))}, {"figure": 2})
    for group in (*measured.values(), other):
        save(group, tmp_path)

    assert load_all(tmp_path) == {**measured, "other": other}


@pytest.fixture
def dry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Small trees in a folder of their own, and nothing run."""

    def run_in_turns(cases: list[Case], _rounds: int) -> dict[str, Measured]:
        names = [case.name for case in cases]
        assert len(names) == len(set(names))
        return {name: Measured(seconds=at, cpu=at, peak=at, pages=7 * at) for at, name in enumerate(names, start=1)}

    def judge(*_arguments: object) -> dict[str, float]:
        return {"pages written": 5, "pages written without reason": 0}

    monkeypatch.setattr("benchmarks.make_trees.FOLDER", tmp_path)
    monkeypatch.setattr("benchmarks.make_graphs.FOLDER", tmp_path)
    monkeypatch.setattr("benchmarks.history.FOLDER", tmp_path)
    monkeypatch.setattr("shutil.which", str)
    monkeypatch.setattr(groups, "run_in_turns", run_in_turns)
    monkeypatch.setattr("benchmarks.changes.PackageChange.judge", judge)
    weights = (
        "bytes a spec row, median",
        "bytes of a page beside its rows, median",
        "scripts and styles, bytes gzipped",
        "scripts and styles of a page, bytes gzipped",
    )
    monkeypatch.setattr(groups, "weigh", lambda _output: dict.fromkeys(weights, 1.0))
    costs = (
        *("a key, median ms", "a key, 95th percentile ms", "MB that it loads, with all that is in it"),
        *("longest task while it comes, ms", "longest task while one types, ms", "MB of memory of its scripts"),
    )
    keys = [f"{place}, 9 of 9 specs, {cost}" for place in ("table", "explorer") for cost in costs]
    monkeypatch.setattr(groups, "press_keys", lambda *_arguments: dict.fromkeys(keys, 1.0))
    counted = json.loads(FILE.read_text(encoding="utf-8"))["figures"]
    monkeypatch.setattr(groups, "count_instructions", lambda: counted)
    monkeypatch.setattr("benchmarks.navigation.Arrival.build_host", lambda _self: {})


@pytest.mark.usefixtures("dry")
def test_every_row_has_its_measurements(tmp_path: Path) -> None:
    found: dict[str, Group] = {}
    for name, group in GROUPS.items():
        outcome = group(Setting(work=tmp_path / f"work-{name}", rounds=1, quick=True))
        found[name] = _group(name, outcome.measured, **outcome.figures)

    answers = [answer(row, found) for row in ROWS]

    assert [each.row.work for each in answers if each.figure is None] == []
    assert [each.row.work for each in answers if each.row.ours and each.ours is None] == []
    assert [each.row.work for each in answers if each.row.beside and each.beside is None] == []
    assert [each.row.work for each in answers if each.row.counted and each.instructions is None] == []
    assert len({each.row.work for each in answers}) == len(ROWS)
