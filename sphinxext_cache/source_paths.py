"""From what `cache_sources` says to paths, and to what of them Sphinx must not take for documents."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog import expand_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://|[\w.-]+@[\w.-]+:")
_VARIABLE: Final = re.compile(r"\$(\w+|\{[^}]*\})")


def source_item(value: object) -> str | None:
    """Validate an item of ``cache_sources``; the form is that of `sphinxext_cache.validators`."""
    if not isinstance(value, (str, os.PathLike)) or not isinstance(text := os.fspath(value), str) or not text.strip():
        return "a path"
    if "\0" in text:
        return "a path without null characters"
    if unset := _VARIABLE.search(os.path.expandvars(text)):
        return f"a path; the environment variable {unset[0]} is not set"
    return None


def source_paths(sources: Iterable[str], srcdir: Path, confdir: Path) -> list[str]:
    """The sources as absolute paths, globs not yet expanded, addresses as they are.

    A relative path is one of the source folder, if there is something, else of the folder of ``conf.py``: the two
    differ where one ``conf.py`` builds several checkouts, each of which has its own data.

    Args:
        sources: What `cache_sources` says.
        srcdir: The source folder.
        confdir: The folder of ``conf.py``.
    """
    found: list[str] = []
    for source in sources:
        if _URL.match(source):
            found.append(source)
            continue
        candidates = list(_candidates(source, srcdir, confdir))
        there = (path for path in candidates if expand_sources([path])[0])
        found.append(os.fspath(next(there, candidates[-1])))
    return found


def _candidates(source: str, srcdir: Path, confdir: Path) -> Iterator[Path]:
    path = Path(os.path.expandvars(source)).expanduser()
    yield srcdir / path
    if not path.is_absolute() and confdir != srcdir:
        yield confdir / path


def patterns_of_sources(sources: Iterable[str], srcdir: Path, confdir: Path) -> list[str]:
    """The patterns that keep the sources out of Sphinx's documents, by the names under which they are found there.

    A link within the source folder is one name of what it leads to, and what it leads to may be there as well. A source
    that is the source folder itself stays in.
    """
    patterns: dict[str, None] = {}
    for source in sources:
        if _URL.match(source):
            continue
        folders, _problems = expand_sources(_candidates(source, srcdir, confdir))
        for path in folders:
            places = (Path(os.path.abspath(path)), Path(os.path.abspath(srcdir))), (path.resolve(), srcdir.resolve())  # noqa: PTH100 `resolve` follows links
            for there, top in places:
                if there != top and there.is_relative_to(top):
                    patterns[there.relative_to(top).as_posix().replace("[", "[[]")] = None
    return list(patterns)
