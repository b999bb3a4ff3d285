"""The problems with a file of facts, collected while it is read and joined with a catalog."""

from __future__ import annotations

from sphinxext_cache.catalog.limits import MAX_PROBLEMS
from sphinxext_cache.catalog.problems import Code, Problem


class Report:
    """What is wrong with a file.

    Args:
        file: Its path, printable.

    Attributes:
        file: The path.
        problems: What was found so far; beyond a limit only that there is more.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    @property
    def is_full(self) -> bool:
        """Whether no more would be listed."""
        return len(self.problems) > MAX_PROBLEMS

    def add(self, message: str, line: int = 0, code: Code = Code.FACT, column: int = 0) -> None:
        """Note a problem.

        Args:
            message: What was found and what was expected, and what follows from it.
            line: The line in the file, from 1; 0 if unknown.
            code: What kind of problem it is.
            column: The column in that line, from 1; 0 if unknown.
        """
        if len(self.problems) == MAX_PROBLEMS:
            message = f"more than {MAX_PROBLEMS} problems; the others are not listed"
            line, code, column = 0, Code.LIMIT, 0
        if not self.is_full:
            self.problems.append(Problem(code=code, message=message, file=self.file, line=line, column=column))
