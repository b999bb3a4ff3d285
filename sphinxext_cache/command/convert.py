"""``convert``: anything that can be read, as pages that one can review, keep in git, and read without Spack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog import dump
from sphinxext_cache.command.layout import counted
from sphinxext_cache.command.pages_folder import PagesFolder
from sphinxext_cache.command.reading import add_options, add_sources, need_all, read, tell_problems
from sphinxext_cache.command.subcommand import FINE, WRONG, CommandError, Subcommand, UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from sphinxext_cache.catalog import Catalog
    from sphinxext_cache.command.terminal import Terminal


def _add_arguments(parser: ArgumentParser) -> None:
    add_sources(parser)
    parser.add_argument(
        "out", metavar="OUT", help="the output folder: a new or empty one, or one that this command wrote before"
    )
    add_options(parser, asks=False)


def _run(arguments: Namespace, terminal: Terminal) -> int:
    out = Path(arguments.out)
    if any(Path(source).resolve().is_relative_to(out.resolve()) for source in arguments.sources):
        raise UsageError(f"a source is in {out}; choose another output folder")
    folder = PagesFolder(out)
    # Which stacks are none is for the build to say that reads the pages.
    reading = read(arguments.sources, arguments, terminal, hidden_stacks=(), exclude=[out])
    need_all(reading)
    tell_problems(reading.problems, terminal)
    pages = _pages(reading.catalog, terminal)
    if not any(pages.values()):
        raise CommandError(f"there are no specs to write, so {out} is unchanged; if no specs are intended, remove it")
    kept = folder.keep({place: page for place, page in pages.items() if page}, terminal)
    pages_of = f"{kept.written:,} written, {kept.unchanged:,} unchanged, {kept.removed:,} removed"
    terminal.remark(f"{counted(kept.written + kept.unchanged, 'page')} in {out}: {pages_of}")
    return FINE if all(pages.values()) else WRONG


def _pages(catalog: Catalog, terminal: Terminal) -> dict[tuple[str, str], bytes]:
    """The pages of a catalog, by tag and package; empty for what cannot be written, which is said."""
    pages: dict[tuple[str, str], bytes] = {}
    for tag in sorted(catalog.tags):
        for package in sorted(catalog.graph(tag).packages, key=lambda each: each.name):
            terminal.progress(f"Converting {tag}/{package.name}")
            try:
                pages[tag, package.name] = dump(package)
            except ValueError as error:
                pages[tag, package.name] = b""
                terminal.complain(f"{package.file}: {error}; it is left out")
    return pages


COMMAND: Final = Subcommand(
    name="convert",
    summary="write any source as pages, for git or for a machine without Spack",
    usage="convert [OPTION]... SOURCE... OUT",
    description="Write any source as pages, OUT/<tag>/<package>/specs.md, and remove the pages of packages that are no "
    "longer in the sources. The same sources always produce the same bytes, with one line for each spec, so 'git diff' "
    "shows what changed. If a source cannot be read, or if OUT contains other files, nothing is changed.",
    epilog="example:\n  sphinxext-cache convert $SPACK_ROOT/opt/spack/.spack-db/index.json \\\n"
    "    --tag 2025-10 --stack derecho docs/_site",
    add_arguments=_add_arguments,
    run=_run,
)
