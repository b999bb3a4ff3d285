"""What is wrong with one of Spack's files is told with its place, and hides nothing that is right."""

from __future__ import annotations

import copy
import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sphinxext_cache.catalog import Code, Dependency, SourceItem, load
from sphinxext_cache.catalog.sources.spack_files import checks, compressed, lockfile
from tests import spack_files as spack
from tests.pages import hash_of
from tests.spack_files import Made

if TYPE_CHECKING:
    from pathlib import Path

    from sphinxext_cache.catalog import Catalog


def told(catalog: Catalog) -> list[tuple[Code, str]]:
    return [(problem.code, problem.message) for problem in catalog.problems]


def names(catalog: Catalog) -> list[str]:
    return [spec.package for spec in catalog.specs("*")]


_BAD = Made(name="bad")
_LEFT_OUT = "; the spec is left out"


@pytest.mark.parametrize(
    ("rest", "code", "place", "message"),
    [
        ({"name": None}, Code.SCHEMA, "/name", "is missing"),
        ({"name": 7}, Code.SCHEMA, "/name", "is a number, not a string"),
        ({"name": "../x"}, Code.UNSAFE, "", "'../x' cannot be part of a file name or an address"),
        ({"version": None}, Code.SCHEMA, "/version", "is missing"),
        ({"version": ["1"]}, Code.SCHEMA, "/version", "is a list, not a string"),
        ({"version": "1\u200b"}, Code.UNSAFE, "/version", "'1\\u200b' contains the invisible character U+200B"),
        ({"hash": "short"}, Code.SCHEMA, "/hash", "'short' is not a hash of 32 letters and digits"),
        ({"hash": {}}, Code.SCHEMA, "/hash", "is a map, not a string"),
        ({"namespace": 1.5}, Code.SCHEMA, "/namespace", "is a number, not a string"),
        ({"arch": None}, Code.SCHEMA, "/arch", "is missing"),
        ({"arch": "linux-rhel9-zen4"}, Code.SCHEMA, "/arch", "is a string, not a map"),
        ({"arch": {"platform": "linux"}}, Code.SCHEMA, "/arch/platform_os", "is missing"),
        (
            {"arch": {"platform": "linux", "platform_os": "rhel9", "target": {}}},
            Code.SCHEMA,
            "/arch/target",
            "is missing",
        ),
        (
            {"arch": {"platform": "linux", "platform_os": "rhel9", "target": {"name": "a/b"}}},
            Code.UNSAFE,
            "/arch/target",
            "'a/b' cannot be part of a file name or an address",
        ),
    ],
)
@pytest.mark.parametrize("shape", ["lockfile", "database", "nodes"])
def test_a_node_that_cannot_be_used_hides_no_other(
    rest: dict[str, Any], code: Code, place: str, message: str, shape: str, tmp_path: Path
) -> None:
    bad, good = Made(name="bad", rest=rest), Made(name="good")
    written: dict[str, tuple[Any, str]] = {
        "lockfile": (spack.lockfile([bad, good], [bad, good]), f"/concrete_specs/{bad.hash}"),
        "database": (
            spack.database({each.hash: spack.record(each) for each in (bad, good)}),
            f"/database/installs/{bad.hash}/spec",
        ),
        "nodes": ([spack.node(bad), spack.node(good)], "/0"),
    }
    document, base = written[shape]

    catalog = load([spack.write(tmp_path / "a.json", document)])

    assert names(catalog) == ["good"]
    assert told(catalog) == [(code, f"{base}{place}: {message}{_LEFT_OUT}")]
    assert catalog.problems[0].file == str(tmp_path / "a.json")


