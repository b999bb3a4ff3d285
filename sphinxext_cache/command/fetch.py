"""``fetch``: the pages of some tags of the public cache, into a folder. No other command touches the network."""

from __future__ import annotations

import shutil
from argparse import ArgumentTypeError
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog import Query, dump, load, parse_query
from sphinxext_cache.catalog.names import is_safe_segment, printable, shorten
from sphinxext_cache.catalog.tag_order import newest_first
from sphinxext_cache.catalog.unknown import explain
from sphinxext_cache.command.layout import counted
from sphinxext_cache.command.reading import a_name
from sphinxext_cache.command.repository import PAGES, Repository, is_address, without_secrets
from sphinxext_cache.command.subcommand import FINE, CommandError, Subcommand, UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from sphinxext_cache.catalog import Package, Spec
    from sphinxext_cache.command.terminal import Terminal

SITE: Final = "https://github.com/spack/cache.spack.io"
"""The repository of the site of the public cache."""
NOTE: Final = ".sphinxext-cache"
"""A file in the folder of each tag that says whence it is. It is hidden, so that nobody takes it for a page."""
_HEADING: Final = "# Fetched by 'sphinxext-cache fetch', which replaces this folder as a whole.\n"


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "places",
        metavar="TAG... OUT",
        nargs="*",
        help="the tags, such as develop or v1.0.0, then the folder in which each tag gets a folder for its pages",
    )
    parser.add_argument(
        "--list", action="store_true", help="list the tags of the site, the default one first, and exit"
    )
    parser.add_argument(
        "--site",
        metavar="URL",
        type=_address,
        default=SITE,
        help=f"the git repository of the site, with pages below {PAGES}/<tag> (default: {SITE})",
    )
    parser.add_argument("--select", metavar="QUERY", default="", help="keep only specs that match this query")


def _address(text: str) -> str:
    if not is_address(text):
        shown = shorten(without_secrets(text))
        raise ArgumentTypeError(
            f"'{shown}' is not the URL of a repository; it must begin with https://, ssh:// or file://"
        )
    return text


def _run(arguments: Namespace, terminal: Terminal) -> int:
    if arguments.list:
        return _list(arguments.site, arguments.places, terminal)
    tags, out = _tags_and_folder(arguments.places)
    query = parse_query(arguments.select)
    for tag in tags:
        _need_ours(out / tag)
    with _aside(out) as aside:
        terminal.progress(f"Fetching from {without_secrets(arguments.site)}")
        repository = Repository(arguments.site, aside / "repository")
        repository.need(tags)
        terminal.progress(f"Fetching {', '.join(tags)}")
        fetched = repository.check_out(tags)
        counts: dict[str, int] = {}
        for tag in tags:
            terminal.progress(f"Copying the pages of {tag}")
            new = aside / "new" / tag
            counts[tag] = _take_all(fetched / tag, new) if query == Query() else _take(fetched / tag, new, query)
            site = without_secrets(arguments.site)
            # That of the commit would be another every night, and so would the note.
            (new / NOTE).write_text(f"{_HEADING}site: {site}\ntree: {repository.tree(tag)}\n", encoding="utf-8")
        for tag in tags:
            _put(aside / "new" / tag, out / tag, aside / "old")
    for tag, count in counts.items():
        terminal.remark(f"{counted(count, 'page')} of {tag} in {out / tag}")
    return FINE


def _list(site: str, places: list[str], terminal: Terminal) -> int:
    """Print the tags of a site, each on a line."""
    if places:
        raise UsageError("--list takes no TAG and no OUT")
    terminal.progress(f"Asking {without_secrets(site)}")
    with TemporaryDirectory(prefix="fetch-", ignore_cleanup_errors=True) as folder:
        tags = Repository(site, Path(folder, "repository")).tags()
    for tag in newest_first(filter(is_safe_segment, tags)):
        terminal.print(tag)
    return FINE


