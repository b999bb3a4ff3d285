"""The workflows run nothing that can change behind our back, and may do no more than they must."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml

from tests.distributions import ROOT
from tests.environments import SETS

if TYPE_CHECKING:
    from pathlib import Path

_WORKFLOWS: Final = sorted((ROOT / ".github/workflows").iterdir())


@pytest.fixture(params=_WORKFLOWS, ids=lambda path: path.stem)
def workflow(request: pytest.FixtureRequest) -> Path:
    """Each workflow in turn."""
    path: Path = request.param
    return path


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def test_each_action_is_pinned_to_a_commit_beside_which_its_version_stands(workflow: Path) -> None:
    used = re.findall(r"uses: *(.*)", workflow.read_text(encoding="utf-8"))

    assert used
    assert [action for action in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)] == []


def test_workflows_may_read_and_only_publishing_proves_who_it_is(workflow: Path) -> None:
    found = _read(workflow)
    asked = {job: granted for job, settings in found["jobs"].items() if (granted := settings.get("permissions"))}

    assert found["permissions"] == {"contents": "read"}
    assert asked == ({"publish": {"id-token": "write"}} if workflow.stem == "publish" else {})


def test_the_matrix_is_that_of_make() -> None:
    matrix = _read(ROOT / ".github/workflows/tests.yml")["jobs"]["matrix"]["strategy"]["matrix"]
    excluded = {(each["python"], each["versions"]) for each in matrix["exclude"]}
    cells = {(python, which) for python in matrix["python"] for which in matrix["versions"]} - excluded

    assert cells == {(python, which) for python, sets in SETS.items() for which in sets}
