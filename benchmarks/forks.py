"""Does pieces of work in forks of this process, so that a counter of instructions sees each apart from all others.

Whatever comes before, such as importing Sphinx, is done once and is in no count. To count is the work of
`benchmarks.instructions`.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

CALIBRATION: Final = "calibrate"
"""The piece of work that has nothing of ours: what one Python takes more than another is about the same in all."""


def _nothing() -> None:
    pass


def run_apart(name: str, units: int, do: Callable[[], object], without: Callable[[], object] = _nothing) -> None:
    """Do a piece of work in a process of its own; prints a line of JSON that says in which.

    Args:
        name: What one unit of the work is.
        units: How often the work does the same.
        do: Does it.
        without: Does what is in `do` but is not to be counted, in another process.
    """
    processes = {"without": _fork(without), "whole": _fork(do)}
    print(json.dumps({"name": name, "units": units, **processes}), flush=True)


def _fork(do: Callable[[], object]) -> int:
    """Do something in a child process, and wait for it.

    Raises:
        SystemExit: It failed.
    """
    sys.stdout.flush()
    child = os.fork()
    if not child:
        try:
            do()
        except BaseException:  # noqa: BLE001 a child must not go on with what its parent does
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    if status:
        raise SystemExit("a piece of work failed")
    return child
