"""A file of facts to fill in, as the command line writes it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.command.conftest import Done

    Run = Callable[..., Done]

EMPTY = "  description:\n  homepage:\n  licence:\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two packages."""
    made = Project(root=tmp_path)
    made.add(make_spec("hdf5"), make_spec("zlib"))
    return made


@pytest.fixture
def source(project: Project) -> Path:
    return project.root / "_cache"


@pytest.fixture
def out(project: Project) -> Path:
    return project.root / "docs" / "facts.yaml"


def test_there_is_room_for_what_is_to_be_said_of_each_package(source: Path, run: Run) -> None:
    done = run("facts", source)

    assert (done.status, done.err) == (0, "")
    assert done.out == (f"# Facts about packages. A line without a value has no effect.\nhdf5:\n{EMPTY}zlib:\n{EMPTY}")


def test_what_is_filled_in_stays_to_the_letter(project: Project, source: Path, out: Path, run: Run) -> None:
    assert run("facts", source, "-o", out).err == f"{out}: written, with 2 packages\n"
    written = out.read_text().replace("zlib:\n  description:", "zlib:\n  # ask Ann\n  description:   'Small.'")
    out.write_text(written)
    project.add(make_spec("netcdf-c"))

    done = run("facts", source, "-o", out)

    assert done.err == f"{out}: written, with 3 packages\n"
    assert out.read_text() == written.replace("zlib:", f"netcdf-c:\n{EMPTY}zlib:")


def test_what_left_is_marked_and_kept(source: Path, out: Path, run: Run) -> None:
    run("facts", source, "-o", out)
    out.write_text(f"{out.read_text()}szip: {{support: full}}\n")

    done = run("facts", source, "-o", out)

    assert done.err == f"{out}: written, with 2 packages; marked 1 key no longer in any source\n"
    assert out.read_text().endswith("# No longer in any source:\nszip: {support: full}\n")


def test_a_complete_file_is_not_touched(source: Path, out: Path, run: Run) -> None:
    run("facts", source, "-o", out)
    before = out.stat().st_mtime_ns

    assert run("facts", source, "-o", out).err == f"{out}: unchanged, with 2 packages\n"
    assert out.stat().st_mtime_ns == before


def test_a_pipe_is_written_to_and_stays(source: Path, tmp_path: Path, run: Run) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)  # nobody waits for the other end
    try:
        assert run("facts", source, "-o", pipe).status == 0

        assert os.read(end, 1 << 16).decode() == run("facts", source).out
    finally:
        os.close(end)
    assert pipe.is_fifo()


def test_what_other_files_know_is_copied(project: Project, source: Path, run: Run) -> None:
    known = '{"name": "hdf5", "homepage": "https://hdf5.example", "description": "Large data."}'
    site = project.write("site/hdf5.json", known)

    done = run("facts", source, "--known", site.parent)

    assert 'hdf5:\n  description: "Large data."\n  homepage: https://hdf5.example\n  licence:\n' in done.out


@pytest.mark.parametrize(
    ("existing", "message"),
    [
        ("- a list\n", ":1: is a list, not a map of packages to facts; it is unchanged"),
        ("a: [\n", "it is unchanged"),
        ("{hdf5: {note: x}, zlib: {note: y}}\n", "a key is not at the beginning of a line"),
        (b"\xff\xfe", "is not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_kept_is_left_as_it_is(
    existing: str | bytes, message: str, project: Project, source: Path, run: Run
) -> None:
    file = project.write("facts.yaml", existing)
    before = file.read_bytes()

    done = run("facts", source, "-o", file)

    assert (done.status, done.out) == (1, "")
    assert str(file) in done.err
    assert message in done.err
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("gone",), "gone"),
        (("_cache", "--known", "gone.json"), "gone.json: no such file, or no files of facts in this folder"),
    ],
)
def test_what_is_not_there_is_named(
    arguments: tuple[str, ...], message: str, source: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(source.parent)

    done = run("facts", *arguments)

    assert (done.status, done.out) == (1, "")
    assert message in done.err
