"""The example project, built once for each builder and theme that a test asks for."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.projects import Project

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.projects import Build

_EXAMPLE = Path(__file__).parents[2] / "example_project"


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Build]:
    """Build the example with a builder and a theme."""
    built: dict[tuple[str, str], Build] = {}

    def build(builder: str, theme: str) -> Build:
        if (builder, theme) not in built:
            root = tmp_path_factory.mktemp("example") / "source"
            shutil.copytree(_EXAMPLE, root, ignore=shutil.ignore_patterns("_build", "__pycache__"))
            project = Project(root=root, conf={})
            made = built[builder, theme] = project.build(builder, html_theme=theme)
            assert made.warnings == []
        return built[builder, theme]

    return build
