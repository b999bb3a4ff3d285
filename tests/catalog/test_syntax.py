"""Where a string is no query, and how the error says so; and the spec strings of 2022."""

from __future__ import annotations

import pickle
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_cache.catalog.query_text import parse_query
from sphinxext_cache.catalog.spack.node import Node, parse_node
from sphinxext_cache.catalog.spack.syntax import MAX_LENGTH, MAX_TERMS, QuerySyntaxError

if TYPE_CHECKING:
    from tests.corpora import Corpus


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("hdf5 ^", 7, "expected the name of a package after '\\^'"),
        ("hdf5+mpi^@5", 10, "expected the name of a package after '\\^', found '@'"),
        ("hdf5 ^^zlib", 7, "expected the name of a package after '\\^', found '\\^'"),
        ("^mpi=", 6, "expected the name of a package after '\\^mpi='"),
        ("^mpi=/abc", 6, "expected the name of a package after '\\^mpi='"),
        ("^mpi,=openmpi", 5, "unexpected ','"),
        ("hdf5 ^[when=+mpi] openmpi", 7, "conditions on edges, such as \\[when=...\\], are not supported"),
        ("%[virtuals=c] gcc", 2, "write virtuals as"),
        ("^zlib-1.3", 2, "write the version as zlib@1.3"),
        ("%gcc-13.2.0", 2, "write the version as gcc@13.2.0"),
        ("hdf5 ^zlib zlib-ng", 12, "second package name; write a dependency as \\^name"),
        ("^zlib@1.2 @1.3", 11, "second '@'"),
        ("^zlib/a/b", 8, "second hash"),
        ("^zlib +pic ~pic", 12, "contradicts"),
        ("builtin..hdf5", 1, "expected its name, or namespace.name"),
        ("builtin.hdf5 namespace=builtin", 1, "a namespace both before the name"),
        ("external=yes", 10, "expected external=true or external=false; write a variant"),
        ("explicit=true,false", 10, "expected explicit=true"),
        ("^zlib external=*", 16, "expected external=true"),
        ("hdf5 netcdf", 6, "second package name"),
        ("@1.2 @1.4", 6, "second '@'"),
        ("hdf5@1.2%gcc@11@12", 16, "second '@'"),
        ("/abc /def", 6, "second hash"),
        ("@", 2, "expected a version after '@'"),
        ("@1.2,", 6, "expected a version after ','"),
        ("@1.2, +mpi", 7, "expected a version after ',', found '\\+'"),
        ("hdf5@1.4:1.2", 6, "contains no version"),
        ("hdf5 @1.0, 1.4:1.2", 12, "contains no version"),
        ("%gcc@2:1", 6, "contains no version"),
        ("@1:2:3", 2, "not a version"),
        ("@=", 2, "a version is missing"),
        ("@1.2 : 1.4", 6, "unexpected ':'"),
        ("%", 2, "expected the name of a compiler or another package after '%'"),
        ("%%%gcc", 3, "expected the name of a compiler or another package after '%%', found '%'"),
        ("%none@1", 6, "has no version"),
        ("+", 2, "expected the name of a variant after '\\+'"),
        ("~~ ", 4, "expected the name of a variant after '~~'"),
        ("+a*", 2, "cannot contain '\\*'"),
        ("a*=b", 1, "cannot contain '\\*'"),
        ("+mpi ~mpi", 6, "'~mpi' contradicts '\\+mpi'"),
        ("+mpi +mpi", 6, "'\\+mpi' repeats '\\+mpi'"),
        ("+mpi mpi=true", 6, "repeats"),
        ("x=a x=b", 5, "'x=b' contradicts 'x=a'"),
        ("/abc-mpi", 5, "'-' needs a space"),
        ("x=", 3, "expected a value after 'x='"),
        ("x= y=b", 3, "expected a value after 'x='"),
        ("x=a,", 3, "an empty value"),
        ("x=,a", 3, "an empty value"),
        ("stack=", 7, "expected a value after 'stack='"),
        ("tag=a,,b", 5, "an empty value"),
        ("os=''", 4, "an empty value"),
        ("x:=*", 4, "needs specific values"),
        ("os=a os=b", 6, "'os' occurs twice"),
        ("arch=linux-rhel7-zen4 target=zen4", 23, "'target' occurs twice"),
        ("arch=linux", 6, "platform-os-target"),
        ("arch=linux--zen4", 6, "platform-os-target"),
        ("target=a:b:c", 8, "nor a range"),
        ("/", 2, "beginning of a hash"),
        ("/-", 2, "beginning of a hash after '/', found '-'"),
        ("x='abc", 3, "quote is not closed"),
        ("x=\"abc'", 3, "quote is not closed"),
        ("'hdf5'", 1, "only values can be quoted"),
        ("hdf5 (mpi)", 6, "unexpected '\\('"),
        ("hdf5 \0", 6, "unexpected '\\\\x00'"),
        ("héhé", 2, "unexpected 'é'"),
        ("hdf5:", 5, "unexpected ':'"),
        ("٣", 1, "unexpected"),
    ],
)
def test_an_error_says_what_is_wrong_and_where(text: str, column: int, message: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse_query(text)
    assert caught.value.column == column
    assert caught.value.text == text
    assert re.search(message, caught.value.message)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("hdf5 ^@5", ["  hdf5 ^@5", "        ^"]),
        ("hdf5\t\n^@5", ["  hdf5  ^@5", "         ^"]),
        ("x='日本' (", ["  x='日本' (", "           ^"]),
        ("x='e\u0301' (", ["  x='e\u0301' (", "        ^"]),
        ("x=", ["  x=", "    ^"]),
        ("+a" * 100 + "(", ["  …" + "+a" * 25 + "(", "   " + " " * 50 + "^"]),
        ("(" + "+a" * 100, ["  (" + "+a" * 49 + "+…", "  ^"]),
    ],
)
def test_an_error_shows_the_text_with_a_caret_below(text: str, shown: list[str]) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse_query(text)
    head, *lines = str(caught.value).splitlines()
    assert head == f"{caught.value.message} (column {caught.value.column})"
    assert lines == shown


