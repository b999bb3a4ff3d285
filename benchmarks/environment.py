"""What measured programs find: the same variables every time, and all byte code there."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
"""The checkout."""

_UNWANTED: Final = frozenset({"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONWARNINGS", "PYTHONDEVMODE"})
ENVIRONMENT: Final = {name: value for name, value in os.environ.items() if name not in _UNWANTED} | {
    "PYTHONHASHSEED": "0",
    "LC_ALL": "C.UTF-8",
    "PYTHONPATH": str(ROOT),
}
"""What the measured programs find set: the same order of sets, and the same language, every time."""


def compile_code() -> None:
    """Compile the byte code of all that measured programs may import, unless it is there.

    In a process of its own, whose memory would be charged to what this one starts later.
    """
    folders = (str(ROOT / "sphinxext_cache"), str(ROOT / "benchmarks"), sysconfig.get_path("purelib"))
    # What is installed may hold files that are not meant to be compiled, such as templates.
    subprocess.run([sys.executable, "-m", "compileall", "-qq", "-j", "0", *folders], check=False)
