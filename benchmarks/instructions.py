"""Counts the instructions of the product's work, and checks them against the figures that are stored.

Neither noise nor other work on the machine moves such counts: from one to the next they differ by a thousandth.
Valgrind makes them, with ``cachegrind``: the same numbers as from ``callgrind``, in half the time.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.environment import ENVIRONMENT, ROOT
from benchmarks.host import Host
from benchmarks.make_trees import HUNDRED
from benchmarks.projects import write_project
from benchmarks.stored import FILE, counts_of, judge, load_stored, store

if TYPE_CHECKING:
    from benchmarks.make_trees import Tree

_COUNTER: Final = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")
_COUNT: Final = re.compile(r"^==(\d+)== I +refs: +([\d,]+)$", re.MULTILINE)


def count_instructions() -> dict[str, float]:
    """The instructions of one unit of each piece of work; none where nothing can count them.

    Raises:
        SystemExit: A piece of work failed.
    """
    if not shutil.which(_COUNTER[0]):
        return {}
    HUNDRED.pages()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Once without being counted: whatever had no byte code has it afterwards.
        for program in _programs(folder / "trial"):
            subprocess.run(
                (sys.executable, "-m", *program), stdout=subprocess.DEVNULL, cwd=ROOT, env=ENVIRONMENT, check=True
            )
        running = [_start(folder / program[0], *program) for program in _programs(folder / "counted")]
        return {name: figure for each in running for name, figure in _figures(*each)}


def _programs(folder: Path) -> tuple[tuple[str, ...], ...]:
    """The programs that do the work, with projects of their own."""
    write_projects(folder, HUNDRED)
    return (
        ("benchmarks.hot_paths", str(HUNDRED.folder)),
        ("benchmarks.hot_builds", str(folder), str(HUNDRED.packages)),
    )


def write_projects(folder: Path, tree: Tree) -> None:
    """Write the projects that `benchmarks.hot_builds` builds.

    Args:
        folder: Where they go.
        tree: What packages they have, if any.
    """
    book = Host(theme="sphinx_book_theme")
    write_project(folder / "empty")
    write_project(folder / "set-up", sources=())
    write_project(folder / "ours", sources=[tree.folder])
    write_project(folder / "book-empty", book)
    write_project(folder / "book", book, sources=[tree.folder])


def _start(log: Path, *program: str) -> tuple[subprocess.Popen[str], Path]:
    """Start to count what a program does; all run at once, for that changes no count."""
    command = (*_COUNTER, f"--log-file={log}", sys.executable, "-m", *program)
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=ENVIRONMENT), log


def _figures(process: subprocess.Popen[str], log: Path) -> list[tuple[str, float]]:
    """What a program did, by the lines that it printed, and how many instructions a unit of each took."""
    said, _nothing = process.communicate()
    if process.returncode:
        raise SystemExit(f"what was to be counted failed: {process.args!r}")
    found = {process: int(count.replace(",", "")) for process, count in _COUNT.findall(log.read_text())}
    works = map(json.loads, said.splitlines())
    return [(work["name"], (found[str(work["whole"])] - found[str(work["without"])]) / work["units"]) for work in works]


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.instructions",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--store", action="store_true", help=f"store the figures in {FILE.name}, instead of a check")
    arguments = parser.parse_args()
    figures = count_instructions()
    if not figures:
        print("Valgrind is not installed: no instructions were counted, and nothing was checked.")
        return 1 if arguments.store or "CI" in os.environ else 0
    if arguments.store:
        store(counts_of(figures), FILE)
        print(f"Stored in {FILE}")
        return 0
    verdict = judge(counts_of(figures), load_stored(FILE))
    print(verdict.text)
    return 0 if verdict.holds else 1


if __name__ == "__main__":
    sys.exit(main())
