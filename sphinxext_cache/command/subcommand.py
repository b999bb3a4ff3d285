"""The record of a command, and its ways to fail. `main` lists the commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

    from sphinxext_cache.command.terminal import Terminal

FINE: Final = 0
"""The exit status of success."""
WRONG: Final = 1
"""The exit status if a problem was found, or something failed."""
MISUSED: Final = 2
"""The exit status if the arguments are wrong."""


class CommandError(Exception):
    """A command fails; the message says why, and what to do next."""


class UsageError(Exception):
    """The arguments of a command contradict each other, or name something that does not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subcommand:
    """A command.

    Attributes:
        name: The name to type.
        summary: What it does, in the list of all commands.
        usage: Its arguments, on one line.
        description: What it does, above its arguments in the help.
        epilog: Examples.
        add_arguments: Adds the arguments to its parser.
        run: Runs it with the arguments and the terminal; returns the exit status.
    """

    name: str
    summary: str
    usage: str
    description: str
    epilog: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Terminal], int]
