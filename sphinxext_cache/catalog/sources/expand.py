"""Finds the sources that paths and globs name, and the kind of each."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.problems import Code, Problem
from sphinxext_cache.catalog.sources.folder import SourceFolder
from sphinxext_cache.catalog.sources.item import SourceItem
from sphinxext_cache.catalog.sources.regular_files import kind_of_file
from sphinxext_cache.catalog.sources.spack_files.spack_file import SpackFile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sphinxext_cache.catalog.sources.source import Source

_SHOWN: Final = 300
"""The number of characters of a path to show in a message."""


def expand_sources(
    sources: Iterable[str | Path | SourceItem | Source], exclude: Collection[Path] = ()
) -> tuple[list[Source], list[Problem]]:
    """The sources that are named, each once, in their order; and a problem for each name without a source.

    Args:
        sources: Folders and files, with globs, perhaps as a `SourceItem`; or sources of any kind.
        exclude: Folders to skip.
    """
    found: list[Source] = []
    known: set[Path] = set()
    problems: list[Problem] = []
    excluded = frozenset(map(os.path.realpath, exclude))
    for source in sources:
        if not isinstance(source, (str, os.PathLike, SourceItem)):
            found.append(source)
            continue
        item = source if isinstance(source, SourceItem) else None
        text = os.fspath(source.path if isinstance(source, SourceItem) else source)
        names = [text] if os.path.exists(text) else sorted(glob.glob(text))  # noqa: PTH110, PTH207 no PermissionError
        folders = [Path(name) for name in names if os.path.isdir(name)]  # noqa: PTH112
        files = [Path(name) for name in names if _is_file_of_spack(name, is_meant=name == text)]
        if not folders and not files:
            message = f"the source '{shorten(text, _SHOWN)}' {_why_not(text, names)}"
            problems.append(Problem(code=Code.SOURCE, message=message))
        found += [SourceFolder(folder, excluded, item) for folder in folders if folder not in known]
        found += [SpackFile(file, item) for file in files if file not in known]
        known.update(folders, files)
    return found, problems


def _is_file_of_spack(name: str, *, is_meant: bool) -> bool:
    """Tell whether Spack may have written a file: judged by its name, if it only matches a glob."""
    if not os.path.isfile(name) or name.endswith(".md"):  # noqa: PTH113 a str is all
        return False
    return is_meant or name.endswith((".json", ".lock", ".json.gz", ".lock.gz"))


def _why_not(source: str, names: list[str]) -> str:
    """Why there is nothing to read at a source."""
    if "://" in source or source.startswith("git@"):
        return (
            "is a URL, and builds do not download anything: fetch the pages first (see the how-to guide 'Get data'), "
            "and add their folder to 'cache_sources'"
        )
    if names:
        return f"is {_what_is_at(names[0])}; 'cache_sources' lists folders of pages and files that Spack writes"
    return "is neither a folder nor a file; 'cache_sources' lists folders of pages and files that Spack writes"


def _what_is_at(path: str) -> str:
    try:
        return kind_of_file(os.stat(path).st_mode)  # noqa: PTH116 a Path is not needed
    except OSError:
        return "a broken link"
