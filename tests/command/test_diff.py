from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.pages import TAG, detail, hash_of, page
from tests.spack_files import Made, database, record, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.command.conftest import Done

    Run = Callable[..., Done]


def _write(folder: Path, pages: dict[str, list[dict[str, Any]]], tag: str = TAG) -> Path:
    for name, details in pages.items():
        file = folder / tag / name / "specs.md"
        file.parent.mkdir(parents=True)
        file.write_bytes(page(name, *details, categories=f"[package, {tag}]"))
    return folder


@pytest.fixture
def both(tmp_path: Path) -> tuple[Path, Path]:
    """A cache on two days."""
    old = {
        "gone": [detail(1)],
        "hdf5": [detail(2, versions=["1.14.5"]), detail(3, versions=["1.12.3"], stacks=["e4s", "old"])],
        "same": [detail(4)],
        "zlib": [detail(5)],
    }
    new = {
        "curl": [detail(6, target="zen4")],
        "hdf5": [detail(2, versions=["1.14.5"]), detail(7, versions=["1.14.10"]), detail(8, versions=["1.14.6"])],
        "same": [detail(4)],
        "zlib": [detail(5, stacks=["e4s", "hep"])],
    }
    return _write(tmp_path / "old", old), _write(tmp_path / "new", new)


def test_what_came_left_and_changed_is_said_by_package_stack_and_target(both: tuple[Path, Path], run: Run) -> None:
    done = run("diff", *both)

    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        f"{TAG}: 1 package added, 1 package removed, 2 packages changed; 5 specs before, 6 now",
        "",
        "Added packages",
        "  curl  1.2.5  1 spec",
        "",
        "Removed packages",
        "  gone  1.2.5  1 spec",
        "",
        "Changed packages",
        "  hdf5  +1.14.10, +1.14.6, -1.12.3  specs: 2 added, 1 removed",
        "  zlib                              specs: 1 changed (stacks)",
        "",
        "Stacks",
        "  e4s  +3 -2  6",
        "  hep  +1     1",
        "  old  -1     none left",
        "",
        "Targets",
        "  x86_64_v3  +2 -2  5",
        "  zen4       +1     1",
    ]


def test_a_merge_request_gets_markdown(both: tuple[Path, Path], run: Run) -> None:
    done = run("diff", *both, "--format", "markdown")

    assert f"### `{TAG}`\n" in done.out
    assert (
        "| `hdf5` | `+1.14.10`, `+1.14.6`, `-1.12.3` | specs: 2 added, 1 removed | removed stacks: `old` |" in done.out
    )
    assert done.out.count("<details>") == done.out.count("</details>") == 3


def test_nothing_in_a_version_is_markup(tmp_path: Path, run: Run) -> None:
    old = _write(tmp_path / "old", {"zlib": [detail(1)]})
    new = _write(tmp_path / "new", {"zlib": [detail(1), detail(2, versions=["1`|<b>@all"])]})

    done = run("diff", old, new, "--format", "markdown")

    assert "| `+1'\\|<b>@all` |" in done.out


def test_a_program_gets_json(both: tuple[Path, Path], run: Run) -> None:
    done = run("diff", *both, "--format", "json")

    (found,) = json.loads(done.out)
    assert (found["old"], found["new"], found["specs"]) == (TAG, TAG, {"before": 5, "after": 6})
    assert [each["name"] for each in found["packages"]["came"]] == ["curl"]
    assert [each["name"] for each in found["packages"]["left"]] == ["gone"]
    hdf5, zlib = found["packages"]["changed"]
    assert hdf5["versions"] == {"came": ["1.14.10", "1.14.6"], "left": ["1.12.3"]}
    assert hdf5["specs"] == {"came": [hash_of(7), hash_of(8)], "left": [hash_of(3)], "changed": []}
    assert (hdf5["kind"], hdf5["rebuilt"], hdf5["stacks"]) == ("version", [], {"came": [], "left": ["old"]})
    assert zlib["specs"]["changed"] == [{"hash": hash_of(5), "fields": ["stacks"]}]
    assert (zlib["kind"], zlib["stacks"]) == ("told", {"came": ["hep"], "left": []})
    assert found["targets"][1] == {"name": "zen4", "before": 0, "after": 1, "came": 1, "left": 0}


