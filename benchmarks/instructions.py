"""Counts the instructions of hot paths: figures that neither noise nor other work on the machine moves.

Valgrind's callgrind counts them; where it is missing, the processor itself by way of ``perf``, if the system lets it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from benchmarks.cases import ENVIRONMENT, say
from benchmarks.hot_paths import WORKS

_COUNTERS: Final = (
    (("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"), re.compile(r"Collected : (\d+)")),
    (("perf", "stat", "-x,", "-e", "instructions:u"), re.compile(r"^(\d+),,instructions", re.MULTILINE)),
)


def count_instructions(folder: Path) -> dict[str, float]:
    """The instructions of one unit of each hot path; none where nothing can count them.

    Args:
        folder: A tree of pages to work with.
    """
    found: dict[str, float] = {}
    for name in WORKS:
        command = (sys.executable, "-m", "benchmarks.hot_paths", name, str(folder))
        whole, baseline = _count(*command), _count(*command, "--baseline")
        if whole is None or baseline is None:
            say("neither valgrind nor perf can count instructions here")
            return {}
        (instructions, units), (before, _units) = whole, baseline
        figure = found[f"instructions to {name}"] = (instructions - before) / units
        say(f"  {name:40}{figure:12,.0f} instructions")
    return found


def _count(*command: str) -> tuple[int, int] | None:
    """The instructions of a command, and the number that it prints; None if nothing here can count."""
    for counter, pattern in _COUNTERS:
        if shutil.which(counter[0]):
            done = subprocess.run(
                [*counter, *command], capture_output=True, text=True, cwd=Path("/"), env=ENVIRONMENT, check=False
            )
            if not done.returncode and (counted := pattern.search(done.stderr)):
                return int(counted[1]), int(done.stdout)
    return None
