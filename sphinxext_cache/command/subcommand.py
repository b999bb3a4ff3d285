"""What a command of the command line is, and how one fails. Which there are is in `main`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

    from sphinxext_cache.command.terminal import Terminal

FINE: Final = 0
"""The exit status when nothing is wrong."""
WRONG: Final = 1
"""The exit status when something was found wrong, or could not be done."""
MISUSED: Final = 2
"""The exit status when the command was not given what it needs."""


class CommandError(Exception):
    """A command cannot do what it was asked for; the message says why, and what to do next."""


class UsageError(Exception):
    """The arguments of a command contradict each other, or name what there is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subcommand:
    """A command.

    Attributes:
        name: What one types.
        summary: What it does, in the list of all commands.
        usage: Its arguments, in one line.
        description: What it does, above its arguments.
        epilog: Examples.
        add_arguments: Gives its parser the arguments.
        run: Does it, with the arguments and the terminal; gives the exit status.
    """

    name: str
    summary: str
    usage: str
    description: str
    epilog: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Terminal], int]
