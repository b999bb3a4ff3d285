"""Writes the projects that are built, ours and those of its peers, and gives the cases that build them."""

from __future__ import annotations

import csv
import io
import shutil
import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from benchmarks.cases import Case, timed
from benchmarks.host import write_host
from sphinxext_cache.catalog import load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DEFAULT_THEME: Final = "alabaster"
"""Sphinx's own default."""

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
SOFTWARE: Final = "software"
"""The document that shows a package."""

_SOFTWARE: Final = """\
:orphan:

Software
========

There are :cache:count:`{package}` builds of :cache:package:`{package}`; the newest is :cache:version:`{package}`.

.. cache:matrix:: {package}

.. cache:specs:: {package}

.. cache:packages:: stack=e4s
   :style: list
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A Sphinx project and where it is built.

    Attributes:
        folder: The folder that holds all of it.
    """

    folder: Path

    @property
    def source(self) -> Path:
        """Its documents."""
        return self.folder / "source"

    @property
    def output(self) -> Path:
        """Its pages."""
        return self.folder / "html"

    def command(self, *options: str) -> tuple[str, ...]:
        """The command that builds it. A warning is an error: what is measured should be right."""
        doctrees = str(self.folder / "doctrees")
        quiet = ("-q", "-W", "--keep-going")
        return (sys.executable, "-m", "sphinx", *quiet, "-d", doctrees, *options, str(self.source), str(self.output))

    def clean(self, name: str, *, jobs: str = "1", specs: int = 0, times: int = 1) -> Case:
        """The case of a first build."""
        return Case(
            name=name,
            command=timed(*self.command("-j", jobs)),
            before=self.forget,
            output=self.output,
            times=times,
            specs=specs,
        )

    def again(self, name: str, *, times: int = 1) -> Case:
        """The case of one more build, of whatever is there."""
        return Case(name=name, command=timed(*self.command()), output=self.output, watched=True, times=times)

    def forget(self) -> None:
        """Remove what it was built to."""
        for built in (self.output, self.folder / "doctrees"):
            shutil.rmtree(built, ignore_errors=True)


def write_project(
    folder: Path, *, sources: Sequence[Path] = (), theme: str = DEFAULT_THEME, documents: int = 1, shown: str = ""
) -> Project:
    """Write a Sphinx project.

    Args:
        folder: The folder; it must not exist.
        sources: The sources of its build cache; none: it does without our extension.
        theme: Its theme.
        documents: How many documents it has.
        shown: A package that one more document is about.
    """
    project = Project(folder=folder)
    project.source.mkdir(parents=True)
    conf = f"html_theme = {theme!r}\n"
    if sources:
        conf += f"extensions = ['sphinxext_cache']\ncache_sources = {[str(source) for source in sources]!r}\n"
    (project.source / "conf.py").write_text(conf, encoding="utf-8")
    write_host(project.source, documents)
    if shown:
        (project.source / f"{SOFTWARE}.rst").write_text(_SOFTWARE.format(package=shown), encoding="utf-8")
    return project


def write_tables(folder: Path, source: Path) -> Project:
    """Write a project of one document a package, its specs a table that Sphinx itself makes.

    There is no toctree, which would be the worst of its costs.
    """
    project = write_project(folder)
    for package in load([source]).packages():
        rows = io.StringIO()
        writer = csv.writer(rows)
        for spec in package.specs:
            lists = (" ".join(spec.variants), " ".join(spec.stacks))
            cells = (spec.hash, spec.version, spec.compiler, spec.os, spec.target, *lists)
            writer.writerow([f"``{cell}``" if cell else "" for cell in cells])
        table = "".join(f"   {line}\n" for line in rows.getvalue().splitlines())
        title = f"{package.name}\n{'=' * len(package.name)}"
        text = f":orphan:\n\n{title}\n\n.. csv-table::\n   :header: {', '.join(_COLUMNS)}\n\n{table}"
        (project.source / f"{package.name}.rst").write_text(text, encoding="utf-8")
    return project


def jekyll_cases(folder: Path, source: Path, specs: int) -> list[Case]:
    """The case of Jekyll (Debian's package ``jekyll``) that makes bare tables of the same pages; none without it."""
    if not shutil.which("jekyll"):
        return []
    site, output = folder / "site", folder / "html"
    shutil.copytree(source, site)
    (site / "_layouts").mkdir()
    (site / "_layouts" / "cache.html").write_text(_LAYOUT, encoding="utf-8")
    command = (
        "jekyll",
        "build",
        "--quiet",
        "--disable-disk-cache",
        "--source",
        str(site),
        "--destination",
        str(output),
    )
    before = partial(shutil.rmtree, output, ignore_errors=True)
    return [Case(name="Jekyll", command=timed(*command), before=before, output=output, specs=specs)]
