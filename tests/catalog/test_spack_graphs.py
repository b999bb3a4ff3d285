"""All of Spack's files say the same of one graph, as far as they know the same."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sphinxext_cache.catalog import SourceItem, dump, load
from tests import spack_files as spack
from tests.spack_files import Made

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sphinxext_cache.catalog import Catalog, Spec

COUNT = 10_000 if os.environ.get("SOAK") else 300

_TYPES = st.lists(st.sampled_from(["build", "link", "run", "test"]), unique=True, min_size=1).map(tuple)
_PARAMETERS = st.booleans() | st.sampled_from(["Release", "a b"]) | st.lists(st.sampled_from("abc"), min_size=1)
_MODULES = st.none() | st.sampled_from([False, "x/1", ["x/1", "y"]])


@st.composite
def graphs(draw: st.DrawFn) -> list[Made]:
    """Some specs, each built on any of those after it; the last is a compiler, on which all may be built."""
    names = draw(st.lists(st.sampled_from(["hdf5", "zlib", "openmpi", "py-numpy"]), min_size=1, max_size=7))
    gcc = Made(name="gcc", version="13.2.0", compiler=None, number=99)
    made: list[Made] = [gcc]
    for number, name in enumerate(names):
        has_compiler = draw(st.booleans())
        one = Made(
            name=name,
            number=number,
            version=draw(st.sampled_from(["1.0", "2.0rc1", "main"])),
            target=draw(st.sampled_from(["zen4", "x86_64_v3"])),
            variants=draw(st.dictionaries(st.sampled_from(["mpi", "std", "x-y"]), _PARAMETERS)),
            compiler=("gcc", "13.2.0") if has_compiler else None,
            external=draw(st.none() | st.builds(lambda module: {"path": "/x", "module": module}, _MODULES)),
        )
        # As a map, dependencies have each name once.
        known = {each.name: each for each in made if each is not gcc and each.name != name}
        on = draw(st.lists(st.sampled_from(sorted(known)), unique=True)) if known else []
        one.on = [(known[each], draw(_TYPES), ("mpi",) if each == "openmpi" else ()) for each in on]
        if has_compiler:
            one.on.append((gcc, ("build",), ("c",)))
        made.append(one)
    return made[::-1]


def _lockfile(version: int) -> Callable[[list[Made], Path], SourceItem]:
    def write(made: list[Made], folder: Path) -> SourceItem:
        file = spack.write(folder / f"v{version}.lock", spack.lockfile(made, made, version))
        return SourceItem(path=file, stack="hpc")

    return write


def _database(shape: int) -> Callable[[list[Made], Path], SourceItem]:
    def write(made: list[Made], folder: Path) -> SourceItem:
        records = {each.hash: spack.record(each, shape) for each in made}
        return SourceItem(path=spack.write(folder / "database.json.gz", spack.database(records)), stack="hpc")

    return write


def _index(made: list[Made], folder: Path) -> SourceItem:
    return SourceItem(path=spack.write(folder / "index.json", spack.index(made), indent=1), stack="hpc")


def _mirror(made: list[Made], folder: Path) -> SourceItem:
    return SourceItem(path=spack.write_mirror(folder, made), stack="hpc")


def _nodes(made: list[Made], folder: Path) -> SourceItem:
    nodes = [spack.node(each) for each in made]
    documents = [{"spec": {"_meta": {"version": 4}, "nodes": [each]}} for each in nodes]
    return SourceItem(path=spack.write(folder / "nodes.json", *documents), stack="hpc")


_ALL: dict[str, Callable[[list[Made], Path], SourceItem]] = {
    **{f"lockfile {version}": _lockfile(version) for version in range(1, 9)},
    **{f"database of shape {shape}": _database(shape) for shape in (2, 4, 5, 6)},
    "index": _index,
    "mirror": _mirror,
    "nodes": _nodes,
}


def _said(spec: Spec, *, with_virtuals: bool) -> dict[str, Any]:
    """What all of them know of a spec."""
    edges = {
        (edge.name, edge.hash, edge.types, edge.virtuals if with_virtuals else ()) for edge in spec.dependencies or ()
    }
    is_external = bool(spec.installation and spec.installation.external)
    module = spec.installation.module if spec.installation else None
    of_spec = msgspec.structs.asdict(msgspec.structs.replace(spec, dependencies=None, installation=None))
    return {**of_spec, "edges": edges, "is_external": is_external, "module": module}


def _catalog(item: SourceItem) -> Catalog:
    catalog = load([item])
    assert catalog.problems == ()
    return catalog


@given(graphs(), st.lists(st.sampled_from(sorted(_ALL)), min_size=2, max_size=3, unique=True))
@settings(max_examples=COUNT, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_of_one_graph_all_say_the_same(tmp_path: Path, made: list[Made], names: list[str]) -> None:
    knows_virtuals = [_knows_virtuals(name) for name in names]

    catalogs = [_catalog(_ALL[name](made, tmp_path / str(place))) for place, name in enumerate(names)]

    first, *others = ([_said(spec, with_virtuals=all(knows_virtuals)) for spec in each.specs("*")] for each in catalogs)
    assert len(first) == len(made)
    for other in others:
        assert other == first


def _knows_virtuals(name: str) -> bool:
    return name not in {
        *(f"lockfile {version}" for version in range(1, 5)),
        *(f"database of shape {n}" for n in (2, 3, 4)),
    }


@given(graphs(), st.lists(st.sampled_from(sorted(_ALL)), min_size=2, max_size=3, unique=True))
@settings(max_examples=COUNT // 10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_together_they_have_each_spec_once_and_do_not_contradict_each_other(
    tmp_path: Path, made: list[Made], names: list[str]
) -> None:
    items = [_ALL[name](made, tmp_path / str(place)) for place, name in enumerate(names) if _knows_virtuals(name)]

    catalog = load(items)

    assert catalog.problems == ()
    assert sorted(str(spec.hash) for spec in catalog.specs("*")) == (
        sorted(each.hash for each in made) if items else []
    )


@given(graphs(), st.sets(st.integers(0, 7)))
@settings(max_examples=COUNT // 10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_read_of_a_database_can_be_written_as_pages(
    tmp_path: Path, made: list[Made], pulled_in: set[int]
) -> None:
    records = {each.hash: spack.record(each, explicit=at not in pulled_in) for at, each in enumerate(made)}
    catalog = _catalog(SourceItem(path=spack.write(tmp_path / "index.json", spack.database(records)), stack="hpc"))
    assume(catalog.tags)
    folders: list[Path] = []
    for package in catalog.graph().packages:
        folders.append(tmp_path / "pages" / package.name)
        folders[-1].mkdir(parents=True, exist_ok=True)
        (folders[-1] / "specs.md").write_bytes(dump(package))

    assert load(folders) == catalog


@pytest.mark.parametrize("name", _ALL)
def test_each_of_them_is_tried(name: str, tmp_path: Path) -> None:
    made = spack.chain("hdf5", "zlib")
    assert {spec.hash for spec in _catalog(_ALL[name](made, tmp_path)).specs("*")} == {each.hash for each in made}