def _tags_and_folder(places: list[str]) -> tuple[list[str], Path]:
    """Tell the tags, each once, from the folder that is named behind them.

    Raises:
        UsageError: There is no tag, no folder, or what is no name.
    """
    *tags, out = places or [""]
    if not tags:
        raise UsageError("give at least one TAG, then the folder OUT; to list the tags, use --list")
    try:
        return list(dict.fromkeys(map(a_name, tags))), Path(out)
    except ArgumentTypeError as error:
        raise UsageError(f"argument TAG: {error}") from None


def _need_ours(folder: Path) -> None:
    """See that a folder is not there, or was fetched before.

    Raises:
        CommandError: It is something else.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise CommandError(f"{folder} is a file or a link; remove it, or choose another folder")
    try:
        is_ours = (folder / NOTE).read_text(encoding="utf-8", errors="replace").startswith(_HEADING)
    except FileNotFoundError:
        is_ours = not folder.exists()
    if not is_ours:
        raise CommandError(f"{folder} exists, but was not written by 'fetch'; remove it, or choose another folder")


@contextmanager
def _aside(out: Path) -> Iterator[Path]:
    """A folder on the same disk, for as long as pages are not in place. What was made for it goes with it."""
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    out.mkdir(parents=True, exist_ok=True)
    try:
        with TemporaryDirectory(prefix=".fetch-", dir=out, ignore_cleanup_errors=True) as aside:
            yield Path(aside)
    finally:
        for folder in made:
            if any(folder.iterdir()):
                break
            folder.rmdir()


def _pages(folder: Path) -> list[Path]:
    """The pages in a folder; nothing else of what is there is taken."""
    return sorted(path for path in folder.rglob("*.md") if path.is_file() and not path.is_symlink())


def _take_all(fetched: Path, new: Path) -> int:
    """Take all pages of a tag; tells how many."""
    for page in (found := _pages(fetched)):
        target = new / page.relative_to(fetched)
        target.parent.mkdir(parents=True, exist_ok=True)
        page.replace(target)
    if not found:
        raise CommandError(f"{fetched.name} has no pages; nothing was replaced")
    return len(found)


def _take(fetched: Path, new: Path, query: Query) -> int:
    """Take what matches of the pages of a tag; tells of how many pages that is."""
    catalog = load([fetched], hidden_stacks=())
    pages = {printable(str(page)): page for page in _pages(fetched)}
    count = 0
    for package in (each for tag in catalog.tags for each in catalog.packages(tag)):
        graph = catalog.graph(package.tag)
        if specs := tuple(spec for spec in package.specs if query.matches(spec, graph)):
            page = pages[package.file]
            target = new / page.relative_to(fetched)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_selected(page, package, specs))
            count += 1
    if not count:
        reason, _is_mistake = explain(query, catalog)
        why = f": {reason}" if reason else ""
        raise CommandError(f"nothing in {fetched.name} matches '{query}', so nothing was replaced{why}")
    return count


def _selected(page: Path, package: Package, specs: tuple[Spec, ...]) -> bytes:
    """A page with some of its specs; one that cannot be written, as that of 2022, stays as it is."""
    if len(specs) < len(package.specs):
        with suppress(ValueError):
            return dump(replace(package, specs=specs))
    return page.read_bytes()


def _put(new: Path, place: Path, old: Path) -> None:
    """Put a folder into the place of another in one step, or leave the other where it is."""
    before = old / place.name
    old.mkdir(exist_ok=True)
    if place.exists():
        place.rename(before)
    try:
        new.rename(place)
    except OSError:
        if before.exists():
            before.rename(place)
        raise
    shutil.rmtree(before, ignore_errors=True)


COMMAND: Final = Subcommand(
    name="fetch",
    summary="get pages of the public cache with git",
    usage="fetch [OPTION]... TAG... OUT",
    description="Get the pages of tags of the public cache with git, and put them into OUT/<tag>. Each folder is "
    "replaced in one step: if something fails, the old one stays. No other command uses the network, and no build "
    "does.",
    epilog="examples:\n"
    "  sphinxext-cache fetch --list\n"
    "  sphinxext-cache fetch develop docs/_cache\n"
    "  sphinxext-cache fetch v0.23.1 v1.0.0 docs/_cache --select 'stack=e4s,hep'",
    add_arguments=_add_arguments,
    run=_run,
)
