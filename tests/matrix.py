"""Runs the tests that need no other program on each Python, with the lowest and with the newest versions of all else.

The lowest versions are those that `pyproject.toml` names; nothing else says which they are. Each combination has an
environment of its own below `build/matrix`. A run of all of them writes the table that the documentation shows.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from tests.environments import ROOT, SETS, find_python, lowest_versions, make_environment, run

if TYPE_CHECKING:
    from pathlib import Path

TABLE: Final = ROOT / "docs" / "support-matrix.csv"
TESTS: Final = ("tests/catalog", "tests/extension", "tests/snippets", "tests/structure/test_package.py")


class Result(NamedTuple):
    """What a combination gave: the versions that were there, and whether all tests passed."""

    python: str
    versions: dict[str, str]
    passed: bool


def try_combination(python: str, program: str, which: str) -> Result:
    """Install a set of versions into a new environment, and run the tests there."""
    environment = ROOT / "build" / "matrix" / f"{python}-{which}"
    inside = make_environment(program, environment, which, "unit", editable=False)
    listed = json.loads(run(inside, "-m", "pip", "list", "--format", "json"))
    found = {package["name"].lower().replace("_", "-"): package["version"] for package in listed}
    tests = (inside.with_name("pytest"), "--numprocesses", "auto", "--quiet", "-p", "no:cacheprovider", *TESTS)
    # What is tried is the wheel: nothing is looked for in the checkout because it is the current folder.
    variables = {**os.environ, "PYTHONSAFEPATH": "1", "WHEEL": "1"}
    passed = subprocess.run(tests, cwd=ROOT, env=variables, check=False).returncode == 0
    return Result(python, {name: found[name] for name in lowest_versions()}, passed)


def write_table(results: list[Result], file: Path) -> None:
    """Write what was tested: a row for each combination, a column for each package."""
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(["Python", *results[0].versions])
        writer.writerows([result.python, *result.versions.values()] for result in results)


def main() -> int:
    """Try what the command line asks for; the number of combinations that failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", choices=SETS, action="append", help="one Python; again for another")
    parser.add_argument("--versions", choices=SETS["3.11"], action="append", help="one set of versions")
    asked = parser.parse_args()
    programs = {python: find_python(python) for python in asked.python or SETS}
    missing = [python for python, program in programs.items() if program is None]
    if missing:
        print(f"Not on this machine, and so not tried: Python {', '.join(missing)}")
        if asked.python:
            return len(missing)
    results = [
        try_combination(python, program, which)
        for python, program in programs.items()
        if program is not None
        for which in SETS[python]
        if which in (asked.versions or SETS[python])
    ]
    for python, versions, passed in results:
        said = ", ".join(f"{name} {version}" for name, version in versions.items())
        print(f"{'passed' if passed else 'FAILED'}: Python {python} with {said}")
    failed = sum(not result.passed for result in results)
    if not failed and not asked.python and not asked.versions:
        write_table(results, TABLE)
        print(f"written: {TABLE.relative_to(ROOT)}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
