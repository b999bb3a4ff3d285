"""The scripts that browsers get are made of many modules, which share a scope there."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.checkout import assets
from tests.programs import require

if TYPE_CHECKING:
    from pathlib import Path

_SCRIPTS = [name for name in assets.join() if name.endswith(".js")]


@pytest.mark.parametrize("name", _SCRIPTS)
@pytest.mark.parametrize("is_minified", [False, True], ids=["joined", "minified"])
def test_no_name_is_declared_by_two_modules(name: str, is_minified: bool, tmp_path: Path) -> None:
    text = assets.join()[name]
    file = tmp_path / "script.js"
    file.write_text(assets.minify(name, text) if is_minified else text, encoding="utf-8")

    done = subprocess.run([require("node"), "--check", file], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", _SCRIPTS)
def test_a_page_may_have_any_character_set(name: str) -> None:
    assert assets.join()[name].isascii()
