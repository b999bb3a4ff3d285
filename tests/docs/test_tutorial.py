"""The tutorial, followed to the letter: from an empty folder, in a new virtual environment, with the built wheel."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.docs.blocks import Block, Promise
from tests.docs.reader import Reader

if TYPE_CHECKING:
    from tests.docs.blocks import Documentation


def _stranger(wheel: Path, folder: Path) -> dict[str, str]:
    """The environment of somebody who has Python, and for whom this wheel is what pip finds."""
    constraint = folder / "constraint.txt"
    constraint.write_text(f"sphinxext-cache @ {wheel.as_uri()}\n")
    python = Path(sys.base_prefix) / "bin"
    kept = {name: text for name, text in os.environ.items() if name.lower().endswith(("_proxy", "home", "cert_file"))}
    return {
        **kept,
        "PATH": f"{python}:/usr/local/bin:/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "PIP_CONSTRAINT": str(constraint),
        "PIP_FIND_LINKS": str(wheel.parent),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


def test_who_follows_the_tutorial_sees_what_it_promises(docs: Documentation, wheel: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    centre = empty / "centre"
    environment = _stranger(wheel, tmp_path)
    reader = Reader(empty, home=centre, environment=environment)

    reader.follow(list(docs.steps("tutorial", "reStructuredText")))

    installed = list((centre / ".venv").glob("lib/python*/site-packages/sphinxext_cache/extension.py"))
    assert len(installed) == 1, "not an editable installation of this project"
    assert reader.seen > 20

    # Who writes MyST is told the same, but for the documents; the installation is there by now.
    other = tmp_path / "other"
    other.mkdir()
    environment["PATH"] = f"{centre / '.venv/bin'}:{environment['PATH']}"
    author = Reader(other, home=other, environment=environment)

    _install, *steps = docs.steps("tutorial", "MyST")
    author.follow(steps)

    assert not list(other.rglob("*.rst"))
    assert author.seen == reader.seen


def test_the_tutorial_leaves_nothing_to_guess(docs: Documentation) -> None:
    for markup in ("reStructuredText", "MyST"):
        steps = list(docs.steps("tutorial", markup))
        blocks = [step for step in steps if isinstance(step, Block)]
        assert all(block.language == "console" or block.file for block in blocks), "each is a file or a session"
        assert sum(isinstance(step, Promise) for step in steps) >= 6
