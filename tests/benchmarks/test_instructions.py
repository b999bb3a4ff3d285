"""What is made of counts of instructions, and that what is counted is done; Valgrind itself is not started."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks import instructions
from benchmarks.environment import ENVIRONMENT, ROOT
from benchmarks.forks import CALIBRATION, run_apart
from benchmarks.make_trees import Tree
from benchmarks.stored import FILE, Counts, judge, load_stored, store

if TYPE_CHECKING:
    from pathlib import Path

VERSIONS = {"Python": "3.11.7", "Sphinx": "9.0.4"}


def counts(*, read: float, calibration: float = 1_000, python: str = "3.11.7") -> Counts:
    return Counts(versions=VERSIONS | {"Python": python}, figures={CALIBRATION: calibration, "read a spec": read})


@pytest.mark.parametrize(("read", "holds"), [(1_040, True), (1_060, False), (500, True)])
def test_a_count_may_be_five_per_cent_above_the_stored_one(read: float, holds: bool) -> None:
    assert judge(counts(read=read), counts(read=1_000)).holds is holds


def test_too_many_instructions_say_how_many_and_what_to_do() -> None:
    said = judge(counts(read=1_100), counts(read=1_000)).text

    assert "read a spec: 10.0 % more instructions than are stored; 5 % is the most" in said
    assert "make instructions ARGS=--store" in said


def test_fewer_instructions_ask_for_new_figures() -> None:
    assert "Faster: read a spec. Store that" in judge(counts(read=900), counts(read=1_000)).text
    assert "Faster" not in judge(counts(read=960), counts(read=1_000)).text


@pytest.mark.parametrize(("read", "holds"), [(1_290, True), (1_340, False)])
def test_another_python_is_compared_by_the_calibration_and_has_ten_per_cent(read: float, holds: bool) -> None:
    verdict = judge(counts(read=read, calibration=1_200, python="3.13.1"), counts(read=1_000))

    assert verdict.holds is holds
    assert "other versions: Python 3.13.1, not 3.11.7" in verdict.text


def test_another_build_of_the_same_python_is_told_by_the_calibration() -> None:
    assert "another build of Python" in judge(counts(read=900, calibration=860), counts(read=1_000)).text


def test_what_is_counted_and_what_is_stored_must_be_the_same_work() -> None:
    stored = counts(read=1_000)
    stored.figures["parse a query"] = 1

    verdict = judge(counts(read=1_000), stored)

    assert not verdict.holds
    assert "parse a query: it is counted or stored, but not both" in verdict.text


def test_stored_figures_come_back_without_fractions(tmp_path: Path) -> None:
    store(counts(read=999.7), tmp_path / "file.json")

    assert load_stored(tmp_path / "file.json") == counts(read=1_000)


@pytest.mark.parametrize(("variable", "code"), [({}, 0), ({"CI": "1"}, 1)])
def test_without_valgrind_nothing_is_checked_and_in_ci_that_is_an_error(
    variable: dict[str, str], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _program: None)
    monkeypatch.setattr("sys.argv", ["instructions"])
    monkeypatch.setattr("os.environ", variable)

    assert instructions.main() == code
    assert "nothing was checked" in capsys.readouterr().out


def test_work_is_done_apart(capsys: pytest.CaptureFixture[str]) -> None:
    done: list[int] = []
    run_apart("count", 3, lambda: done.append(os.getpid()))

    assert not done
    line = json.loads(capsys.readouterr().out)
    assert (line["name"], line["units"]) == ("count", 3)
    assert len({line["whole"], line["without"], os.getpid()}) == 3


def test_work_that_fails_is_no_count(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="failed"):
        run_apart("fail", 1, lambda: 1 / 0)
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_every_stored_piece_of_work_can_be_done(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("benchmarks.make_trees.FOLDER", tmp_path / "trees")
    tree = Tree(name="tiny", tag="develop", packages=3, specs=9, median=3, spread=0.4, largest=4)
    tree.pages()
    instructions.write_projects(tmp_path, tree)

    programs = (("hot_paths", str(tree.folder)), ("hot_builds", str(tmp_path), "3"))
    done = [
        subprocess.run(
            [sys.executable, "-m", f"benchmarks.{program}", *arguments],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env=ENVIRONMENT,
        ).stdout
        for program, *arguments in programs
    ]

    assert {json.loads(line)["name"] for said in done for line in said.splitlines()} == load_stored(FILE).figures.keys()
