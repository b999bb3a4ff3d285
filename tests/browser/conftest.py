"""The example project, built once, and a real Chromium to look at it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright
from sphinx.testing.util import SphinxTestApp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

_EXAMPLE = Path(__file__).parents[2] / "example_project"
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", params=["furo", "sphinx_rtd_theme", "alabaster"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example in one theme."""
    root = tmp_path_factory.mktemp("example") / "source"
    shutil.copytree(_EXAMPLE, root, ignore=shutil.ignore_patterns("_build", "__pycache__"))
    app = SphinxTestApp("html", srcdir=root, confoverrides={"html_theme": request.param})
    app.build()
    app.cleanup()
    assert app.warning.getvalue() == ""
    return app.outdir


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium. Without one the tests are skipped, but never in CI."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no Chromium")
        pytest.skip("no Chromium on this machine: see 'make tools'")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        yield chromium
        chromium.close()
