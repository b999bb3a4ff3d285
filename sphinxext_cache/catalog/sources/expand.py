"""From what somebody names to sources: which there are, and of which kind each is."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.problems import Code, Problem
from sphinxext_cache.catalog.sources.front_matter.folder import FrontMatterFolder
from sphinxext_cache.catalog.sources.regular_files import kind_of_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sphinxext_cache.catalog.sources.source import Source

_SHOWN: Final = 300
"""How many characters of a path a message repeats."""


def expand_sources(
    sources: Iterable[str | Path | Source], exclude: Collection[Path] = ()
) -> tuple[list[Source], list[Problem]]:
    """The sources that are meant, each once, in their order; a problem for each name that means none.

    Args:
        sources: Folders, with globs, or sources of any kind.
        exclude: Folders that are not entered.
    """
    found: list[Source] = []
    known: set[Path] = set()
    problems: list[Problem] = []
    excluded = frozenset(map(os.path.realpath, exclude))
    for source in sources:
        if not isinstance(source, (str, os.PathLike)):
            found.append(source)
            continue
        text = os.fspath(source)
        names = [text] if os.path.exists(text) else sorted(glob.glob(text))  # noqa: PTH110, PTH207 no PermissionError
        folders = [Path(name) for name in names if os.path.isdir(name)]  # noqa: PTH112
        if not folders:
            message = f"the source '{shorten(text, _SHOWN)}' {_why_not(text, names)}"
            problems.append(Problem(code=Code.SOURCE, message=message))
        found += [FrontMatterFolder(folder, excluded) for folder in folders if folder not in known]
        known.update(folders)
    return found, problems


def _why_not(source: str, names: list[str]) -> str:
    """What is wrong with a source that names no folder."""
    if "://" in source or source.startswith("git@"):
        return (
            "is an address, and a build fetches nothing: fetch the pages first (the how-to guide 'Keep the data fresh' "
            "shows how), and name the folder in 'cache_sources'"
        )
    if names:
        return f"is {_what_is_at(names[0])}; 'cache_sources' names the folder that holds the pages"
    return "is no folder; 'cache_sources' names the folders of pages"


def _what_is_at(path: str) -> str:
    try:
        return kind_of_file(os.stat(path).st_mode)  # noqa: PTH116 a Path is not needed
    except OSError:
        return "a link that leads nowhere"
