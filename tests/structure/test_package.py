"""What is tested is what was asked for: the checkout, or in CI the wheel that was built of it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

from tests.checkout import PACKAGE, TESTS_WHEEL
from tests.environments import ROOT
from tests.incremental.builds import build_apart

if TYPE_CHECKING:
    from pathlib import Path

_SAY: Final = "import sphinxext_cache; print(sphinxext_cache.__file__)"


def test_the_package_under_test_is_the_one_that_was_asked_for() -> None:
    if TESTS_WHEEL:
        assert PACKAGE.parent.name == "site-packages"
    else:
        assert PACKAGE.parent.samefile(ROOT)
    assert (PACKAGE / "static").is_dir() == TESTS_WHEEL
    assert (PACKAGE / "assets").is_dir() != TESTS_WHEEL


def test_programs_that_tests_start_import_the_same_package(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text(_SAY, encoding="utf-8")
    (tmp_path / "index.rst").write_text("Title\n=====\n", encoding="utf-8")

    apart = build_apart(tmp_path, tmp_path / "out")

    assert apart.said.splitlines().count(str(PACKAGE / "__init__.py")) == 1, apart.said + apart.warned
    plain = subprocess.run([sys.executable, "-c", _SAY], cwd=ROOT, capture_output=True, text=True, check=True)
    assert plain.stdout == f"{PACKAGE / '__init__.py'}\n"
