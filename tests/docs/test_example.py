"""The example's build cache is what its tables say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from example_project import make_cache

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def _read(cache: Path) -> dict[str, bytes]:
    return {path.relative_to(cache).as_posix(): path.read_bytes() for path in cache.rglob("*") if path.is_file()}


def test_the_cache_of_the_example_is_what_the_script_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    committed = _read(make_cache.CACHE)
    monkeypatch.setattr(make_cache, "CACHE", tmp_path / "_cache")
    make_cache.main()
    assert _read(tmp_path / "_cache") == committed
    assert len(committed) > 30
