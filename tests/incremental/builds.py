"""Builds as a command line starts them, in this process or in one of their own, and what they said."""

from __future__ import annotations

import filecmp
import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sphinx.builders.html import _assets
from sphinx.cmd.build import build_main
from sphinx.locale import translators

HOOKS: Final = Path(__file__).with_name("hooks")
"""The folder of a ``sitecustomize`` that looks at what a process does with files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One build: its status (negative: the signal that ended it) and what it said."""

    status: int
    said: str
    warned: str


def arguments(source: Path, out: Path, *options: str) -> list[str]:
    """The arguments of a build of HTML; its doctrees lie beside the output, so that nothing else shares them."""
    return ["--no-color", "-d", f"{out}.doctrees", *options, str(source), str(out)]


def build(source: Path, out: Path, *options: str, only: Path | None = None) -> Run:
    """Build in this process, as some tools that build again and again do; all documents, or only one."""
    _forget()
    said, warned = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(warned):
        status = build_main([*arguments(source, out, *options), *([str(only)] if only else [])])
    return Run(status=status, said=said.getvalue(), warned=warned.getvalue())


def _forget() -> None:
    """Forget what a process remembers of all builds in it: their languages, and which of their files are the same."""
    translators.clear()
    filecmp.clear_cache()  # it goes by size and date
    digest = getattr(_assets, "_file_checksum_inner", None)  # since Sphinx 8.2
    if digest is not None:
        digest.cache_clear()


def build_apart(source: Path, out: Path, *options: str, **hooks: str) -> Run:
    """Build in a process of its own, the leader of its group, with variables of the environment for its hooks.

    It imports the package that this process does: the checkout is not put before an installed one.
    """
    path = [str(HOOKS), *filter(None, [os.environ.get("PYTHONPATH")])]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *arguments(source, out, *options)],
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path), **hooks},
    )
    return Run(status=done.returncode, said=done.stdout, warned=done.stderr)
