"""The project that most tests build."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

import pytest

from tests.incremental.sources import make_sources

if TYPE_CHECKING:
    from pathlib import Path

    from tests.incremental.sources import Sources


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    """A small project that shows a cache in every way, written."""
    return make_sources(tmp_path / "project")


@pytest.fixture(autouse=True)
def _reports_of_sphinx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sphinx leaves a report of each build that failed in the folder for temporary files."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
