"""The tutorials, followed to the letter: from empty folders, in a new virtual environment, with the built wheel."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.docs.blocks import Block, Promise
from tests.docs.reader import Reader

if TYPE_CHECKING:
    from tests.docs.blocks import Documentation

_TUTORIALS: Final = ("tutorial", "tutorial-own")
_MARKUPS: Final = ("reStructuredText", "MyST")


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


@pytest.fixture(scope="module")
def installed(docs: Documentation, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of somebody who did what both tutorials begin with."""
    empty = tmp_path_factory.mktemp("empty")
    environment = _stranger(wheel, tmp_path_factory.mktemp("constraint"))
    install, *_steps = docs.steps("tutorial", "reStructuredText")

    Reader(empty, home=empty, environment=environment).follow([install])

    found = list((empty / "centre/.venv").glob("lib/python*/site-packages/sphinxext_cache/extension.py"))
    assert len(found) == 1, "not an editable installation of this project"
    return {**environment, "PATH": f"{empty / 'centre/.venv/bin'}:{environment['PATH']}"}


@pytest.mark.parametrize("tutorial", _TUTORIALS)
def test_who_follows_a_tutorial_sees_what_it_promises(
    tutorial: str, docs: Documentation, installed: dict[str, str], tmp_path: Path
) -> None:
    seen = []
    for markup in _MARKUPS:
        centre = tmp_path / markup
        centre.mkdir()
        reader = Reader(centre, home=centre, environment=installed)
        _install, *steps = docs.steps(tutorial, markup)
        reader.follow(steps)
        seen.append(reader.seen)

    assert min(seen) > 15
    assert len(set(seen)) == 1, "who writes MyST is told the same"
    assert not list((tmp_path / "MyST").rglob("*.rst"))


@pytest.mark.parametrize("tutorial", _TUTORIALS)
def test_a_tutorial_leaves_nothing_to_guess(tutorial: str, docs: Documentation) -> None:
    for markup in _MARKUPS:
        steps = list(docs.steps(tutorial, markup))
        blocks = [step for step in steps if isinstance(step, Block)]
        assert all(block.language == "console" or block.file for block in blocks), "each is a file or a session"
        assert sum(isinstance(step, Promise) for step in steps) >= 3


def test_both_tutorials_begin_with_the_same(docs: Documentation) -> None:
    first, other = (next(iter(docs.steps(tutorial, "MyST"))) for tutorial in _TUTORIALS)
    assert first == other
