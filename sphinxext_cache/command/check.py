"""``check``: what a build would warn of, one problem a line, without a build."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from sphinxext_cache.command.layout import counted
from sphinxext_cache.command.reading import add_options, add_sources, read
from sphinxext_cache.command.subcommand import FINE, WRONG, Subcommand
from sphinxext_cache.command.terminal import Style

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from sphinxext_cache.catalog import Problem
    from sphinxext_cache.command.reading import Reading
    from sphinxext_cache.command.terminal import Terminal

TROUBLESHOOTING: Final = "https://sphinxext-cache.readthedocs.io/en/latest/how-to/troubleshooting.html"
"""The page that has a section, ``#cache-<code>``, for each code."""


def _add_arguments(parser: ArgumentParser) -> None:
    add_sources(parser)
    parser.add_argument("--format", choices=["text", "json"], default="text", help="the output format (default: text)")
    add_options(parser)


def _run(arguments: Namespace, terminal: Terminal) -> int:
    reading = read(arguments.sources, arguments, terminal)
    if arguments.format == "json":
        terminal.print(json.dumps([_record(problem) for problem in reading.problems], indent=1))
    else:
        for problem in reading.problems:
            terminal.print(_line(problem, terminal))
    terminal.remark(_summary(reading))
    return WRONG if reading.problems else FINE


def _line(problem: Problem, terminal: Terminal) -> str:
    """A problem as compilers write theirs, so that editors find its place."""
    place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
    code = terminal.paint(f"{problem.code}:", Style.CODE)
    return f"{place}: {code} {problem.message}" if place else f"{code} {problem.message}"


def _record(problem: Problem) -> dict[str, object]:
    return {
        "code": str(problem.code),
        "message": problem.message,
        "file": problem.file or None,
        "line": problem.line or None,
        "column": problem.column or None,
    }


def _summary(reading: Reading) -> str:
    catalog = reading.catalog
    packages = [package for tag in catalog.tags for package in catalog.packages(tag)]
    specs = sum(len(package.specs) for package in packages)
    found = counted(len(reading.problems), "problem") if reading.problems else "no problems"
    read_of = f"{counted(len(packages), 'package')} with {counted(specs, 'spec')}"
    return f"{found} in {read_of} in {counted(len(catalog.tags), 'tag')}"


COMMAND: Final = Subcommand(
    name="check",
    summary="read sources as a build would, and print every problem",
    usage="check [OPTION]... SOURCE...",
    description="Read sources as a build would, and print every problem as file:line:column: code: message. Exit with "
    "status 1 if there are any problems.",
    epilog="example:\n  sphinxext-cache check docs/_cache 'clusters/*/spack.lock'\n\n"
    f"What each code means and what to do about it:\n  {TROUBLESHOOTING}",
    add_arguments=_add_arguments,
    run=_run,
)
