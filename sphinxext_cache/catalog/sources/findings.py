"""The problems with a file, collected while it is read; the lines are looked up at the end, all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sphinxext_cache.catalog.limits import MAX_PROBLEMS
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.nearest import nearest
from sphinxext_cache.catalog.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

KeyPath: TypeAlias = tuple[str | int, ...]
"""Where a value is in a file: ``("spec_details", 3, "hash")``."""


class UnusableError(Exception):
    """A value cannot be used.

    Attributes:
        code: What kind of problem it is.
        path: Where in the value the fault is.
        message: What was found, and what was expected.
    """

    def __init__(self, code: Code, path: KeyPath, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.path = path
        self.message = message


class Findings:
    """What is wrong with one file.

    Args:
        pointers: Whether places are written as JSON pointers (RFC 6901).

    Attributes:
        left_out: Whether anything of the file was left out, so that what it says of the whole cannot be compared.
    """

    def __init__(self, *, pointers: bool = False) -> None:
        self.left_out = False
        self._place = _pointer if pointers else _key_path
        self._found: list[tuple[Code, KeyPath, str]] = []

    @property
    def are_enough(self) -> bool:
        """Whether no more of them would be listed."""
        return len(self._found) > MAX_PROBLEMS

    def add(self, code: Code, path: KeyPath, message: str) -> None:
        """Note a problem.

        Args:
            code: What kind of problem it is.
            path: Where the value is that is to blame.
            message: What was found and what was expected, and what follows from it.
        """
        if len(self._found) == MAX_PROBLEMS:
            self._found.append((Code.LIMIT, (), f"more than {MAX_PROBLEMS} problems; the others are not listed"))
        elif not self.are_enough:
            self._found.append((code, path, message))

    def leave_out(self, code: Code, path: KeyPath, message: str) -> None:
        """Note a problem for which something is left out; the arguments are those of `add`."""
        self.left_out = True
        self.add(code, path, message)

    def problems(
        self, file: str, lines_of: Callable[[Collection[KeyPath]], Sequence[int]] | None = None
    ) -> tuple[Problem, ...]:
        """The problems, in the order in which they were found.

        Args:
            file: The path of the file.
            lines_of: Gives the lines of values, from 1; None where nobody knows them.
        """
        paths = [path for _code, path, _message in self._found]
        lines = lines_of(paths) if lines_of is not None else [0] * len(paths)
        return tuple(
            Problem(code=code, message=": ".join(filter(None, (self._place(path), message))), file=file, line=line)
            for (code, path, message), line in zip(self._found, lines, strict=True)
        )


def missing(key: str, others: Iterable[str] = ()) -> str:
    """What is said of a key that is missing.

    Args:
        key: The key.
        others: The keys that are there and mean nothing; one of them may be what somebody wrote for it.
    """
    near = nearest(key, others, most=1)
    return f"is missing (found '{shorten(near[0])}': did you mean '{key}'?)" if near else "is missing"


def unsafe(name: str) -> str:
    """What is said of a name that is no safe path segment."""
    return f"'{shorten(name)}' cannot be part of a file name or an address"


def _key_path(path: KeyPath) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).lstrip(".")


def _pointer(path: KeyPath) -> str:
    return "".join(f"/{shorten(str(key)).replace('~', '~0').replace('/', '~1')}" for key in path)
