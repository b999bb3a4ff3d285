"""Profiles builds of one tag, the first one and one after which nothing changed, and writes what they spend time on.

In a host with a deep tree of contents, the first one is that in which all packages but one come. The profiles are trees
of calls, below build/bench: as text, with the share of the whole that each call takes, and as a page, which can show
them as a flame graph too. They come from pyinstrument, which looks a thousand times a second where the program is.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.environment import ENVIRONMENT
from benchmarks.groups import LARGE, THEMES
from benchmarks.host import DEFAULT_THEME, Host
from benchmarks.make_trees import DEVELOP, TAG
from benchmarks.navigation import NAVIGATION, Arrival
from benchmarks.projects import Project, write_project
from benchmarks.results import FOLDER

if TYPE_CHECKING:
    from benchmarks.make_trees import Tree

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
        first, project = _begin(arguments.host, tree, Path(folder))
        for state in (first, "unchanged"):
            _profile(project, FOLDER / f"profile-{arguments.host}-{state}", arguments.least)
    return 0


def _begin(name: str, tree: Tree, folder: Path) -> tuple[str, Project]:
    """What the first build is called, and the project: one that was never built, or a host to which packages come."""
    if name not in NAVIGATION:
        return "clean", write_project(folder / "project", _HOSTS[name], sources=[tree.folder])
    arrival = Arrival(name, _HOSTS[name], tree, folder / "host")
    arrival.build_host()
    arrival.begin(others=True)
    return "all-came", arrival.project


def _profile(project: Project, file: Path, least: float) -> None:
    """Build a project under the profiler, and write what it saw as text and as a page to look at."""
    session = file.with_suffix(".pyisession")
    _python, *build = project.command()
    _pyinstrument("--renderer=pyisession", f"--outfile={session}", *build)
    shown = ("time=percent_of_total", f"processor_options.filter_threshold={least / 100}")
    text = ("--no-unicode", "--no-color", *(f"--render-option={each}" for each in shown))
    for renderer, suffix, options in (("text", ".txt", text), ("html", ".html", ())):
        written = file.with_suffix(suffix)
        _pyinstrument(f"--load={session}", "--show=*", f"--renderer={renderer}", f"--outfile={written}", *options)
        print(f"Written to {written}")
    session.unlink()


def _pyinstrument(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pyinstrument", *arguments], env=ENVIRONMENT, check=True)


if __name__ == "__main__":
    sys.exit(main())
