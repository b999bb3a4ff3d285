"""Projects for tests to fill and build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def new_project(tmp_path: Path) -> Callable[[str], Project]:
    """Make an empty project in a folder of that name."""

    def make(name: str) -> Project:
        root = tmp_path / name
        root.mkdir()
        return Project(root=root)

    return make


@pytest.fixture
def project(new_project: Callable[[str], Project]) -> Project:
    """An empty project."""
    return new_project("project")


@pytest.fixture
def hdf5(project: Project) -> Project:
    """A project with a small cache, of which most tests show something."""
    project.add(
        make_spec(version="1.14.5", variants=("build_system=cmake", "+cxx", "+mpi"), stacks=("e4s", "root")),
        make_spec(version="1.14.5", variants=("build_system=cmake", "~cxx", "~mpi"), stacks=("e4s", "hep", "root")),
        make_spec(version="1.12.3", variants=("build_system=cmake", "~cxx", "+mpi"), target="zen4", compiler=None),
        make_spec(package="zlib", version="1.3.1", variants=("+pic",), target="neoverse_v2", stacks=("hep", "root")),
        make_spec(package="zlib", version="1.2.13", tag="v1.0", variants=("+pic",)),
    )
    return project
