"""The example's build cache and its lockfiles are what their tables say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from example_project import make_cache, make_clusters
from example_project.installed import CLUSTERS
from sphinxext_cache.catalog import load

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


def test_the_lockfiles_of_the_example_are_what_the_script_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed = _read(make_clusters.FOLDER)
    monkeypatch.setattr(make_clusters, "FOLDER", tmp_path / "clusters")
    make_clusters.main()
    assert _read(tmp_path / "clusters") == committed
    assert set(committed) == {f"{cluster.name}/spack.lock" for cluster in CLUSTERS}


def test_the_lockfiles_of_the_example_are_whole_and_show_what_was_asked_for() -> None:
    catalog = load([f"{make_clusters.FOLDER}/*/spack.lock"])

    assert catalog.problems == ()
    assert catalog.stacks() == tuple(cluster.name for cluster in CLUSTERS)
    asked_for = {
        (cluster.name, each.name, each.version) for cluster in CLUSTERS for each in cluster.installs if each.is_root
    }
    assert {(spec.stacks[0], spec.package, str(spec.version)) for spec in catalog.specs("*")} == asked_for
    assert {spec.compiler for spec in catalog.specs("*")} == {"gcc@13.3.0", "gcc@11.5.0"}
