"""The rows of the report: what has a budget, and beside it a little that explains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.budget import Budget, Row
from benchmarks.groups import THEMES
from benchmarks.host import DEFAULT_THEME
from benchmarks.navigation import ALL_CAME, NAVIGATION, ONE_CHANGED

if TYPE_CHECKING:
    from benchmarks.host import Host
    from benchmarks.results import Group

_FRAME: Final = 16.7
"""Milliseconds from one picture on the screen to the next: what a reader sees cannot come sooner."""


def _ratio(
    group: str, work: str, ours: str, beside: str, budget: Budget | None = None, counted: str = "", clock: str = "cpu"
) -> Row:
    """How many times as much time ours takes, or how many times less where the budget is the least."""
    over, under = (beside, ours) if budget is not None and budget.least else (ours, beside)

    def figure(found: Group) -> float:
        times: list[float] = [getattr(found.measured[name], clock) for name in (over, under)]
        return times[0] / times[1]

    return Row(group=group, work=work, figure=figure, ours=ours, beside=beside, budget=budget, counted=counted)


def _added(found: Group, ours: str, without: str) -> float:
    """The processor time that a build takes more than another, in seconds."""
    return found.measured[ours].cpu - found.measured[without].cpu


def _each_page(found: Group, ours: str, without: str) -> float:
    """The same for each generated page that it makes more, in milliseconds."""
    pages = found.measured[ours].pages - found.measured[without].pages
    return 1_000 * _added(found, ours, without) / pages


def _growth(group: str, pages: str) -> Row:
    return Row(
        group=group,
        work=f"time per page of {pages} pages, beside 1,000 pages",
        figure=lambda found: _each_page(found, pages, "0") / _each_page(found, "1,000", "0"),
        ours=pages,
        beside="1,000",
        budget=Budget(1.25, 1),
    )


def _page(group: str, where: str, ours: str, without: str, budget: Budget | None = None, counted: str = "") -> Row:
    return Row(
        group=group,
        work=f"time per page {where}",
        figure=lambda found: _each_page(found, ours, without),
        unit="ms",
        ours=ours,
        beside=without,
        budget=budget,
        counted=counted,
    )


def _theme(theme: str) -> Row:
    counted = {DEFAULT_THEME: _BUILD, "sphinx_book_theme": f"{_BUILD} in sphinx_book_theme"}.get(theme, "")
    return _page("themes", f"in {theme}", f"{theme}, ours", f"{theme}, empty project", _PAGE, counted)


def _navigation(name: str, host: Host) -> Row:
    where = f"in {host.theme} with a deep tree of {host.documents} documents"
    return _page("navigation", where, f"{name}, {ALL_CAME}", f"{name}, {ONE_CHANGED}", _PAGE)


def _seconds(work: str, ours: str, budget: Budget) -> Row:
    return Row(
        group="full", work=work, figure=lambda found: found.measured[ours].seconds, unit="s", ours=ours, budget=budget
    )


def _more(work: str, ours: str, beside: str, budget: Budget, counted: str = "", group: str = "host") -> Row:
    return Row(
        group=group,
        work=work,
        figure=lambda found: _added(found, ours, beside),
        unit="s",
        ours=ours,
        beside=beside,
        budget=budget,
        counted=counted,
    )


def _in_browser(place: str, what: str) -> list[Row]:
    """The rows of a page in a browser: a key, the longest tasks, and what the page weighs.

    Args:
        place: What the names of its figures begin with.
        what: What the page shows.
    """

    def row(work: str, figure: str, unit: str, limit: float | None = None) -> Row:
        def find(found: Group) -> float:
            for name, number in found.figures.items():
                if name.startswith(place) and name.endswith(figure):
                    return number
            raise KeyError(figure)

        budget = None if limit is None else Budget(limit)
        return Row(group="browser", work=f"{what}, {work}", figure=find, unit=unit, budget=budget)

    return [
        row("a key, median", "a key, median ms", "ms", _FRAME),
        row("a key, 95th percentile", "a key, 95th percentile ms", "ms", 50),
        row("longest task while one types", "longest task while one types, ms", "ms", 100),
        row("longest task while it comes", "longest task while it comes, ms", "ms", 100),
        row("what it loads", "MB that it loads, with all that is in it", "MB"),
        row("memory of its scripts", "MB of memory of its scripts", "MB"),
    ]


def _count(group: str, work: str, figure: str, unit: str, budget: Budget | None = None, *, per: float = 1) -> Row:
    return Row(group=group, work=work, figure=lambda found: found.figures[figure] / per, unit=unit, budget=budget)


def _host_rows(name: str, work: str) -> list[Row]:
    """The rows of later builds of a host project."""
    ours, without, changed = f"{name}, ours, unchanged", f"{name}, unchanged", f"{name}, ours, one changed"
    return [
        _count("host", f"{work}, nothing changed: files written", f"{ours}, files written", "files", Budget(0)),
        _count("host", f"{work} without us, nothing changed: files written", f"{without}, files written", "files"),
        _more(f"{work}, one package changed, over nothing changed", changed, ours, Budget(0.5, 0.2)),
        _count("host", f"{work}, one package changed: pages written", f"{name}, one changed, pages written", "pages"),
        _count(
            "host",
            f"{work}, one package changed: pages written without reason",
            f"{name}, one changed, pages written without reason",
            "pages",
            Budget(0),
        ),
    ]


def _file_rows(name: str) -> list[Row]:
    """The rows of one of Spack's files: time and memory."""
    ours, beside = f"{name}, ours", f"{name}, json.load"
    work = f"read a {name} of 100,000 specs, beside json.load"
    return [
        _ratio("installation", work, ours, beside, Budget(2.0, 1.3)),
        Row(
            group="installation",
            work=f"{work}: memory",
            figure=lambda found: found.measured[ours].peak / found.measured[beside].peak,
            ours=ours,
            beside=beside,
            budget=Budget(1.5),
        ),
    ]


