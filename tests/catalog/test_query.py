"""What queries match: the table of `tests.queries`, and properties over specs of any content."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_cache.catalog import DependencyTerm, Query, QuerySyntaxError, parse_query
from sphinxext_cache.catalog.model import Spec
from sphinxext_cache.catalog.spack.versions import Version
from tests.catalog.queries_of_specs import query_of
from tests.queries import SPECS, TABLE


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
            "x@1.2,1.4 +a ~b v='c,c++' os=rhel7 target=x86_64,zen4 stack=e4s,hep tag=a,b /2owb %gcc@11:",
        ),
        ("mpi=true x==y z:=a", "+mpi x=y z:=a"),
        ("arch=linux-rhel7-:zen4", "platform=linux os=rhel7 target=:zen4"),
        ("stack='a b'", "stack='a b'"),
        ("x='*' y=*", "x='*' y=*"),
        ("target=zen4:zen4", "target=zen4"),
        ("builtin.hdf5", "hdf5 namespace=builtin"),
        ("external=TRUE external:=false", "~external external=true"),
        ("^zlib ^mpi=openmpi@5:%gcc +cuda %cmake@3 ~x %gcc", "^mpi=openmpi@5: +cuda %cmake@3 ~x %gcc ^zlib"),
        ("^b tag=x ^a stack=y ^b /2 %%c", "stack=y tag=x ^a ^b ^b /2 %c"),
        ("%cxx,c=clang %/abc@2 +x ^/2", "%/abc @2 +x %c,cxx=clang ^/2"),
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
    query = query_of(SPECS[name])
    assert [other for other, spec in SPECS.items() if query.matches(spec)] == [name]
    assert parse_query(str(query)) == query


def test_the_query_of_a_spec_says_all_that_is_known() -> None:
    assert str(query_of(SPECS["a"])) == (
        "hdf5@=1.14.5 api:=default build_type:=Release ~cxx +mpi patches:=8ae17f6,aea47e5"
        " platform=linux os=ubuntu22.04 target=x86_64_v3 stack=e4s,hep tag=develop /2owbnqf"
        + "a" * 25
        + " %gcc@=11.4.0"
    )
    assert query_of(SPECS["d"]).dependencies == (DependencyTerm(name="none", is_direct=True),)


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
    query = query_of(spec)
    assert query.matches(spec)
    assert parse_query(str(query)) == query
    assert parse_query(str(query)).matches(spec)


FRAGMENTS = st.lists(
    st.sampled_from(["hdf5", "py-*", "@", "1.2", ":", ",", "=", "%", "gcc", "+", "~", "-", "mpi", "x=", ":=", "'"])
    | st.sampled_from(
        ["target=", "zen4", "arch=", "a-b-c", "stack=", "*", "/", "2ow", "^", ".", '"', "\\", " ", "git."]
    )
    | st.sampled_from(
        ["^mpi=", "%c,cxx=", "^openmpi", "%cmake", "^/", "%/", "builtin.", "namespace=", "external=", "explicit=true"]
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
