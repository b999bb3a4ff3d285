"""The environments of a reader's shell: with the Python of the tests, and with what the extension installs."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def with_python(folder: Path) -> dict[str, str]:
    """An environment whose Python is that of the tests, and whose home is a folder."""
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(folder)}


def with_command(folder: Path) -> dict[str, str]:
    """An environment in which one can type what an installation of the extension gives, whatever is installed here.

    Args:
        folder: The home, in which there is a folder ``bin`` afterwards.
    """
    environment = with_python(folder)
    command = folder / "bin" / "sphinxext-cache"
    command.parent.mkdir(exist_ok=True)
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m sphinxext_cache "$@"\n')
    command.chmod(0o755)
    return environment | {"PATH": f"{command.parent}:{environment['PATH']}", "PYTHONPATH": os.pathsep.join(sys.path)}
