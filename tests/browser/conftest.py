"""The example project and a larger cache, built once, and a real Chromium to look at them."""

from __future__ import annotations

import random
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright
from sphinx.testing.util import SphinxTestApp

from sphinxext_cache.catalog import Catalog, load
from tests.browser.sample import build_sample
from tests.programs import require
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from sphinxext_cache.catalog import Spec

_EXAMPLE = Path(__file__).parents[2] / "example_project"
_PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def themed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Builds the example in a theme, once."""

    @cache
    def build(theme: str) -> Path:
        root = tmp_path_factory.mktemp("example") / "source"
        shutil.copytree(_EXAMPLE, root, ignore=shutil.ignore_patterns("_build", "__pycache__"))
        app = SphinxTestApp("html", srcdir=root, confoverrides={"html_theme": theme})
        app.build()
        app.cleanup()
        assert app.warning.getvalue() == ""
        return app.outdir

    return build


@pytest.fixture(scope="session", params=["furo", "sphinx_rtd_theme", "alabaster"])
def site(request: pytest.FixtureRequest, themed: Callable[[str], Path]) -> Path:
    """The example in one theme after the other."""
    return themed(request.param)


@pytest.fixture(scope="session")
def example(themed: Callable[[str], Path]) -> Path:
    """The example in one theme, for what no theme changes."""
    return themed("furo")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Builds a small project with something of every kind in a theme, once."""

    @cache
    def build(theme: str) -> Path:
        return build_sample(tmp_path_factory.mktemp("sample"), theme)

    return build


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    program = require(*_PROGRAMS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def listening(browser: Browser) -> Iterator[Browser]:
    """One that tells a screen reader of all that is on a page, and not of what is in view only."""
    program = require(*_PROGRAMS)
    chromium = browser.browser_type.launch(executable_path=program, args=[*_FLAGS, "--force-renderer-accessibility"])
    yield chromium
    chromium.close()


@pytest.fixture(params=[360, 1300])
def width(request: pytest.FixtureRequest) -> int:
    """How wide the window is: that of a telephone, and that of a desktop."""
    number: int = request.param
    return number


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """What the example shows of the public cache."""
    return load([_EXAMPLE / "_cache"])


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Spec, ...]]:
    """A tag of many packages, one of which, `hdf5`, has many specs; and these."""
    dice = random.Random(1)  # noqa: S311 always the same
    project = Project(root=tmp_path_factory.mktemp("large"))
    specs = [_random_spec(dice, number) for number in range(700)]
    project.add(*specs, *(make_spec(package=f"{dice.choice('abcxyz7')}-{number}") for number in range(1250)))
    project.write("index.rst", "Title\n=====\n")
    built = project.build(html_theme="alabaster")
    assert built.warnings == []
    return built.outdir, tuple(specs)


def _random_spec(dice: random.Random, number: int) -> Spec:
    signs = [dice.choice("+~") + name for name in ("mpi", "cxx", "fortran", "shared", "szip", "threadsafe", "tools")]
    return make_spec(
        version=f"1.{dice.randint(0, 12)}.{dice.randint(0, 12)}",
        compiler=dice.choice(["gcc@9.5.0", "gcc@11.4.0", "gcc@13.2.0", None]),
        os=dice.choice(["ubuntu22.04", "rhel8"]),
        target=dice.choice(["x86_64_v3", "zen4", "neoverse_v1", "aarch64"]),
        stacks=tuple(sorted(dice.sample(["e4s", "hep", "radiuss", "tutorial"], 2))),
        variants=("build_system=cmake", "cflags='-O2 -g'", *signs, f"number={number}"),
    )


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser that remembers nothing. At the end no script of a page may have failed."""
    contexts: list[BrowserContext] = []
    failures: list[str] = []

    def open_page(address: str, *, width: int = 1300, init: str = "", **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)  # type: ignore[arg-type]  # of any kind
        contexts.append(context)
        if init:
            context.add_init_script(init)
        page = context.new_page()
        page.on("pageerror", lambda error: failures.append(f"{error}\n{error.stack}"))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert failures == []