def test_an_error_survives_the_way_between_processes() -> None:
    error = QuerySyntaxError("no", "hdf5^", 5)
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 made above
    assert (copy.message, copy.text, copy.column) == ("no", "hdf5^", 5)
    assert str(copy) == str(error)


def test_the_size_of_a_query_is_limited() -> None:
    assert parse_query("a" * MAX_LENGTH).name
    with pytest.raises(QuerySyntaxError, match="longer than") as long:
        parse_query("a" * (MAX_LENGTH + 1))
    assert long.value.column == MAX_LENGTH + 1
    assert len(parse_query("".join(f"+v{number}" for number in range(MAX_TERMS))).variants) == MAX_TERMS
    with pytest.raises(QuerySyntaxError, match="more than 1000 terms"):
        parse_query("".join(f"+v{number}" for number in range(MAX_TERMS + 1)))


@pytest.mark.parametrize(
    "unit",
    [
        "'",
        '"',
        "\\",
        "'\\",
        "x='",
        " ",
        "@1,",
        "@1 ,",
        "1:",
        "a*",
        "+",
        "a=",
        "a-",
        "=",
        ":",
        ",",
        "^",
        "%a@",
        "^a ",
        "%a,b=c",
        "a.",
        "+a ",
        "é",
    ],
)
@pytest.mark.parametrize("size", [MAX_LENGTH, 100_000])
def test_long_hostile_text_is_read_or_refused(unit: str, size: int) -> None:
    for lead in ("", "x=", "x='", "@", "hdf5 ", "stack=", "arch="):
        text = (lead + unit * size)[:size]
        try:
            parse_query(text)
        except QuerySyntaxError as error:
            assert len(str(error)) < 1000  # noqa: PT017 either outcome is right


@pytest.mark.parametrize(
    ("text", "node"),
    [
        (
            "kbproto@1.0.7%gcc@9.3.0+a~b patches=x,y arch=linux-rhel7-ppc64le",
            Node(
                name="kbproto",
                version="1.0.7",
                compiler="gcc@9.3.0",
                variants=("+a", "~b", "patches=x,y"),
                platform="linux",
                os="rhel7",
                target="ppc64le",
            ),
        ),
        (
            "scr@=3.0%gcc@=9.3.0 cflags='-O2 -g' -x libs==a v=c,c++ platform=cray os=cnl7 target=haswell",
            Node(
                name="scr",
                version="3.0",
                compiler="gcc@9.3.0",
                variants=("cflags='-O2 -g'", "~x", "libs=a", "v='c,c++'"),
                platform="cray",
                os="cnl7",
                target="haswell",
            ),
        ),
        (
            "zlib%gcc arch=linux-sles-15-x86_64",
            Node(name="zlib", compiler="gcc", platform="linux", os="sles-15", target="x86_64"),
        ),
        ("zlib@git.main=1.2", Node(name="zlib", version="git.main=1.2")),
        ("", Node()),
    ],
)
def test_a_spec_string_is_taken_apart(text: str, node: Node) -> None:
    assert parse_node(text) == node


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("zlib@1.2:1.4", 6),
        ("zlib@1,2", 6),
        ("zlib%gcc@9:", 10),
        ("zlib@1 @2", 8),
        ("zlib ^a", 6),
        ("zlib %c=gcc", 6),
        ("zlib %/abc", 6),
        ("builtin.zlib", 1),
        ("zlib external=true", 6),
        ("py-*", 1),
        ("zlib stack=e4s", 6),
        ("zlib/abc", 5),
        ("a b", 3),
        ("zlib %gcc %clang", 11),
        ("zlib arch=linux", 11),
    ],
)
def test_what_is_no_spec_string_is_refused(text: str, column: int) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse_node(text)
    assert caught.value.column == column


@given(st.text())
def test_any_text_is_a_spec_string_or_a_syntax_error(text: str) -> None:
    for tried in (text, f"zlib@1 x={text}", f"zlib {text}"):
        try:
            parse_node(tried)
        except QuerySyntaxError as error:
            assert 1 <= error.column <= len(tried) + 1  # noqa: PT017 either outcome is right


def test_every_spec_string_of_2022_is_read(corpus: Corpus) -> None:
    pages = [*corpus.root.glob("legacy/*/*.md"), *corpus.root.glob("_cache/v0.18/*/*.md")]
    found = [
        text
        for page in pages
        for text in re.findall(r"""^ - ['"](\S+@.*?)['"](?::|$)""", page.read_text("utf-8"), re.MULTILINE)
    ]
    nodes = [parse_node(node) for text in found for node in text.split(" ^")]
    assert {page.name for page in pages} == {"index.md", "specs.md"}
    assert len(nodes) > len(found) > len(pages)
    assert all(node.name and node.version and node.compiler and node.target for node in nodes)
