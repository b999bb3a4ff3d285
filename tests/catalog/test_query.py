"""What queries match: a table over a few specs of our own, and properties over specs of any content.

Cases marked as Spack's restate facts of its documentation ("Spec Syntax") and of
``lib/spack/spack/test/spec_semantics.py``.
"""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_cache.catalog.model import Spec
from sphinxext_cache.catalog.query import CompilerTerm, Query, QuerySyntaxError, parse_query
from sphinxext_cache.catalog.versions import Version

SPECS = {
    "a": Spec(
        package="hdf5",
        tag="develop",
        version=Version("1.14.5"),
        compiler="gcc@11.4.0",
        os="ubuntu22.04",
        platform="linux",
        target="x86_64_v3",
        variants=("~cxx", "+mpi", "api=default", "build_type=Release", "patches:=8ae17f6,aea47e5"),
        stacks=("e4s", "hep"),
        hash="2owbnqf" + "a" * 25,
    ),
    "b": Spec(
        package="hdf5",
        tag="develop",
        version=Version("1.12.2"),
        compiler="gcc@13.2.0",
        os="ubuntu20.04",
        platform="linux",
        target="zen4",
        variants=("+cxx", "~mpi", "api=v18", "build_type=Debug"),
        stacks=("e4s-neoverse-v2",),
        hash="2owxxxx" + "b" * 25,
    ),
    "c": Spec(
        package="hdf5",
        tag="v0.23.1",
        version=Version("develop"),
        compiler="oneapi@2024.2.1",
        os="amzn2",
        platform="linux",
        target="neoverse_v1",
        variants=("+mpi", "languages:='c,c++,fortran'", "cuda_arch:=90,100"),
        stacks=(),
        hash="3" * 32,
    ),
    "d": Spec(
        package="py-numpy",
        tag="develop",
        version=Version("2.0.0rc1"),
        compiler=None,
        os="windows10.0.20348",
        platform="windows",
        target="x86_64",
        variants=(
            "patches=8ae17f6",
            "cuda_arch:=90",
            "cflags='-O2 -g'",
            "cntl_base=/dev/shm",
            "stack=guarded",
        ),
        stacks=("ml-linux-x86_64-cuda", "e4s"),
        hash="4" * 32,
    ),
    "e": Spec(
        package="py-pip",
        tag="v0.18",
        version=Version("1.0.7"),
        compiler="gcc",
        os="rhel7",
        platform="linux",
        target="alien",
        variants=(),
    ),
}

