"""From folders to a `Catalog`. The only part of the catalog that touches the file system.

A source is a folder of pages; `_pages` finds and reads them. Another kind of source would be another function
that yields what `_pages` does.
"""

from __future__ import annotations

import errno
import glob
import os
import stat
from dataclasses import replace
from heapq import heappop, heappush
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.index import Catalog
from sphinxext_cache.catalog.limits import MAX_BYTES
from sphinxext_cache.catalog.names import printable, shorten
from sphinxext_cache.catalog.problems import Code, Problem
from sphinxext_cache.catalog.query import Query, parse_query
from sphinxext_cache.catalog.sources.admit import Admission
from sphinxext_cache.catalog.sources.front_matter.lenient import FILE_NAME
from sphinxext_cache.catalog.sources.front_matter.reader import FrontMatter, FrontMatterReader
from sphinxext_cache.catalog.unknown import explain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from sphinxext_cache.catalog.model import Package

_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_BEGINNING: Final = 64
"""How many bytes of a file tell whether it begins with a front matter."""
_SHOWN: Final = 300
"""How many characters of a path a message repeats."""
_BUILT: Final = ".buildinfo"
"""What Sphinx leaves in a folder that it wrote."""
_FOREIGN: Final = {
    "index.json": "an index, as of a build cache or an installation,",
    "spack.lock": "a lockfile of Spack",
}
"""What Spack itself writes, by the names of the files."""


def load(
    sources: Iterable[str | Path],
    *,
    pages: Mapping[Path, FrontMatter] = {},
    select: str | Query = "",
    default_tag: str | None = None,
    hidden_stacks: Collection[str] = ("root",),
    exclude: Collection[Path] = (),
) -> Catalog:
    """Read all pages of the sources.

    Args:
        sources: Folders, with globs, with everything below them. None at all is an empty catalog.
        pages: Pages beside those of the folders that were read with `read_file`, by their files.
        select: Only specs that match this query enter the catalog, and only packages that have such specs.
        default_tag: The tag meant where none is named; see `Catalog`.
        hidden_stacks: Names that are no stacks: taken away from every spec.
        exclude: Folders that are not entered. Neither is what Sphinx wrote, which is known by its ``.buildinfo``.

    Raises:
        QuerySyntaxError: `select` is no query.
    """
    query = parse_query(select) if isinstance(select, str) else select
    wants_all = query == Query()
    reader = FrontMatterReader(Admission(hidden_stacks))
    packages: list[Package] = []
    problems: list[Problem] = []
    for page in _pages(sources, pages, reader, exclude):
        problems.extend(page.problems)
        if page.package:
            packages.append(page.package)
    if not wants_all:
        selected = [kept for package in packages if (kept := _selected(package, query))]
        if packages and not selected:
            problems.append(_nothing_selected(query, packages))
            default_tag = None  # where there is no tag, it is not that one that is missing
        packages = selected
    return Catalog(packages, dict.fromkeys(problems), default_tag)


def _nothing_selected(query: Query, packages: list[Package]) -> Problem:
    """Say why none of what was read enters the catalog, since all that is asked of it later finds nothing."""
    everywhere = replace(query, tags=query.tags or ("*",))
    reason, _is_mistake = explain(everywhere, Catalog(packages))
    message = f"cache_select '{query}' matches none of the specs that were read"
    return Problem(code=Code.EMPTY, message=f"{message}: {reason}" if reason else message)


def expand_sources(sources: Iterable[str | Path]) -> tuple[list[Path], list[Problem]]:
    """The folders that the sources name, each once, in their order; a problem for each source that names none."""
    folders: dict[Path, None] = {}
    problems: list[Problem] = []
    for source in sources:
        text = os.fspath(source)
        names = [text] if os.path.exists(text) else sorted(glob.glob(text))  # noqa: PTH110, PTH207 no PermissionError
        found = [Path(name) for name in names if os.path.isdir(name)]  # noqa: PTH112
        if not found:
            message = f"the source '{shorten(text, _SHOWN)}' {_why_not(text, names)}"
            problems.append(Problem(code=Code.SOURCE, message=message))
        folders.update(dict.fromkeys(found))
    return list(folders), problems


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
        return _kind(os.stat(path).st_mode)  # noqa: PTH116 a Path is not needed
    except OSError:
        return "a link that leads nowhere"


def _pages(
    sources: Iterable[str | Path],
    known: Mapping[Path, FrontMatter],
    reader: FrontMatterReader,
    exclude: Collection[Path],
) -> Iterator[FrontMatter]:
    """Read the pages of folders, in the order of their paths, then those known; what is not a page is passed over."""
    folders, problems = expand_sources(sources)
    single = {os.path.realpath(file): page for file, page in known.items()}
    yield FrontMatter(package=None, problems=tuple(problems))
    is_page: dict[str, bool] = {}
    excluded = frozenset(map(os.path.realpath, exclude))
    for folder in folders:
        files, problems = _markdown_files(os.fspath(folder), excluded)
        found = bool(problems)
        for path, real in files:
            if real not in is_page:
                page = single.pop(real, None) or _read(path, reader)
                is_page[real] = page.package is not None or bool(page.problems)
                yield page
            found = found or is_page[real]
        if not found:
            name = printable(str(folder))
            message = f"the source '{name}' holds no page of a build cache (*.md with 'layout: cache')"
            problems.append(Problem(code=Code.SOURCE, message=message))
        yield FrontMatter(package=None, problems=tuple(problems))
    yield from single.values()


