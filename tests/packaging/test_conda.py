"""The recipe for conda-forge says what `pyproject.toml` says."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

import pytest
import yaml

import sphinxext_cache
from tests.environments import ROOT

_TEXT: Final = (ROOT / "conda.recipe/recipe.yaml").read_text(encoding="utf-8")
_PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def recipe() -> dict[str, Any]:
    """The recipe, with its variables filled in."""
    context = yaml.safe_load(_TEXT)["context"]
    filled: dict[str, Any] = yaml.safe_load(
        re.sub(r"\$\{\{ (\w+) \}\}", lambda found: str(context.get(found[1], found[1])), _TEXT)
    )
    return filled


def _bounds(requirements: list[str]) -> set[str]:
    return {requirement.replace(" ", "") for requirement in requirements}


def test_it_is_of_this_package_and_version(recipe: dict[str, Any]) -> None:
    project = _PROJECT["project"]
    assert recipe["package"] == {"name": project["name"], "version": sphinxext_cache.__version__}
    about = recipe["about"]
    assert (about["summary"], about["license"]) == (project["description"], project["license"])
    assert (about["repository"], about["documentation"]) == (
        project["urls"]["Source"],
        project["urls"]["Documentation"],
    )
    assert [about["license_file"]] == project["license-files"]


def test_it_asks_for_what_the_package_needs(recipe: dict[str, Any]) -> None:
    project, needed = _PROJECT["project"], recipe["requirements"]
    python = f"python{project['requires-python']}"
    assert _bounds(needed["run"]) == {python, *project["dependencies"]}
    lowest = python.replace(">=", "") + ".*"
    # What is only for some machines is not among the packages of conda-forge; scripts are made without it, too.
    makes = {name for name in _PROJECT["build-system"]["requires"] if ";" not in name}
    assert _bounds(needed["host"]) == {lowest, "pip", *makes}


def test_it_has_the_commands_of_the_package(recipe: dict[str, Any]) -> None:
    scripts = [f"{name} = {place}" for name, place in _PROJECT["project"]["scripts"].items()]
    assert recipe["build"]["python"]["entry_points"] == scripts


def test_what_it_tests_is_there_and_needs_nothing_else(recipe: dict[str, Any]) -> None:
    imports, own = recipe["tests"]
    assert all((ROOT / name).exists() for name in own["files"]["source"])
    named = {name for line in own["script"] if line.startswith("pytest ") for name in line.split()[1:]}
    assert all((ROOT / name).is_dir() for name in named)
    assert all(re.fullmatch(r"sphinxext_cache[\w.]*", name) for name in imports["python"]["imports"])
