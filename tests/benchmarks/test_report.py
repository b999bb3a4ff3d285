"""What the report makes of measurements; what they measure is no matter of tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks import groups
from benchmarks.budget import ROWS, answer
from benchmarks.groups import GROUPS, Setting
from benchmarks.report import budget_table, make_report, missed
from benchmarks.results import Group, Measured, load_all, make_group, save

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
    ours = Measured(seconds=3, peak=150_000_000, runs=3, slowest=3.5, files=1_300, size=31_200_000, pages=1_260)
    jekyll = Measured(seconds=2, peak=90_000_000)
    return {"tag": _group("tag", {"ours": ours, "Jekyll": jekyll, "csv-table": Measured(seconds=45)})}


def _lines(table: str) -> dict[str, list[str]]:
    """The cells of a table of Markdown by the first of each line."""
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return {first: rest for first, *rest in lines}


def test_a_row_shows_both_times_their_ratio_the_budget_and_what_it_cost(measured: dict[str, Group]) -> None:
    lines = _lines(budget_table(measured))

    assert lines["build 1,225 packages, beside Jekyll"] == [
        "3.00 s",
        "2.00 s",
        "1.50 x",
        "at most 1.00 x",
        "**no**",
        "150 / 90 MB",
        "1,300 files, 31.2 MB",
    ]
    assert lines["build 1,225 packages, beside csv-table documents"][2:5] == ["15.00 x", "at least 10.00 x", "yes"]


def test_what_was_not_measured_is_said(measured: dict[str, Group]) -> None:
    lines = _lines(budget_table(measured))

    assert lines["build 60,000 specs, beside Jekyll"] == ["", "", "not measured", "at most 0.50 x", "", "", ""]
    assert lines["build 1,225 packages with -j auto, beside -j 1"][2] == "not measured"


def test_only_what_was_measured_can_miss_its_budget(measured: dict[str, Group]) -> None:
    assert missed(measured) == ["build 1,225 packages, beside Jekyll"]


def test_time_added_to_a_large_host_is_compared_with_that_added_to_an_empty_one() -> None:
    seconds = {"empty host": 1, "empty host, ours": 5, "large host": 30, "large host, ours": 36}
    host = _group("host", {name: Measured(seconds=9, cpu=each) for name, each in seconds.items()})

    lines = _lines(budget_table({"host": host}))

    assert lines["processor time added to a host of 500 documents, beside an empty one"][2:5] == [
        "1.50 x",
        "at most 1.25 x",
        "**no**",
    ]


def test_the_report_holds_notes_machines_and_all_measurements(measured: dict[str, Group]) -> None:
    measured["weights"] = _group("weights", {}, **{"bytes a spec row, median": 638.4})

    report = make_report(measured, "## Notes\n\nThe theme takes a third.\n")

    headings = [line for line in report.splitlines() if line.startswith("## ")]
    assert headings == ["## Budget", "## Notes", "## Where and when", "## All measurements"]
    assert "The theme takes a third." in report
    assert "a machine; Python 3.11.0, Sphinx 9.0.4.\n(2025-11-22: tag, weights.)" in report
    assert _lines(report)["bytes a spec row, median"] == ["638"]
    assert _lines(report)["ours"] == ["3.000 s", "3.500 s", "0.000 s", "3", "150 MB", "1,300", "31.2 MB", "1,260"]


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
        return {name: Measured(seconds=index + 1, cpu=index + 1, pages=7) for index, name in enumerate(names)}

    def judge(*_arguments: object) -> dict[str, float]:
        return {"pages written": 5, "pages written without reason": 0}

    monkeypatch.setattr("benchmarks.make_trees.FOLDER", tmp_path)
    monkeypatch.setattr("benchmarks.history.FOLDER", tmp_path)
    monkeypatch.setattr("shutil.which", str)
    monkeypatch.setattr(groups, "run_in_turns", run_in_turns)
    monkeypatch.setattr("benchmarks.changes.PackageChange.judge", judge)
    weights = ("bytes a spec row, median", "scripts and styles, bytes gzipped")
    monkeypatch.setattr(groups, "weigh", lambda _output: dict.fromkeys(weights, 1.0))
    keys = ("table, 9 specs, a key, median ms", "explorer, 9 specs, a key, median ms")
    monkeypatch.setattr(groups, "press_keys", lambda *_arguments: dict.fromkeys(keys, 1.0))
    monkeypatch.setattr(groups, "count_instructions", lambda _folder: {"instructions to read a spec": 1.0})


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
    assert len({each.row.work for each in answers}) == len(ROWS)
