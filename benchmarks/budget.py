"""What is compared, and what it may cost: one `Row` a comparison, with its budget where there is one.

Rows name groups and cases as `benchmarks.groups` does, and compare only what was measured in one run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmarks.groups import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from benchmarks.results import Group, Measured


class Budget(NamedTuple):
    """What a figure has to keep to.

    Attributes:
        limit: The most that it may be.
        least: Whether the limit is the least that it must be instead.
    """

    limit: float
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
    """

    group: str
    work: str
    figure: Callable[[Group], float]
    unit: str = "x"
    ours: str = ""
    beside: str = ""
    budget: Budget | None = None


class Answer(NamedTuple):
    """A row with its figure.

    Attributes:
        row: The row.
        figure: Its figure; None if it was not measured.
        ours: What was measured of ours.
        beside: What was measured of that which it is compared with.
    """

    row: Row
    figure: float | None = None
    ours: Measured | None = None
    beside: Measured | None = None

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
    return Answer(row, figure, group.measured.get(row.ours), group.measured.get(row.beside))


def _longer(group: str, work: str, ours: str, beside: str, at_most: float | None = None) -> Row:
    """How many times as long ours takes."""
    return Row(
        group=group,
        work=work,
        figure=lambda found: found.measured[ours].seconds / found.measured[beside].seconds,
        ours=ours,
        beside=beside,
        budget=None if at_most is None else Budget(at_most),
    )


def _faster(group: str, work: str, ours: str, beside: str, at_least: float | None = None) -> Row:
    """How many times faster ours is."""
    return Row(
        group=group,
        work=work,
        figure=lambda found: found.measured[beside].seconds / found.measured[ours].seconds,
        ours=ours,
        beside=beside,
        budget=None if at_least is None else Budget(at_least, least=True),
    )


def _added(found: Group, ours: str, without: str) -> float:
    """The seconds that a build takes more with us than without us."""
    return found.measured[ours].seconds - found.measured[without].seconds


def _work_added(found: Group, ours: str, without: str) -> float:
    """The same in seconds of the processor: of two long times the difference is short, and noise a large part of it."""
    return found.measured[ours].cpu - found.measured[without].cpu


def _each_page(found: Group, ours: str, without: str) -> float:
    """The milliseconds added for each generated page."""
    return 1_000 * _added(found, ours, without) / found.measured[ours].pages


def _growth(group: str, pages: str) -> Row:
    return Row(
        group=group,
        work=f"time per page of {pages} pages, beside 1,000 pages",
        figure=lambda found: _each_page(found, pages, "0") / _each_page(found, "1,000", "0"),
        ours=pages,
        beside="1,000",
        budget=Budget(1.25),
    )


def _theme(theme: str) -> Row:
    ours, without = f"{theme}, ours", f"{theme}, empty project"
    return Row(
        group="themes",
        work=f"time per page in {theme}",
        figure=lambda found: _each_page(found, ours, without),
        unit="ms",
        ours=ours,
        beside=without,
    )


def _key(place: str, work: str) -> Row:
    def figure(found: Group) -> float:
        for name, number in found.figures.items():
            if name.startswith(place) and name.endswith("median ms"):
                return number
        raise KeyError(place)

    return Row(group="browser", work=work, figure=figure, unit="ms", budget=Budget(50))


def _count(group: str, work: str, figure: str, unit: str, budget: Budget | None = None, *, per: float = 1) -> Row:
    return Row(group=group, work=work, figure=lambda found: found.figures[figure] / per, unit=unit, budget=budget)


def _host_rows(name: str, work: str) -> list[Row]:
    """The rows of later builds of a host project."""
    ours, changed = f"{name}, ours, unchanged", f"{name}, ours, one changed"
    return [
        _longer("host", f"{work}, nothing changed, beside the same without us", ours, f"{name}, unchanged", 1.15),
        _count(
            "host",
            f"{work}, nothing changed: pages written",
            f"{name}, unchanged, pages written",
            "pages",
            Budget(0),
        ),
        _longer("host", f"{work}, one package changed, beside nothing changed", changed, ours),
        _count("host", f"{work}, one package changed: pages written", f"{name}, one changed, pages written", "pages"),
        _count(
            "host",
            f"{work}, one package changed: pages written without reason",
            f"{name}, one changed, pages written without reason",
            "pages",
            Budget(0),
        ),
    ]


ROWS: Final = (
    _faster("read", "read 60,000 specs, beside PyYAML's C loader", "60,000, ours", "60,000, PyYAML", 20),
    _longer("read", "read 60,000 specs, beside a bare msgspec decode", "60,000, ours", "60,000, msgspec", 3),
    _faster("read", "read 7,700 specs, beside PyYAML's C loader", "7,700, ours", "7,700, PyYAML"),
    _longer("read", "read 7,700 specs, beside a bare msgspec decode", "7,700, ours", "7,700, msgspec"),
    _longer("tag", "build 1,225 packages, beside Jekyll", "ours", "Jekyll", 1.0),
    _faster("tag", "build 1,225 packages, beside csv-table documents", "ours", "csv-table", 10),
    _longer("tag", "build 1,225 packages with -j auto, beside -j 1", "ours, -j auto", "ours"),
    _longer("develop", "build 60,000 specs, beside Jekyll", "ours", "Jekyll", 0.5),
    Row(
        group="host",
        work="processor time added to a host of 500 documents, beside an empty one",
        figure=lambda found: (
            _work_added(found, "large host, ours", "large host") / _work_added(found, "empty host, ours", "empty host")
        ),
        ours="large host, ours",
        beside="empty host, ours",
        budget=Budget(1.25),
    ),
    _longer("host", "build a host of 500 documents with us, beside without us", "large host, ours", "large host"),
    _longer(
        "host",
        "build a host of 500 documents with -j auto, beside -j 1",
        "large host, ours, -j auto",
        "large host, ours",
    ),
    *_host_rows("empty host", "empty host"),
    *_host_rows("large host", "host of 500 documents"),
    _growth("growth", "10,000"),
    _growth("full", "100,000"),
    Row(
        group="full",
        work="memory of the whole history: 85 tags, 425,000 specs",
        figure=lambda found: found.measured["whole history"].peak / 1e9,
        unit="GB",
        ours="whole history",
        budget=Budget(1.5),
    ),
    Row(
        group="full",
        work="time per page of the whole history",
        figure=lambda found: _each_page(found, "whole history", "0"),
        unit="ms",
        ours="whole history",
    ),
    _longer(
        "full", "whole history, nothing changed, beside the first build", "whole history, unchanged", "whole history"
    ),
    *map(_theme, THEMES),
    _count("tag", "HTML of a spec row, median", "bytes a spec row, median", "bytes", Budget(700)),
    _key("table", "a key in the filter of the largest table of specs, median"),
    _key("explorer", "a key in the explorer of 60,000 specs, median"),
    _count("tag", "scripts and styles, gzipped", "scripts and styles, bytes gzipped", "kB", Budget(20), per=1_000),
)
"""The rows, in the order of the report."""