@pytest.mark.parametrize(
    ("rest", "told_of"),
    [
        ({"compiler": {"version": "1"}}, "/compiler/name: is missing; 'compiler' is left out"),
        ({"compiler": 7}, "/compiler: is a number, not a map; 'compiler' is left out"),
        (
            {"annotations": {"compiler": []}},
            "/annotations/compiler: is a list, not a string; 'annotations' is left out",
        ),
        ({"parameters": "x"}, "/parameters: is a string, not a map; 'parameters' is left out"),
        (
            {"parameters": {"x": 7, "ok": True}},
            "/parameters/x: is a number, not true, false, a string or a list of strings; the variant is left out",
        ),
        ({"parameters": {"x": ["a", 7]}}, "/parameters/x/1: is a number, not a string; the variant is left out"),
        ({"parameters": {"a b": True}}, "/parameters/a b: 'a b' is not the name of a variant; the variant is left out"),
        (
            {"parameters": {"a/~b": "\u202e"}},
            "/parameters/a~1~0b: 'a/~b='\\u202e'' contains the invisible character U+202E; the variant is left out",
        ),
        ({"external": []}, "/external: is a list, not a map; 'external' is left out"),
        ({"external": {"module": {}}}, "/external/module: is a map, not a list; 'external' is left out"),
        ({"build_spec": {"name": "x"}}, "/build_spec/hash: is missing; 'build_spec' is left out"),
        (
            {"build_spec": {"hash": "x"}},
            "/build_spec/hash: 'x' is not a hash of 32 letters and digits; 'spliced' is left out",
        ),
        (
            {"namespace": "a/b"},
            "/namespace: 'a/b' cannot be part of a file name or an address; 'namespace' is left out",
        ),
        (
            {"parameters": {f"x{number}": True for number in range(1_001)}},
            "/parameters: has 1001 variants, more than 1000; 'parameters' is left out",
        ),
        (
            {"parameters": {"x": [str(number) for number in range(1_001)]}},
            "/parameters/x: has 1001 values, more than 1000; the variant is left out",
        ),
        (
            {"dependencies": [7] * 1_001},  # none of which is looked at
            "/dependencies: has 1001 dependencies, more than 1000; 'dependencies' is left out",
        ),
        (
            {"dependencies": {f"x{number}": 7 for number in range(1_001)}},
            "/dependencies: has 1001 dependencies, more than 1000; 'dependencies' is left out",
        ),
        ({"dependencies": 7}, "/dependencies: is a number, not a list"),
        ({"dependencies": [7]}, "/dependencies/0: is a number, not a map; the dependency is left out"),
        (
            {"dependencies": [{"name": "x", "hash": None}]},
            "/dependencies/0/hash: is null, not a string; the dependency is left out",
        ),
        ({"dependencies": [{"hash": "x"}]}, "/dependencies/0/name: is missing; the dependency is left out"),
        ({"dependencies": {"x": 7}}, "/dependencies/x: is a number, not a map; the dependency is left out"),
        (
            {"dependencies": [{"name": "x", "type": ["link", 7]}]},
            "/dependencies/0/type/1: is a number, not a string; the dependency is left out",
        ),
        (
            {"dependencies": [{"name": "x", "type": ["linkk"]}]},
            "/dependencies/0/types/0: 'linkk' is not a dependency type; did you mean link?; 'dependencies' is left out",
        ),
    ],
)
def test_a_part_that_cannot_be_used_costs_no_more_than_itself(
    rest: dict[str, Any], told_of: str, tmp_path: Path
) -> None:
    made = Made(name="bad", compiler=None, rest=rest), Made(name="good")
    catalog = load([spack.write(tmp_path / "a.json", [spack.node(each) for each in made])])

    assert names(catalog) == ["bad", "good"]
    assert [problem.message for problem in catalog.problems] == [f"/0{told_of}"]