def test_what_is_built_again_on_other_dependencies_is_told_apart(tmp_path: Path, run: Run) -> None:
    old = _write(tmp_path / "old", {"hdf5": [detail(1), detail(2, target="zen4")], "zlib": [detail(3)]})
    new = _write(tmp_path / "new", {"hdf5": [detail(4), detail(5, target="zen4")], "zlib": [detail(6), detail(7)]})

    text, found = run("diff", old, new), json.loads(run("diff", old, new, "--format", "json").out)

    assert [line.split(maxsplit=1) for line in text.out.splitlines()[3:5]] == [
        ["hdf5", "rebuilt only: 2 specs"],
        ["zlib", "specs: 1 added, 1 rebuilt"],
    ]
    hdf5 = found[0]["packages"]["changed"][0]
    assert (hdf5["kind"], hdf5["versions"]) == ("rebuilt", {"came": [], "left": []})
    assert {"before": hash_of(1), "after": hash_of(4)} in hdf5["rebuilt"]


@pytest.mark.parametrize("options", [[], ["--exit-code"]])
def test_the_status_tells_of_a_difference_where_that_is_wanted(
    options: list[str], both: tuple[Path, Path], run: Run
) -> None:
    assert run("diff", *both, *options).status == len(options)
    same = run("diff", both[0], both[0], *options)
    assert same.status == 0
    assert same.out == f"{TAG}: no changes\n"


def test_sources_of_one_tag_each_are_compared_whatever_its_name(tmp_path: Path, run: Run) -> None:
    old = _write(tmp_path / "old", {"zlib": [detail(1)]}, "v1.0")
    new = _write(tmp_path / "new", {"zlib": [detail(1), detail(2)]}, "v2.0")

    assert run("diff", old, new).out.startswith("v1.0 to v2.0: 1 package changed; 1 spec before, 2 now\n")


def test_of_several_tags_each_is_compared_with_that_of_its_name(tmp_path: Path, run: Run) -> None:
    for folder, tags in (("old", ("v1.0", "v2.0")), ("new", ("v2.0", "v3.0"))):
        for tag in tags:
            _write(tmp_path / folder, {"zlib": [detail(1)]}, tag)

    done = run("diff", tmp_path / "old", tmp_path / "new", "--exit-code")

    assert [line for line in done.out.splitlines() if line.startswith("v")] == [
        "v3.0: added, with 1 spec",
        "v2.0: no changes",
        "v1.0: removed, with 1 spec",
    ]
    assert done.status == 1


def test_two_tags_of_one_source_are_compared(tmp_path: Path, run: Run) -> None:
    _write(tmp_path / "cache", {"zlib": [detail(1)]}, "v1.0")
    cache = _write(tmp_path / "cache", {"curl": [detail(2)]}, "v2.0")

    done = run("diff", cache, cache, "--old-tag", "v1.0", "--new-tag", "v2.0")

    assert done.out.startswith("v1.0 to v2.0: 1 package added, 1 package removed;")


def test_a_tag_that_is_not_there_suggests_the_nearest(both: tuple[Path, Path], run: Run) -> None:
    done = run("diff", *both, "--old-tag", "develop-2025-04-21")

    assert done.status == 2
    assert f"did you mean {TAG}?" in done.err


def test_what_one_source_does_not_know_is_no_change(tmp_path: Path, run: Run) -> None:
    made = Made(name="zlib")
    old = write(tmp_path / "old.json", database({made.hash: record(made)}))
    new = write(tmp_path / "new.json", database({made.hash: {"spec": record(made)["spec"], "in_buildcache": True}}))

    assert run("diff", old, new).out == "site: no changes\n"


def test_what_an_installation_says_otherwise_is_a_change(tmp_path: Path, run: Run) -> None:
    made = Made(name="zlib")
    old = write(tmp_path / "old.json", database({made.hash: record(made)}))
    new = write(tmp_path / "new.json", database({made.hash: record(made, installation_time=1_750_000_000)}))

    assert run("diff", old, new).out.splitlines()[-1] == "  zlib    specs: 1 changed (installed)"


def test_nothing_is_compared_with_what_is_not_there(both: tuple[Path, Path], tmp_path: Path, run: Run) -> None:
    done = run("diff", tmp_path / "nowhere", both[1])

    assert (done.status, done.out) == (1, "")
    assert "nowhere' is neither a folder nor a file" in done.err


def test_a_tag_of_one_source_alone_is_not_enough_where_the_other_has_several(tmp_path: Path, run: Run) -> None:
    for tag in ("v1.0", "v2.0"):
        cache = _write(tmp_path / "cache", {"zlib": [detail(1)]}, tag)

    done = run("diff", cache, cache, "--old-tag", "v1.0")

    assert done.status == 2
    assert "give both --old-tag and --new-tag" in done.err
