"""Real files of Spack: what is read of each is what another, simple-minded reading of its JSON finds."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pytest

from sphinxext_cache.catalog import SourceItem, load
from tests.corpora import SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinxext_cache.catalog import Catalog, Spec

_SPACK: Final = SHARED / "spack"
_FILES: Final = sorted(path for path in _SPACK.glob("*/*") if "manifest" not in path.name)
_DATABASE: Final = _SPACK / "database/v7-derecho.json"
_LOCKFILE: Final = _SPACK / "lockfile/v5-derecho.lock"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not _SPACK.is_dir(), reason="there are no real files of Spack beside the checkout"),
]


@dataclass
class Reading:
    """What a file says.

    Attributes:
        shown: The hashes of the specs that are shown.
        edges: Which spec is built on which, by hashes, for what.
        virtuals: What is provided to whom by whom.
        compilers: The compiler of each spec.
        targets: The target of each spec.
    """

    shown: set[str] = field(default_factory=set)
    edges: set[tuple[str, str, frozenset[str]]] = field(default_factory=set)
    virtuals: set[tuple[str, str, str]] = field(default_factory=set)
    compilers: dict[str, str | None] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)


def _documents(path: Path) -> Iterator[Any]:
    text, at = path.read_text(encoding="utf-8"), 0
    while at < len(text):
        document, at = json.JSONDecoder().raw_decode(text, at)
        at += len(text[at:]) - len(text[at:].lstrip())
        yield document


def _entries(document: Any) -> Iterator[tuple[str, Any, bool]]:  # noqa: ANN401 whatever JSON can be
    """The key of each node, the node, and whether it is shown."""
    if isinstance(document, list):
        yield from (("", node, True) for node in document)
    elif "concrete_specs" in document:
        roots = {root["hash"] for root in document["roots"]}
        yield from ((key, node, key in roots) for key, node in document["concrete_specs"].items())
    elif "database" in document:
        for key, record in document["database"]["installs"].items():
            is_there = record["installed"] and record["explicit"] if "installed" in record else record["in_buildcache"]
            yield key, record["spec"], is_there
    else:
        spec = document["spec"]
        yield from (("", node, True) for node in (spec if isinstance(spec, list) else spec["nodes"]))


def _flat(node: dict[str, Any]) -> dict[str, Any]:
    if "version" in node:
        return node
    ((name, inner),) = node.items()
    return {"name": name, **inner}


def _dependencies(node: dict[str, Any]) -> Iterator[tuple[str, str, list[str], list[str]]]:
    found = node.get("dependencies", [])
    for edge in [{"name": name, **edge} for name, edge in found.items()] if isinstance(found, dict) else found:
        hash_ = edge["hash"] if "hash" in edge else edge["build_hash"]
        parameters = edge.get("parameters", {"deptypes": edge.get("type"), "virtuals": []})
        yield edge["name"], hash_, parameters["deptypes"], parameters["virtuals"]


def _compiler(node: dict[str, Any], nodes: dict[str, dict[str, Any]]) -> str | None:
    if "compiler" in node:
        return f"{node['compiler']['name']}@{node['compiler']['version']}"
    if "compiler" in node.get("annotations", {}):
        return str(node["annotations"]["compiler"]).replace("@=", "@")
    for language in ("c", "cxx", "fortran"):
        for name, hash_, _types, virtuals in _dependencies(node):
            if language in virtuals:
                return f"{name}@{nodes[hash_]['version']}"
    return None


def read_simply(path: Path) -> Reading:
    entries = [(key, _flat(node), shown) for document in _documents(path) for key, node, shown in _entries(document)]
    own = {key: node.get("hash", key) for key, node, _shown in entries if key}
    own |= {node["build_hash"]: node["hash"] for _key, node, _shown in entries if "build_hash" in node}
    nodes: dict[str, dict[str, Any]] = {}
    read = Reading()
    for key, node, shown in entries:
        hash_ = node.get("hash", key)
        nodes.setdefault(hash_, node)
        read.shown |= {hash_} if shown else set()
    for hash_, node in nodes.items():
        target = node["arch"]["target"]
        read.targets[hash_] = target if isinstance(target, str) else target["name"]
        read.compilers[hash_] = _compiler(node, nodes)
        for _name, on, types, virtuals in _dependencies(node):
            read.edges.add((hash_, own.get(on, on), frozenset(types)))
            read.virtuals |= {(hash_, own.get(on, on), virtual) for virtual in virtuals}
    return read


def _all_specs(catalog: Catalog) -> list[Spec]:
    """Those that are shown, and all that they are built on."""
    graph = catalog.graph()
    found = {spec.hash: spec for spec in catalog.specs("*")}
    left = list(found.values())
    while left:
        for _edge, other in graph.dependencies(left.pop()) or ():
            if other is not None and other.hash not in found:
                found[other.hash] = other
                left.append(other)
    return list(found.values())


@pytest.mark.parametrize("path", _FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_each_file_says_what_is_in_it(path: Path) -> None:
    expected = read_simply(path)

    catalog = load([SourceItem(path=path, implicit=True)])
    asked_for = load([path])

    assert catalog.problems == asked_for.problems == ()
    assert {spec.hash for spec in asked_for.specs("*")} == expected.shown
    specs = _all_specs(catalog)
    assert len({spec.hash for spec in specs}) == len(specs)
    known = {str(spec.hash) for spec in specs}
    # What is not installed and on which nothing is built cannot be reached.
    assert {hash_ for hash_ in expected.targets.keys() - known if hash_ in {on for _, on, _ in expected.edges}} == set()
    assert Counter(spec.target for spec in specs) == Counter(expected.targets[hash_] for hash_ in known)
    assert {spec.hash: spec.compiler for spec in specs} == {hash_: expected.compilers[hash_] for hash_ in known}
    edges = [(spec, edge) for spec in specs for edge in spec.dependencies or ()]
    assert {(spec.hash, edge.hash, frozenset(edge.types)) for spec, edge in edges} == {
        edge for edge in expected.edges if edge[0] in known
    }
    assert {(spec.hash, edge.hash, virtual) for spec, edge in edges for virtual in edge.virtuals} == {
        virtual for virtual in expected.virtuals if virtual[0] in known
    }


def test_each_file_is_read_from_a_folder_too() -> None:
    catalog = load([_SPACK])

    files = {str(path) for path in _FILES}
    assert {origin.file for origin in catalog.origins} == files
    assert {problem.file for problem in catalog.problems if problem.file} <= {
        *files,
        str(_SPACK / "buildcache-v3/index.manifest.json"),
    }


def test_a_database_shows_exactly_what_is_explicit_and_installed() -> None:
    installs = json.loads(_DATABASE.read_text())["database"]["installs"]
    expected = [each["spec"] for each in installs.values() if each["explicit"] and each["installed"]]

    specs = load([SourceItem(path=_DATABASE, stack="derecho")]).specs("*")

    assert Counter(spec.hash for spec in specs) == Counter(spec["hash"] for spec in expected)
    groups = {(spec.package, str(spec.version)) for spec in specs}
    assert groups == {(spec["name"], spec["version"]) for spec in expected}
    assert len(groups) == 188
    assert {spec.stacks for spec in specs} == {("derecho",)}


def test_the_mpi_of_each_build_is_known() -> None:
    installs = json.loads(_DATABASE.read_text())["database"]["installs"]
    expected = {
        hash_: {
            edge["name"] for edge in record["spec"].get("dependencies", ()) if "mpi" in edge["parameters"]["virtuals"]
        }
        for hash_, record in installs.items()
        if record["spec"]["name"] == "parallel-netcdf" and record["explicit"] and record["installed"]
    }

    specs = load([_DATABASE]).specs("parallel-netcdf")

    assert {
        spec.hash: {edge.name for edge in spec.dependencies or () if "mpi" in edge.virtuals} for spec in specs
    } == expected
    assert {"cray-mpich"} in expected.values()


def test_a_lockfile_and_the_database_of_its_environment_are_merged_by_hash() -> None:
    hashes = set(json.loads(_LOCKFILE.read_text())["concrete_specs"])
    assert hashes <= set(json.loads(_DATABASE.read_text())["database"]["installs"])

    catalog = load([SourceItem(path=_LOCKFILE, stack="derecho"), _DATABASE])

    assert catalog.problems == ()
    specs = _all_specs(catalog)
    assert len(specs) == len({spec.hash for spec in specs}) >= 1_238
    merged = [spec for spec in specs if spec.hash in hashes]
    assert len(merged) == 1_238
    for spec in merged:
        assert spec.stacks == ("derecho",)
        assert spec.installation is not None
        assert (spec.installation.installed is not None) == (spec.installation.status == "installed")
    assert sum(spec.installation.installed is not None for spec in merged if spec.installation) > 1_200
