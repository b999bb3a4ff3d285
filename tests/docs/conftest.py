"""The documentation, built once, and the wheel that a stranger would install."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from sphinx.testing.util import SphinxTestApp

from tests.distributions import build_distributions
from tests.docs.blocks import Documentation
from tests.docs.strangers import make_public_cache

ROOT: Final = Path(__file__).parents[2]
_ESCAPES = re.compile("\x1b\\[[0-9;]*m")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have all tests of the documentation in one process: each process would build it."""
    for item in items:
        if "docs" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("docs"))


@pytest.fixture(scope="session")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Documentation:
    """The documentation as it is published."""
    app = SphinxTestApp("html", srcdir=ROOT / "docs", builddir=tmp_path_factory.mktemp("docs"))
    app.build()
    app.cleanup()  # what it registered with docutils would have the next project warn
    warnings = _ESCAPES.sub("", app.warning.getvalue()).splitlines()
    return Documentation(app=app, warnings=[line for line in warnings if line.strip()])


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the project, made as for a release."""
    return build_distributions(tmp_path_factory.mktemp("wheel")).wheel


@pytest.fixture(scope="session")
def public_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in the place of that of the public cache."""
    return make_public_cache(tmp_path_factory.mktemp("public"))
