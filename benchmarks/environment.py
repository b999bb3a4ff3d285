"""What measured programs find: the same variables every time, and all byte code there."""

from __future__ import annotations

import compileall
import os
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
    """Compile the byte code of all that measured programs may import, unless it is there."""
    folders = (ROOT / "sphinxext_cache", ROOT / "benchmarks", sysconfig.get_path("purelib"))
    for folder in folders:
        compileall.compile_dir(folder, quiet=2, workers=0)