TABLE = [
    # The package.
    ("", "abcde"),
    ("hdf5", "abc"),
    ("hdf", ""),
    ("py-*", "de"),
    ("*", "abcde"),
    ("*5", "abc"),
    ("p*-*p*", "de"),
    ("py-*y", "d"),
    ("hdf5**", "abc"),
    # Versions; Spack's ranges.
    ("@1.14", "a"),
    ("@1.14.5", "a"),
    ("@=1.14", ""),
    ("@=1.14.5", "a"),
    ("@1.12:1.14", "ab"),
    ("@1.12,1.14:", "abcd"),
    ("@:1.13", "be"),
    ("@2:", "cd"),
    ("@2.0.0:", "c"),
    ("@develop", "c"),
    ("hdf5@:99", "ab"),
    ("@ 1.12 , 1.14", "ab"),
    ("@:", "abcde"),
    # Compilers. A version right after one is its own.
    ("%gcc", "abe"),
    ("%gcc@11", "a"),
    ("%gcc@11:", "ab"),
    ("%gcc@=13.2.0", "b"),
    ("%gcc @12:", "b"),
    ("% gcc", "abe"),
    ("hdf5 %gcc@:12 @1.14", "a"),
    ("%clang", ""),
    ("%none", "d"),
    ("%oneapi@2024", "c"),
    # Variants; one that a spec lacks never matches.
    ("+mpi", "ac"),
    ("~mpi", "b"),
    ("-mpi", "b"),
    ("hdf5 -mpi", "b"),
    ("hdf5-mpi", ""),
    ("++mpi", "ac"),
    ("~~mpi", "b"),
    ("hdf5+mpi~cxx", "a"),
    ("+ mpi", "ac"),
    ("mpi=true", "ac"),
    ("mpi=FALSE", "b"),
    ("mpi=*", "abc"),
    ("mpi=yes", ""),
    ("+nonesuch", ""),
    ("~nonesuch", ""),
    ("build_type=Release", "a"),
    ("build_type==Debug", "b"),
    ("build_type:=Debug", "b"),
    ("build_type=Release,Debug", ""),
    ("+build_type", ""),
    ("%gcc +mpi", "a"),
    # Spack's: = wants at least these values, := no others.
    ("cuda_arch=90", "cd"),
    ("cuda_arch=100,90", "c"),
    ("cuda_arch:=90", "d"),
    ("cuda_arch:=100,90", "c"),
    ("cuda_arch=*", "cd"),
    ("cuda_arch='*'", ""),
    ("languages=c++", "c"),
    ("languages='c,c++'", "c"),
    ('languages:="c,c++"', ""),
    ("cflags='-O2 -g'", "d"),
    ("cntl_base=/dev/shm", "d"),
    # Spack's: any beginning of a patch's checksum will do.
    ("patches=8ae", "ad"),
    ("patches=aea47e5,8ae17f6", "a"),
    ("patches:=8ae", ""),
    # Architecture.
    ("os=ubuntu22.04", "a"),
    ("os=rhel7,amzn2", "ce"),
    ("os=ubuntu*", "ab"),
    ("operating_system=rhel7", "e"),
    ("platform=windows", "d"),
    ("platform=linux,windows", "abcde"),
    ("target=x86_64_v3", "a"),
    ("target=x86_64_v3:", "ab"),
    ("target=:zen4", "abd"),
    ("target=:x86_64_v3", "ad"),
    ("target=x86_64_v2:x86_64_v4", "a"),
    ("target=zen4,neoverse_v1", "bc"),
    ("target=aarch64:,alien", "ce"),
    ("target=alien:", "e"),
    ("target='alien'", "e"),
    ("target=:", "abcde"),
    ("target=martian", ""),
    ("target=neoverse_*", "c"),
    ("arch=linux-ubuntu22.04-x86_64_v3", "a"),
    ("arch=linux-*-x86_64:", "ab"),
    ("architecture=linux-None-None", "abce"),
    # Ours.
    ("stack=e4s", "ad"),
    ("stack=e4s,hep", "ad"),
    ("stack=e4s-*", "b"),
    ("stack=*", "abd"),
    ("stack='e4s'", "ad"),
    ("stack:=guarded", "d"),
    ("stack=guarded", ""),
    ("tag=develop", "abd"),
    ("tag=v0.*", "ce"),
    ("tag=develop,v0.18", "abde"),
    # Hashes.
    ("/2owb", "a"),
    ("/2ow", "ab"),
    ("hdf5/3", "c"),
    ("py-numpy /2owb", ""),
    # Together, in any order.
    ("hdf5@1.14: +mpi target=:zen4", "a"),
    ("stack=e4s +mpi hdf5", "a"),
    ("\thdf5\n@1.12:%gcc@11:~cxx build_type=Release tag=develop  ", "a"),
]


@pytest.mark.parametrize(("query", "expected"), TABLE)
def test_a_query_matches_these_specs_and_no_others(query: str, expected: str) -> None:
    parsed = parse_query(query)
    assert "".join(name for name, spec in SPECS.items() if parsed.matches(spec)) == expected


@pytest.mark.parametrize("query", [query for query, _ in TABLE])
def test_a_query_is_written_so_that_it_reads_the_same(query: str) -> None:
    parsed = parse_query(query)
    assert parse_query(str(parsed)) == parsed
    assert str(parse_query(str(parsed))) == str(parsed)
    assert hash(parse_query(str(parsed))) == hash(parsed)
    assert pickle.loads(pickle.dumps(parsed)) == parsed  # noqa: S301 made above


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        (
            "/2owb tag=b,a stack=hep,e4s,hep target=zen4,x86_64 os=rhel7 v='c++,c' -b +a %gcc@11: @1.4,1.2 x",
            "x@1.2,1.4 %gcc@11: +a ~b v='c,c++' os=rhel7 target=x86_64,zen4 stack=e4s,hep tag=a,b /2owb",
        ),
        ("mpi=true x==y z:=a", "+mpi x=y z:=a"),
        ("arch=linux-rhel7-:zen4", "platform=linux os=rhel7 target=:zen4"),
        ("stack='a b'", "stack='a b'"),
        ("x='*' y=*", "x='*' y=*"),
        ("target=zen4:zen4", "target=zen4"),
    ],
)
def test_a_query_is_written_in_one_order(query: str, canonical: str) -> None:
    assert str(parse_query(query)) == canonical


