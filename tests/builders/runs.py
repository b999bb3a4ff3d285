"""Runs of Sphinx as its users start it, and what they gave."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PLAIN: Final = (sys.executable,)
"""The Python of the tests."""
STRICT: Final = (
    *(*PLAIN, "-W", "error"),
    # What others have to answer, by its beginning: what the newest Sphinx will take away, and they still use.
    *("-W", "ignore:'myst_parser.sphinx_ext.myst_refs.MystReferenceResolver.app' is deprecated"),
)
"""The same, where Python's own warnings are errors too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The status, what was said, and where the output lies."""

    status: int
    messages: str
    outdir: Path

    def text(self, pattern: str) -> str:
        (path,) = self.outdir.glob(pattern)
        return path.read_text(encoding="utf-8")


def run_sphinx(source: Path, folder: Path, builder: str, *options: str, python: Sequence[str] = STRICT) -> Run:
    """Build a project: warnings are errors, two processes.

    Args:
        source: The project.
        folder: Where the output goes, and what Sphinx remembers beside it.
        builder: The builder.
        options: More options of Sphinx.
        python: How Python is started.
    """
    sphinx = ["-m", "sphinx", "-W", "-n", "--keep-going", "-j", "2", "-q", "-b", builder, *options]
    done = subprocess.run(
        [*python, *sphinx, "-d", folder / "doctrees", source, folder / "out"],
        capture_output=True,
        text=True,
        check=False,
    )
    return Run(status=done.returncode, messages=done.stdout + done.stderr, outdir=folder / "out")