@pytest.mark.parametrize(
    ("rest", "told_of", "shown"),
    [
        ({"explicit": "yes"}, "/explicit: is a string, neither true nor false; it is left out", True),
        ({"installation_time": "now"}, "/installation_time: is a string, not a number of seconds since 1970", True),
        ({"installation_time": 1e300}, "/installation_time: is not a time in seconds since 1970; it is left out", True),
        ({"installation_time": 10**400}, "/installation_time: is a number, not a number of seconds since 1970", True),
        ({"deprecated_for": 7}, "/deprecated_for: is a number, not a string; it is left out", True),
        ({"spec": None}, "/spec: is null, not a map; the spec is left out", False),
    ],
)
def test_what_is_wrong_with_a_record_costs_no_more_than_itself(
    rest: dict[str, Any], told_of: str, shown: bool, tmp_path: Path
) -> None:
    records = {_BAD.hash: spack.record(_BAD) | rest, hash_of(1): spack.record(Made(name="good", rest={"hash": None}))}
    catalog = load([spack.write(tmp_path / "a.json", spack.database(records))])

    assert names(catalog) == ["bad", "good"][not shown :]
    (problem,) = catalog.problems
    assert problem.message.startswith(f"/database/installs/{_BAD.hash}{told_of}")


def test_a_time_that_is_none_gives_no_date(tmp_path: Path) -> None:
    records = {_BAD.hash: spack.record(_BAD, installation_time=0)}
    (spec,) = load([spack.write(tmp_path / "a.json", spack.database(records))]).specs("*")
    assert spec.installation is not None
    assert spec.installation.installed is None


# --- Graphs that are none ----------------------------------------------------------------------------------------


def test_a_dependency_that_is_not_there_stays_a_name_and_is_told(tmp_path: Path) -> None:
    hdf5, zlib = spack.chain("hdf5", "zlib")
    catalog = load([spack.write(tmp_path / "spack.lock", spack.lockfile([hdf5], [hdf5]))])

    assert told(catalog) == [
        (Code.INCONSISTENT, f"/concrete_specs/{hdf5.hash}/dependencies: 'zlib' /{zlib.hash} is not in this file")
    ]
    assert catalog.specs("*")[0].dependencies == (Dependency(name="zlib", hash=zlib.hash, types=("build", "link")),)


@pytest.mark.parametrize("shape", ["lockfile", "database"])
def test_what_cannot_be_used_is_not_missed_too(shape: str, tmp_path: Path) -> None:
    bad = Made(name="bad", rest={"version": None})
    good = Made(name="good", on=[(bad, ("link",), ())])
    records = {each.hash: spack.record(each) for each in (bad, good)}
    document = spack.lockfile([bad, good], [good]) if shape == "lockfile" else spack.database(records)

    catalog = load([spack.write(tmp_path / "a.json", document)])

    assert names(catalog) == ["good"]
    assert [problem.message.rpartition("/")[2] for problem in catalog.problems] == [f"version: is missing{_LEFT_OUT}"]


def test_a_dependency_without_a_hash_is_told_by_its_name(tmp_path: Path) -> None:
    made = Made(name="hdf5", rest={"dependencies": [{"name": "zlib"}]})
    (problem,) = load([spack.write(tmp_path / "spack.lock", spack.lockfile([made], [made]))]).problems
    assert problem.message.endswith("/dependencies: 'zlib' is not in this file")


def test_a_dependency_that_is_something_else_is_told(tmp_path: Path) -> None:
    hdf5, zlib = spack.chain("hdf5", "zlib")
    document = json.loads(
        json.dumps(spack.lockfile([hdf5, zlib], [hdf5])).replace('"name": "zlib", "hash"', '"name": "bzip2", "hash"')
    )

    (problem,) = load([spack.write(tmp_path / "spack.lock", document)]).problems

    assert problem.message.endswith(f"'bzip2' /{zlib.hash} is 'zlib' in this file")


