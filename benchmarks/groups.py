"""What is measured: groups of cases that run in turns, each a function of a `Setting`.

What the measured may cost is said in `benchmarks.rows`, by the names of groups and cases given here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmarks import compare, read
from benchmarks.browser import press_keys
from benchmarks.cases import run_in_turns
from benchmarks.changes import PackageChange
from benchmarks.facts import write_facts
from benchmarks.history import HISTORY, SMALL_HISTORY
from benchmarks.host import EMPTY, Host
from benchmarks.instructions import count_instructions
from benchmarks.make_graphs import INSTALLATION
from benchmarks.make_trees import DEVELOP, SMALLER, TAG
from benchmarks.navigation import NAVIGATION, Arrival
from benchmarks.projects import jekyll_cases, write_project, write_tables
from benchmarks.weights import weigh

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.cases import Case
    from benchmarks.make_trees import Tree
    from benchmarks.projects import Project
    from benchmarks.results import Measured

THEMES: Final = ("alabaster", "furo", "sphinx_rtd_theme", "pydata_sphinx_theme", "sphinx_book_theme")
"""The themes that are measured."""

LARGE: Final = Host(documents=500)
"""A host of many documents."""

_AGAIN: Final = 3
"""How often a build runs in each round if it is short and what is asked of it is narrow."""


class Outcome(NamedTuple):
    """What a group gives: what was measured, and figures that are no times."""

    measured: dict[str, Measured]
    figures: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How to measure.

    Attributes:
        work: A folder for projects, empty at first; what a group leaves there may be thrown away.
        rounds: In how many rounds all cases run.
        quick: Whether small trees will do: a trial of the benchmark, not a measurement.
    """

    work: Path
    rounds: int
    quick: bool = False

    def tree(self, tree: Tree) -> Tree:
        """The tree to measure with, written."""
        chosen = tree.small() if self.quick else tree
        chosen.pages()
        return chosen

    def host(self, host: Host) -> Host:
        """The host to measure with."""
        return replace(host, documents=-(-host.documents // SMALLER)) if self.quick else host

    def history(self, tags: int | None) -> list[Path]:
        """The folders of so many tags of the history (None: all but `DEVELOP`)."""
        chosen = SMALL_HISTORY if self.quick else HISTORY
        return chosen.folders(tags)

    def run(self, cases: list[Case]) -> Outcome:
        """Run cases in turns."""
        return Outcome(run_in_turns(cases, self.rounds), {})


def _read(setting: Setting) -> Outcome:
    cases = []
    for name, tree in (("7,700", TAG), ("60,000", DEVELOP)):
        chosen = setting.tree(tree)
        cases += read.cases(name, chosen.folder, chosen.packages, chosen.specs)
        cases.append(compare.case(f"{name}, compared", chosen.folder, chosen.specs))
    return setting.run(cases)


def _installation(setting: Setting) -> Outcome:
    """The lockfile and the database of one installation."""
    graph = INSTALLATION.small() if setting.quick else INSTALLATION
    files = {"lockfile": graph.lockfile(), "database": graph.database()}
    return setting.run([case for name, file in files.items() for case in read.file_cases(name, file, graph.specs)])


def _tag(setting: Setting) -> Outcome:
    tree = setting.tree(TAG)
    ours = write_project(setting.work / "ours", sources=[tree.folder])
    tables = write_tables(setting.work / "tables", tree.folder)
    measured = run_in_turns(
        [
            write_project(setting.work / "host").clean("empty project"),
            ours.clean("ours", specs=tree.specs),
            ours.clean("ours, -j 2", jobs="2", specs=tree.specs),
            *jekyll_cases(setting.work / "jekyll", tree.folder, tree.specs),
            tables.clean("csv-table", specs=tree.specs),
        ],
        setting.rounds,
    )
    return Outcome(measured, weigh(ours.output))


def _develop(setting: Setting) -> Outcome:
    tree = setting.tree(DEVELOP)
    ours = write_project(setting.work / "ours", sources=[tree.folder])
    jekyll = jekyll_cases(setting.work / "jekyll", tree.folder, tree.specs)
    return setting.run([ours.clean("ours", specs=tree.specs), *jekyll])


def _host(setting: Setting) -> Outcome:
    """An empty project and one of many documents, each without us and with us."""
    tree = setting.tree(TAG)
    cases: list[Case] = []
    changes = {}
    for name, kind in (("empty host", EMPTY), ("large host", setting.host(LARGE))):
        change = PackageChange(tree, setting.work / f"{name} pages")
        host = write_project(setting.work / name, kind)
        ours = write_project(setting.work / f"{name} ours", kind, sources=[change.folder], shown=change.package)
        changes[name] = (ours.output, change)
        cases += [
            host.clean(name),
            ours.clean(f"{name}, ours", specs=tree.specs),
            host.again(f"{name}, unchanged", times=_AGAIN),
            ours.again(f"{name}, ours, unchanged", times=_AGAIN),
            ours.again(f"{name}, ours, one changed", before=change.make),
        ]
    measured = run_in_turns(cases, setting.rounds)
    figures: dict[str, float] = {}
    for name, (output, change) in changes.items():
        judged = change.judge(output, measured[f"{name}, ours, one changed"].written)
        figures |= {f"{name}, one changed, {key}": number for key, number in judged.items()}
        for again in (f"{name}, unchanged", f"{name}, ours, unchanged"):
            figures[f"{again}, files written"] = len(measured[again].written)
    return Outcome(measured, figures)


def _facts(setting: Setting) -> Outcome:
    """A tag of which nobody says anything, and the same with a file of facts."""
    tree = setting.tree(TAG)
    file = setting.work / "facts.yaml"
    write_facts(file, tree)
    plain = write_project(setting.work / "plain", sources=[tree.folder])
    told = write_project(setting.work / "told", sources=[tree.folder], facts=file)
    cases = [
        plain.clean("plain", specs=tree.specs, times=_AGAIN),
        told.clean("facts", specs=tree.specs, times=_AGAIN),
        plain.again("plain, unchanged", times=_AGAIN),
        told.again("facts, unchanged", times=_AGAIN),
    ]
    measured = run_in_turns(cases, setting.rounds)
    return Outcome(measured, {"facts, unchanged, files written": len(measured["facts, unchanged"].written)})


def _growth(setting: Setting) -> Outcome:
    """Histories of about 1,000 and 10,000 pages."""
    large = _history(setting, "10,000", 8)
    parallel = large.clean("10,000, -j 2", jobs="2")
    return setting.run([*_small(setting), large.clean("10,000"), parallel])


def _full(setting: Setting) -> Outcome:
    """The same with about 100,000, and with the tag that collects everything on top."""
    cases = [*_small(setting), _history(setting, "100,000", None).clean("100,000")]
    sources = [setting.tree(DEVELOP).folder, *setting.history(None)]
    everything = write_project(setting.work / "everything", sources=sources)
    timeless = write_project(setting.work / "timeless", sources=sources, timeless=True)
    return setting.run(
        [
            *cases,
            everything.clean("whole history"),
            everything.again("whole history, unchanged"),
            timeless.clean("whole history, each tag by itself"),
        ]
    )


def _small(setting: Setting) -> list[Case]:
    """An empty project, and one of about 1,000 pages: of so short builds the best of some counts."""
    empty, small = write_project(setting.work / "empty"), _history(setting, "1,000", 1)
    return [empty.clean("0", times=_AGAIN), small.clean("1,000", times=_AGAIN)]


def _history(setting: Setting, name: str, tags: int | None) -> Project:
    """A project of so many tags of the history."""
    return write_project(setting.work / name, sources=setting.history(tags))


def _themes(setting: Setting) -> Outcome:
    tree = setting.tree(TAG)
    cases = []
    for theme in THEMES:
        empty = write_project(setting.work / f"{theme}-empty", Host(theme=theme))
        ours = write_project(setting.work / theme, Host(theme=theme), sources=[tree.folder])
        cases += [empty.clean(f"{theme}, empty project"), ours.clean(f"{theme}, ours", specs=tree.specs)]
    return setting.run(cases)


def _navigation(setting: Setting) -> Outcome:
    """Hosts with deep trees of contents."""
    tree = setting.tree(TAG)
    hosts = [Arrival(name, setting.host(each), tree, setting.work / name) for name, each in NAVIGATION.items()]
    built = {name: each for host in hosts for name, each in host.build_host().items()}
    return Outcome(built | run_in_turns([case for host in hosts for case in host.cases()], setting.rounds), {})


def _browser(setting: Setting) -> Outcome:
    """What a reader's browser does with the largest of tags."""
    tree = setting.tree(DEVELOP)
    project = write_project(setting.work / "ours", sources=[tree.folder])
    measured = run_in_turns([project.clean("ours", specs=tree.specs)], 1)
    return Outcome(measured, press_keys(project.output, tree.tag))


def _instructions(_setting: Setting) -> Outcome:
    return Outcome({}, {f"instructions to {name}": figure for name, figure in count_instructions().items()})


GROUPS: Final[dict[str, Callable[[Setting], Outcome]]] = {
    "read": _read,
    "installation": _installation,
    "tag": _tag,
    "develop": _develop,
    "host": _host,
    "facts": _facts,
    "growth": _growth,
    "themes": _themes,
    "navigation": _navigation,
    "browser": _browser,
    "instructions": _instructions,
    "full": _full,
}
"""The groups, by name."""
ON_REQUEST: Final = frozenset({"full"})
"""The groups that run only when they are named: they take long."""
