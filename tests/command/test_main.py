"""What all commands have in common: how they are found, what they say of themselves, and how they end."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from sphinxext_cache.command import check
from sphinxext_cache.command.main import COMMANDS, main
from tests.command.conftest import start
from tests.pages import detail, page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.command.conftest import Done

    Run = Callable[..., Done]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A folder with a page of two specs."""
    folder = tmp_path / "cache"
    folder.mkdir()
    (folder / "zlib.md").write_bytes(page("zlib", detail(1), detail(2, versions=["1.3.1"])))
    return folder


def test_without_a_command_the_usage_is_shown(run: Run) -> None:
    done = run()

    assert (done.status, done.out) == (2, "")
    assert "usage: sphinxext-cache COMMAND" in done.err
    assert "try 'sphinxext-cache --help'" in done.err


def test_all_commands_are_listed(run: Run) -> None:
    done = run("--help")

    assert (done.status, done.err) == (0, "")
    assert [line.split()[0] for line in done.out.splitlines() if line.startswith("  ")][-len(COMMANDS) :] == [*COMMANDS]


def test_the_version_is_that_of_the_installation(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("--version").out == f"sphinxext-cache {version('sphinxext-cache')}\n"

    monkeypatch.setattr("sphinxext_cache.command.main.PROGRAM", "nothing-of-this-name")
    assert run("--version").out == "nothing-of-this-name (not installed)\n"


def test_a_command_that_is_not_there_suggests_the_nearest(run: Run) -> None:
    done = run("chekc")

    assert done.status == 2
    assert "unknown command 'chekc'; did you mean check?" in done.err


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_fits_a_terminal_of_80_columns(name: str, run: Run) -> None:
    done = run(name, "--help")

    assert done.status == 0
    assert max(map(len, done.out.splitlines())) <= 80


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_without_what_it_needs_says_where_help_is(name: str, run: Run) -> None:
    done = run(name)

    assert done.status == 2
    assert done.err.startswith(f"usage: sphinxext-cache {name} ")
    assert f"try 'sphinxext-cache {name} --help'" in done.err


def test_options_may_come_between_the_sources(cache: Path, run: Run) -> None:
    assert run("query", cache, "--format", "csv", "zlib").out == run("query", "--format=csv", cache, "zlib").out != ""


def test_a_module_runs_the_same(cache: Path, run: Run) -> None:
    here, apart = run("query", cache, "zlib"), start("query", cache, "zlib", COLUMNS="80")

    assert (apart.returncode, apart.stdout, apart.stderr) == (here.status, here.out, here.err)
    assert here.status == 0


def test_no_command_imports_sphinx() -> None:
    say = (
        "import sys; from sphinxext_cache.command.main import main; main(['--help']);"
        "print([name for name in sys.modules if name.partition('.')[0] in {'sphinx', 'docutils', 'jinja2', 'yaml'}])"
    )
    done = subprocess.run([sys.executable, "-c", say], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"


def test_whoever_reads_may_stop(tmp_path: Path) -> None:
    details = [detail(number) for number in range(3_000)]
    (tmp_path / "zlib.md").write_bytes(page("zlib", *details))
    command = [sys.executable, "-m", "sphinxext_cache", "query", str(tmp_path), "zlib"]

    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()

    assert process.returncode == 141
    assert said == b""


def test_an_interrupt_ends_it_without_a_traceback(
    cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "read", interrupt)

    assert main(["check", str(cache)]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_terminal_that_cannot_show_a_character_gets_an_escape(tmp_path: Path) -> None:
    (tmp_path / "zlib.md").write_bytes(page("zlib", detail(1, variants=["flavour=süß"])))

    done = start("query", tmp_path, "zlib", PYTHONIOENCODING="ascii", PYTHONUTF8="0")

    assert done.returncode == 0
    assert r"flavour=s\xfc\xdf" in done.stdout


def _in_terminal(*arguments: str | Path, **environment: str) -> str:
    """What a command writes to a terminal."""
    ours, theirs = pty.openpty()
    known = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    command = [sys.executable, "-m", "sphinxext_cache", *map(str, arguments)]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env={**known, "TERM": "xterm", **environment}):
        os.close(theirs)
        said = b""
        try:
            while part := os.read(ours, 4096):
                said += part
        except OSError:  # Linux says so when the other end is closed
            pass
    os.close(ours)
    return said.decode()


def test_a_terminal_has_colours_and_progress(cache: Path) -> None:
    said = _in_terminal("query", cache, "zlib")

    assert "\x1b[1mHASH" in said
    assert "\rReading" in said


def test_colours_can_be_refused(cache: Path) -> None:
    assert "\x1b[1m" not in _in_terminal("query", cache, "zlib", NO_COLOR="1")
    assert "\x1b[1m" not in _in_terminal("query", cache, "zlib", TERM="dumb")


def test_a_quiet_command_writes_results_alone(cache: Path) -> None:
    said = _in_terminal("query", cache, "zlib", "--quiet", NO_COLOR="1")

    assert "Reading" not in said
    assert len(said.splitlines()) == 3


def test_lines_fit_a_terminal(tmp_path: Path) -> None:
    variants = [f"variant{number}=value" for number in range(40)]
    (tmp_path / "zlib.md").write_bytes(page("zlib", detail(1, variants=variants)))

    said = _in_terminal("query", tmp_path, "zlib", "--quiet", NO_COLOR="1", COLUMNS="80", LINES="24")

    assert 70 < max(map(len, said.splitlines())) <= 80
    assert said.rstrip().endswith("e4s")
    assert "…" in said


def test_closed_streams_are_no_traceback(cache: Path) -> None:
    command = f"{sys.executable} -m sphinxext_cache query {cache} zlib"

    assert subprocess.run(["sh", "-c", f"{command} >&-"], capture_output=True, check=False).returncode == 0
    assert subprocess.run(["sh", "-c", f"{command} 2>&-"], capture_output=True, check=False).stdout.startswith(b"HASH")
