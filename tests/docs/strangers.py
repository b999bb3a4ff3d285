"""People who know nothing of this project: an empty home, and programs around them that are as far as they go.

What they would have from the network comes from this machine: the repository of the public cache is one of a few pages,
to which git is sent by its own configuration, and ``pip`` finds everything installed. So does ``spack`` know of one
environment and nothing else.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Final

from sphinxext_cache.command.fetch import SITE
from tests.docs.environments import with_command
from tests.environments import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_EXAMPLE: Final = ROOT / "example_project/_cache"
_NEWEST: Final = "develop-2025-10-12"
_PIP: Final = """#!/bin/sh
test "$*" = "install sphinxext-cache" || test -f "$3"
"""
_SPACK: Final = """#!/bin/sh
case "$*" in
    "location --env science") echo "$HOME/environments/science" ;;
    "buildcache update-index "*) test -d "$3" ;;
    *) exit 2 ;;
esac
"""


def git(folder: Path, *arguments: str) -> str:
    """Have git do something as somebody with a name; gives what it printed."""
    name = ["-c", "user.name=tests", "-c", "user.email=tests@hpc.example", "-c", "commit.gpgsign=false"]
    command = ["git", "-C", str(folder), *name, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def make_public_cache(site: Path) -> Path:
    """Make a repository with the layout of that of the public cache: the tags of the example, and ``develop``."""
    for page in _EXAMPLE.glob("*/*/specs.md"):
        text = page.read_text(encoding="utf-8")
        tag, package = page.parts[-3:-1]
        for name in (tag, "develop") if tag == _NEWEST else (tag,):
            file = site / "_cache" / name / package / "specs.md"
            file.parent.mkdir(parents=True)
            file.write_text(text.replace(f"[package, {tag}]", f"[package, {name}]"), encoding="utf-8")
    git(site, "init", "--quiet")
    git(site, "config", "uploadpack.allowFilter", "true")
    git(site, "add", ".")
    git(site, "commit", "--quiet", "--message", "Pages")
    return site


def stranger(home: Path, elsewhere: Mapping[str, Path]) -> dict[str, str]:
    """The variables of somebody in an empty home, where the extension is installed.

    Args:
        home: The home.
        elsewhere: The repositories that git takes in the place of addresses.
    """
    home.mkdir(parents=True, exist_ok=True)
    environment = with_command(home)
    for name, script in (("pip", _PIP), ("spack", _SPACK)):
        (home / "bin" / name).write_text(script)
        (home / "bin" / name).chmod(0o755)
    lines = [f'[url "{path.as_uri()}"]\n\tinsteadOf = {address}\n' for address, path in elsewhere.items()]
    (home / ".gitconfig").write_text("".join(lines))
    kept = {name: environment[name] for name in ("PATH", "HOME", "PYTHONPATH")}
    return {**kept, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8", "SPACK_ROOT": str(home / "spack")}


def public(site: Path) -> dict[str, Path]:
    """What stands in for the network of somebody who fetches the public cache."""
    return {SITE: site}