@pytest.mark.parametrize("length", [1, 2, 3, 5_000])
def test_a_circle_is_told_and_cut_once(length: int, tmp_path: Path) -> None:
    made = spack.chain(*(f"p{number}" for number in range(length)))
    made[-1].on.append((made[0], ("link",), ()))
    beside = Made(name="beside", on=[(made[0], ("link",), ())])
    document = spack.lockfile([*made, beside], [*made, beside])

    catalog = load([spack.write(tmp_path / "spack.lock", document)])

    ((code, message),) = told(catalog)
    assert code is Code.INCONSISTENT
    assert message == (
        f"/concrete_specs/{made[-1].hash}/dependencies: through 'p0' /{made[0].hash}, 'p{length - 1}' depends on "
        "itself; that dependency is left out"
    )
    assert sum(len(spec.dependencies or ()) for spec in catalog.specs("*")) == length
    assert names(catalog)[0] == "beside"


def test_of_a_hash_with_two_different_nodes_the_first_counts(tmp_path: Path) -> None:
    other = Made(name="zlib", rest={"version": "9"})
    nodes = [spack.node(Made(name="zlib")), spack.node(Made(name="zlib")), spack.node(other)]
    catalog = load([spack.write(tmp_path / "a.json", nodes)])

    assert [str(spec.version) for spec in catalog.specs("*")] == ["1.2.5"]
    hash_ = Made(name="zlib").hash
    assert told(catalog) == [
        (Code.DUPLICATE, f"/2: /{hash_} occurs twice, as two different specs; the first one is used")
    ]


def test_of_many_roots_that_are_not_there_the_same_are_told_each_time(tmp_path: Path) -> None:
    gone = [Made(name="gone", number=number) for number in range(300)]
    catalog = load([spack.write(tmp_path / "spack.lock", spack.lockfile([_BAD], [_BAD, *gone]))])

    listed = sorted(each.hash for each in gone)[:100]
    expected = {f"/roots: the root /{hash_} is not among 'concrete_specs'" for hash_ in listed}
    assert {message for _code, message in told(catalog) if message.startswith("/roots")} == expected


@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": "), (" , ", " :\n")])
@pytest.mark.parametrize("place", [0, 1])
def test_of_a_key_that_is_there_twice_the_last_counts(place: int, separators: tuple[str, str], tmp_path: Path) -> None:
    made = [Made(name="hdf5"), Made(name="zlib"), *(Made(name=f"p{number}") for number in range(99))]
    document = spack.lockfile(made, made)
    again = json.dumps(spack.node(made[place]) | {"version": "9"}, separators=separators)
    text = json.dumps(document, separators=separators)
    key = json.dumps(made[place].hash) + separators[1]
    at = text.rindex(json.dumps(made[1].hash) + separators[1])
    file = tmp_path / "spack.lock"
    file.write_text(f"{text[:at]}{key}{again}{separators[0]}{text[at:]}", encoding="utf-8")

    catalog = load([file])

    assert told(catalog) == [
        (Code.DUPLICATE, f"/concrete_specs/{made[place].hash}: '{made[place].hash}' occurs twice; the last one is used")
    ]
    expected = ["9", "1.2.5"][place]
    assert [str(spec.version) for spec in catalog.specs(made[place].name)] == [expected]
    assert len(names(catalog)) == 101


# --- Files that cannot be read as a whole ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code", "message"),
    [
        (b"", Code.SCHEMA, "is not JSON"),
        (b"{", Code.SCHEMA, "is not JSON: Input data was truncated"),
        (
            b'{\n "roots": [],\n "x" 7}',
            Code.SCHEMA,
            "is not JSON: JSON is malformed: expected ':' (line 3, near column 5)",
        ),
        (b'{"concrete_specs": []}', Code.SCHEMA, "/concrete_specs: is a list, not a map"),
        (b'{"concrete_specs": {}, "roots": 7}', Code.SCHEMA, "/roots: is a number, not a list"),
        (
            b'{"concrete_specs": {}, "roots": [7]}',
            Code.SCHEMA,
            "/roots/0: is a number, not a map; the root is left out",
        ),
        (b'{"concrete_specs": {}, "include_concrete": 7}', Code.SCHEMA, "/include_concrete: is a number, not a map"),
        (b'{"concrete_specs": {"\xff": {}}}', Code.SCHEMA, "/concrete_specs: is not UTF-8"),
        (b'{"database": 7}', Code.SCHEMA, "/database: is a number, not a map"),
        (b'{"database": {"installs": 7}}', Code.SCHEMA, "/database/installs: is a number, not a map"),
        (b'{"database": {}}', Code.SCHEMA, "/database/installs: is missing"),
        (b"\x1f\x8bnot gzip", Code.SOURCE, "cannot be expanded: "),
        (gzip.compress(b"{}" * 999, mtime=0)[:-9], Code.SOURCE, "cannot be expanded: "),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, code: Code, message: str, tmp_path: Path) -> None:
    file = tmp_path / "spack.lock"
    file.write_bytes(data)
    for source in (file, tmp_path):
        (problem,) = load([source]).problems
        assert (problem.code, problem.file) == (code, str(file))
        assert problem.message.startswith(message)