def _read(path: str, reader: FrontMatterReader) -> FrontMatter:
    try:
        data = read_regular(path)
    except OSError as error:
        return FrontMatter(package=None, problems=(_unreadable(path, error),))
    return read_file(path, data, reader)


def read_regular(path: str, most: int = MAX_BYTES + 1) -> bytes:
    """Read the beginning of a regular file. Nothing else is opened for long: a pipe may never have a writer.

    Args:
        path: The file.
        most: How many bytes to read at most.

    Raises:
        OSError: It cannot be read, or is no regular file.
    """
    handle = os.open(path, _FLAGS)
    try:
        return _rest(handle, _size(handle, path), b"", most)
    finally:
        os.close(handle)


def read_if(path: str, is_wanted: Callable[[bytes], bool]) -> bytes | None:
    """Read a regular file whose beginning is what is wanted; None for any other, of which no more is read.

    Args:
        path: The file.
        is_wanted: Judges the first bytes, fewer than a hundred.

    Raises:
        OSError: It cannot be read, or is no regular file.
    """
    handle = os.open(path, _FLAGS)
    try:
        size = _size(handle, path)
        beginning = os.read(handle, _BEGINNING)
        return _rest(handle, size, beginning, MAX_BYTES + 1) if is_wanted(beginning) else None
    finally:
        os.close(handle)


def _size(handle: int, path: str) -> int:
    """The size of a file that was opened, which must be a regular one."""
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, f"it is {_kind(status.st_mode)}, not a file", path)
    return status.st_size


def _rest(handle: int, size: int, data: bytes, most: int) -> bytes:
    # One byte more than there should be, so that a file is read in one go and its end is seen.
    while chunk := os.read(handle, min(most - len(data), max(size - len(data), 0) + 1)):
        data += chunk
    return data


def read_file(path: str, data: bytes, reader: FrontMatterReader) -> FrontMatter:
    """Read the content of a file of front matter.

    Args:
        path: The file.
        data: What it holds.
        reader: What reads it.
    """
    return reader.read(data, printable(path))


def _markdown_files(folder: str, exclude: Collection[str]) -> tuple[list[tuple[str, str]], list[Problem]]:
    """The ``*.md`` files below a folder with their real paths, by path; and what there is that cannot be read.

    Links are followed, but no folder is entered twice: a link comes after all that can be reached without it.
    """
    files: list[tuple[str, str]] = []
    problems: list[Problem] = []
    foreign: dict[str, list[str]] = {}
    folders = [(folder, os.path.realpath(folder))]
    links: list[tuple[str, str]] = []
    entered = set(exclude)
    while folders or links:
        path, real = folders.pop() if folders else heappop(links)
        if real in entered:
            continue
        entered.add(real)
        try:
            for entry in _entries(path):
                is_link = entry.is_symlink()
                own = f"{real}{os.sep}{entry.name}"
                place = entry.path, os.path.realpath(entry.path) if is_link else own
                is_folder = _is_folder(entry)
                if is_folder:
                    heappush(links, place) if is_link else folders.append(place)
                elif entry.name.endswith(".md") and _is_file(entry):
                    files.append(place)
                elif entry.name in _FOREIGN:
                    foreign.setdefault(entry.name, []).append(entry.path)
                    continue
                if entry.name == FILE_NAME and (is_folder or not _is_file(entry)):
                    problems.append(_no_page(entry))
        except OSError as error:
            problems.append(_unreadable(path, error))
    problems += [_not_read(name, sorted(paths)) for name, paths in foreign.items()]
    return sorted(files), problems


def _no_page(entry: os.DirEntry[str]) -> Problem:
    message = f"is {_kind(entry.stat().st_mode)}: a file of this name must be a page"
    return Problem(code=Code.SOURCE, message=message, file=printable(entry.path))


def _not_read(name: str, paths: list[str]) -> Problem:
    """What Spack itself writes, and somebody may expect to be read."""
    more = ", nor is one more" if len(paths) > 1 else ""
    if len(paths) > 2:  # noqa: PLR2004 the first, and several
        more = f", nor are {len(paths) - 1} more"
    message = (
        f"{_FOREIGN[name]} is not read{more}: a source is a folder of front matter, in '*.md' with 'layout: cache'"
    )
    return Problem(code=Code.SOURCE, message=message, file=printable(paths[0]))


def _kind(mode: int) -> str:
    """What there is at a path."""
    kinds = {stat.S_IFREG: "a file", stat.S_IFDIR: "a folder", stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket"}
    return kinds.get(stat.S_IFMT(mode), "a device")


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """What is in a folder, but for what is hidden; nothing of a folder that Sphinx wrote."""
    with os.scandir(folder) as found:
        entries = list(found)
    return [] if any(entry.name == _BUILT for entry in entries) else [e for e in entries if e.name[0] != "."]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # such as a link to itself


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a regular file, or a link that leads nowhere: opening it will tell what is wrong."""
    try:
        return entry.is_file() or not os.path.exists(entry.path)  # noqa: PTH110 a path of many
    except OSError:
        return True


def _unreadable(path: str, error: OSError) -> Problem:
    return Problem(code=Code.SOURCE, message=f"cannot be read: {error.strerror or error}", file=printable(path))


def _selected(package: Package, query: Query) -> Package | None:
    """The package with the specs that match; None if there were some and none of them does."""
    specs = tuple(spec for spec in package.specs if query.matches(spec))
    if len(specs) == len(package.specs):
        return package
    return replace(package, specs=specs) if specs else None
