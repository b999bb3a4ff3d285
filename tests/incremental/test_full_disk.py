"""Builds on a disk that is full: a clear error, and with more space the next build is whole."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

from tests.incremental.builds import Run, build, build_apart
from tests.incremental.trees import differences, read_tree
from tests.projects import make_spec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.incremental.sources import Sources

_SIZE: Final = 4 * 1024 * 1024


@dataclass(slots=True, kw_only=True)
class Disk:
    """A folder with little space; where none can be mounted, one in which no file may grow beyond a limit."""

    folder: Path
    is_mounted: bool

    def build(self, source: Path, *, free: int) -> Run:
        """Build when so many bytes are left."""
        if not self.is_mounted:
            return build_apart(source, self.folder / "out", FILE_LIMIT=str(2_000 + free // 10))
        status = os.statvfs(self.folder)
        filler = self.folder / "filler"
        filler.write_bytes(bytes(status.f_bavail * status.f_frsize - free))
        run = build_apart(source, self.folder / "out")
        filler.unlink()
        return run


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(folder)]
    try:
        is_mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        is_mounted = False
    yield Disk(folder=folder, is_mounted=is_mounted)
    if is_mounted:
        subprocess.run(["umount", str(folder)], check=True)


def _assert_clear(run: Run, disk: Disk) -> None:
    """If it was we who could not write, the error says what, and is none of the program."""
    assert run.status == 2, run.warned
    assert any(words in run.warned for words in ("No space left on device", "File too large")), run.warned
    assert "Handler <function" not in run.warned, run.warned
    if any("/sphinxext_cache/" in line for line in run.warned.splitlines() if line.strip().startswith("File ")):
        assert "Build cache output error!" in run.warned
        assert f"OutputError: {disk.folder}" in run.warned


def _assert_whole(sources: Sources, disk: Disk) -> None:
    assert build(sources.root, disk.folder / "out").status == 0
    clean = disk.folder.with_name("clean")
    assert build(sources.root, clean).status == 0
    right = read_tree(clean, sources.documents)
    assert differences(read_tree(disk.folder / "out", sources.documents), right) == []


@pytest.mark.parametrize("free", [0, 50_000, 200_000, 350_000, 450_000, 500_000])
def test_after_a_first_build_on_a_full_disk_the_next_is_whole(sources: Sources, disk: Disk, free: int) -> None:
    run = disk.build(sources.root, free=free)

    _assert_clear(run, disk)
    _assert_whole(sources, disk)


@pytest.mark.parametrize("free", [0, 20_000, 60_000])
def test_after_another_build_on_a_full_disk_the_next_is_whole(sources: Sources, disk: Disk, free: int) -> None:
    assert build(sources.root, disk.folder / "out").status == 0
    versions = [f"{major}.{minor}" for major in range(10) for minor in range(10)]
    sources.pages["_cache/develop/hdf5/specs.md"] = tuple(make_spec("hdf5", version=version) for version in versions)
    sources.write()

    run = disk.build(sources.root, free=free)

    _assert_clear(run, disk)
    _assert_whole(sources, disk)


def test_a_page_that_grows_too_large_for_the_disk_is_named(sources: Sources, tmp_path: Path) -> None:
    versions = [f"{major}.{minor}" for major in range(40) for minor in range(20)]
    sources.pages["_cache/large.md"] = tuple(make_spec("large", version=version) for version in versions)
    sources.write()
    disk = Disk(folder=tmp_path, is_mounted=False)

    run = build_apart(sources.root, tmp_path / "out", FILE_LIMIT="150000")

    _assert_clear(run, disk)
    assert f"{tmp_path}/out/cache/develop/packages/large.html cannot be written: File too large" in run.warned
    assert list(tmp_path.rglob("*.tmp")) == []
    _assert_whole(sources, disk)