_PAGE: Final = Budget(1.2, 0.7)
_UNCHANGED: Final = "find that nothing changed"
_BUILD: Final = "build a package"

ROWS: Final = (
    _ratio(
        "read",
        "read 60,000 specs, beside PyYAML's C loader",
        "60,000, ours",
        "60,000, PyYAML",
        Budget(25, 30, least=True),
        "read a spec",
    ),
    _ratio("read", "read 60,000 specs, beside a bare msgspec decode", "60,000, ours", "60,000, msgspec"),
    _ratio(
        "read",
        "compare 60,000 specs with those of the next tag, beside reading them",
        "60,000, compared",
        "60,000, ours",
        Budget(1.5, 0.7),
    ),
    _ratio(
        "read",
        "read 7,700 specs, beside PyYAML's C loader",
        "7,700, ours",
        "7,700, PyYAML",
        Budget(12, 20, least=True),
        "read a spec",
    ),
    _ratio("read", "read 7,700 specs, beside a bare msgspec decode", "7,700, ours", "7,700, msgspec"),
    *_file_rows("lockfile"),
    *_file_rows("database"),
    _ratio("tag", "build 1,225 packages, beside Jekyll", "ours", "Jekyll", Budget(0.85), _BUILD),
    _ratio(
        "tag",
        "build 1,225 packages with -j 2, beside Jekyll, time that passed",
        "ours, -j 2",
        "Jekyll",
        Budget(0.85, 0.65),
        clock="seconds",
    ),
    _ratio(
        "tag",
        "build 1,225 packages, beside csv-table documents",
        "ours",
        "csv-table",
        Budget(20, least=True),
        _BUILD,
    ),
    _ratio(
        "develop",
        "build 60,000 specs, beside Jekyll",
        "ours",
        "Jekyll",
        Budget(0.5, 0.4),
        "make a row of a large table",
    ),
    Row(
        group="host",
        work="time added to a host of 500 documents, beside that added to an empty one",
        figure=lambda found: (
            _added(found, "large host, ours", "large host") / _added(found, "empty host, ours", "empty host")
        ),
        ours="large host, ours",
        beside="empty host, ours",
        budget=Budget(1.25),
    ),
    _ratio("host", "build a host of 500 documents with us, beside without us", "large host, ours", "large host"),
    _more(
        "empty host, nothing changed, over the same without us",
        "empty host, ours, unchanged",
        "empty host, unchanged",
        Budget(0.15, 0.08),
        _UNCHANGED,
    ),
    *_host_rows("empty host", "empty host"),
    _ratio(
        "host",
        "host of 500 documents, nothing changed, beside the same without us",
        "large host, ours, unchanged",
        "large host, unchanged",
        Budget(1.1, 1),
        _UNCHANGED,
    ),
    *_host_rows("large host", "host of 500 documents"),
    _more("5,000 facts about 1,225 packages, first build", "facts", "plain", Budget(0.15), group="facts"),
    _more(
        "5,000 facts about 1,225 packages, nothing changed",
        "facts, unchanged",
        "plain, unchanged",
        Budget(0.02, 0),
        group="facts",
    ),
    _count(
        "facts",
        "5,000 facts about 1,225 packages, nothing changed: files written",
        "facts, unchanged, files written",
        "files",
        Budget(0),
    ),
    _growth("growth", "10,000"),
    _ratio(
        "growth",
        "10,000 pages with -j 2: times as fast",
        "10,000, -j 2",
        "10,000",
        Budget(1.4, 1.6, least=True),
        clock="seconds",
    ),
    _ratio("growth", "10,000 pages with -j 2: processor time", "10,000, -j 2", "10,000", Budget(1.2)),
    _growth("full", "100,000"),
    _seconds("whole history: 85 tags, 102,000 packages, 425,000 specs", "whole history", Budget(60, 35)),
    Row(
        group="full",
        work="memory of the whole history",
        figure=lambda found: found.measured["whole history"].peak / 1e9,
        unit="GB",
        ours="whole history",
        budget=Budget(0.8),
    ),
    _page("full", "of the whole history", "whole history", "0"),
    _ratio(
        "full",
        "whole history with changes, other tags and lasting links, beside each tag by itself",
        "whole history",
        "whole history, each tag by itself",
        Budget(1.15, 1.1),
    ),
    Row(
        group="full",
        work="memory of the whole history, beside each tag by itself",
        figure=lambda found: (
            found.measured["whole history"].peak / found.measured["whole history, each tag by itself"].peak
        ),
        ours="whole history",
        beside="whole history, each tag by itself",
        budget=Budget(1.1),
    ),
    _seconds("whole history, nothing changed", "whole history, unchanged", Budget(8, 5)),
    *map(_theme, THEMES),
    *(_navigation(name, host) for name, host in NAVIGATION.items()),
    _count("tag", "HTML of a spec row, median", "bytes a spec row, median", "bytes", Budget(600)),
    _count(
        "tag",
        "HTML of a package page beside its rows, median",
        "bytes of a page beside its rows, median",
        "kB",
        Budget(8),
        per=1_000,
    ),
    *_in_browser("table", "table of 2,000 specs"),
    *_in_browser("explorer", "explorer of 60,000 specs"),
    _count(
        "tag",
        "scripts and styles of the page that loads most, gzipped",
        "scripts and styles of a page, bytes gzipped",
        "kB",
        Budget(28),
        per=1_000,
    ),
    _count(
        "tag",
        "scripts and styles of all pages, gzipped",
        "scripts and styles, bytes gzipped",
        "kB",
        Budget(28),
        per=1_000,
    ),
)
"""The rows, in the order of the report."""
