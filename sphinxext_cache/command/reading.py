"""The sources on a command line: the arguments that name them, and what is read of them."""

from __future__ import annotations

from argparse import ArgumentTypeError
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog import (
    Catalog,
    Package,
    Problem,
    SourceItem,
    expand_sources,
    is_safe_segment,
    load,
    load_facts,
)
from sphinxext_cache.catalog.fact_files.load import files_of
from sphinxext_cache.catalog.names import printable, shorten
from sphinxext_cache.catalog.sources.item import SOURCE_KINDS
from sphinxext_cache.command.subcommand import CommandError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from sphinxext_cache.catalog import Admission, Facts, Intake, Origin, Source
    from sphinxext_cache.command.terminal import Terminal

_SHOWN: Final = 10
"""How many problems are listed by commands that are about something else."""
_HIDDEN: Final = ("root",)
"""The stacks that are none where nobody says otherwise, as in ``cache_hidden_stacks``."""


class Reading(NamedTuple):
    """What was read.

    Attributes:
        catalog: What is there.
        problems: What is wrong with it.
        missing: What a message says of each name that means no source.
        empty: The same of each source in which there is nothing.
    """

    catalog: Catalog
    problems: tuple[Problem, ...]
    missing: tuple[str, ...]
    empty: tuple[str, ...]


def a_name(text: str) -> str:
    """A name on the command line that becomes part of a path or an address.

    Raises:
        ArgumentTypeError: It cannot.
    """
    if not is_safe_segment(text):
        raise ArgumentTypeError(f"'{shorten(text)}' is not a name of letters, digits and '_.+-'")
    return text


def add_sources(parser: ArgumentParser, what: str = "what to read") -> None:
    """Give a parser the sources."""
    parser.add_argument(
        "sources",
        metavar="SOURCE",
        nargs="+",
        help=f"{what}: a folder of pages, or a file that Spack writes (spack.lock, the index.json of an installation "
        "or a build cache, the output of 'spack find --json'); a * matches several",
    )


def add_options(parser: ArgumentParser, *, asks: bool = True) -> None:
    """Give a parser what can be said of sources; it is what an item of ``cache_sources`` may say.

    Args:
        parser: The parser.
        asks: Whether the command asks for specs, in some tag.
    """
    group = parser.add_argument_group("options for all sources")
    group.add_argument(
        "--tag", metavar="TAG", type=a_name, help="the tag of files that Spack writes; pages name their own"
    )
    group.add_argument("--stack", metavar="STACK", type=a_name, help="the stack of files that Spack writes")
    group.add_argument("--implicit", action="store_true", help="include specs that were installed only as dependencies")
    group.add_argument(
        "--kind", choices=SOURCE_KINDS, help="whether lockfiles describe a build cache or installed software"
    )
    if asks:
        group.add_argument("--default-tag", metavar="TAG", type=a_name, help="the tag to search")
        group.add_argument(
            "--hidden-stack",
            metavar="STACK",
            action="append",
            help="a name that is not a stack; can be repeated (default: root)",
        )


def read(
    sources: Iterable[str],
    options: Namespace,
    terminal: Terminal,
    *,
    hidden_stacks: Collection[str] | None = None,
    exclude: Collection[Path] = (),
) -> Reading:
    """Read sources.

    Args:
        sources: Folders and files, with globs.
        options: What is said of them, by the arguments of `add_options`.
        terminal: Shows how far the reading is.
        hidden_stacks: Names that are no stacks; None: those that the options say.
        exclude: Folders that are not entered.
    """
    items = [
        SourceItem(path=path, tag=options.tag, stack=options.stack, implicit=options.implicit, kind=options.kind)
        for path in sources
    ]
    found, missing = expand_sources(items, exclude)
    watched = [_Watched(source, terminal) for source in found]
    said = vars(options)
    hidden = hidden_stacks if hidden_stacks is not None else said.get("hidden_stack") or _HIDDEN
    # Pages say of which tag they are; of them, a tag can only be asked for.
    catalog = load(watched, hidden_stacks=hidden, default_tag=said.get("default_tag") or options.tag)
    terminal.clear()
    return Reading(
        catalog=catalog,
        problems=(*missing, *catalog.problems),
        missing=tuple(problem.message for problem in missing),
        empty=tuple(f"nothing could be read from {each.name}" for each in watched if each.is_unreadable),
    )


def tell_problems(problems: Sequence[Problem], terminal: Terminal) -> None:
    """Say what is wrong with sources, for a command that is about something else."""
    for problem in problems[:_SHOWN]:
        terminal.remark(f"warning: {problem}")
    if len(problems) > _SHOWN:
        terminal.remark(f"warning: {len(problems) - _SHOWN:,} more; 'sphinxext-cache check' lists them all")


def read_facts(paths: Sequence[str], catalog: Catalog, terminal: Terminal) -> Facts:
    """What files say of what was read; what is wrong with them is told.

    Raises:
        CommandError: One of the paths names none.
    """
    for path in paths:
        if not files_of(path):
            raise CommandError(f"{path}: no such file, or no files of facts in this folder")
    facts = load_facts(paths, catalog)
    tell_problems(facts.problems, terminal)
    return facts


def need_all(reading: Reading) -> None:
    """See that something could be read of every source.

    Raises:
        CommandError: Of one it could not.
    """
    empty = (f"{each}; 'sphinxext-cache check' says why" for each in reading.empty)
    if lacking := (*reading.missing, *empty):
        raise CommandError("; ".join(lacking))


@dataclass(slots=True)
class _Watched:
    """A source, and how much was read of it."""

    source: Source
    terminal: Terminal
    packages: int = 0
    problems: int = 0

    @property
    def is_unreadable(self) -> bool:
        """Whether there is a reason why nothing was read: it may be empty, or all in it may have been read before."""
        return bool(self.problems and not self.packages)

    @property
    def name(self) -> str:
        return ", ".join(printable(str(path)) for path in self.source.files())

    def files(self) -> Iterable[Path]:
        return self.source.files()

    def survey(self, intake: Intake) -> None:
        self.source.survey(intake)

    def read(self, admit: Admission) -> Iterator[Package | Problem | Origin]:
        self.terminal.progress(f"Reading {self.name}")
        for each in self.source.read(admit):
            if isinstance(each, Package):
                self.packages += 1
                self.terminal.progress(f"Reading {self.name}: {self.packages:,} packages")
            self.problems += isinstance(each, Problem)
            yield each