@pytest.mark.parametrize(
    ("opening", "closing"), [(b"[", b"]"), (b"[", b""), (b'{"a":', b"0}"), (b'{"a":', b"")], ids=str
)
def test_a_file_that_is_nested_deeply_is_reported_and_hides_no_other(
    opening: bytes, closing: bytes, tmp_path: Path
) -> None:
    (tmp_path / "deep.json").write_bytes(opening * 100_000 + closing[:-1] + closing[-1:] * 100_000)
    (tmp_path / "specs.json").write_text(json.dumps([spack.node(Made(name="hdf5"))]), encoding="utf-8")

    catalog = load([tmp_path / "*.json"])

    # How deep is too deep depends on the Python; since 3.14 it reads all of this, and finds no file of Spack in it.
    assert names(catalog) == ["hdf5"]
    assert {problem.file for problem in catalog.problems} == {str(tmp_path / "deep.json")}


def test_of_several_documents_a_broken_one_hides_no_other(tmp_path: Path) -> None:
    text = json.dumps({"spec": {"nodes": [spack.node(Made(name="hdf5"))]}})
    file = tmp_path / "specs.json"
    other = text.replace("hdf5", "zlib").replace(Made(name="hdf5").hash, hash_of(3))
    file.write_text(f'{text}\n{{"spec": 7}}\n{{"spec": [7]}}{other} x', encoding="utf-8")

    catalog = load([file])

    assert names(catalog) == ["hdf5", "zlib"]
    assert [problem.message.split(": ")[0] for problem in catalog.problems] == ["/1/spec", "/2/spec/0", "/4"]


@pytest.mark.parametrize(("limit", "most"), [("MAX_MAPS", 20), ("MAX_GRAPH_BYTES", 3_000), ("MAX_ITEMS", 20)])
@pytest.mark.parametrize("name", ["spack.lock", "spack.lock.gz"])
def test_what_is_too_large_is_refused(
    limit: str, most: int, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = spack.chain(*(f"p{number}" for number in range(20)))
    monkeypatch.setattr(compressed, limit, most)

    catalog = load([spack.write(tmp_path / name, spack.lockfile(made, made))])

    assert [problem.code for problem in catalog.problems] == [Code.LIMIT]
    assert catalog.tags == ()


@pytest.mark.parametrize(
    "document",
    [
        spack.lockfile(spack.chain(*"abc"), []),
        spack.lockfile([], spack.chain(*"abc")),
        spack.database({each.hash: spack.record(each) for each in spack.chain(*"abc")}),
        [spack.node(each) for each in spack.chain(*"abc")],
    ],
)
def test_more_specs_than_there_may_be_are_refused(
    document: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "MAX_NODES", 2)
    catalog = load([spack.write(tmp_path / "spack.lock", document)])
    assert catalog.problems[0].code is Code.LIMIT
    assert catalog.problems[0].message.endswith("contains more than 2 specs")
    assert catalog.tags == ()


def test_environments_that_include_each_other_without_end_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lockfile, "_MOST_INCLUDED", 3)
    included: dict[str, Any] = {f"/env/{number}": {"roots": [], "concrete_specs": {}} for number in range(9)}
    made = [Made(name="hdf5")]

    catalog = load([spack.write(tmp_path / "spack.lock", spack.lockfile(made, made, include_concrete=included))])

    assert names(catalog) == ["hdf5"]
    assert [problem.code for problem in catalog.problems] == [Code.LIMIT]


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (spack.lockfile([_BAD], [_BAD], 9), "/_meta/lockfile-version: version 9 of lockfiles is newer than 8"),
        (
            spack.database({_BAD.hash: spack.record(_BAD)}, 10),
            "/database/version: version 10 of databases is newer than 9",
        ),
        (
            {"spec": {"_meta": {"version": 6}, "nodes": [spack.node(_BAD)]}},
            "/spec/_meta/version: version 6 of spec files is newer than 5",
        ),
    ],
)
def test_a_newer_version_is_read_all_the_same(document: object, place: str, tmp_path: Path) -> None:
    catalog = load([spack.write(tmp_path / "a.json", document)])

    assert names(catalog) == ["bad"]
    assert told(catalog) == [(Code.SCHEMA, f"{place}, the newest supported one; it is read anyway")]


