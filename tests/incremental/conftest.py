"""The project that most tests build."""

from __future__ import annotations

import tempfile
from functools import partial
from typing import TYPE_CHECKING

import pytest
from jinja2 import BytecodeCache
from jinja2.sandbox import SandboxedEnvironment
from sphinx import jinja2glue

from sphinxext_cache import theming
from tests.incremental.sources import make_sources

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2.bccache import Bucket

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


class _Compiled(BytecodeCache):
    """Templates that some build in this process has compiled, by a digest of them."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if found := self._known.get(bucket.key):
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture
def compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each template compiled once, which otherwise takes half of the time of so small a build."""
    environment = partial(SandboxedEnvironment, bytecode_cache=_Compiled())
    for module in (jinja2glue, theming):
        monkeypatch.setattr(module, "SandboxedEnvironment", environment)
