"""Variants, from the text that Spack writes and back."""

from __future__ import annotations

import pickle
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_cache.catalog.spack.variants import (
    Variant,
    find_variant,
    parse_variant,
    quote,
    read_values,
    variants_by_name,
    write_values,
)

if TYPE_CHECKING:
    from tests.corpora import Corpus


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("+mpi", "mpi", True),
        ("~ipo", "ipo", False),
        ("-x", "x", False),
        ("++mpi", "mpi", True),
        ("~~mpi", "mpi", False),
        ("--mpi", "mpi", False),
        ("+tmva-gpu", "tmva-gpu", True),
        ("mpi=true", "mpi", True),
        ("mpi=False", "mpi", False),
        ("mpi:=TRUE", "mpi", True),
        ("build_type=Release", "build_type", ("Release",)),
        ("build_type==Release", "build_type", ("Release",)),
        ("cuda_arch:=90,100", "cuda_arch", ("100", "90")),
        ("patches=8ae17f6,aea47e5", "patches", ("8ae17f6", "aea47e5")),
        ("languages:='c,c++,fortran'", "languages", ("c", "c++", "fortran")),
        ('languages="c,c++"', "languages", ("c", "c++")),
        ("symbol_suffix=64_", "symbol_suffix", ("64_",)),
        ("cntl_base=/dev/shm", "cntl_base", ("/dev/shm",)),  # noqa: S108 a value, not a file
        ("cflags='-O2 -g'", "cflags", ("-O2 -g",)),
        (r"define='it\'s'", "define", ("it's",)),
        (r"prefix='C:\Tools'", "prefix", (r"C:\Tools",)),
        (r"prefix='C:\Tools\\'", "prefix", ("C:\\Tools\\",)),
        ("suffix=''", "suffix", ("",)),
        ("suffix=", "suffix", ("",)),
        ("libs=a,,b,a", "libs", ("a", "b")),
        ("flag=true,other", "flag", ("other", "true")),
    ],
)
def test_a_variant_is_read(text: str, name: str, value: bool | tuple[str, ...]) -> None:
    assert parse_variant(text) == Variant(name=name, value=value)


@pytest.mark.parametrize(
    "text", ["", "mpi", "+", "~", "=x", ":=x", "+a b", "+mpi=x", "a b=c", "x='a", "x='a'b", "@1.2"]
)
def test_what_is_no_variant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"variant|quotes"):
        parse_variant(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("+mpi", "mpi=True"),
        ("~mpi", "mpi=false"),
        ("patches=a,b", "patches:=b,a"),
        ("x=a", "x='a'"),
        ("x=a", "x==a"),
    ],
)
def test_two_ways_to_write_a_variant_are_equal(one: str, other: str) -> None:
    assert parse_variant(one) == parse_variant(other)
    assert hash(parse_variant(one)) == hash(parse_variant(other))


def test_variants_of_different_value_differ() -> None:
    texts = ["+mpi", "~mpi", "mpi=openmpi", "mpi=a,b", "mpi=''", "hdf5=''"]
    assert len({parse_variant(text) for text in texts}) == len(texts)


@pytest.mark.parametrize(
    "text",
    [
        "+mpi",
        "~ipo",
        "build_type=Release",
        "cuda_arch:=100,90",
        "languages:='c,c++'",
        "x=''",
        r"x='a\\'",
        'x="it\'s"',
    ],
)
def test_a_variant_is_written_as_spack_writes_it(text: str) -> None:
    assert str(parse_variant(text)) == text


def test_the_variants_of_every_generation_keep_their_text(corpus: Corpus) -> None:
    pages = "\n".join(page.read_text(encoding="utf-8") for page in corpus.root.rglob("specs.md"))
    texts = {text for found in re.findall(r'"variants": \[(.*?)\]', pages) for text in re.findall(r'"(.*?)"', found)}
    assert len(texts) > 90
    # Spack 0.18 did not yet put quotes round a plus.
    assert {text for text in texts if str(parse_variant(text)) != text} == {"languages=c,c++,fortran"}


def test_a_variant_is_found_by_name_among_those_that_can_be_read() -> None:
    texts = ("+mpi", "???", "build_type=Release", "+x", "~x")
    assert find_variant(texts, "build_type") == parse_variant("build_type=Release")
    assert find_variant(texts, "x") == parse_variant("~x")
    assert find_variant(texts, "ipo") is None
    assert list(variants_by_name(texts)) == ["mpi", "build_type", "x"]


@given(st.text())
def test_any_text_is_a_variant_or_a_value_error(text: str) -> None:
    for tried in (text, f"+{text}", f"x={text}", f"x:='{text}'"):
        try:
            variant = parse_variant(tried)
        except ValueError:
            continue
        assert parse_variant(str(variant)) == variant
        assert pickle.loads(pickle.dumps(variant)) == variant  # noqa: S301 made in this line


@given(st.one_of(st.text(), st.text(alphabet="\\'\" a")))
def test_a_quoted_text_is_read_as_it_was(text: str) -> None:
    assert ",".join(read_values(quote(text))) == ",".join(filter(None, text.split(",")))


@given(st.lists(st.text(min_size=1).filter(lambda text: "," not in text), min_size=1).map(tuple))
def test_values_are_written_as_they_are_read(values: tuple[str, ...]) -> None:
    assert read_values(write_values(values)) == values
