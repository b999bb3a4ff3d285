"""The problems of one page, as they are found; their lines are looked up at the end, all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_cache.catalog.limits import MAX_PROBLEMS
from sphinxext_cache.catalog.problems import Code, Problem

if TYPE_CHECKING:
    from sphinxext_cache.catalog.sources.front_matter.shape import Path
    from sphinxext_cache.catalog.sources.front_matter.values import Values


class Findings:
    """What is wrong with a page.

    Attributes:
        left_out: Whether anything of the page was left out, so that its ``meta`` cannot be compared.
    """

    def __init__(self) -> None:
        self.left_out = False
        self._found: list[tuple[Code, Path, str]] = []

    @property
    def are_enough(self) -> bool:
        """Whether no more of them would be listed."""
        return len(self._found) > MAX_PROBLEMS

    def add(self, code: Code, path: Path, message: str) -> None:
        """Note a problem.

        Args:
            code: What kind of problem it is.
            path: Where the value stands that is to blame.
            message: What was found and what was expected, and what follows from it.
        """
        if len(self._found) == MAX_PROBLEMS:
            self._found.append((Code.LIMIT, (), f"more than {MAX_PROBLEMS} problems; the others are not listed"))
        elif not self.are_enough:
            self._found.append((code, path, message))

    def problems(self, values: Values, file: str) -> tuple[Problem, ...]:
        """The problems, in the order in which they were found.

        Args:
            values: The header, which knows the lines.
            file: The path of the page.
        """
        lines = values.lines([path for _code, path, _message in self._found])
        return tuple(
            Problem(code=code, message=_placed(path, message), file=file, line=line)
            for (code, path, message), line in zip(self._found, lines, strict=True)
        )


def _placed(path: Path, message: str) -> str:
    """A message that begins with the place of the value."""
    where = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).lstrip(".")
    return f"{where}: {message}" if where else message
