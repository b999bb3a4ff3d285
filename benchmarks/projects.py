"""Writes the projects that are built, ours and those of its peers, and gives the cases that build them."""

from __future__ import annotations

import csv
import io
import shutil
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.cases import Case, timed
from benchmarks.host import EMPTY, Host, write_documents
from sphinxext_cache.catalog import load

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
        builder: The builder that makes its pages.
    """

    folder: Path
    builder: str = "html"

    @property
    def source(self) -> Path:
        """Its documents."""
        return self.folder / "source"

    @property
    def output(self) -> Path:
        """Its pages."""
        return self.folder / "html"

    @property
    def doctrees(self) -> Path:
        """What Sphinx keeps of its documents."""
        return self.folder / "doctrees"

    def command(self, *options: str) -> tuple[str, ...]:
        """The command that builds it. A warning is an error: what is measured should be right."""
        always = ("-q", "-W", "--keep-going", "-b", self.builder, "-d", str(self.doctrees))
        return (sys.executable, "-m", "sphinx", *always, *options, str(self.source), str(self.output))

    def clean(self, name: str, *, jobs: str = "1", specs: int = 0, times: int = 1) -> Case:
        """The case of a first build."""
        return Case(
            name=name,
            command=timed(*self.command("-j", jobs)),
            before=self.put_aside,
            output=self.output,
            times=times,
            specs=specs,
        )

    def again(self, name: str, *, before: Callable[[], object] = lambda: None, times: int = 1) -> Case:
        """The case of one more build, of whatever is there once something is done before each."""
        return Case(
            name=name, command=timed(*self.command()), before=before, output=self.output, watched=True, times=times
        )

    def put_aside(self) -> None:
        """See that it is built into new folders."""
        put_aside(self.output, self.doctrees)


def put_aside(*folders: Path) -> None:
    """Rename folders that are there. They are not deleted: on some file systems that slows down whoever writes next."""
    for folder in folders:
        if folder.exists():
            folder.rename(Path(tempfile.mkdtemp(dir=folder.parent, prefix="old-"), folder.name))


_TIMELESS: Final = """
from sphinxext_cache.catalog import Catalog
from sphinxext_cache.tables.other_tags import NewestVersions

cache_permalinks = False
Catalog.tag_before = lambda catalog, tag=None: None
NewestVersions.beside = lambda versions, package, tag: None
NewestVersions.digest = lambda versions, package: ""
"""
"""What leaves out of a build all that goes across tags, for which there is no setting."""


def write_project(
    folder: Path,
    host: Host = EMPTY,
    *,
    sources: Sequence[Path] | None = None,
    shown: str = "",
    facts: Path | None = None,
    timeless: bool = False,
) -> Project:
    """Write a Sphinx project.

    Args:
        folder: The folder; it must not exist.
        host: What it has beside a build cache.
        sources: The sources of its build cache; None: it does without our extension.
        shown: A package that one more document is about.
        facts: A file of facts.
        timeless: Whether pages say nothing of other tags, and nothing leads to the default one.
    """
    project = Project(folder=folder, builder=host.builder)
    project.source.mkdir(parents=True)
    conf = f"html_theme = {host.theme!r}\nhtml_theme_options = {host.options!r}\n"
    if sources is not None:
        conf += f"extensions = ['sphinxext_cache']\ncache_sources = {[str(source) for source in sources]!r}\n"
    if facts is not None:
        conf += f"cache_facts = [{str(facts)!r}]\n"
    if timeless:
        conf += _TIMELESS
    (project.source / "conf.py").write_text(conf, encoding="utf-8")
    write_documents(project.source, host)
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
    return [Case(name="Jekyll", command=timed(*command), before=partial(put_aside, output), output=output, specs=specs)]
