"""What is published: complete, nothing more, and of use where nothing else is installed."""

from __future__ import annotations

import email.parser
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

import pytest
import yaml

import sphinxext_cache
from sphinxext_cache.pages.scripts import project_script
from tests.checkout import assets
from tests.distributions import ROOT, build_distributions, outside_environment
from tests.environments import SETS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from email.message import Message
    from pathlib import Path

    from tests.distributions import Distributions

_SCRIPTS: Final = ("browser/sphinxext-cache.js", "browser/sphinxext-cache-forward.js")
_MADE: Final = ("book/sphinxext-cache.css", "browser/sphinxext-cache.css", *_SCRIPTS)
"""What is made of the sources of our script and style sheets, below ``static/``."""
_BUDGET: Final = 28_000
"""Bytes, packed, of all scripts and styles of ours that a browser loads."""

# All in one process: the two files are built once.
pytestmark = pytest.mark.xdist_group("packaging")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> tuple[Distributions, Path]:
    """Both files, and the checkout that they were built from."""
    folder = tmp_path_factory.mktemp("release")
    return build_distributions(folder), folder / "checkout"


@pytest.fixture(scope="module")
def distributions(release: tuple[Distributions, Path]) -> Distributions:
    """Both files."""
    return release[0]


@pytest.fixture(scope="module")
def package_files(release: tuple[Distributions, Path]) -> set[str]:
    """The files of the package, as they are in the checkout."""
    checkout = release[1]
    return {path.relative_to(checkout).as_posix() for path in _files(checkout / "sphinxext_cache")}


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _wheel_names(distributions: Distributions) -> set[str]:
    with zipfile.ZipFile(distributions.wheel) as wheel:
        return set(wheel.namelist())


def _source_names(distributions: Distributions) -> set[str]:
    with tarfile.open(distributions.source) as source:
        return {str(PurePosixPath(*PurePosixPath(name).parts[1:])) for name in source.getnames()}


