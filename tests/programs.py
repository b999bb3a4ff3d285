"""What tests use beside Python. Where it is missing they are skipped and say so, but in CI that is a failure."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def require(*programs: str) -> str:
    """Where the first of some programs is that will do.

    Args:
        programs: Their names, the best first.
    """
    found = next(filter(None, map(shutil.which, programs)), None)
    return found or miss(f"no {programs[0]} on this machine")


def require_file(path: Path, what: str) -> Path:
    """A file that `make test` brings.

    Args:
        path: The file.
        what: What it is.
    """
    return path if path.is_file() else miss(f"{what} is not installed")


def miss(what: str) -> NoReturn:
    """End a test that cannot do without something.

    Args:
        what: What is missing, as a sentence without its end.
    """
    if os.environ.get("CI"):
        pytest.fail(f"CI must skip nothing: {what}")
    pytest.skip(f"{what}: see 'make tools'")
