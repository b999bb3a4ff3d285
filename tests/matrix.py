"""Runs the tests that need no other program on each Python, with the lowest and with the newest versions of all else.

The lowest versions are those that `pyproject.toml` names; nothing else says which they are. Each combination has an
environment of its own below `build/matrix`. A run of all of them writes the table that the documentation shows.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[1]
TABLE: Final = ROOT / "docs" / "support-matrix.csv"
SETS: Final = {
    "3.11": ("lowest", "newest"),
    "3.12": ("lowest", "newest"),
    "3.13": ("lowest", "newest"),
    "3.14": ("newest",),  # the lowest versions of what is compiled are older than this Python
}
"""The Pythons, and which versions are tried on each."""
TESTS: Final = ("tests/catalog", "tests/extension", "tests/snippets")
_BOUND: Final = re.compile(r"([\w-]+)>=([\w.]+)")


class Result(NamedTuple):
    """What a combination gave: the versions that were there, and whether all tests passed."""

    python: str
    versions: dict[str, str]
    passed: bool


def lowest_versions() -> dict[str, str]:
    """The lower bound of each package that this one needs, by its name."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        needed: list[str] = tomllib.load(file)["project"]["dependencies"]
    bounds = [_BOUND.fullmatch(each) for each in needed]
    assert all(bounds), f"each needs a lower bound and nothing else: {needed}"
    return {bound[1]: bound[2] for bound in bounds if bound}


def find_python(version: str) -> str | None:
    """The program of a Python: this one, one on the PATH, or one of pyenv; None if there is none."""
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        return sys.executable
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    candidates = [shutil.which(f"python{version}"), *sorted(pyenv.glob(f"versions/{version}.*/bin/python"))]
    for candidate in filter(None, map(str, filter(None, candidates))):
        # What pyenv puts on the PATH may stand for a version that is not chosen.
        said = subprocess.run([candidate, "--version"], capture_output=True, text=True, check=False)
        if said.returncode == 0 and said.stdout.startswith(f"Python {version}."):
            return candidate
    return None


def try_combination(python: str, program: str, which: str) -> Result:
    """Install a set of versions into a new environment, and run the tests there."""
    environment = ROOT / "build" / "matrix" / f"{python}-{which}"
    lowest = lowest_versions()
    _run(program, "-m", "venv", "--clear", environment)
    inside = environment / "bin" / "python"
    constraints = environment / "constraints.txt"
    constraints.write_text("".join(f"{name}=={bound}\n" for name, bound in lowest.items()) if which == "lowest" else "")
    pip = (inside, "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
    _run(*pip, "--upgrade", "pip")
    _run(*pip, "--constraint", constraints, "--editable", ".", "--group", "unit")
    listed = json.loads(_run(inside, "-m", "pip", "list", "--format", "json"))
    found = {package["name"].lower().replace("_", "-"): package["version"] for package in listed}
    tests = (inside, "-m", "pytest", "--numprocesses", "auto", "--quiet", "-p", "no:cacheprovider", *TESTS)
    passed = subprocess.run(tests, cwd=ROOT, check=False).returncode == 0
    return Result(python, {name: found[name] for name in lowest}, passed)


def _run(*command: str | Path) -> str:
    return subprocess.run(command, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE).stdout


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
