"""Makes the report: what was measured beside what it may cost, and between the two what a person wrote about it."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.budget import Answer, answer
from benchmarks.rows import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from benchmarks.results import Group, Measured

NOTES: Final = Path(__file__).parent / "notes.md"
"""What a person wrote about the results."""

_BEGINNING: Final = """\
# Results

`make bench` and `make bench-full` write this file from their measurements and from `notes.md`. Times are those of the
best run, and cases that are compared ran alternately within one run. Figures are processor times, unless several
processes or the whole history are measured. Memory is the peak of a process; of several processes, that of the
largest. Time added and time per page are what a build takes longer than the same project without a build cache.
Instructions are those of one unit of the work that matters most for a row, such as reading one spec; all of them are
listed below.
"""
_TRIAL: Final = """\
**This is a trial**: its trees are far smaller than the rows say, and its figures mean nothing.
"""
_BUDGET_HEAD: Final = (
    *("work", "figure", "budget", "stretch", "holds", "ours", "beside", "processor", "instructions", "memory"),
    "output of ours",
)
_CASE_HEAD: Final = ("case", "best", "slowest", "processor", "runs", "memory", "files", "output", "pages")
_FIGURE_HEAD: Final = ("figure", "value")
_SHOWN: Final = {None: "", True: "yes", False: "**no**"}


def make_report(groups: Mapping[str, Group], notes: str, *, quick: bool = False) -> str:
    """The whole report, as Markdown.

    Args:
        groups: What was measured, by group.
        notes: What a person wrote, as Markdown with headings of the second level.
        quick: Whether it was but a trial with small trees.
    """
    parts = [
        _BEGINNING,
        *([_TRIAL] if quick else []),
        "## Budget\n",
        budget_table(groups),
        notes,
        "## Where and when\n",
        "".join(_places(groups.values())),
        "## All measurements\n",
    ]
    for group in groups.values():
        parts.append(f"### {group.name}\n")
        if group.measured:
            parts.append(_table(_CASE_HEAD, [_case(name, each) for name, each in group.measured.items()]))
        if group.figures:
            parts.append(_table(_FIGURE_HEAD, [(name, _number(each)) for name, each in group.figures.items()]))
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def budget_table(groups: Mapping[str, Group]) -> str:
    """The table of comparisons; rows without a measurement say so."""
    return _table(_BUDGET_HEAD, [_comparison(answer(row, groups)) for row in ROWS])


def missed(groups: Mapping[str, Group]) -> list[str]:
    """What was measured and does not keep to its budget."""
    return [row.work for row in ROWS if answer(row, groups).holds is False]


def _comparison(given: Answer) -> tuple[str, ...]:
    row, budget = given.row, given.row.budget
    limit = f"at {'least' if budget.least else 'most'} {_figure(budget.limit, row.unit)}" if budget else ""
    stretch = _figure(budget.stretch, row.unit) if budget and budget.stretch is not None else ""
    if given.figure is None:
        return (row.work, "not measured", limit, stretch, *[""] * 7)
    sides = [each for each in (given.ours, given.beside) if each]
    memory = " / ".join(f"{each.peak / 1e6:,.0f}" for each in sides)
    processor = " / ".join(f"{each.cpu:,.2f}" for each in sides)
    return (
        row.work,
        _figure(given.figure, row.unit),
        limit,
        stretch,
        _SHOWN[given.holds],
        _seconds(given.ours),
        _seconds(given.beside),
        processor and f"{processor} s",
        f"{given.instructions:,.0f}" if given.instructions else "",
        memory and f"{memory} MB",
        f"{given.ours.files:,} files, {given.ours.size / 1e6:,.1f} MB" if given.ours and given.ours.files else "",
    )


def _figure(figure: float, unit: str) -> str:
    digits = 0 if unit in {"pages", "files", "bytes"} else 2
    return f"{figure:,.{digits}f} {unit}"


def _number(figure: float) -> str:
    return f"{figure:,.1f}" if figure < 100 and figure % 1 else f"{figure:,.0f}"  # noqa: PLR2004 three digits will do


def _seconds(measured: Measured | None) -> str:
    return f"{measured.seconds:,.2f} s" if measured else ""


def _case(name: str, measured: Measured) -> tuple[str, ...]:
    counts = (measured.files, measured.size / 1e6, measured.pages)
    files, size, pages = (
        f"{count:,.{digits}f}" if count else "" for count, digits in zip(counts, (0, 1, 0), strict=True)
    )
    return (
        name,
        f"{measured.seconds:,.3f} s",
        f"{measured.slowest:,.3f} s",
        f"{measured.cpu:,.3f} s",
        str(measured.runs),
        f"{measured.peak / 1e6:,.0f} MB",
        files,
        size and f"{size} MB",
        pages,
    )


def _places(groups: Iterable[Group]) -> Iterable[str]:
    """One paragraph for each machine with its versions: which groups were measured there, and when."""

    def place(group: Group) -> tuple[str, list[tuple[str, str]]]:
        return group.machine, sorted(group.versions.items())

    for (machine, versions), found in groupby(sorted(groups, key=place), key=place):
        when = "; ".join(f"{date}: {', '.join(names)}" for date, names in _by_date(found))
        yield f"{machine}; {', '.join(f'{name} {number}' for name, number in versions)}.\n({when}.)\n\n"


def _by_date(groups: Iterable[Group]) -> list[tuple[str, list[str]]]:
    dates: dict[str, list[str]] = {}
    for group in groups:
        dates.setdefault(group.date, []).append(group.name)
    return sorted(dates.items())


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown that is a table in a terminal too."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    shown = [" | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
    shown.insert(1, " | ".join("-" * width for width in widths))
    return "".join(f"| {line} |\n" for line in shown)
