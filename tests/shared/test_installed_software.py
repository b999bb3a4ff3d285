"""Tables of what a centre really installed, beside what another reading of its database finds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest

from sphinxext_cache.catalog import PROVIDERS, load
from tests.corpora import SHARED
from tests.projects import Project, table_texts

if TYPE_CHECKING:
    from pathlib import Path

_DATABASE: Final = SHARED / "spack/database/v7-derecho.json"
_DOCUMENT: Final = """\
Title
=====

.. cache:specs:: *
   :columns: package, version, installed

.. cache:specs:: netcdf-c
   :columns: hash, version, mpi
   :tag: all

.. cache:matrix::
   :rows: package
   :columns: mpi
"""

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not _DATABASE.is_file(), reason="there are no real files of Spack beside the checkout"),
]


def _records() -> dict[str, Any]:
    records: dict[str, Any] = json.loads(_DATABASE.read_text(encoding="utf-8"))["database"]["installs"]
    return records


def _mpi(records: dict[str, Any], hash_: str) -> str | None:
    """What provides MPI to a spec, or else to the one that is linked into it, and so on."""
    level, seen = [hash_], {hash_}
    while level:
        edges = [edge for each in level for edge in records[each]["spec"].get("dependencies", [])]
        found = {edge["hash"] for edge in edges if "mpi" in edge["parameters"]["virtuals"]}
        if found:
            (provider,) = (records[each]["spec"] for each in found)
            return f"{provider['name']}@{provider['version']}"
        linked = {edge["hash"] for edge in edges if {"link", "run"} & set(edge["parameters"]["deptypes"])}
        level = sorted(linked - seen)
        seen |= linked
    return None


@pytest.mark.parametrize("name", ["v3-borah", "v4-gust"])
def test_a_lockfile_without_virtuals_has_the_providers_that_are_known(name: str) -> None:
    path = SHARED / f"spack/lockfile/{name}.lock"
    nodes = json.loads(path.read_text(encoding="utf-8"))["concrete_specs"]

    catalog = load([path])

    found = {spec.hash: catalog.virtuals.provider(spec, "mpi") for spec in catalog.specs("*")}
    by_hash = {node["hash"]: key for key, node in nodes.items()}
    assert any(found.values())
    for hash_, provider in found.items():
        assert provider == _listed_mpi(nodes, by_hash[str(hash_)]), hash_


def _listed_mpi(nodes: dict[str, Any], key: str) -> tuple[str, str, str] | None:
    """The nearest of the packages that a spec is linked to which are known to provide MPI; of several the first."""
    level, seen = [key], {key}
    while level:
        edges = [edge for each in level for edge in nodes[each].get("dependencies", [])]
        keys = {edge.get("hash") or edge["build_hash"] for edge in edges if edge["name"] in PROVIDERS["mpi"]}
        if keys:
            return min((nodes[each]["name"], nodes[each]["version"], nodes[each]["hash"]) for each in keys)
        linked = {edge.get("hash") or edge["build_hash"] for edge in edges if {"link", "run"} & set(edge["type"])}
        level = sorted(linked - seen)
        seen |= linked
    return None


def test_what_somebody_asked_for_is_shown_with_its_mpi(tmp_path: Path) -> None:
    records = _records()
    installed = {hash_: record["spec"] for hash_, record in records.items() if record["installed"]}
    asked_for = {hash_: spec for hash_, spec in installed.items() if records[hash_]["explicit"]}
    groups = {(spec["name"], spec["version"]) for spec in asked_for.values()}
    assert len(groups) == 188
    project = Project(root=tmp_path)
    project.write("index.rst", _DOCUMENT)
    copy = project.write("all.json", _DATABASE.read_bytes())
    sources = [
        {"path": str(_DATABASE), "stack": "derecho"},
        {"path": str(copy), "stack": "derecho", "tag": "all", "implicit": True},
    ]

    page = project.build(cache_sources=sources, cache_default_tag="site")

    assert page.warnings == []
    every, netcdf = page.soup("index.html").select("table.cache-specs")
    assert {(package, version) for package, version, _day in table_texts(every)[1:]} == groups
    assert all(day for _package, _version, day in table_texts(every)[1:])
    assert {path for path in page.pages() if path.startswith("cache/site/packages/")} == {
        f"cache/site/packages/{package}.html" for package, _version in groups
    }
    matrix = table_texts(page.soup("index.html").select("table.cache-matrix")[0])
    assert {*matrix[0][1:]} == {_mpi(records, hash_) or "none known" for hash_ in asked_for}
    rows = {hash_: mpi for hash_, _version, mpi in table_texts(netcdf)[1:]}
    named = [hash_ for hash_, spec in installed.items() if spec["name"] == "netcdf-c"]
    assert rows == {hash_[:7]: _mpi(records, hash_) or "" for hash_ in named}
    assert len(set(rows.values())) > 5
