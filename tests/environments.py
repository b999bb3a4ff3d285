"""Environments of other versions than those of the tests: the lowest that `pyproject.toml` names, or the newest.

Nothing else says which the lowest are. ``python -m tests.environments FOLDER`` makes one of the lowest for the tests,
which build some projects there: what runs under the newest Sphinx may stop, warn or be unsafe under the oldest.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
LOWEST: Final = ROOT / "build" / "lowest"
"""Where `make test` puts the environment of the lowest versions."""
SETS: Final = {
    "3.11": ("lowest", "newest"),
    "3.12": ("lowest", "newest"),
    "3.13": ("lowest", "newest"),
    "3.14": ("newest",),  # the lowest versions of what is compiled are older than this Python
}
"""The Pythons, and which versions are tried on each."""
_BOUND: Final = re.compile(r"([\w-]+)>=([\w.]+)")


def lowest_versions() -> dict[str, str]:
    """The lower bound of each package that this one needs, by its name."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        needed: list[str] = tomllib.load(file)["project"]["dependencies"]
    bounds = [_BOUND.fullmatch(each) for each in needed]
    assert all(bounds), f"each needs a lower bound and nothing else: {needed}"
    return {bound[1]: bound[2] for bound in bounds if bound}


def find_python(version: str) -> str | None:
    """The program of a Python: this one, one on the PATH, or one of pyenv; None if there is none."""
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        return sys.executable
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    candidates = [shutil.which(f"python{version}"), *sorted(pyenv.glob(f"versions/{version}.*/bin/python"))]
    for candidate in filter(None, map(str, filter(None, candidates))):
        # What pyenv puts on the PATH may stand for a version that is not chosen.
        said = subprocess.run([candidate, "--version"], capture_output=True, text=True, check=False)
        if said.returncode == 0 and said.stdout.startswith(f"Python {version}."):
            return candidate
    return None


def make_environment(program: str, environment: Path, which: str, *groups: str, editable: bool) -> Path:
    """Install a set of versions into a new environment.

    Args:
        program: The Python that it is made with.
        environment: Its folder; what was there before is gone.
        which: ``lowest`` or ``newest``.
        groups: The groups of `pyproject.toml` that are installed too.
        editable: Whether this package is that of the checkout, in which edits show at once; else its wheel is built.

    Returns:
        Its Python.
    """
    run(program, "-m", "venv", "--clear", environment)
    inside = environment / "bin" / "python"
    constraints = environment / "constraints.txt"
    lowest = "".join(f"{name}=={bound}\n" for name, bound in lowest_versions().items())
    constraints.write_text(lowest if which == "lowest" else "", encoding="utf-8")
    pip = (inside, "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
    run(*pip, "--upgrade", "pip")
    chosen = [option for group in groups for option in ("--group", group)]
    package = ("--editable", ".") if editable else (".",)
    run(*pip, "--constraint", constraints, *package, *chosen)
    return inside


def run(*command: str | Path) -> str:
    """Run a program in the checkout, and give what it wrote."""
    return subprocess.run(command, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE).stdout


def main(environment: Path) -> None:
    """Make the environment of the lowest versions, with this Python or another that they are for."""
    versions = [f"{sys.version_info.major}.{sys.version_info.minor}", *SETS]
    programs = (find_python(version) for version in versions if "lowest" in SETS.get(version, ()))
    program = next(filter(None, programs), None)
    if program is None:
        print("No Python is here that the lowest versions are for. The tests that need them will be skipped.")
        return
    make_environment(program, environment, "lowest", "unit", "lowest", editable=True)
    (environment / "installed").touch()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
