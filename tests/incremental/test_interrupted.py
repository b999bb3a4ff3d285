"""Builds that are killed, or stopped by a full disk: the next one gives what a clean one gives."""

from __future__ import annotations

import random
import shutil
import signal
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.incremental.builds import build, build_apart
from tests.incremental.sources import make_sources
from tests.incremental.trees import Tree, differences, read_all, read_tree
from tests.projects import make_spec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.incremental.sources import Sources


def _change_cache(sources: Sources) -> None:
    """Change what documents show that are not changed themselves."""
    sources.pages["_cache/develop/hdf5/specs.md"] = (make_spec("hdf5", version="2.0"),)
    del sources.pages["_cache/develop/zlib/specs.md"]
    sources.pages["_cache/v2.0/zlib/specs.md"] = (make_spec("zlib", "v2.0"),)
    sources.write()


def _change_settings(sources: Sources) -> None:
    sources.conf["html_title"] = "Another"
    sources.write()


def _change_nothing(_sources: Sources) -> None:
    """Leave all as it is: the first build."""


def _leave_all(_sources: Sources) -> None:
    """Leave all as it was when the first build ended, so that the second rests."""


class Interrupted:
    """A project with a state of its output, which can be taken back, and a build of which the steps are known."""

    def __init__(self, folder: Path, change: Callable[[Sources], None], mode: str) -> None:
        self._mode = mode
        self.sources = make_sources(folder / "project")
        self.out = folder / "out"
        self._saved = folder / "saved"
        if change is not _change_nothing:
            assert build(self.sources.root, self.out).status == 0
            change(self.sources)
        self.before = read_tree(self.out, self.sources.documents)
        for name in self._folders():
            if (folder / name).exists():
                shutil.copytree(folder / name, self._saved / name)
        steps = folder / "steps"
        assert self.build(STEPS_TO=str(steps)) == 0
        self.steps = int(steps.read_text(encoding="utf-8"))
        clean = folder / "clean"
        assert build(self.sources.root, clean).status == 0
        self.clean = read_tree(clean, self.sources.documents)

    def _folders(self) -> list[str]:
        return [self.out.name, f"{self.out.name}.doctrees"]

    def take_back(self) -> None:
        for name in self._folders():
            shutil.rmtree(self.out.with_name(name), ignore_errors=True)
            if (self._saved / name).exists():
                shutil.copytree(self._saved / name, self.out.with_name(name))

    def build(self, **hooks: str) -> int:
        return build_apart(self.sources.root, self.out, self._mode, WATCHED_FOLDER=str(self.out), **hooks).status

    def build_again(self) -> Tree:
        assert build(self.sources.root, self.out, self._mode).status == 0
        return read_tree(self.out, self.sources.documents)

    def half_pages(self) -> set[str]:
        """The generated pages that are neither as they were nor as they will be."""
        found = read_all(self.out) if self.out.exists() else {}
        pages = {name: content for name, content in found.items() if name.startswith("cache/")}
        return {name for name in pages if pages[name] not in (self.before.get(name), self.clean.get(name))}


def _moments(change: Callable[[Sources], None], count: int, mode: str = "-j1") -> list[object]:
    """Moments in the course of a build, as a share of its steps: one at random in each of so many parts."""
    chosen = random.Random(count)  # noqa: S311 the same moments in each run
    moments = [round((part + chosen.random()) / count, 3) for part in range(count)]
    name = change.__name__.strip("_")
    group = pytest.mark.xdist_group(f"interrupted-{name}{mode}")
    return [pytest.param(change, mode, moment, id=f"{name}{mode}-{moment}", marks=group) for moment in moments]


@pytest.fixture(scope="module")
def prepare(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Callable[[Sources], None], str], Interrupted]:
    """Prepares a build that a change calls for, once."""
    return cache(lambda change, mode: Interrupted(tmp_path_factory.mktemp("interrupted"), change, mode))


@pytest.mark.parametrize(
    ("change", "mode", "moment"),
    [
        *_moments(_change_nothing, 10),
        *_moments(_change_cache, 25),
        *_moments(_change_settings, 5),
        *_moments(_change_cache, 5, "-j2"),
        *_moments(_leave_all, 5),
    ],
)
def test_after_a_build_that_was_killed_the_next_is_whole(
    prepare: Callable[[Callable[[Sources], None], str], Interrupted],
    change: Callable[[Sources], None],
    mode: str,
    moment: float,
) -> None:
    interrupted = prepare(change, mode)
    interrupted.take_back()

    status = interrupted.build(KILL_AT=str(1 + int(moment * interrupted.steps)))

    assert status == -signal.SIGKILL
    assert interrupted.half_pages() == set()
    assert differences(interrupted.build_again(), interrupted.clean) == []