@pytest.mark.parametrize(
    ("item", "message"),
    [({"tag": "a/b"}, "the tag 'a/b' cannot be"), ({"stack": "a/b"}, "the stack 'a/b' cannot be")],
)
def test_a_tag_or_a_stack_that_is_no_name_is_told_once(item: dict[str, str], message: str, tmp_path: Path) -> None:
    made = spack.chain("hdf5", "zlib")
    file = spack.write(tmp_path / "spack.lock", spack.lockfile(made, made))
    (problem,) = load([SourceItem(path=file, **item)]).problems  # type: ignore[arg-type]  # strings, all of them
    assert problem.code is Code.UNSAFE
    assert problem.message.startswith(message)


# --- Whatever it is ----------------------------------------------------------------------------------------------


def _places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:  # noqa: ANN401 whatever JSON can be
    within: list[tuple[str | int, ...]] = [path] if path else []
    for key, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        within += _places(each, (*path, key))
    return within


_JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 7, -1, 10**30, 1e300, "", "x", "\u202e", "../x", [], {}, ["x"], [[]], {"x": {}}]
)


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_in_a_node_hides_no_other_and_is_no_error(tmp_path: Path, data: st.DataObject) -> None:
    bad, good = Made(name="bad", on=[(_BAD, ("link",), ("mpi",))], external={"module": ["x"]}), Made(name="good")
    documents = [
        (spack.lockfile([good, bad], [good, bad]), ("concrete_specs", bad.hash)),
        (spack.database({each.hash: spack.record(each) for each in (good, bad)}), ("database", "installs", bad.hash)),
        ({"spec": {"nodes": [spack.node(good), spack.node(bad)]}}, ("spec", "nodes", 1)),
    ]
    document, base = data.draw(st.sampled_from(documents))
    document = copy.deepcopy(document)
    inner: Any = document
    for key in base:
        inner = inner[key]
    for _ in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from(_places(inner)))
        into = inner
        for key in way:
            into = into[key]
        into[last] = copy.deepcopy(data.draw(_JUNK))

    catalog = load([spack.write(tmp_path / "a.json", document)])

    assert "good" in names(catalog)
    assert all(problem.file == str(tmp_path / "a.json") for problem in catalog.problems)
    assert all(str(problem).isprintable() for problem in catalog.problems)


@given(st.binary(max_size=60) | st.text('[]{}",:1a \n').map(str.encode), st.integers(0, 2_000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_in_a_file_is_no_error(tmp_path: Path, junk: bytes, at: int) -> None:
    made = spack.chain("hdf5", "zlib")
    data = json.dumps(spack.lockfile(made, made)).encode()
    (tmp_path / "spack.lock").write_bytes(data[:at] + junk + data[at:])
    load([tmp_path])
    (tmp_path / "spack.lock").write_bytes(junk)
    load([tmp_path])