def _metadata(distributions: Distributions) -> Message:
    with zipfile.ZipFile(distributions.wheel) as wheel:
        (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        return email.parser.Parser().parsestr(wheel.read(name).decode())


def test_the_index_takes_both(distributions: Distributions) -> None:
    command = [sys.executable, "-m", "twine", "--no-color", "check", "--strict", *map(str, distributions)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_wheel_holds_the_package_with_scripts_and_styles_made_of_their_sources(
    distributions: Distributions, package_files: set[str]
) -> None:
    names = _wheel_names(distributions)
    described = {name for name in names if PurePosixPath(name).parts[0].endswith(".dist-info")}

    sources = {name for name in package_files if name.startswith("sphinxext_cache/assets/")}
    assert names - described == package_files - sources | {f"sphinxext_cache/static/{name}" for name in _MADE}
    assert sources
    assert {PurePosixPath(name).name for name in described} == {
        "METADATA",
        "RECORD",
        "WHEEL",
        "LICENSE",
        "entry_points.txt",
    }


def test_the_source_distribution_holds_all_but_what_only_the_repository_needs(
    release: tuple[Distributions, Path],
) -> None:
    distributions, checkout = release
    files = {path.relative_to(checkout).as_posix() for path in _files(checkout)}
    left_out = {name for name in files if name.startswith(".github/")} | {".gitattributes", ".pre-commit-config.yaml"}

    assert _source_names(distributions) == files - left_out | {"PKG-INFO"}


def test_a_part_of_the_tests_runs_from_the_source_distribution(distributions: Distributions, tmp_path: Path) -> None:
    with tarfile.open(distributions.source) as source:
        source.extractall(tmp_path, filter="data")
    (root,) = tmp_path.iterdir()
    tests = ("tests/catalog/test_versions.py", "tests/command/test_check.py", "tests/extension/test_config.py")

    _run(root, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)


@pytest.mark.parametrize(
    "name",
    [
        "py.typed",
        "templates/cache/package.html",
        "locale/de/LC_MESSAGES/sphinxext_cache.mo",
        "locale/fr/LC_MESSAGES/sphinxext_cache.mo",
        "catalog/__init__.py",
    ],
)
def test_what_is_not_code_comes_along(name: str, distributions: Distributions) -> None:
    assert f"sphinxext_cache/{name}" in _wheel_names(distributions) & _source_names(distributions)


@pytest.fixture(scope="module")
def made(distributions: Distributions) -> dict[str, str]:
    """The text of each made file of the wheel by its name below ``static/``."""
    with zipfile.ZipFile(distributions.wheel) as wheel:
        return {name: wheel.read(f"sphinxext_cache/static/{name}").decode() for name in _MADE}


def test_what_pages_load_of_ours_weighs_less_than_its_budget(made: dict[str, str]) -> None:
    style, script, forward = (made[name] for name in _MADE[1:])

    packed = [gzip.compress(text.encode(), mtime=0) for text in (style, project_script() + script, forward)]

    assert sum(map(len, packed)) <= _BUDGET


@pytest.mark.parametrize("name", _SCRIPTS)
def test_a_script_of_the_wheel_is_ascii_without_comments_and_has_short_names(name: str, made: dict[str, str]) -> None:
    assert "/*" not in made[name]
    assert made[name].isascii()
    assert len(made[name]) < 0.7 * len(assets.join()[name])


@pytest.mark.parametrize("name", _SCRIPTS)
def test_a_script_that_keeps_its_names_is_the_program_of_its_sources(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "minify", None)
    minified = assets.minify(name, assets.join()[name])
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no node")
        pytest.skip("no node on this machine: see 'make tools'")
    both = json.dumps([minified, assets.join()[name]])

    done = subprocess.run(
        [node, ROOT / "tests/js/same_program.js"], input=both, capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.stderr) == ("true", "")
    assert len(minified) < 0.8 * len(assets.join()[name])


def test_the_style_sheets_of_the_wheel_have_the_words_of_their_sources_and_no_comments(made: dict[str, str]) -> None:
    for name in _MADE:
        if name.endswith(".css"):
            source = re.sub(r"/\*.*?\*/", "", assets.join()[name], flags=re.DOTALL)
            assert re.sub(r"[\s;]", "", made[name]) == re.sub(r"[\s;]", "", source)
            # In a nested rule the minifier takes `td :hover` for a property and its value.
            within = re.compile(r"[\w)*\]] :[\w-]+(?=[^;}]*\{)")
            assert within.findall(made[name]) == within.findall(source)
            assert made[name].count("\n") == 1


def test_each_python_that_is_tested_is_a_classifier(distributions: Distributions) -> None:
    listed = _metadata(distributions).get_all("Classifier", [])
    assert [found[1] for each in listed if (found := re.search(r"Python :: (3\.\d+)$", each))] == [*SETS]


def test_the_version_stands_in_one_place(distributions: Distributions) -> None:
    assert _metadata(distributions)["Version"] == sphinxext_cache.__version__
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert "version" not in citation, "whoever cites takes that of the release"


def test_the_description_is_the_readme(distributions: Distributions) -> None:
    metadata = _metadata(distributions)
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert metadata.get_payload() == (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_wheel_builds_a_project_where_nothing_else_is_installed(
    distributions: Distributions, made: dict[str, str], tmp_path: Path
) -> None:
    environment, source = tmp_path / "environment", tmp_path / "source"
    page = ROOT / "example_project/_cache/v2025.07.0/bash/specs.md"
    (source / "_cache").mkdir(parents=True)
    (source / "_cache/page.md").write_bytes(page.read_bytes())
    (source / "conf.py").write_text('extensions = ["sphinxext_cache"]\nhtml_theme = "basic"\nlanguage = "de"\n')
    (source / "index.rst").write_text("Shells\n======\n\n:cache:package:`bash`\n\n.. cache:specs:: bash\n")

    _run(tmp_path, sys.executable, "-m", "venv", environment)
    python = environment / "bin/python"
    _run(tmp_path, python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", distributions.wheel)
    modules = sorted(name.removesuffix(".py") for name in _wheel_names(distributions) if name.endswith(".py"))
    imports = "\n".join("import " + name.replace("/", ".").removesuffix(".__init__") for name in modules)
    _run(tmp_path, python, "-I", "-W", "error", "-c", imports)
    _run(tmp_path, python, "-I", "-m", "sphinx", "-W", "-n", source, tmp_path / "out")

    _run(tmp_path, environment / "bin/sphinxext-cache", "check", source / "_cache")
    assert "Paket" in (tmp_path / "out/cache/v2025.07.0/index.html").read_text(encoding="utf-8"), "translated"
    assert (tmp_path / "out/cache/v2025.07.0/packages/bash.html").is_file()
    for name in _MADE[1:]:
        copied = (tmp_path / "out/_static" / PurePosixPath(name).name).read_text(encoding="utf-8")
        assert copied.endswith(made[name]), "as it was made"


def _run(folder: Path, *command: str | Path) -> None:
    done = subprocess.run(command, cwd=folder, env=outside_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
