"""`.ci/tools`, where it may install nothing: it says what is missing, and how to get it on three systems."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Final

from tests.environments import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_NEEDED: Final = ("sed", "dirname")
"""What the script itself runs beside its shell."""


def test_who_may_not_install_reads_a_command_for_each_system(tmp_path: Path) -> None:
    for name in _NEEDED:
        found = shutil.which(name)
        assert found is not None
        (tmp_path / name).symlink_to(found)
    somebody = tmp_path / "id"
    somebody.write_text("#!/bin/sh\necho 1000\n")
    somebody.chmod(0o755)

    done = subprocess.run(
        ["/bin/sh", ROOT / ".ci/tools"], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )

    assert (done.stderr, done.returncode) == ("", 0)
    commands = dict(line.strip().split(":", 1) for line in done.stdout.splitlines() if line.startswith("  "))
    assert commands["Debian, Ubuntu"].split()[:2] == ["sudo", "apt-get"]
    assert commands["Fedora"].split()[:3] == ["sudo", "dnf", "install"]
    assert commands["macOS"].split()[:2] == ["brew", "install"]
    for command, browser in (("Debian, Ubuntu", "chromium"), ("Fedora", "chromium-headless"), ("macOS", "chromium")):
        assert browser in commands[command].split()
