"""Contributors are sent to what is there, and the recipes for them work as they are written, in a copy of the tree."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from bs4 import BeautifulSoup

from tests.distributions import copy_checkout, outside_environment
from tests.environments import ROOT
from tests.pages import TAG, detail, hash_of, page
from tests.projects import table_texts

pytestmark = pytest.mark.xdist_group("recipes")  # all of them are followed in one copy

_RECIPE: Final = re.compile(r"^### (A [^\n]+)\n(.*?)(?=^###? |\Z)", re.MULTILINE | re.DOTALL)
_STEP: Final = re.compile(
    r"(?P<how>A new file|[Ii]n|At the end of) `(?P<file>[\w/.-]+)`(?:[^\n]|\n(?!\n))*?:\n\n"
    r"(?P<fence>`{3,})(?!console)\w+\n(?P<code>.*?)^(?P=fence)$"
    r"|[Rr]un `make (?P<made>\w+)`",
    re.MULTILINE | re.DOTALL,
)
_TESTS: Final = re.compile(r'^\$ make test ARGS="(.+)"$', re.MULTILINE)
_FENCE: Final = re.compile(r"^(`{3,})(\w+)\n.*?^\1$", re.MULTILINE | re.DOTALL)
_TEXT: Final = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
_RECIPES: Final = dict(_RECIPE.findall(_TEXT))


class _Shown(NamedTuple):
    """What a document with one directive shows once the recipes were followed."""

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


def _run(root: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program in a copy of the tree, which is no wheel, and the package of which is that of the copy."""
    told = {name: value for name, value in outside_environment().items() if name not in {"WHEEL", "PYTHONSAFEPATH"}}
    environment = {**told, "PYTHONPATH": str(root)}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def _make(root: Path, target: str) -> None:
    """Make something in a copy of the tree, with the programs of this environment."""
    programs = Path(sys.executable).parent
    done = _run(root, "make", "--old-file=.venv/installed-lint", f"BIN={programs}", target)
    assert done.returncode == 0, done.stdout + done.stderr


def _pytest(root: Path, arguments: str) -> subprocess.CompletedProcess[str]:
    return _run(root, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *shlex.split(arguments))


def _follow(recipe: str, root: Path) -> None:
    """Do what a recipe says, up to the last of its tests."""
    for step in _STEP.finditer(recipe):
        if step["made"]:
            _make(root, step["made"])
            continue
        file = root / step["file"]
        text = "" if step["how"] == "A new file" else file.read_text(encoding="utf-8")
        assert file.exists() == bool(text)
        if step["how"] in {"In", "in"}:
            for hunk in step["code"].split("@@\n"):
                text = _changed(text, hunk.splitlines())
        else:
            text += f"\n\n{step['code']}" if text else step["code"]
        file.write_text(text, encoding="utf-8")
    for arguments in _TESTS.findall(recipe)[:-1]:
        _pytest(root, arguments)


def _changed(text: str, hunk: list[str]) -> str:
    """A text after a change, of which the lines that stay or go are there once."""
    before, after = ("".join(f"{line[1:]}\n" for line in hunk if line[0] in marks) for marks in (" -", " +"))
    assert f"\n{text}".count(f"\n{before}") == 1, before
    return f"\n{text}".replace(f"\n{before}", f"\n{after}")[1:]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree in which all recipes were followed."""
    root = copy_checkout(tmp_path_factory.mktemp("recipes") / "tree")
    for recipe in _RECIPES.values():
        _follow(recipe, root)
    return root


@pytest.fixture(scope="module")
def site(tree: Path) -> Path:
    """A project that shows what each of them added, built."""
    project = tree.with_name("project")
    _write(project / "index.rst", b"Title\n=====\n\n.. toctree::\n   :glob:\n\n   A *\n")
    for title, shown in _SHOWN.items():
        _write(project / f"{title}.rst", f"Title\n=====\n\n{shown.directive}\n".encode())
    spec = detail(1, versions=["1.2.13"], compiler="gcc@13.2.0", target="x86_64_v3")
    _write(project / "_cache/zlib.md", page("zlib", spec))
    _write(project / "own.specs", f"own 3.1 zen4 {hash_of(1)}\n".encode())
    conf = 'extensions = ["sphinxext_cache"]\ncache_sources = ["_cache", "own.specs"]\n'
    _write(project / "conf.py", f'{conf}cache_default_tag = "{TAG}"\n'.encode())
    done = _run(tree, sys.executable, "-m", "sphinx", "-q", "-W", project, project / "_build")
    assert (done.stderr, done.returncode) == ("", 0)
    return project / "_build"


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def test_contributors_are_sent_to_what_is_there() -> None:
    (section,) = re.findall(r"^## Find your way\n(.*?)^## ", _TEXT, re.MULTILINE | re.DOTALL)
    named = re.findall(r"`([\w.*-]+/[\w/.*-]*)`", section)

    assert len(named) > len(section.splitlines()) / 2
    folders = (ROOT, ROOT / "sphinxext_cache")
    assert [name for name in named if not any(any(folder.glob(name.rstrip("/"))) for folder in folders)] == []


def test_there_is_a_recipe_for_whatever_is_added_most() -> None:
    assert list(_RECIPES) == list(_SHOWN)


@pytest.mark.parametrize("title", _SHOWN)
def test_each_block_of_a_recipe_is_a_step(title: str) -> None:
    recipe = _RECIPES[title]
    fences = [language for _ticks, language in _FENCE.findall(recipe)]

    steps = [step for step in _STEP.finditer(recipe) if step["file"]]
    assert len(steps) == len(fences) - 1
    assert fences[-1] == "console"
    assert _TESTS.search(recipe)


@pytest.mark.parametrize("title", _SHOWN)
def test_who_follows_a_recipe_sees_what_it_is_for(title: str, site: Path) -> None:
    soup = BeautifulSoup((site / f"{title}.html").read_text(encoding="utf-8"), "html5lib")
    assert table_texts(soup.select("table.cache-table")[0]) == _SHOWN[title].rows


def test_a_recipe_names_each_file_that_it_touches(tree: Path) -> None:
    there = {path.relative_to(tree) for path in tree.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    touched = {path.as_posix() for path in there if not _is_same(tree / path, ROOT / path)}
    named = {name for recipe in _RECIPES.values() for name in re.findall(r"`([\w/.-]+)`", recipe)}

    assert touched
    assert touched - named == set()


def _is_same(path: Path, other: Path) -> bool:
    return other.is_file() and path.read_bytes() == other.read_bytes()


def test_floors_are_kept(tree: Path) -> None:
    done = _run(tree, Path(sys.executable).with_name("lint-imports"), "--no-cache")
    assert done.returncode == 0, done.stdout


def test_the_tests_that_a_recipe_names_pass(tree: Path) -> None:
    files = dict.fromkeys(name for recipe in _RECIPES.values() for name in _TESTS.findall(recipe)[-1].split())
    done = _pytest(tree, " ".join(files))
    assert done.returncode == 0, done.stdout
