"""What queries on dependencies match, over a small graph, over graphs drawn by lot, and over very large ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, given, settings

from sphinxext_cache.catalog import Catalog, Dependency, Installation, Package, SourceItem, Spec, load, parse_query
from sphinxext_cache.catalog.graph import Graph
from sphinxext_cache.catalog.unknown import explain
from tests import spack_files as spack
from tests.catalog.test_spack_graphs import COUNT, graphs
from tests.dependency_queries import is_met, random_queries, read_made
from tests.pages import detail, hash_of, page
from tests.projects import make_spec

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.spack_files import Made


def _on(name: str, *virtuals: str, known: str | None = None) -> Dependency:
    return Dependency(name=name, hash=hash_of(known or name), types=("build", "link"), virtuals=virtuals)


def _spec(name: str, *edges: Dependency, key: str = "", **known: object) -> Spec:
    known = {"version": "1.0", "compiler": None, "variants": (), **known}
    return make_spec(name, hash=hash_of(key or name), dependencies=edges, **known)  # type: ignore[arg-type]  # any fields


_SPECS: Final = {
    "a": _spec("app", _on("hdf5", known="hdf5-openmpi"), _on("gcc", "c", "cxx"), compiler="gcc@13.2.0"),
    "b": _spec("app", _on("hdf5", known="hdf5-mpich"), _on("llvm", "c", "cxx"), key="app-2", compiler="llvm@17.0.1"),
    "h": _spec("hdf5", _on("openmpi", "mpi"), _on("cmake"), key="hdf5-openmpi", namespace="builtin"),
    "i": _spec("hdf5", _on("mpich", "mpi"), key="hdf5-mpich", namespace="site.hpc", compiler="oneapi@2024.2.1"),
    "o": _spec("openmpi", _on("hwloc"), version="5.0.3", variants=("+cuda",), compiler="gcc@13.2.0", target="zen4"),
    "m": _spec("mpich", _on("gone"), version="4.1", installation=Installation(external=True, explicit=True)),
    "w": _spec("hwloc", version="2.11", installation=Installation(provides=("hwloc-api",), explicit=False)),
    "c": _spec("cmake", version="3.30"),
    "g": _spec("gcc", version="13.2.0"),
    "l": _spec("llvm", version="17.0.1"),
    "u": make_spec("zlib", hash=hash_of("zlib"), version="1.3", compiler="clang@15.0.0", variants=("+pic",)),
}
"""Specs by a letter; of the last the dependencies are not known."""


def _catalog(specs: Sequence[Spec], pulled_in: Sequence[Spec] = ()) -> Catalog:
    packages = {spec.package: Package(name=spec.package, tag="develop", specs=()) for spec in (*specs, *pulled_in)}
    return Catalog(
        Package(
            name=name,
            tag="develop",
            specs=tuple(spec for spec in specs if spec.package == name),
            pulled_in=tuple(spec for spec in pulled_in if spec.package == name),
        )
        for name in packages
    )


_CATALOG: Final = _catalog(list(_SPECS.values()))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # Anything below, at any depth; never the spec itself.
        ("^hwloc", "aho"),
        ("^openmpi", "ah"),
        ("app ^openmpi", "a"),
        ("openmpi ^openmpi", ""),
        ("^*mpi*", "abhi"),
        ("^nonesuch", ""),
        # All that is asked of a spec.
        ("^openmpi@5:", "ah"),
        ("^openmpi@4", ""),
        ("^openmpi+cuda", "ah"),
        ("^openmpi ~cuda", ""),
        ("^openmpi target=zen4", "ah"),
        ("target=zen4 ^hwloc", "o"),
        ("^openmpi os=none", ""),
        ("^openmpi%gcc@13", "ah"),
        ("^openmpi %oneapi", ""),
        ("^openmpi@5: +cuda target=zen4 %gcc os=ubuntu22.04", "ah"),
        (f"^/{hash_of('openmpi')[:9]}", "ah"),
        (f"^openmpi/{hash_of('hwloc')}", ""),
        ("^hdf5 namespace=builtin", "a"),
        ("^builtin.hdf5", "a"),
        ("^openmpi external=false", "ah"),
        ("^mpich external=true", "bi"),
        # Each is a condition on the spec itself.
        ("^hdf5 ^cmake", "a"),
        ("^cmake ^mpich", ""),
        ("^hdf5 %mpich", "b"),
        ("^hdf5 %cmake ^hwloc", "a"),
        # Only what the spec itself depends on.
        ("%hwloc", "o"),
        ("%hdf5", "ab"),
        ("%hdf5 namespace=site.*", "b"),
        ("%cmake@3.30 ^openmpi", "h"),
        ("%cmake@3.31", ""),
        (f"%/{hash_of('mpich')}", "i"),
        # Of what is not there its name and its hash are known.
        ("^gone", "bim"),
        ("%gone", "m"),
        (f"%/{hash_of('gone')}", "m"),
        (f"%gone/{hash_of('zlib')}", ""),
        ("^gone@1", ""),
        # Virtuals.
        ("^mpi", "abhi"),
        ("%mpi", "hi"),
        ("^mpi +cuda", "ah"),
        ("^mpi@3", ""),
        ("^mpi=openmpi", "ah"),
        ("^mpi=openmpi@5: +cuda", "ah"),
        ("^mpi=mpich@5:", ""),
        ("^mpi=*", "abhi"),
        ("%mpi=mpich", "i"),
        ("^blas=openmpi", ""),
        ("^hwloc-api", "aho"),
        ("%c,cxx=gcc", "ao"),
        ("%c,fortran=gcc", "o"),
        # Compilers, by either name, as dependencies or as the one that a spec names.
        ("%gcc", "ao"),
        ("%gcc@13.2", "ao"),
        ("%gcc@12", ""),
        ("%%gcc", "ao"),
        ("%llvm", "bu"),
        ("%clang", "bu"),
        ("%clang@:15", "u"),
        ("%c=clang", "bu"),
        ("%c=clang@17", "b"),
        ("^llvm", "b"),
        ("^clang", "b"),
        ("%oneapi", "i"),
        ("%intel-oneapi-compilers@2024", "i"),
        ("%fortran=oneapi", "i"),
        ("%fortran=gcc", "o"),
        ("%none", "hmwcgl"),
        ("%c=none", ""),
        ("%gcc %hdf5", "a"),
        # Behind a compiler, all but its versions is of the package.
        ("%gcc +cuda", "o"),
        ("%gcc@13 target=zen4", "o"),
        ("^gcc +cuda", ""),
        # What a spec itself must be, in a filter of whatever it is built on.
        ("stack=nonesuch ^openmpi", ""),
        ("^openmpi stack=e4s", "ah"),
        ("^openmpi tag=develop", "ah"),
        ("builtin.hdf5", "h"),
        ("namespace=*", "hi"),
        ("external=true", "m"),
        ("external=False", "abhiowcglu"),
        ("explicit=true", "m"),
        ("explicit=false", "w"),
        ("external:=true", ""),
        # Where dependencies are not known.
        ("zlib ^zlib", ""),
        ("zlib %cmake", ""),
        ("zlib ^clang", ""),
    ],
)
def test_a_query_on_dependencies_matches_these_specs(query: str, expected: str) -> None:
    found = {spec.hash for spec in _CATALOG.specs(query)}

    assert "".join(letter for letter, spec in _SPECS.items() if spec.hash in found) == "".join(
        letter for letter in _SPECS if letter in expected
    )
    assert parse_query(str(parse_query(query))) == parse_query(query)


def test_what_is_pulled_in_counts_but_is_not_found() -> None:
    catalog = _catalog([_SPECS["a"]], [_SPECS["h"], _SPECS["o"], _SPECS["w"]])

    assert [spec.package for spec in catalog.specs("^hwloc@2")] == ["app"]
    assert [spec.package for spec in catalog.specs("%hdf5 namespace=builtin")] == ["app"]


def test_a_spec_without_a_hash_is_built_on_what_it_names() -> None:
    bare = make_spec("app", hash=None, dependencies=(_on("hdf5", known="hdf5-openmpi"),))
    catalog = _catalog([bare, *(_SPECS[letter] for letter in "how")])

    for query in ("^hwloc", "^hdf5", "%hdf5", "^mpi=openmpi@5"):
        assert bare in catalog.specs(query), query
    assert bare not in catalog.specs("^mpich")


def test_what_is_selected_is_asked_of_dependencies_too(tmp_path: Path) -> None:
    edges = [{"name": "zlib", "hash": hash_of(1)}]
    (tmp_path / "zlib.md").write_bytes(page("zlib", detail(1)))
    (tmp_path / "hdf5.md").write_bytes(page("hdf5", detail(2, dependencies=edges), detail(3, dependencies=[])))

    assert [spec.hash for spec in load([tmp_path], select="^zlib target=x86_64_v3").specs("*")] == [hash_of(2)]


def test_a_query_without_a_graph_knows_the_edges_of_a_spec_alone() -> None:
    assert parse_query("^hdf5").matches(_SPECS["a"])
    assert parse_query("%hdf5").matches(_SPECS["a"])
    assert not parse_query("^openmpi").matches(_SPECS["a"])


@given(graphs())
@settings(max_examples=COUNT // 3, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_queries_on_a_graph_match_what_a_walk_finds(tmp_path: Path, made: list[Made]) -> None:
    file = spack.write(tmp_path / "database.json", spack.database({each.hash: spack.record(each) for each in made}))
    catalog = load([SourceItem(path=file)])
    nodes = read_made(made)

    for asked in random_queries(nodes, 8, len(made)):
        expected = {hash_ for hash_ in nodes if is_met(asked, hash_, nodes)}
        assert {spec.hash for spec in catalog.specs(str(asked))} == expected, str(asked)


class _CountedCondition:
    """A condition that nothing meets, and that counts how often it is asked."""

    is_direct = False

    def __init__(self) -> None:
        self.count = 0

    def is_met(self, edge: Dependency, spec: Spec | None, graph: Graph) -> bool:  # noqa: ARG002 nothing meets it
        self.count += 1
        return False


def _package(*specs: Spec) -> Package:
    return Package(name="p", tag="develop", specs=specs)


def test_each_dependency_is_looked_at_once_however_many_need_it() -> None:
    specs = [_spec(f"p{number}", _on("zlib", known="zlib")) for number in range(50)]
    graph = Graph([_package(*specs, _SPECS["u"])])
    condition = _CountedCondition()
    conditions = (condition,)

    for _spec_asked in specs:
        assert graph.built_on(conditions) == graph.built_on((condition,)) == set()

    assert condition.count == 1


def test_however_many_conditions_a_query_has_each_is_asked_once() -> None:
    specs = [_spec(f"p{number}", _on("zlib", known="zlib")) for number in range(3)]
    graph = Graph([_package(*specs)])
    conditions = tuple(_CountedCondition() for _ in range(500))

    for _spec_asked in specs:
        graph.built_on(conditions)

    assert {condition.count for condition in conditions} == {1}


def test_circles_and_long_chains_are_walked_once() -> None:
    count = 50_000
    specs = [_spec("p", _on("p", known=str((number + 1) % count)), key=str(number)) for number in range(count)]
    catalog = _catalog(specs)

    (last,) = catalog.find(hash_of("77"))

    assert len(catalog.specs(f"^/{last.hash}")) == count
    assert catalog.specs("^p@2 %p") == ()


def test_a_query_may_hold_as_many_conditions_as_it_has_room_for() -> None:
    query = " ".join(f"^hwloc@:{number} %gcc" for number in range(3, 200))

    assert _CATALOG.specs(query) == ()
    assert [spec.package for spec in _CATALOG.specs(query.replace("%gcc", "%none"))] == ["app", "hdf5", "openmpi"]
    assert parse_query(str(parse_query(query))) == parse_query(query)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            "^opnempi",
            "nothing in 'develop' of the build cache depends on a package 'opnempi'; did you mean openmpi or mpi?",
        ),
        ("^mip=openmpi", "no virtual 'mip' in 'develop' of the build cache; did you mean mpi?"),
        ("^zzz=openmpi", "no virtual 'zzz' in 'develop' of the build cache; available: c, cxx, mpi"),
        ("^mpi=opnempi", "depends on a package 'opnempi'; did you mean openmpi?"),
        ("^openmpi %gc", "no compiler 'gc' in 'develop' of the build cache; did you mean gcc?"),
        (
            "^mpi@3",
            "'mpi' is a virtual, so its version is not known; ask for the version of a provider instead, as in ^mpi=",
        ),
        ("%gc", "no compiler 'gc' in 'develop' of the build cache; did you mean gcc?"),
        (
            "zlib ^openmpi",
            "'^' asks for dependencies, but those of the spec that would match without '^openmpi' are not",
        ),
        ("zlib %cmake", "'%' asks for dependencies, but those of the spec that would match without '%cmake' are not"),
        ("builtn.hdf5", "no namespace 'builtn' in 'develop' of the build cache; did you mean builtin?"),
    ],
)
def test_a_warning_says_what_of_dependencies_is_not_known(query: str, message: str) -> None:
    text, is_mistake = explain(parse_query(query), _CATALOG)

    assert is_mistake
    assert message in text


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("app ^openmpi@9", "without '^openmpi@9' 2 specs would match"),
        ("app %gcc@12", "without '%gcc@12' 2 specs would match"),
        ("hdf5 external=true", "without 'external=true' 2 specs would match"),
        ("hdf5 explicit=false", "without 'explicit=false' 2 specs would match"),
    ],
)
def test_a_dependency_that_is_known_and_matches_nothing_is_a_fact(query: str, hint: str) -> None:
    assert explain(parse_query(query), _CATALOG) == (hint, False)
