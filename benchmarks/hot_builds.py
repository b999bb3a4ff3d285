"""Builds small projects, each in a process of its own: what a counter of instructions looks at.

Sphinx is imported, and has built a project, before any of them begins; what it does in an empty project is not counted.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from sphinx.cmd.build import main as build

from benchmarks.forks import run_apart


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="what `write_projects` has written")
    parser.add_argument("packages", type=int, help="how many packages they have")
    arguments = parser.parse_args()
    folder: Path = arguments.folder
    empty, ours, book_empty, book = (partial(_build, folder / name) for name in ("empty", "ours", "book-empty", "book"))
    _build(folder / "empty", "warm")
    run_apart("set the extension up", 1, lambda: _build(folder / "set-up", "first"), lambda: empty("first"))
    run_apart("build a package", arguments.packages, lambda: ours("first"), lambda: empty("second"))
    run_apart("find that nothing changed", 1, lambda: ours("first"), lambda: empty("second"))
    run_apart(
        "build a package in sphinx_book_theme", arguments.packages, lambda: book("first"), lambda: book_empty("first")
    )
    return 0


def _build(project: Path, output: str) -> None:
    """Build a project into a folder of its own, for the first time or once more.

    Raises:
        SystemExit: Something is wrong, be it a warning.
    """
    options = ("-q", "-W", "--keep-going", "-d", str(project / f"{output}-doctrees"))
    if build([*options, str(project / "source"), str(project / output)]):
        raise SystemExit(f"{project} could not be built")


if __name__ == "__main__":
    sys.exit(main())
