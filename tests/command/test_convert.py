from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sphinxext_cache.catalog import SourceItem, load
from sphinxext_cache.command.pages_folder import NOTE
from tests.corpora import SHARED
from tests.pages import detail, front_matter, page
from tests.projects import Project
from tests.spack_files import Made, chain, database, lockfile, record, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.command.conftest import Done
    from tests.projects import Build

    Run = Callable[..., Done]


def _database(path: Path, made: list[Made], asked_for: int = 2) -> Path:
    records = {each.hash: record(each, explicit=at < asked_for) for at, each in enumerate(made)}
    return write(path, database(records))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A database of three specs, two of which somebody asked for."""
    return _database(tmp_path / "index.json", chain("hdf5", "openmpi", "zlib"))


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _dates(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_a_database_becomes_pages_that_are_read_as_the_same(source: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "docs" / "_site"

    done = run("convert", source, "--tag", "2025-10", "--stack", "derecho", out)

    assert done.status == 0
    assert done.err == f"3 pages in {out}: 3 written, 0 unchanged, 0 removed\n"
    names = [f"2025-10/{name}/specs.md" for name in ("hdf5", "openmpi", "zlib")]
    assert sorted(_files(out)) == [NOTE, *names]
    assert load([out]) == load([SourceItem(path=source, tag="2025-10", stack="derecho")])


def test_the_same_sources_give_the_same_bytes_and_touch_nothing(source: Path, tmp_path: Path, run: Run) -> None:
    run("convert", source, tmp_path / "a")
    before = _dates(tmp_path / "a")

    again = run("convert", source, tmp_path / "a")
    run("convert", source, tmp_path / "b")

    assert "0 written, 3 unchanged, 0 removed" in again.err
    assert _dates(tmp_path / "a") == before
    assert _files(tmp_path / "a") == _files(tmp_path / "b")


def test_what_left_is_removed_and_what_changed_is_replaced(source: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out"
    run("convert", source, out)
    _database(source, [*chain("hdf5", "openmpi"), Made(name="curl")])

    done = run("convert", source, out)

    assert "3 pages" in done.err
    assert done.err.endswith(": 2 written, 1 unchanged, 1 removed\n")
    assert sorted(_files(out)) == [NOTE, *(f"site/{name}/specs.md" for name in ("curl", "hdf5", "openmpi"))]
    assert not (out / "site/zlib").exists()


def test_a_file_that_it_did_not_write_stays(source: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out"
    run("convert", source, out)
    (out / "site/zlib/notes.txt").write_text("ours")
    _database(source, chain("hdf5", "openmpi"))

    done = run("convert", source, out)

    assert done.status == 0
    assert sorted(path.name for path in (out / "site/zlib").iterdir()) == ["notes.txt"]


def test_a_folder_that_holds_something_else_is_refused(source: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/index.rst").write_text("Title\n=====\n")

    done = run("convert", source, tmp_path / "out")

    assert done.status == 1
    assert "contains files that 'convert' did not write; choose an empty or a new folder" in done.err
    assert [*_files(tmp_path / "out")] == ["index.rst"]


def test_a_page_in_the_way_is_not_overwritten(source: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out"
    run("convert", source, out)
    before = _files(out)
    (out / "site/curl").mkdir()
    (out / "site/curl/specs.md").write_bytes(page("curl", detail(1)))
    _database(source, [Made(name="curl"), Made(name="new")])

    done = run("convert", source, out)

    assert done.status == 1
    assert "site/curl/specs.md exists, but was not written by 'convert'; move it elsewhere" in done.err
    assert {name: data for name, data in _files(out).items() if "curl" not in name} == before


@pytest.mark.parametrize("place", ["site", "site/hdf5", "site/hdf5/specs.md"])
def test_no_link_is_followed(place: str, source: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out"
    run("convert", source, out)
    elsewhere = tmp_path / "elsewhere"
    (out / place).rename(elsewhere)
    (out / place).symlink_to(elsewhere)
    _database(source, [Made(name="hdf5", version="2.0")])

    done = run("convert", source, out)

    assert done.status == 1
    assert "is a link that 'convert' did not create; remove it" in done.err


@pytest.mark.parametrize("line", ["../../important/specs.md", "/etc/passwd", "site/../specs.md", "site/zlib/other.md"])
def test_a_note_that_names_other_files_is_refused(line: str, source: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out"
    run("convert", source, out)
    with (out / NOTE).open("a") as note:
        note.write(f"{line}\n")

    done = run("convert", source, out)

    assert done.status == 1
    assert f"{NOTE}:5: '{line}' is not the path of a page; restore this file" in done.err


def test_a_note_of_something_else_is_refused(source: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / NOTE).write_text("# Another\n")

    assert "was not written by 'convert'" in run("convert", source, tmp_path / "out").err


@pytest.mark.parametrize("said", ["{", '{"a": 1}', ""], ids=["cut off", "something else", "empty"])
def test_nothing_changes_if_a_source_cannot_be_read(said: str, source: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out"
    other = _database(tmp_path / "other.json", [Made(name="curl")])
    run("convert", source, other, out)
    before = _files(out)
    other.write_text(said)

    done = run("convert", source, other, out)

    assert done.status == 1
    assert f"nothing could be read from {other}" in done.err
    assert _files(out) == before


def test_sources_that_overlap_are_read_once(source: Path, tmp_path: Path, run: Run) -> None:
    done = run("convert", source, tmp_path, tmp_path / "out")

    assert done.status == 0
    assert len(_files(tmp_path / "out")) == 4


def test_an_environment_may_be_empty_but_not_all_there_is(source: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out"
    lock = write(tmp_path / "empty/spack.lock", lockfile([], []))
    assert run("convert", source, lock, out).status == 0
    before = _files(out)

    done = run("convert", lock, out)

    assert done.status == 1
    assert f"there are no specs to write, so {out} is unchanged; if no specs are intended, remove it" in done.err
    assert _files(out) == before


def test_a_run_that_was_interrupted_is_finished_by_the_next(
    source: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    run("convert", source, out)
    _database(source, [*chain("hdf5", "openmpi"), Made(name="curl"), Made(name="zzz")])
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.replace", _fail_at(3))
        assert run("convert", source, out).status == 1

    done = run("convert", source, out)

    assert done.status == 0
    run("convert", source, tmp_path / "fresh")
    assert _files(out) == _files(tmp_path / "fresh")


def _fail_at(place: int) -> Callable[..., Any]:
    """`Path.replace` on a disk that is full after a few files."""
    from pathlib import Path  # noqa: PLC0415 the real one, before it is patched

    real, calls = Path.replace, []

    def replace(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) == place:
            raise OSError(28, "No space left on device", str(target))
        return real(self, target)

    return replace


def test_pages_of_the_site_keep_their_bytes_and_their_stacks(tmp_path: Path, run: Run) -> None:
    source = tmp_path / "cache/develop-2025-04-20/zlib/specs.md"
    source.parent.mkdir(parents=True)
    source.write_bytes(page("zlib", *sorted((detail(1), detail(2)), key=lambda each: str(each["hash"]))))

    run("convert", tmp_path / "cache", tmp_path / "out")

    written = (tmp_path / "out/develop-2025-04-20/zlib/specs.md").read_bytes()
    assert load([tmp_path / "cache"]) == load([tmp_path / "out"])
    assert b'"stacks": ["e4s", "root"]' in written
    assert written.count(b"\n") == source.read_bytes().count(b"\n")


def test_what_has_no_hash_cannot_be_written_and_is_named(tmp_path: Path, run: Run) -> None:
    lines = (
        'title: "zlib"',
        "layout: cache",
        "category: package",
        "spec_names:",
        "- zlib@1.2.11 arch=linux-rhel7-x86_64",
    )
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache/old.md").write_bytes(front_matter(*lines))
    (tmp_path / "cache/new.md").write_bytes(page("curl", detail(1)))

    done = run("convert", tmp_path / "cache", tmp_path / "out")

    assert done.status == 1
    assert "old.md: a spec of zlib has no hash; it is left out" in done.err
    assert any("curl" in name for name in _files(tmp_path / "out"))


def test_what_it_wrote_is_no_source(source: Path, tmp_path: Path, run: Run) -> None:
    run("convert", tmp_path, tmp_path / "out")
    _database(source, chain("hdf5"))

    run("convert", tmp_path, tmp_path / "out")

    assert sorted(_files(tmp_path / "out")) == [NOTE, "site/hdf5/specs.md"]


def test_no_source_is_within_the_folder_of_the_pages(source: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out"
    run("convert", source, out)
    before = _files(out)

    for within in (out, out / "site"):
        done = run("convert", within, out)
        assert done.status == 2
        assert f"a source is in {out}; choose another output folder" in done.err
    assert _files(out) == before


def test_a_spec_that_changes_changes_its_line(source: Path, tmp_path: Path, run: Run) -> None:
    def lines() -> list[bytes]:
        return (tmp_path / "out/site/zlib/specs.md").read_bytes().splitlines()

    made = [Made(name="zlib", number=number) for number in range(5)]
    _database(source, made, asked_for=5)
    run("convert", source, tmp_path / "out")
    before = lines()
    _database(source, made, asked_for=4)

    run("convert", source, tmp_path / "out")

    assert sum(one != other for one, other in zip(before, lines(), strict=True)) == 1


def _pages(built: Build) -> dict[str, str]:
    return {name: built.text(name) for name in built.pages() if name.startswith("cache/")}


def _built(folder: Path, sources: list[Any]) -> Build:
    project = Project(root=folder)
    project.write("index.rst", "Title\n=====\n\n.. cache:specs:: *\n")
    return project.build(cache_sources=sources)


def test_a_build_from_pages_is_that_from_the_database_page_for_page(source: Path, tmp_path: Path, run: Run) -> None:
    run("convert", source, "--stack", "derecho", tmp_path / "out")

    direct = _built(tmp_path / "a", [{"path": str(source), "stack": "derecho"}])
    by_pages = _built(tmp_path / "b", [str(tmp_path / "out")])

    assert direct.warnings == by_pages.warnings == []
    assert len(_pages(direct)) > 5
    assert _pages(direct) == _pages(by_pages)


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "spack").is_dir(), reason="there are no real files of Spack beside the checkout")
def test_a_build_from_pages_of_a_real_database_is_that_from_the_database(tmp_path: Path, run: Run) -> None:
    source = SHARED / "spack/database/v7-derecho.json"
    run("convert", source, "--stack", "derecho", tmp_path / "out")

    direct = _built(tmp_path / "a", [{"path": str(source), "stack": "derecho"}])
    by_pages = _built(tmp_path / "b", [str(tmp_path / "out")])

    assert len(_pages(direct)) > 137
    assert _pages(direct) == _pages(by_pages)
    assert direct.text("index.html") == by_pages.text("index.html")


def test_a_lockfile_and_a_database_become_one_page(source: Path, tmp_path: Path, run: Run) -> None:
    made = chain("hdf5", "openmpi", "zlib")
    lock = write(tmp_path / "science/spack.lock", lockfile(made, made[:1]))

    done = run("convert", source, lock, tmp_path / "out")

    assert done.status == 0
    (spec,) = load([tmp_path / "out"]).specs("hdf5")
    assert spec.stacks == ("science",)
    assert spec.installation is not None
    assert spec.installation.installed is not None
