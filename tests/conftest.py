"""What all tests share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from sphinx.config import Config

if TYPE_CHECKING:
    from collections.abc import Iterator

# How long an example takes says more about the machine than about us.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

CORPUS = Path(__file__).parents[1].parent / "shared" / "corpus"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real pages, read where it lies; tests that need it are skipped without it."""
    if not CORPUS.is_dir():
        pytest.skip(f"the corpus of real pages is not there: {CORPUS}")
    return CORPUS


@pytest.fixture(autouse=True)
def _templates_of_one_theme() -> Iterator[None]:
    """pydata_sphinx_theme adds its templates to the list that Sphinx takes for the default of all later builds."""
    yield
    Config.config_values["templates_path"].default.clear()
