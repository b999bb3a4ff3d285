from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.pages import detail, page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.command.conftest import Done

    Run = Callable[..., Done]


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A folder with a page of which one of two specs cannot be used."""
    file = tmp_path / "zlib" / "specs.md"
    file.parent.mkdir()
    file.write_bytes(page("zlib", detail(1), detail(2, hash="short")))
    return tmp_path


def test_sources_in_which_nothing_is_wrong_are_fine(tmp_path: Path, run: Run) -> None:
    (tmp_path / "zlib.md").write_bytes(page("zlib", detail(1)))

    done = run("check", tmp_path)

    assert (done.status, done.out) == (0, "")
    assert done.err == "no problems in 1 package with 1 spec in 1 tag\n"


def test_a_problem_is_a_line_with_its_place_and_its_code(wrong: Path, run: Run) -> None:
    done = run("check", wrong)

    assert done.status == 1
    (line,) = done.out.splitlines()
    assert line.startswith(f"{wrong}/zlib/specs.md:6:")
    assert ": schema: spec_details[1].hash: 'short' is not a hash" in line
    assert done.err == "1 problem in 1 package with 1 spec in 1 tag\n"


def test_problems_are_records_for_programs(wrong: Path, run: Run) -> None:
    done = run("check", "--format", "json", "--quiet", wrong)

    (record,) = json.loads(done.out)
    assert done.status == 1
    assert done.err == ""
    assert record.keys() == {"code", "message", "file", "line", "column"}
    assert (record["code"], record["file"], record["line"]) == ("schema", f"{wrong}/zlib/specs.md", 6)


def test_a_source_that_is_not_there_is_a_problem(tmp_path: Path, run: Run) -> None:
    done = run("check", tmp_path / "nowhere")

    assert done.status == 1
    assert "nowhere' is neither a folder nor a file" in done.out


def test_what_is_said_of_sources_counts(tmp_path: Path, run: Run) -> None:
    (tmp_path / "zlib.md").write_bytes(page("zlib", detail(1)))

    done = run("check", tmp_path, "--default-tag", "v1.0")

    assert done.status == 1
    assert "the default tag 'v1.0' is not in any source" in done.out


def test_a_tag_that_is_no_name_is_refused(tmp_path: Path, run: Run) -> None:
    done = run("check", tmp_path, "--tag", "../x")

    assert done.status == 2
    assert "argument --tag: '../x' is not a name of letters, digits and '_.+-'" in done.err
