"""From paths to `Facts`: finds files, reads them, and joins them with a catalog."""

from __future__ import annotations

import glob
import os
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.fact_files.report import Report
from sphinxext_cache.catalog.facts import Facts
from sphinxext_cache.catalog.names import printable, shorten
from sphinxext_cache.catalog.problems import Code, Problem
from sphinxext_cache.catalog.sources.intake import Intake
from sphinxext_cache.garbage import uncollected

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sphinxext_cache.catalog.fact_files.said import FactsFile
    from sphinxext_cache.catalog.index import Catalog
    from sphinxext_cache.catalog.model import Spec

_SHOWN: Final = 300
_ENDINGS: Final = (".yaml", ".yml", ".csv", ".json")
"""How the files of a folder are called that count."""


@uncollected()
def load_facts(paths: Iterable[str | Path], catalog: Catalog) -> Facts:
    """Read files of facts, and join them with a catalog.

    Args:
        paths: Files, with globs, and folders of files; of two facts that are as precise that of the later file counts.
            None at all says nothing.
        catalog: What there is to say something about.
    """
    intake = Intake()
    problems: list[Problem] = []
    files = _files(paths, intake, problems)
    if not files and not problems:
        return Facts()
    # Few builds have facts, and it takes YAML to read them.
    from sphinxext_cache.catalog.fact_files.join import Join  # noqa: PLC0415
    from sphinxext_cache.catalog.fact_files.kinds import names_of  # noqa: PLC0415
    from sphinxext_cache.catalog.fact_files.read import read_facts  # noqa: PLC0415

    join = Join(catalog)
    read: list[FactsFile] = []
    for path in files:
        content = intake.read_once(path, os.path.realpath(path))
        if isinstance(content, Problem):
            problems.append(content)
        elif content is not None:
            read.append(read_facts(content.data, Report(printable(path)), join.package))
            join.add(read[-1])
    join.end()
    software: defaultdict[str, list[Spec]] = defaultdict(list)
    for file in read:
        for each in file.extra:
            join.meet(each.facts)
        for spec in join.add_software(file.extra, file.report):
            software[spec.tag].append(spec)
        problems += sorted(file.report.problems, key=lambda problem: (problem.line, problem.column))
    return Facts(
        join.joined,
        names_of(join.met),
        tuple(each for file in read for each in file.extra),
        tuple(problems),
        intake.digest,
        {tag: tuple(specs) for tag, specs in software.items()},
    )


def survey_facts(paths: Iterable[str | Path]) -> str:
    """Tell whether `load_facts` would give what it gave before for an equal catalog: files are read, none is decoded.

    Args:
        paths: As for `load_facts`.

    Returns:
        A digest of what is there now; empty if no file is named.
    """
    intake, problems = Intake(), list[Problem]()
    for path in _files(paths, intake, problems):
        intake.read_once(path, os.path.realpath(path))
    return intake.digest if intake.files or problems else ""


def _files(paths: Iterable[str | Path], intake: Intake, problems: list[Problem]) -> list[str]:
    """The files that are meant, in their order; a problem for each path that means none."""
    found: list[str] = []
    for each in paths:
        path = os.fspath(each)
        files = files_of(path)
        if not files:
            is_address = "://" in path
            reason = "is a URL, and builds do not download anything" if is_address else "is neither a file nor a folder"
            message = f"'{shorten(path, _SHOWN)}' in 'cache_facts' {reason}"
            problems.append(Problem(code=Code.SOURCE, message=message))
        found += files
    intake.note(*map(repr, problems))
    return found


def files_of(path: str) -> list[str]:
    """The files that a path means, in order: those that a glob fits, and in a folder those that may hold facts."""
    names = [path] if os.path.exists(path) else sorted(glob.glob(path))  # noqa: PTH110, PTH207 no PermissionError
    return [file for name in names for file in _files_in(name)]


def _files_in(name: str) -> list[str]:
    if not os.path.isdir(name):  # noqa: PTH112 a str is all
        return [name]
    try:
        entries = sorted(os.listdir(name))  # noqa: PTH208 the same
    except OSError:
        return []
    return [os.path.join(name, each) for each in entries if each.endswith(_ENDINGS) and each[0] != "."]  # noqa: PTH118
