"""A comparison and what it may cost, and what becomes of it once something was measured.

Rows name groups and cases as `benchmarks.groups` does, and compare only what was measured in one run. Which there are
is in `benchmarks.rows`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from benchmarks.results import Group, Measured


class Budget(NamedTuple):
    """What a figure has to keep to.

    Attributes:
        limit: The most that it may be.
        stretch: What would be better still; None: the limit is enough.
        least: Whether they are the least that it must be instead.
    """

    limit: float
    stretch: float | None = None
    least: bool = False

    def holds(self, figure: float) -> bool:
        """Whether a figure keeps to it."""
        return figure >= self.limit if self.least else figure <= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One comparison.

    Attributes:
        group: The group whose measurements it takes.
        work: What is compared.
        figure: Makes the figure of the group; raises `KeyError` if something it needs was not measured.
        unit: What the figure counts; ``x`` for ratios.
        ours: The case of ours that it is about, if there is one.
        beside: The case that ours is compared with.
        budget: What the figure has to keep to, if anything.
        counted: The piece of work, of those whose instructions are counted, that tells most about it.
    """

    group: str
    work: str
    figure: Callable[[Group], float]
    unit: str = "x"
    ours: str = ""
    beside: str = ""
    budget: Budget | None = None
    counted: str = ""


class Answer(NamedTuple):
    """A row with its figure.

    Attributes:
        row: The row.
        figure: Its figure; None if it was not measured.
        ours: What was measured of ours.
        beside: What was measured of that which it is compared with.
        instructions: How many one unit of the piece of work takes that is counted for it; None if none was.
    """

    row: Row
    figure: float | None = None
    ours: Measured | None = None
    beside: Measured | None = None
    instructions: float | None = None

    @property
    def holds(self) -> bool | None:
        """Whether the budget holds; None if there is none, or nothing was measured."""
        return None if self.row.budget is None or self.figure is None else self.row.budget.holds(self.figure)


def answer(row: Row, groups: Mapping[str, Group]) -> Answer:
    """The figure of a row."""
    group = groups.get(row.group)
    if group is None:
        return Answer(row)
    try:
        figure = row.figure(group)
    except KeyError:
        return Answer(row)
    counts = groups["instructions"].figures if "instructions" in groups else {}
    instructions = counts.get(f"instructions to {row.counted}")
    return Answer(row, figure, group.measured.get(row.ours), group.measured.get(row.beside), instructions)
