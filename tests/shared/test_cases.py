"""Projects that showed a fault once, each with a script that says what is expected and whether it is so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.corpora import SHARED

_SCRIPTS: Final = {path.parent.name: path for path in sorted(SHARED.glob("cases/*/run.sh"))}

pytestmark = pytest.mark.shared


@pytest.mark.parametrize("name", _SCRIPTS)
def test_what_is_expected_is_so(name: str, tmp_path: Path) -> None:
    if name.startswith("latex") and shutil.which("latexmk") is None and not os.environ.get("CI"):
        pytest.skip("no latexmk on this machine: see 'make tools'")
    # They copy themselves to a folder for what is temporary, and take the first Sphinx that they find.
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": programs, "TMPDIR": str(tmp_path)}

    done = subprocess.run(
        ["bash", str(_SCRIPTS[name])], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
