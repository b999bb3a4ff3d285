"""Runs what is to be measured: each case a process of its own, all cases in turns, so that a noisy minute hits all."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from benchmarks.environment import ENVIRONMENT
from benchmarks.results import FOLDER, Measured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LOG: Final = FOLDER / "log.txt"
"""What the measured programs said."""

_PAGE: Final = re.compile(r"cache/(?!(?:packages|stacks|targets)/).*\.html")
"""A generated page; stubs, which lead to pages and are made in a tenth of the time, are none."""
_STOPWATCH: Final = Path(__file__).parent / "stopwatch.py"


class _Taken(msgspec.Struct):
    """What a measured process reports, as one line of JSON."""

    seconds: float
    cpu: float
    peak: int


class _Run(NamedTuple):
    taken: _Taken
    files: int = 0
    size: int = 0
    pages: int = 0
    written: tuple[str, ...] = ()


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A piece of work to measure.

    Attributes:
        name: Its name within the group.
        command: What to run. It prints a line of JSON with its seconds; `timed` makes such a command of any.
        before: What is to be done before each run, and is not measured.
        output: The folder that it writes, if it does.
        watched: Whether to find out which of its files it wrote anew or again.
        times: How often it runs in each round.
        pages: How many pages it reads, if it writes none.
        specs: How many specs there are.
    """

    name: str
    command: tuple[str, ...]
    before: Callable[[], object] = _nothing
    output: Path | None = None
    watched: bool = False
    times: int = 1
    pages: int = 0
    specs: int = 0


def timed(*command: str) -> tuple[str, ...]:
    """The command that runs another one under the stopwatch."""
    return (sys.executable, "-IS", str(_STOPWATCH), str(LOG), *command)


def run_in_turns(cases: Sequence[Case], rounds: int) -> dict[str, Measured]:
    """Run all cases in every round, in their order; of each the best run counts.

    Raises:
        SystemExit: A command failed.
    """
    runs: defaultdict[str, list[_Run]] = defaultdict(list)
    for _round in range(rounds):
        for case in cases:
            runs[case.name] += [_run(case) for _time in range(case.times)]
            last = runs[case.name][-1].taken
            say(f"  {case.name:40}{last.seconds:9.2f} s{last.peak / 1e6:8.0f} MB")
    return {case.name: _best(case, runs[case.name]) for case in cases}


def say(line: str) -> None:
    """Tell whoever waits how far it is."""
    print(line, file=sys.stderr, flush=True)


def _run(case: Case) -> _Run:
    case.before()
    stamps = _stamps(case.output) if case.watched and case.output else {}
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("ab") as log:
        done = subprocess.run(
            case.command, stdout=subprocess.PIPE, stderr=log, cwd=tempfile.gettempdir(), env=ENVIRONMENT, check=False
        )
    if done.returncode:
        end = "\n".join(LOG.read_text(encoding="utf-8", errors="replace").splitlines()[-20:])
        raise SystemExit(f"'{case.name}' failed: {' '.join(case.command)}\n{end}")
    taken = msgspec.json.decode(done.stdout, type=_Taken)
    if case.output is None:
        return _Run(taken)
    found = _stamps(case.output)
    pages = sum(_PAGE.fullmatch(name) is not None for name in found)
    written = [name for name, stamp in found.items() if stamps and stamps.get(name) != stamp]
    return _Run(taken, len(found), sum(size for _time, size in found.values()), pages, tuple(sorted(written)))


def _best(case: Case, runs: list[_Run]) -> Measured:
    best = min(runs, key=lambda run: run.taken.seconds)
    return Measured(
        seconds=best.taken.seconds,
        cpu=min(run.taken.cpu for run in runs),
        peak=max(run.taken.peak for run in runs),
        runs=len(runs),
        slowest=max(run.taken.seconds for run in runs),
        files=runs[-1].files,
        size=runs[-1].size,
        pages=case.pages or runs[-1].pages,
        specs=case.specs,
        written=runs[-1].written,
    )


def _stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """When each file below a folder was last written, and how many bytes it has."""
    found = {}
    for entry in _files(folder):
        status = entry.stat()
        name = os.path.relpath(entry.path, folder).replace(os.sep, "/")
        found[name] = (status.st_mtime_ns, status.st_size)
    return found


def _files(folder: Path) -> Iterator[os.DirEntry[str]]:
    """All files below a folder; without `Path`, since there may be a hundred thousand."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry.path))
            else:
                yield entry
