"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

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
