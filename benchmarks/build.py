"""Measures how long an HTML build of one tag takes, beside its peers: Jekyll, and one ``csv-table`` document a package.

Every build is a process of its own, in turns within one run; what is compared are the best times. Jekyll renders bare
tables of the same pages; without it (Debian's package ``jekyll``) its row is left out, and that is said.
"""

from __future__ import annotations

import argparse
import csv
import io
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.make_trees import TAG
from benchmarks.read import machine
from sphinxext_cache.catalog import load

if TYPE_CHECKING:
    from collections.abc import Callable

_COLUMNS: Final = ("hash", "versions", "compiler", "os", "target", "variants", "stacks")
_LAYOUT: Final = """\
<!doctype html><html lang="en"><head><title>{{ page.title }}</title></head><body><h1>{{ page.title }}</h1><table>
<thead><tr><th>Hash</th><th>Version</th><th>Compiler</th><th>OS</th><th>Target</th><th>Variants</th><th>Stacks</th></tr>
</thead><tbody>
{% for spec in page.spec_details %}<tr><td>{{ spec.hash }}</td><td>{{ spec.versions | join: ", " }}</td>
<td>{{ spec.compiler }}</td><td>{{ spec.os }}</td><td>{{ spec.target }}</td><td>{{ spec.variants | join: " " }}</td>
<td>{{ spec.stacks | join: ", " }}</td></tr>
{% endfor %}</tbody></table></body></html>
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=3, help="rounds, of which the best counts (default: 3)")
    parser.add_argument("--theme", default="alabaster", help="the theme (default: alabaster)")
    arguments = parser.parse_args()
    TAG.pages()  # makes the tree, if it is not there
    with tempfile.TemporaryDirectory() as name:
        builds = _builds(Path(name), arguments.theme)
        best = dict.fromkeys(builds, float("inf"))
        for _round in range(arguments.repeat):
            for row, build in builds.items():
                best[row] = min(best[row], build())
    _report(best)
    return 0


def _builds(folder: Path, theme: str) -> dict[str, Callable[[], float]]:
    """What is measured: by the name of its row, a function that builds and gives the seconds."""
    ours, host, tables = folder / "ours", folder / "host", folder / "tables"
    _write_project(ours, f'extensions = ["sphinxext_cache"]\ncache_sources = [{str(TAG.folder)!r}]\n', theme)
    _write_project(host, "", theme)
    _write_project(tables, "", theme)
    _write_tables(tables)
    builds: dict[str, Callable[[], float]] = {
        "empty project, clean": lambda: _sphinx(host, clean=True),
        "empty project, nothing changed": lambda: _sphinx(host, clean=False),
        "ours, clean": lambda: _sphinx(ours, clean=True),
        "ours, nothing changed": lambda: _sphinx(ours, clean=False),
        "csv-table documents, clean": lambda: _sphinx(tables, clean=True),
    }
    if shutil.which("jekyll"):
        site = folder / "jekyll"
        shutil.copytree(TAG.folder, site)
        (site / "_layouts").mkdir()
        (site / "_layouts/cache.html").write_text(_LAYOUT)
        builds["Jekyll, bare tables, clean"] = lambda: _seconds(
            "jekyll", "build", "--quiet", "--source", str(site), "--destination", str(folder / "site")
        )
    else:
        print("jekyll is not installed: its row is left out")
    return builds


def _write_project(folder: Path, conf: str, theme: str) -> None:
    folder.mkdir()
    (folder / "conf.py").write_text(f'{conf}html_theme = "{theme}"\n')
    (folder / "index.rst").write_text("Title\n=====\n")


def _write_tables(folder: Path) -> None:
    """One document a package, its specs a table that Sphinx itself makes; without a toctree, the worst of the costs."""
    for package in load([TAG.folder]).packages():
        rows = io.StringIO()
        writer = csv.writer(rows)
        for spec in package.specs:
            lists = (" ".join(spec.variants), " ".join(spec.stacks))
            cells = (spec.hash, spec.version, spec.compiler, spec.os, spec.target, *lists)
            writer.writerow([f"``{cell}``" if cell else "" for cell in cells])
        table = "".join(f"   {line}\n" for line in rows.getvalue().splitlines())
        title = f"{package.name}\n{'=' * len(package.name)}"
        text = f":orphan:\n\n{title}\n\n.. csv-table::\n   :header: {', '.join(_COLUMNS)}\n\n{table}"
        (folder / f"{package.name}.rst").write_text(text)


def _sphinx(folder: Path, *, clean: bool) -> float:
    if clean:
        shutil.rmtree(folder / "_build", ignore_errors=True)
    return _seconds(sys.executable, "-m", "sphinx", "-q", "-b", "html", str(folder), str(folder / "_build"))


def _seconds(*command: str) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, cwd=tempfile.gettempdir())
    return time.perf_counter() - start


def _report(best: dict[str, float]) -> None:
    versions = ", ".join(f"{name} {version(name)}" for name in ("Sphinx", "sphinxext-cache"))
    print(f"{machine()}, {platform.system()}, Python {platform.python_version()}, {versions}")
    ours = best["ours, clean"]
    for row, seconds in best.items():
        print(f"{row:32}{seconds:8.2f}s   ours, clean, takes {ours / seconds:6.2f} times as long", flush=True)


if __name__ == "__main__":
    sys.exit(main())
