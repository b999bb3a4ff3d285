"""Runs one command and writes what it took as JSON to standard output; the command's own output goes to a file.

This is a process of its own because the system charges the memory of whoever starts a process to that process: a
benchmark that has itself read 60,000 specs would measure itself. It imports little, and is run with ``python -IS``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


def main() -> int:
    """Run ``stopwatch.py LOG COMMAND ...``; the exit code is that of the command."""
    log, *command = sys.argv[1:]
    with open(log, "ab") as output:  # noqa: PTH123 the import of pathlib is half of this program
        start = time.perf_counter()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        _pid, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    taken = {"seconds": seconds, "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss * _RSS_UNIT}
    print(json.dumps(taken))
    return child.returncode and 1


if __name__ == "__main__":
    sys.exit(main())
