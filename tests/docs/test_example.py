"""The example's build cache and clusters are what their tables say, and facts are said of all that is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from example_project import make_cache, make_clusters
from example_project.installed import CLUSTERS
from sphinxext_cache.catalog import SourceItem, load
from sphinxext_cache.catalog.fact_files.load import load_facts

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


def test_what_spack_wrote_on_the_clusters_is_what_the_script_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed = _read(make_clusters.FOLDER)
    monkeypatch.setattr(make_clusters, "FOLDER", tmp_path / "clusters")
    make_clusters.main()
    assert _read(tmp_path / "clusters") == committed
    names = ("spack.lock", "module-index.yaml")
    assert set(committed) == {f"{cluster.name}/{name}" for cluster in CLUSTERS for name in names}


def test_the_lockfiles_of_the_example_are_whole_and_show_what_was_asked_for() -> None:
    catalog = load([f"{make_clusters.FOLDER}/*/spack.lock"])

    assert catalog.problems == ()
    assert catalog.stacks() == tuple(cluster.name for cluster in CLUSTERS)
    asked_for = {
        (cluster.name, each.name, each.version) for cluster in CLUSTERS for each in cluster.installs if each.is_root
    }
    assert {(spec.stacks[0], spec.package, str(spec.version)) for spec in catalog.specs("*")} == asked_for
    assert {spec.compiler for spec in catalog.specs("*")} == {"gcc@13.3.0", "gcc@11.5.0", None}


def test_the_facts_of_the_example_describe_all_that_is_installed() -> None:
    example = make_clusters.FOLDER.parent
    catalog = load([example / "_cache", SourceItem(path=f"{make_clusters.FOLDER}/*/spack.lock", tag="installed")])

    facts = load_facts([example / "facts.yaml", f"{make_clusters.FOLDER}/*/module-index.yaml"], catalog)

    assert facts.problems == ()
    packages = [package.name for package in catalog.packages("installed")]
    assert len(packages) == 25
    described = {"title", "description", "homepage", "licence", "discipline", "support"}
    assert [name for name in packages if not described <= facts.of_package("installed", name).keys()] == []
    assert [facts.title("stack", stack) for stack in catalog.stacks("installed")] == ["Alder", "Birch", "Cedar"]


def test_each_spec_that_is_installed_has_the_module_that_its_cluster_made_for_it() -> None:
    catalog = load([f"{make_clusters.FOLDER}/*/spack.lock"])

    facts = load_facts([f"{make_clusters.FOLDER}/*/module-index.yaml"], catalog)

    asked_for = [(cluster, each) for cluster in CLUSTERS for each in cluster.installs if each.is_root]
    assert {spec.hash: facts.module(spec) for spec in catalog.specs("*")} == {
        make_clusters.hash_of(each, cluster): cluster.module(each) for cluster, each in asked_for
    }
    assert len(asked_for) > 40
