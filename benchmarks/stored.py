"""The counts of instructions that are stored, and what new ones are beside them.

Counts depend on Python, on how it was compiled, and on the versions of what we use. So each count is taken relative to
that of the calibration, which has nothing of ours: then a Python 3.11 of another build differed by 5 % at most, and a
Python 3.13 by 11 %, always downwards but for 1 %. Where all is as it was when the figures were stored, there are
`ROOM` per cent of room, elsewhere `ROOM_ELSEWHERE`.
"""

from __future__ import annotations

import platform
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from benchmarks.forks import CALIBRATION

FILE: Final = Path(__file__).with_name("instructions.json")
"""The stored figures."""
ROOM: Final = 5
"""By how many per cent a count may be above what is stored."""
ROOM_ELSEWHERE: Final = 10
"""The same with other versions, or with a Python of another build."""
RENEW: Final = "make instructions ARGS=--store"

_SAME_BUILD: Final = 0.005
"""By what share the calibrations of one Python differ at most."""
_PACKAGES: Final = (
    "Sphinx",
    "docutils",
    "Jinja2",
    "Pygments",
    "msgspec",
    "archspec",
    "alabaster",
    "pydata-sphinx-theme",
    "sphinx-book-theme",
)


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of instructions.

    Attributes:
        versions: The versions of Python and of the packages that matter, by their names.
        figures: The instructions of one unit of each piece of work, by its name; the calibration is one of them.
    """

    versions: dict[str, str]
    figures: dict[str, float]


class Verdict(NamedTuple):
    """Whether counts are near enough to those stored, and what there is to say about it."""

    holds: bool
    text: str


def counts_of(figures: dict[str, float]) -> Counts:
    """Counts that were made by this Python."""
    versions = {"Python": platform.python_version(), **{name: version(name) for name in _PACKAGES}}
    return Counts(versions=versions, figures=figures)


def store(counts: Counts, file: Path) -> None:
    """Store counts in a file."""
    whole = msgspec.structs.replace(counts, figures={name: round(each) for name, each in counts.figures.items()})
    file.write_bytes(msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n")


def load_stored(file: Path) -> Counts:
    """What a file has stored."""
    return msgspec.json.decode(file.read_bytes(), type=Counts)


def judge(counted: Counts, stored: Counts) -> Verdict:
    """Compare counts with those stored."""
    scale = counted.figures[CALIBRATION] / stored.figures[CALIBRATION]
    others = _other_versions(counted, stored, scale)
    room = ROOM_ELSEWHERE if others else ROOM
    lines = [f"{'instructions to':38}{'counted':>16}{'stored':>16}  difference"]
    too_many, fewer = [], []
    for name, figure in counted.figures.items():
        if name == CALIBRATION or name not in stored.figures:
            continue
        expected = stored.figures[name] * scale
        per_cent = 100 * (figure / expected - 1)
        lines.append(f"{name:38}{figure:16,.0f}{expected:16,.0f}{per_cent:+10.1f} %")
        if per_cent > room:
            too_many.append(f"{name}: {per_cent:.1f} % more instructions than are stored; {room} % is the most")
        elif per_cent < -room:
            fewer.append(name)
    unknown = [
        f"{name}: it is counted or stored, but not both"
        for name in sorted(counted.figures.keys() ^ stored.figures.keys())
    ]
    if others:
        lines.append(f"The stored figures were scaled, since they are those of other versions: {', '.join(others)}.")
    if fewer and not others:
        lines.append(f"Faster: {', '.join(fewer)}. Store that, so that it is not lost again: {RENEW}")
    if too_many or unknown:
        lines += [*too_many, *unknown, f"`make profile` shows where time goes. If it must be so: {RENEW}"]
    return Verdict(not too_many and not unknown, "\n".join(lines))


def _other_versions(counted: Counts, stored: Counts, scale: float) -> list[str]:
    """What is not as it was when the figures were stored."""
    others = [
        f"{name} {number}, not {stored.versions.get(name)}"
        for name, number in counted.versions.items()
        if number != stored.versions.get(name)
    ]
    return others or ([] if abs(scale - 1) < _SAME_BUILD else ["another build of Python"])
