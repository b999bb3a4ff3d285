"""The recipes for contributors work as they are written, in a copy of the tree."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest
from bs4 import BeautifulSoup

from tests.environments import ROOT
from tests.pages import TAG, detail, hash_of, page
from tests.projects import table_texts

if TYPE_CHECKING:
    from pathlib import Path

_TEXT: Final = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
_RECIPE: Final = re.compile(r"^### (A [^\n]+)\n(.*?)(?=^###? |\Z)", re.MULTILINE | re.DOTALL)
_STEP: Final = re.compile(
    r"^(?:A new file `(?P<new>[^`]+)`|In `(?P<old>[^`]+)`, above the line `(?P<line>[^`]+)`):\n\n"
    r"```python\n(?P<code>.*?)^```",
    re.MULTILINE | re.DOTALL,
)
_FILE: Final = re.compile(r"^- `([\w/.-]+)`:", re.MULTILINE)
_CONF: Final = f"""\
extensions = ["sphinxext_cache"]
cache_sources = ["_cache", "own.specs"]
cache_default_tag = "{TAG}"
"""


class _Shown(NamedTuple):
    """What a document with one directive shows once a recipe was followed."""

    directive: str
    rows: list[list[str]]


_SHOWN: Final = {
    "A column": _Shown(
        ".. cache:specs:: zlib\n   :columns: family, version", [["Family", "Version"], ["x86_64", "1.2.13"]]
    ),
    "A source": _Shown(
        ".. cache:specs:: own\n   :tag: site\n   :columns: version, target", [["Version", "Target"], ["3.1", "zen4"]]
    ),
    "A directive": _Shown(".. cache:compilers:: zlib", [["Compiler", "x86_64_v3"], ["gcc@13.2.0", "1"]]),
}
_RECIPES: Final = dict(_RECIPE.findall(_TEXT))


def _copy(folder: Path) -> Path:
    """What a build needs of the tree."""
    shutil.copytree(ROOT / "sphinxext_cache", folder / "sphinxext_cache", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def _follow(recipe: str, root: Path) -> list[str]:
    """Do what a recipe says; gives the files that it changed."""
    changed = []
    for step in _STEP.finditer(recipe):
        file = root / (step["new"] or step["old"])
        if step["new"]:
            assert not file.exists()
            file.write_text(step["code"], encoding="utf-8")
        else:
            lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
            (at,) = [number for number, line in enumerate(lines) if line.strip() == step["line"]]
            file.write_text("".join([*lines[:at], step["code"], *lines[at:]]), encoding="utf-8")
        changed.append(step["new"] or step["old"])
    return changed


def test_there_is_a_recipe_for_whatever_is_added_most() -> None:
    assert list(_RECIPES) == list(_SHOWN)


@pytest.mark.parametrize("title", _SHOWN)
def test_who_follows_a_recipe_sees_what_it_is_for(title: str, tmp_path: Path) -> None:
    recipe = _RECIPES[title]
    root = _copy(tmp_path / "tree")
    assert len(_STEP.findall(recipe)) == recipe.count("```python"), "each step is understood"
    changed = _follow(recipe, root)
    project = tmp_path / "project"
    (project / "_cache").mkdir(parents=True)
    (project / "_cache/zlib.md").write_bytes(
        page("zlib", detail(1, versions=["1.2.13"], compiler="gcc@13.2.0", target="x86_64_v3"))
    )
    # Without the recipe of a source it would not be one.
    listing = f"own 3.1 zen4 {hash_of(1)}\n"
    (project / "own.specs").write_text(listing, encoding="utf-8")
    conf = _CONF if title == "A source" else _CONF.replace(', "own.specs"', "")
    (project / "conf.py").write_text(conf, encoding="utf-8")
    (project / "index.rst").write_text(f"Title\n=====\n\n{_SHOWN[title].directive}\n", encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", project, tmp_path / "out"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert changed
    assert done.stderr == ""
    assert done.returncode == 0
    soup = BeautifulSoup((tmp_path / "out/index.html").read_text(encoding="utf-8"), "html5lib")
    assert table_texts(soup.select("table.cache-table")[0]) == _SHOWN[title].rows


def test_each_file_that_a_recipe_names_is_there() -> None:
    named = {file for recipe in _RECIPES.values() for file in _FILE.findall(recipe)}

    assert named
    assert {file for file in named if not (ROOT / file).exists()} == set()
