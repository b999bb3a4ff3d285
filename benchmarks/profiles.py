"""Profiles builds of one tag, the first one and one after which nothing changed, and writes what they spend time on.

The profiles are trees of calls as text, below build/bench, with the share of the whole that each call takes. They come
from pyinstrument, which looks a thousand times a second where the program is.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.environment import ENVIRONMENT
from benchmarks.groups import LARGE, THEMES
from benchmarks.host import DEFAULT_THEME, Host
from benchmarks.make_trees import DEVELOP, TAG
from benchmarks.navigation import NAVIGATION
from benchmarks.projects import Project, write_project
from benchmarks.results import FOLDER

_HOSTS: Final = {theme: Host(theme=theme) for theme in THEMES} | {"large": LARGE} | NAVIGATION
_TREES: Final = {tree.name: tree for tree in (TAG, DEVELOP)}


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.profiles", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--host", default=DEFAULT_THEME, choices=_HOSTS, help="a theme, or one of the hosts with navigation"
    )
    parser.add_argument("--tree", default=TAG.name, choices=_TREES, help="the tag that it has")
    parser.add_argument(
        "--least", type=float, default=1.0, help="the share of a call that is shown, in %% (default: 1)"
    )
    arguments = parser.parse_args()
    tree = _TREES[arguments.tree]
    tree.pages()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        project = write_project(Path(folder, "project"), _HOSTS[arguments.host], sources=[tree.folder])
        for state in ("clean", "unchanged"):
            file = FOLDER / f"profile-{state}.txt"
            _profile(project, file, arguments.least)
            print(f"Written to {file}")
    return 0


def _profile(project: Project, file: Path, least: float) -> None:
    """Build a project under the profiler."""
    _python, *build = project.command()
    shown = ("time=percent_of_total", f"processor_options.filter_threshold={least / 100}")
    options = (
        "--renderer=text",
        "--no-unicode",
        "--no-color",
        "--show=*",
        *(f"--render-option={each}" for each in shown),
    )
    subprocess.run(
        [sys.executable, "-m", "pyinstrument", *options, f"--outfile={file}", *build], env=ENVIRONMENT, check=True
    )


if __name__ == "__main__":
    sys.exit(main())
