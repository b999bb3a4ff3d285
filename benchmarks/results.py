"""What was measured, as records and as files: one JSON file a group, below ``build/bench``.

Several commands may have measured; the report is made of all files that are there.
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER: Final = Path(__file__).parent.parent / "build" / "bench"
"""Where the files are; those of quick trials in a folder of their own below."""

_PACKAGES: Final = (
    *("Sphinx", "docutils", "Jinja2", "msgspec", "PyYAML", "sphinxext-cache"),
    *("alabaster", "furo", "sphinx-rtd-theme", "pydata-sphinx-theme", "sphinx-book-theme"),
)
_PROGRAMS: Final = ("Jekyll", "Valgrind", "Chromium")


class Measured(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one piece of work took; the times are those of its best run.

    Attributes:
        seconds: Time that passed.
        cpu: Time that processors worked, with that of child processes; other work on the machine disturbs it less.
        peak: The most memory that it had at once, in bytes; of several processes that of the largest.
        runs: How many runs there were.
        slowest: The time of the slowest run.
        files: How many files its output has.
        size: How many bytes its output has.
        pages: How many generated pages are among them; for those who read, how many pages were read.
        specs: How many specs these have.
        written: The files that the last run wrote, where a run before it had left files.
    """

    seconds: float
    cpu: float = 0.0
    peak: int = 0
    runs: int = 1
    slowest: float = 0.0
    files: int = 0
    size: int = 0
    pages: int = 0
    specs: int = 0
    written: tuple[str, ...] = ()


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """What one group of measurements gave.

    Attributes:
        name: Its name.
        machine: The machine.
        versions: The programs and libraries, with their versions.
        date: The day, as ``YYYY-MM-DD``.
        measured: What was measured, by the name of its case.
        figures: Numbers that are no times, such as weights and counts of instructions, by their names.
    """

    name: str
    machine: str
    versions: dict[str, str]
    date: str
    measured: dict[str, Measured] = {}
    figures: dict[str, float] = {}


def make_group(name: str, measured: Mapping[str, Measured], figures: Mapping[str, float]) -> Group:
    """The record of what was measured here and now."""
    return Group(
        name=name,
        machine=machine(),
        versions=_versions(),
        date=time.strftime("%Y-%m-%d"),
        measured=dict(measured),
        figures=dict(figures),
    )


def save(group: Group, folder: Path) -> None:
    """Write the file of a group."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{group.name}.json").write_bytes(msgspec.json.format(msgspec.json.encode(group), indent=1) + b"\n")


def load_all(folder: Path) -> dict[str, Group]:
    """The groups that have files, by name."""
    found = [msgspec.json.decode(path.read_bytes(), type=Group) for path in sorted(folder.glob("*.json"))]
    return {group.name: group for group in found}


def machine() -> str:
    """The processors, the memory and the system, as far as the system tells."""
    names = re.findall(r"^model name\s*: (.*)$", _read("/proc/cpuinfo"), re.MULTILINE)
    memory = re.search(r"^MemTotal: +(\d+) kB", _read("/proc/meminfo"), re.MULTILINE)
    parts = [f"{len(names)} x {names[0]}" if names else platform.machine()]
    if memory:
        parts.append(f"{int(memory[1]) / 2**20:.0f} GiB")
    parts.append(f"{platform.system()} {platform.release().split('-')[0]}")
    return ", ".join(parts)


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""


def _versions() -> dict[str, str]:
    found = {"Python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    for program in _PROGRAMS:
        if shutil.which(program.lower()):
            said = subprocess.run([program.lower(), "--version"], capture_output=True, text=True, check=False).stdout
            found[program] = ".".join(re.findall(r"\d+", said)[:3])
    return found
