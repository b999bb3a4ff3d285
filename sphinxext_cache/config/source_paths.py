"""Turns `cache_sources` and `cache_facts` into paths, and into patterns that exclude sources from documents."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sphinxext_cache.catalog import SourceItem, expand_sources, is_safe_segment
from sphinxext_cache.catalog.fact_files.load import files_of
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.nearest import did_you_mean, there_are
from sphinxext_cache.catalog.sources.item import SOURCE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Said: TypeAlias = str | Mapping[str, Any]
"""An item of ``cache_sources``: a path, or a map that says more of one."""

_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://|[\w.-]+@[\w.-]+:")
_MOST_LINKS: Final = 40
"""After so many links, as in Linux, a path is taken for a circle."""
_VARIABLE: Final = re.compile(r"\$(\w+|\{[^}]*\})")


def source_item(value: object) -> str | None:
    """Validate an item of ``cache_sources``; the form is that of `sphinxext_cache.config.validators`."""
    if not isinstance(value, Mapping):
        return any_path(value)
    if "path" not in value:
        return "a map with a 'path'"
    for key, said in value.items():
        if key not in _KEYS:
            hint = did_you_mean(key, _KEYS) if isinstance(key, str) else ""
            return f"a map without the key {shorten(repr(key))}{hint or there_are(list(_KEYS))}"
        expected = _KEYS[key](said) if said is not None or key == "path" else None
        if expected is not None:
            return f"a map in which {key!r} is {expected}"
    return None


def any_path(value: object) -> str | None:
    """Validate a path; the form is that of `sphinxext_cache.config.validators`."""
    if not isinstance(value, (str, os.PathLike)) or not isinstance(text := os.fspath(value), str) or not text.strip():
        return "a path"
    if "\0" in text:
        return "a path without null characters"
    expanded = os.path.expandvars(text)
    if unset := _VARIABLE.search(expanded):
        return f"a path; the environment variable {unset[0]} is not set"
    if not expanded.strip():
        return "a path; the environment variable is empty"
    if (home := os.path.expanduser(expanded)).startswith("~"):  # noqa: PTH111 Path's own raises
        return f"a path; there is no home folder {Path(home).parts[0]}"
    return None


def _name(value: object) -> str | None:
    return None if isinstance(value, str) and is_safe_segment(value) else "a name of letters, digits and '_.+-'"


def _flag(value: object) -> str | None:
    return None if isinstance(value, bool) else "True or False"


def _day(value: object) -> str | None:
    try:
        _as_date(value)
    except (TypeError, ValueError):
        return "a date such as 2025-04-20"
    return None


def _as_date(value: Any) -> date | None:  # noqa: ANN401 what somebody wrote
    if value is None or type(value) is date:
        return value
    return date.fromisoformat(value)


def _kind(value: object) -> str | None:
    return None if value in SOURCE_KINDS else " or ".join(map(repr, SOURCE_KINDS))


_KEYS: Final[dict[str, Callable[[object], str | None]]] = {
    "path": any_path,
    "tag": _name,
    "stack": _name,
    "implicit": _flag,
    "date": _day,
    "kind": _kind,
}
"""The keys of a map among ``cache_sources``, each with what validates it."""


def source_items(sources: Iterable[Said], srcdir: Path, confdir: Path) -> list[str | SourceItem]:
    """The sources with absolute paths, globs not yet expanded, addresses as they are.

    A relative path is one of the source folder, if there is something, else of the folder of ``conf.py``: the two
    differ where one ``conf.py`` builds several checkouts, each of which has its own data.

    Args:
        sources: What `cache_sources` says.
        srcdir: The source folder.
        confdir: The folder of ``conf.py``.
    """
    found: list[str | SourceItem] = []
    for source in sources:
        path = _absolute(path_of(source), srcdir, confdir, _is_source)
        if isinstance(source, str):
            found.append(path)
        else:
            said = {key: value for key, value in source.items() if value is not None}
            found.append(SourceItem(**{**said, "path": path, "date": _as_date(source.get("date"))}))
    return found


def path_of(source: Said) -> str:
    """The path that an item of ``cache_sources`` names."""
    return source if isinstance(source, str) else os.fspath(source["path"])


def facts_paths(paths: Iterable[str], srcdir: Path, confdir: Path) -> list[str]:
    """The files of facts with absolute paths, which are looked for as sources are; globs not yet expanded.

    Args:
        paths: What `cache_facts` says.
        srcdir: The source folder.
        confdir: The folder of ``conf.py``.
    """
    return [_absolute(path, srcdir, confdir, lambda each: bool(files_of(os.fspath(each)))) for path in paths]


def _absolute(source: str, srcdir: Path, confdir: Path, is_there: Callable[[Path], bool]) -> str:
    if _URL.match(source):
        return source
    candidates = list(_candidates(source, srcdir, confdir))
    return os.fspath(next((path for path in candidates if is_there(path)), candidates[-1]))


def _is_source(path: Path) -> bool:
    return bool(expand_sources([path])[0])


def _candidates(source: str, srcdir: Path, confdir: Path) -> Iterator[Path]:
    path = Path(os.path.expandvars(source)).expanduser()
    yield srcdir / path
    if not path.is_absolute() and confdir != srcdir:
        yield confdir / path


def patterns_of_sources(sources: Iterable[Said], srcdir: Path, confdir: Path) -> list[str]:
    """The patterns that keep the sources out of Sphinx's documents, by all names under which they are found there.

    A link within the source folder is one name of what it leads to, and what it leads to may be there as well; so may
    what the links in a source lead to. A source that is the source folder itself stays in.
    """
    patterns: dict[str, None] = {}
    for source in map(path_of, sources):
        if _URL.match(source):
            continue
        found, _problems = expand_sources(_candidates(source, srcdir, confdir))
        for place in (file for each in found for file in each.files()):
            if place.resolve() == srcdir.resolve():
                continue
            for path in (place, *_links_in(place)):
                for name in _names_of(Path(os.path.abspath(path))):  # noqa: PTH100 `resolve` follows links
                    if name != srcdir and name.is_relative_to(srcdir):
                        patterns[name.relative_to(srcdir).as_posix().replace("[", "[[]")] = None
    return list(patterns)


def _links_in(place: Path) -> list[Path]:
    """The links to folders in a folder of a source, such as one of a tag to another place; none in a file."""
    try:
        with os.scandir(place) as entries:
            return [Path(entry.path) for entry in entries if entry.is_symlink() and entry.is_dir()]
    except OSError:
        return []  # reading it will tell what is wrong


def _names_of(path: Path) -> Iterator[Path]:
    """A path, and each path to which one link after the other in it leads."""
    for _ in range(_MOST_LINKS):
        yield path
        link = next((parent for parent in (*reversed(path.parents), path) if parent.is_symlink()), None)
        if link is None:
            return
        path = Path(os.path.normpath(link.parent / link.readlink() / path.relative_to(link)))
