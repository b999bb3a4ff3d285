"""Runs a command: finds it by name, parses its arguments, and returns its exit status."""

from __future__ import annotations

import os
import signal
import sys
from argparse import ArgumentParser, ArgumentTypeError, HelpFormatter
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from sphinxext_cache.catalog import QuerySyntaxError
from sphinxext_cache.catalog.names import printable, shorten
from sphinxext_cache.catalog.nearest import did_you_mean, there_are
from sphinxext_cache.command import check, convert, diff, facts, fetch, query, redirects
from sphinxext_cache.command.subcommand import MISUSED, WRONG, CommandError, Subcommand, UsageError
from sphinxext_cache.command.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROGRAM: Final = "sphinxext-cache"
"""The name of the program."""
COMMANDS: Final[Mapping[str, Subcommand]] = {
    each.name: each
    for each in (
        check.COMMAND,
        query.COMMAND,
        convert.COMMAND,
        diff.COMMAND,
        facts.COMMAND,
        fetch.COMMAND,
        redirects.COMMAND,
    )
}
"""All commands, by name, in the order in which they are listed."""
_KILLED_BY: Final = 128
"""The exit status of a program that a signal ended is this plus the number of the signal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: The arguments after the name of the program; None: those of the process.

    Returns:
        The exit status.
    """
    _write_anything()
    try:
        status = _run(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
    except SystemExit as stop:  # argparse has said why
        return stop.code if isinstance(stop.code, int) else MISUSED
    except KeyboardInterrupt:
        return _KILLED_BY + signal.SIGINT
    except BrokenPipeError:
        # The reader has closed the pipe. Python would flush the rest when it exits, and fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _KILLED_BY + 13  # SIGPIPE, which not every platform has
    return status


def parser_of(command: Subcommand) -> ArgumentParser:
    """The parser of the arguments of a command."""
    parser = _Parser(
        prog=f"{PROGRAM} {command.name}",
        usage=f"{PROGRAM} {command.usage}",
        description=command.description,
        epilog=command.epilog,
        formatter_class=Formatter,
        allow_abbrev=False,
    )
    command.add_arguments(parser)
    parser.add_argument("-q", "--quiet", action="store_true", help="print only results and errors")
    return parser


def parser_of_all() -> ArgumentParser:
    """The parser that finds a command by its name, and lists them all."""
    width = max(map(len, COMMANDS))
    listed = "\n".join(f"  {command.name:{width}}  {command.summary}" for command in COMMANDS.values())
    parser = _Parser(
        prog=PROGRAM,
        usage=f"{PROGRAM} COMMAND [ARGUMENT]...",
        description="Read Spack build caches, lockfiles and databases without Sphinx.",
        epilog=f"commands:\n{listed}\n\nFor help on a command, use '{PROGRAM} COMMAND --help'.",
        formatter_class=Formatter,
        allow_abbrev=False,
    )
    parser.add_argument("command", metavar="COMMAND", type=_command, help="one of the commands below")
    parser.add_argument("--version", action="version", version=f"%(prog)s {_version()}")
    return parser


def _run(arguments: list[str]) -> int:
    command = COMMANDS.get(arguments[0]) if arguments else None
    if command is None:
        parser_of_all().parse_args(arguments)
        return MISUSED  # not reached: without a command that is known, the parser ends the program
    parser = parser_of(command)
    given = parser.parse_intermixed_args(arguments[1:])
    terminal = Terminal(quiet=given.quiet)
    try:
        return command.run(given, terminal)
    except UsageError as error:
        terminal.clear()
        parser.error(str(error))
    except QuerySyntaxError as error:
        terminal.complain(f"{parser.prog}: error: {error}")
        return MISUSED
    except CommandError as error:
        terminal.complain(f"{parser.prog}: error: {error}")
        return WRONG
    except BrokenPipeError:
        raise
    except OSError as error:
        terminal.complain(f"{parser.prog}: error: {_what_failed(error)}")
        return WRONG
    finally:
        terminal.clear()


def _version() -> str:
    try:
        return version(PROGRAM)
    except PackageNotFoundError:
        return "(not installed)"


def _command(name: str) -> str:
    if name not in COMMANDS:
        raise ArgumentTypeError(
            f"unknown command '{shorten(name)}'{did_you_mean(name, COMMANDS) or there_are([*COMMANDS])}"
        )
    return name


def _what_failed(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{printable(os.fspath(error.filename))}: {reason}" if isinstance(error.filename, str) else reason


class _Parser(ArgumentParser):
    """A parser whose errors point to the help."""

    def error(self, message: str) -> NoReturn:
        self.exit(MISUSED, f"usage: {self.usage}\n{self.prog}: error: {message}; try '{self.prog} --help'\n")


class Formatter(HelpFormatter):
    """Fills descriptions, and leaves the lines of examples as they are."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return text if "\n" in text else super()._fill_text(text, width, indent)


def _write_anything() -> None:
    """Let streams escape what they cannot encode, and replace closed streams with the null device."""
    for name in ("stdout", "stderr"):
        stream: Any = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 open until Python ends
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
