"""The keys of a spec that only front matter of our own making has: read in any layout, written where they are known."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_cache.catalog import (
    Catalog,
    Code,
    Dependency,
    Installation,
    Package,
    Spec,
    dump,
    load,
    read_front_matter,
)
from tests.pages import detail, hash_of, page
from tests.projects import make_spec

if TYPE_CHECKING:
    from pathlib import Path

    _Edges = list[dict[str, Any]] | None

_KEYS: Final[dict[str, Any]] = {
    "namespace": "builtin",
    "explicit": True,
    "external": False,
    "installed": "2025-04-20",
    "dependencies": [
        {"name": "zlib", "hash": hash_of(7), "types": ["link", "build"], "virtuals": ["zlib-api"]},
        {"name": "gmake", "types": ["build"], "virtuals": []},
    ],
    "provides": ["mpi"],
    "module": "hdf5/1.14.5-gcc",
    "status": "installed",
    "spliced": hash_of(8),
}
_READ: Final[dict[str, Any]] = {
    "namespace": "builtin",
    "explicit": True,
    "external": False,
    "installed": dt.date(2025, 4, 20),
    "dependencies": (
        Dependency(name="gmake", types=("build",)),
        Dependency(name="zlib", hash=hash_of(7), types=("build", "link"), virtuals=("zlib-api",)),
    ),
    "provides": ("mpi",),
    "module": "hdf5/1.14.5-gcc",
    "status": "installed",
    "spliced": hash_of(8),
}


def _in_yaml(data: bytes) -> bytes:
    """The same, written as people do."""
    known = yaml.safe_load(data.decode().strip("-\n"))
    return f"---\n{yaml.safe_dump(known)}---\n".encode()


def _said(spec: Spec) -> dict[str, Any]:
    return {key: getattr(spec if hasattr(spec, key) else spec.installation, key, None) for key in _KEYS}


@pytest.mark.parametrize("write", [bytes, _in_yaml], ids=["JSON", "YAML"])
def test_each_key_is_read_however_it_is_written(write: Any) -> None:  # noqa: ANN401 one of two functions
    found = read_front_matter(write(page("hdf5", detail(1, **_KEYS), detail(2))))

    assert found.problems == ()
    assert found.package is not None
    first, second = found.package.specs
    assert _said(first) == _READ
    assert set(_said(second).values()) == {None}


@pytest.mark.parametrize(
    ("key", "value", "code", "message"),
    [
        ("namespace", "a/b", Code.UNSAFE, "namespace: 'a/b' cannot be part of a file name or an address"),
        ("namespace", ["a"], Code.SCHEMA, "namespace: is a list, not a string"),
        ("explicit", "maybe", Code.SCHEMA, "explicit: 'maybe' is neither true nor false"),
        ("external", {"a": 1}, Code.SCHEMA, "external: is a map, not a string"),
        (
            "status",
            "instaled",
            Code.SCHEMA,
            "status: 'instaled' is not a status; did you mean installed or uninstalled?",
        ),
        (
            "status",
            "away",
            Code.SCHEMA,
            "status: 'away' is not a status; expected one of installed, uninstalled, deprecated",
        ),
        ("spliced", "abc", Code.SCHEMA, "spliced: 'abc' is not a hash of 32 letters and digits"),
        ("installed", "2025-02-30", Code.SCHEMA, "installed: '2025-02-30' is not a date such as 2025-04-20"),
        ("installed", "yesterday", Code.SCHEMA, "installed: 'yesterday' is not a date such as 2025-04-20"),
        ("dependencies", "zlib", Code.SCHEMA, "dependencies: is a string, not a list"),
        ("dependencies", ["zlib"], Code.SCHEMA, "dependencies[0]: is a string, not a map"),
        ("dependencies", [{}], Code.SCHEMA, "dependencies[0].name: is missing"),
        (
            "dependencies",
            [{"names": "zlib"}],
            Code.SCHEMA,
            "dependencies[0].name: is missing (found 'names': did you mean 'name'?)",
        ),
        (
            "dependencies",
            [{"name": "zlib", "type": ["link"]}],
            Code.SCHEMA,
            "dependencies[0]: unknown key 'type'; did you mean types?",
        ),
        (
            "dependencies",
            [{"name": "zlib"}, {"name": "../x"}],
            Code.UNSAFE,
            "dependencies[1].name: '../x' cannot be part of a file name or an address",
        ),
        (
            "dependencies",
            [{"name": "zlib", "hash": "abc"}],
            Code.SCHEMA,
            "dependencies[0].hash: 'abc' is not a hash of 32 letters and digits",
        ),
        (
            "dependencies",
            [{"name": "zlib", "types": ["linkk"]}],
            Code.SCHEMA,
            "dependencies[0].types[0]: 'linkk' is not a dependency type; did you mean link?",
        ),
        (
            "provides",
            ["m\u200bpi"],
            Code.UNSAFE,
            "provides[0]: 'm\\u200bpi' cannot be part of a file name or an address",
        ),
        ("provides", ["x"] * 101, Code.LIMIT, "provides: has 101 virtuals, more than 100"),
        ("module", "", Code.SCHEMA, "module: is empty"),
        ("module", "a\u202eb", Code.UNSAFE, "module: 'a\\u202eb' contains the invisible character U+202E"),
    ],
)
@pytest.mark.parametrize("write", [bytes, _in_yaml], ids=["JSON", "YAML"])
def test_a_wrong_value_costs_its_key_and_no_more(
    write: Any,  # noqa: ANN401 one of two functions
    key: str,
    value: object,
    code: Code,
    message: str,
) -> None:
    found = read_front_matter(write(page("hdf5", detail(1, **{**_KEYS, key: value}))))

    assert [(problem.code, problem.message) for problem in found.problems] == [
        (code, f"spec_details[0].{message}; '{key}' is left out")
    ]
    assert found.problems[0].line > 1
    assert found.package is not None
    assert _said(found.package.specs[0]) == _READ | {key: None}


_NAMES: Final = st.sampled_from(["zlib", "openmpi", "cmake", "py-numpy"])
_EDGES: Final = st.builds(
    Dependency,
    name=_NAMES,
    hash=st.none() | st.integers(0, 99).map(hash_of),
    types=st.lists(st.sampled_from(["run", "build", "link", "test"]), unique=True).map(tuple),
    virtuals=st.lists(st.sampled_from(["mpi", "blas", "c"]), unique=True).map(tuple),
)
_KNOWN: Final = st.fixed_dictionaries(
    {
        "namespace": st.none() | st.just("builtin"),
        "explicit": st.none() | st.booleans(),
        "external": st.none() | st.booleans(),
        "installed": st.none() | st.dates(),
        "dependencies": st.none() | st.lists(_EDGES, max_size=4).map(tuple),
        "provides": st.none() | st.lists(st.sampled_from(["mpi", "blas"]), unique=True).map(tuple),
        "module": st.none() | st.just("x/1.0"),
        "status": st.none() | st.sampled_from(["installed", "uninstalled", "deprecated"]),
        "spliced": st.none() | st.just(hash_of(9)),
    }
)


@given(_KNOWN, st.sampled_from([bytes, _in_yaml]))
def test_what_is_written_is_read_as_the_same(known: dict[str, Any], write: Any) -> None:  # noqa: ANN401 a function
    data = dump(Package(name="hdf5", tag="develop", specs=(_spec(**known),)))

    found = read_front_matter(write(data))

    assert found.problems == ()
    assert found.package is not None
    assert _said(found.package.specs[0]) == known | {
        "dependencies": None if known["dependencies"] is None else _in_order(known["dependencies"]),
        "provides": known["provides"] and tuple(sorted(known["provides"])),
    }
    assert dump(found.package) == data


def _spec(**known: Any) -> Spec:  # noqa: ANN401 values of several kinds
    of_spec = {key: known.pop(key) for key in ("namespace", "dependencies")}
    installation = Installation(**known)
    return make_spec(**of_spec, installation=None if installation == Installation() else installation)


def _in_order(edges: tuple[Dependency, ...]) -> tuple[Dependency, ...]:
    types = ("build", "link", "run", "test")
    ordered = (
        Dependency(
            name=edge.name,
            hash=edge.hash,
            types=tuple(kind for kind in types if kind in edge.types),
            virtuals=tuple(sorted(edge.virtuals)),
        )
        for edge in edges
    )
    return tuple(sorted(set(ordered), key=lambda edge: (edge.name, edge.hash or "", edge.types, edge.virtuals)))


def test_what_is_no_type_of_dependency_cannot_be_written() -> None:
    spec = make_spec(dependencies=(Dependency(name="zlib", types=("linkk",)),))
    with pytest.raises(ValueError, match="'linkk' is not a dependency type"):
        dump(Package(name="hdf5", tag="develop", specs=(spec,)))


def test_dependencies_are_a_set_and_those_of_many_specs_are_held_once() -> None:
    entry = {"name": "zlib", "hash": hash_of(7), "types": ["link"]}
    orders = [entry, entry | {"types": ["build"]}, entry], [entry | {"types": ["build"]}, entry]
    found = read_front_matter(page("hdf5", *(detail(n, dependencies=each) for n, each in enumerate(orders))))

    assert found.package is not None
    first, second = (spec.dependencies for spec in found.package.specs)
    assert first == second
    assert first is not None
    assert second is not None
    assert [edge.types for edge in first] == [("build",), ("link",)]
    assert all(edge is same for edge, same in zip(first, second, strict=True))


def test_what_is_not_known_is_not_written() -> None:
    data = dump(Package(name="hdf5", tag="develop", specs=(make_spec(),)))

    (line,) = [line for line in data.decode().splitlines() if line.startswith("spec_details: ")]
    (entry,) = json.loads(line.removeprefix("spec_details: "))
    assert _KEYS.keys().isdisjoint(entry)


def test_of_two_copies_one_that_was_asked_for_is_enough(tmp_path: Path) -> None:
    for name, known in (("a", {"explicit": False, "module": "x/1"}), ("b", {"explicit": True, "module": "y/1"})):
        write = tmp_path / name / "specs.md"
        write.parent.mkdir()
        write.write_bytes(page("zlib", detail(1, **known)))

    catalog = load([tmp_path / "a", tmp_path / "b"])

    assert catalog.problems == ()
    assert [spec.installation for spec in catalog.specs("zlib")] == [Installation(explicit=True, module="x/1")]


@pytest.mark.parametrize("statuses", [("uninstalled", "installed"), ("installed", "uninstalled"), (None, "installed")])
def test_what_one_source_has_installed_is_installed(statuses: tuple[str | None, str], tmp_path: Path) -> None:
    for name, status in zip("ab", statuses, strict=True):
        write = tmp_path / name / "specs.md"
        write.parent.mkdir()
        write.write_bytes(page("zlib", detail(1, status=status)))

    (spec,) = load([tmp_path / "a", tmp_path / "b"]).specs("zlib")

    assert spec.installation == Installation(status="installed")


@pytest.mark.parametrize(
    ("first", "other", "told"),
    [
        ([{"name": "openmpi"}], [{"name": "mpich"}], "'mpich', but 'openmpi' in"),
        ([], [{"name": "mpich"}], "'mpich', but 'none' in"),
        ([{"name": "zlib"}, {"name": "x"}], [{"name": "zlib"}], "'none', but 'x' in"),
        (
            [{"name": "x", "hash": "a" * 32, "virtuals": ["mpi"]}],
            [{"name": "x", "hash": "b" * 32, "types": ["run"]}],
            "'x (/bbbbbbb run)', but 'x (/aaaaaaa for mpi)' in",
        ),
        ([{"name": "x"}], None, None),
        (None, [{"name": "x"}], None),
        (None, [], None),
    ],
)
def test_sources_that_contradict_each_other_in_dependencies_name_those_that_differ(
    first: _Edges, other: _Edges, told: str | None, tmp_path: Path
) -> None:
    for name, on in (("a", first), ("b", other)):
        write = tmp_path / name / "specs.md"
        write.parent.mkdir()
        write.write_bytes(page("hdf5", detail(1, dependencies=on)))

    catalog = load([tmp_path / "a", tmp_path / "b"])

    (spec,) = catalog.specs("hdf5")
    known = first if first is not None else other
    assert spec.dependencies is not None
    assert [each.name for each in spec.dependencies] == sorted(each["name"] for each in known or ())
    assert [problem.code for problem in catalog.problems] == ([Code.INCONSISTENT] if told else [])
    assert all(f"dependencies: {told}" in problem.message for problem in catalog.problems)


def test_a_graph_knows_who_depends_on_whom() -> None:
    zlib = make_spec("zlib", hash=hash_of(7))
    edges = (Dependency(name="zlib", hash=hash_of(7)), Dependency(name="gone", hash=hash_of(9)), Dependency(name="x"))
    hdf5 = make_spec("hdf5", dependencies=edges)
    alone = make_spec("alone")
    catalog = Catalog([Package(name=spec.package, tag="develop", specs=(spec,)) for spec in (hdf5, zlib, alone)])

    graph = catalog.graph()

    assert graph.dependencies(hdf5) == ((edges[0], zlib), (edges[1], None), (edges[2], None))
    assert graph.dependencies(alone) is None
    assert graph.dependents(zlib) == (hdf5,)
    assert graph.dependents(hdf5) == ()
    assert catalog.graph("no such tag").dependents(zlib) == ()


def test_a_graph_knows_who_uses_what_once_it_is_built() -> None:
    zlib = make_spec("zlib")
    kinds = {"linked": ("build", "link"), "run": ("run",), "built": ("build", "test"), "unknown": ()}
    others = [
        make_spec(name, dependencies=(Dependency(name="zlib", hash=zlib.hash, types=types),))
        for name, types in kinds.items()
    ]
    packages = [Package(name=each.package, tag="develop", specs=(each,)) for each in (zlib, *others)]

    graph = Catalog(packages).graph()

    assert [user.package for user in graph.users(zlib)] == ["linked", "run", "unknown"]
    assert graph.users(others[0]) == ()
    assert graph.is_known
    assert not Catalog(packages[:1]).graph().is_known
