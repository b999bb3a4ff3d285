"""What is published: the source distribution and the wheel, built as a release builds them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[1]


class Distributions(NamedTuple):
    """The two files of a release."""

    source: Path
    wheel: Path


def build_distributions(folder: Path) -> Distributions:
    """Build both from a checkout: the wheel from the source distribution, as ``python -m build`` does.

    Args:
        folder: A folder to work in.
    """
    checkout = copy_checkout(folder / "checkout")
    out = folder / "dist"
    command = [sys.executable, "-m", "build", "--outdir", str(out), str(checkout)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=outside_environment())
    assert done.returncode == 0, done.stdout + done.stderr
    (source,) = out.glob("*.tar.gz")
    (wheel,) = out.glob("*.whl")
    return Distributions(source, wheel)


def copy_checkout(to: Path) -> Path:
    """Copy the files that are, or may come, under version control; what is ignored stays behind.

    Args:
        to: A folder to make.
    """
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        source = ROOT / name
        if source.is_file():  # a file that was removed is still listed
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, to / name)
    return to


def outside_environment() -> dict[str, str]:
    """The variables of this process, without those by which one Python is told of the modules of another."""
    told = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYTEST_CURRENT_TEST")
    return {name: value for name, value in os.environ.items() if name not in told}
