"""What all tests share."""

from __future__ import annotations

import os
import sys
from copy import deepcopy
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import settings
from jinja2 import BytecodeCache
from jinja2.sandbox import SandboxedEnvironment
from sphinx import jinja2glue
from sphinx.config import Config

from sphinxext_cache.pages import theming
from tests.corpora import CORPORA, PARAMS
from tests.environments import LOWEST, ROOT
from tests.programs import require_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jinja2.bccache import Bucket

    from tests.corpora import Corpus

# For `benchmarks`. Behind what is installed: if that is a wheel, the package is not to be found here before it.
sys.path.append(str(ROOT))

# How long an example takes says more about the machine than about us.
settings.register_profile("project", deadline=None)
settings.register_profile("soak", deadline=None, max_examples=3_000)
settings.load_profile("soak" if os.environ.get("SOAK") else "project")


_LONGEST: Final = ("tests/readthedocs/test_build.py", "tests/incremental/test_edits.py")
"""Where the tests are that take longest: nobody waits for them if they come first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests, so that all processes end at the same time."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONGEST))


@pytest.fixture(params=PARAMS)
def corpus(request: pytest.FixtureRequest) -> Corpus:
    """Front matter of every generation: pages of our own making, and then real ones, where they are."""
    return CORPORA[request.param]


@pytest.fixture(scope="session")
def lowest() -> Path:
    """The Python of an environment of the lowest versions, where some projects are built for tests of this one."""
    return require_file(LOWEST / "bin" / "python", "the environment of the lowest versions")


class _Compiled(BytecodeCache):
    """Templates that some build in this process has compiled, by a digest of them."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if found := self._known.get(bucket.key):
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(autouse=True, scope="session")
def _compiled_once() -> Iterator[None]:
    """Have each template compiled once, which otherwise takes half of the time of a small build."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (jinja2glue, theming):
            environment = partial(SandboxedEnvironment, bytecode_cache=_Compiled())
            patch.setattr(module, "SandboxedEnvironment", environment)
        yield


_DEFAULTS: Final = {name: deepcopy(option.default) for name, option in Config.config_values.items()}


@pytest.fixture(autouse=True)
def _defaults_of_sphinx() -> Iterator[None]:
    """Extensions and themes add to the very lists and dictionaries that later builds in a process begin with."""
    _restore_defaults()  # a site that many tests share may have been built just now
    yield
    _restore_defaults()


def _restore_defaults() -> None:
    for name, option in Config.config_values.items():
        default = deepcopy(_DEFAULTS.get(name))
        if isinstance(option.default, list) and isinstance(default, list):
            option.default[:] = default
        elif isinstance(option.default, dict) and isinstance(default, dict):
            option.default.clear()
            option.default.update(default)