def test_the_empty_query_is_the_query_without_conditions() -> None:
    assert parse_query("  \n") == Query() == parse_query("")


def test_what_an_index_needs_is_public() -> None:
    query = parse_query("hdf5 tag=develop,v0.23.1 /2owb")
    assert query.name == "hdf5"
    assert query.tags == ("develop", "v0.23.1")
    assert query.hash == "2owb"
    assert (Query().name, Query().tags, Query().hash) == (None, (), None)


@pytest.mark.parametrize("name", SPECS)
def test_the_query_of_a_spec_names_this_spec_only(name: str) -> None:
    query = Query.of(SPECS[name])
    assert [other for other, spec in SPECS.items() if query.matches(spec)] == [name]
    assert parse_query(str(query)) == query


def test_the_query_of_a_spec_says_all_that_is_known() -> None:
    assert str(Query.of(SPECS["a"])) == (
        "hdf5@=1.14.5 %gcc@=11.4.0 api:=default build_type:=Release ~cxx +mpi patches:=8ae17f6,aea47e5"
        " platform=linux os=ubuntu22.04 target=x86_64_v3 stack=e4s,hep tag=develop /2owbnqf" + "a" * 25
    )
    assert Query.of(SPECS["d"]).compiler == CompilerTerm("none")


# Any printable text, and text that means something in a query.
NASTY = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=8),
    st.text(alphabet="a1*',\"\\=:@%+~-^/. ", max_size=8),
)
PLAIN = st.sampled_from(["gcc", "1.2", "develop", "e4s", "x86_64", "zen4", "none", "linux"])
NAMES = st.one_of(PLAIN, NASTY)
VARIANTS = st.one_of(
    NASTY,
    st.tuples(st.sampled_from("+~-"), PLAIN).map("".join),
    st.tuples(PLAIN, st.sampled_from(["=", ":=", "=="]), NASTY).map("".join),
    st.tuples(st.sampled_from(["stack", "os", "arch", "x"]), st.sampled_from(["=", ":="]), NASTY).map("".join),
)
ANY_SPECS = st.builds(
    Spec,
    package=NAMES,
    tag=NAMES,
    version=st.one_of(NAMES, st.just("git.main=1.2"), st.just("a" * 40)).map(Version),
    compiler=st.one_of(st.none(), NAMES, st.tuples(NAMES, NAMES).map("@".join)),
    os=NAMES,
    platform=NAMES,
    target=NAMES,
    variants=st.lists(VARIANTS, max_size=5).map(tuple),
    stacks=st.lists(NAMES, max_size=4).map(tuple),
    hash=st.one_of(st.none(), NAMES, st.just("2owbnqf")),
)


@given(ANY_SPECS)
def test_every_spec_matches_the_query_written_from_it(spec: Spec) -> None:
    query = Query.of(spec)
    assert query.matches(spec)
    assert parse_query(str(query)) == query
    assert parse_query(str(query)).matches(spec)


FRAGMENTS = st.lists(
    st.sampled_from(["hdf5", "py-*", "@", "1.2", ":", ",", "=", "%", "gcc", "+", "~", "-", "mpi", "x=", ":=", "'"])
    | st.sampled_from(
        ["target=", "zen4", "arch=", "a-b-c", "stack=", "*", "/", "2ow", "^", ".", '"', "\\", " ", "git."]
    ),
    max_size=12,
).map("".join)


@given(st.one_of(st.text(), FRAGMENTS), ANY_SPECS)
def test_any_text_is_a_query_or_one_syntax_error(text: str, spec: Spec) -> None:
    try:
        query = parse_query(text)
    except QuerySyntaxError as error:
        assert 1 <= error.column <= len(text) + 1  # noqa: PT017 either outcome is right
    else:
        assert parse_query(str(query)) == query
        assert query.matches(spec) == parse_query(str(query)).matches(spec)


def test_a_pattern_of_many_stars_is_matched_piece_by_piece() -> None:
    spec = Spec(
        package="a" * 5000,
        tag="t",
        version=Version("1"),
        compiler=None,
        os="o",
        platform="p",
        target="x",
    )
    assert parse_query("a*" * 2000).matches(spec)
    assert not parse_query("a*" * 2000 + "b").matches(spec)
    assert not parse_query("a*" * 2000 + "b*").matches(spec)
