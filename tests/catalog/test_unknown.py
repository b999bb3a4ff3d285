"""Why a query matches nothing: the names that nobody knows, and what may have been meant."""

from __future__ import annotations

from collections import defaultdict

import pytest

from sphinxext_cache.catalog import Catalog, Package, Spec, parse_query
from sphinxext_cache.catalog.nearest import nearest
from sphinxext_cache.catalog.unknown import explain, unknown_name, unknown_names
from tests.projects import make_hash, make_spec


def _catalog(*specs: Spec) -> Catalog:
    packages: defaultdict[tuple[str, str], list[Spec]] = defaultdict(list)
    for spec in specs:
        packages[spec.tag, spec.package].append(spec)
    return Catalog(Package(name=name, tag=tag, specs=tuple(found)) for (tag, name), found in packages.items())


CATALOG = _catalog(
    make_spec(variants=("build_type=Release", "+mpi"), stacks=("e4s",)),
    make_spec(version="1.12.3", variants=("build_type=Release", "~mpi"), target="zen4", stacks=("e4s",)),
    make_spec(package="zlib", variants=("cflags=-O3", "patches:=0123456789abcdef"), stacks=("hep",), os="rhel9"),
    make_spec(package="gromacs", tag="v2025.07.0", hash=make_hash("gromacs"), variants=("+cuda",)),
)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("hdff", "no package 'hdff' in 'develop' of the build cache; did you mean hdf5?"),
        ("HDF5", "no package 'HDF5' in 'develop' of the build cache; did you mean hdf5?"),
        ("gromacs", "no package 'gromacs' in 'develop' of the build cache; it is in v2025.07.0"),
        ("Gromacs", "'Gromacs' in 'develop' of the build cache; did you mean gromacs, which is in v2025.07.0?"),
        ("zzz", "no package 'zzz' in 'develop' of the build cache"),
        ("gro*", "no package 'gro*' in 'develop' of the build cache; it is in v2025.07.0"),
        ("e4s", "no package 'e4s' in 'develop' of the build cache; 'e4s' is a stack (in a query: stack=e4s)"),
        ("mpi", "no package 'mpi' in 'develop' of the build cache; 'mpi' is a variant (in a query: +mpi)"),
        ("stack=e4ss", "no stack 'e4ss' in 'develop' of the build cache; did you mean e4s?"),
        ("stack=zzz", "no stack 'zzz' in 'develop' of the build cache; available: e4s, hep"),
        ("target=:zen44", "no target 'zen44' in 'develop' of the build cache; did you mean zen4?"),
        ("target=Zen4:", "no target 'Zen4' in 'develop' of the build cache; did you mean zen4?"),
        ("os=rhel", "no os 'rhel' in 'develop' of the build cache; did you mean rhel9?"),
        ("platform=Linux", "no platform 'Linux' in 'develop' of the build cache; did you mean linux?"),
        ("%gc", "no compiler 'gc' in 'develop' of the build cache; did you mean gcc?"),
        ("tag=v2025.7", "no tag 'v2025.7' in the build cache; did you mean v2025.07.0?"),
        ("tag=v3*", "no tag 'v3*' in the build cache; available: develop, v2025.07.0"),
        ("hdf5 +mppi", "no variant 'mppi' in 'develop' of the build cache; did you mean mpi?"),
        ("hdf5 +zzz", "no variant 'zzz' in 'develop' of the build cache; available: build_type, mpi"),
        (
            "hdf5 build_type=Relese",
            "no value 'Relese' of 'build_type' in 'develop' of the build cache; did you mean Rel",
        ),
        (
            "hdf5 +build_type",
            "no flag 'build_type' in 'develop' of the build cache; it takes a value; available: Release",
        ),
        ("hdf5 mpi=openmpi", "no value 'openmpi' of 'mpi' in 'develop' of the build cache; write +mpi or ~mpi"),
        ("/zzzzzzz", "no spec whose hash begins with 'zzzzzzz' in 'develop' of the build cache"),
        (f"/{make_hash('gromacs')[:7]}", "in 'develop' of the build cache; it is in v2025.07.0"),
        ("taget=zen4", "'taget' is not a variant or a key; did you mean target=zen4?"),
        ("stacks=e4s", "'stacks' is not a variant or a key; did you mean stack=e4s?"),
        ("compiler=gcc", "'compiler' is not a variant; write %gcc"),
        ("dependency=zlib", "'dependency' is not a variant; write ^zlib"),
        ("version=1.14", "'version' is not a variant; write @1.14"),
        ("Variants=+mpi", "'Variants' is not a variant; write +mpi"),
        ("hdf5=1.14", "'hdf5' is not a variant; write hdf5@1.14"),
        ("zzz tag=*", "no package 'zzz' in any tag of the build cache"),
        ("HDF5 stack=e4ss", "did you mean hdf5? No stack 'e4ss' in 'develop' of the build cache; did you mean e4s?"),
    ],
)
def test_a_name_that_nobody_knows_is_a_mistake(query: str, message: str) -> None:
    text, is_mistake = explain(parse_query(query), CATALOG)

    assert is_mistake
    assert message in text


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("hdf5@9", "without '@9' 2 specs would match"),
        ("hdf5@1.12 +mpi", "without '@1.12' 1 spec or without '+mpi' 1 spec would match"),
        ("hdf5 target=zen5", "without 'target=zen5' 2 specs would match"),
        ("hdf5 %none", "without '%none' 2 specs would match"),
        ("zlib patches=0124", "without 'patches=0124' 1 spec would match"),
        ("zlib patches=0123 os=ubuntu22.04", "without 'os=ubuntu22.04' 1 spec would match"),
        ("zlib cflags='-O2 -g'", "without 'cflags='-O2 -g'' 1 spec would match"),
        ("hdf5 stack=hep", "without 'stack=hep' 2 specs would match"),
    ],
)
def test_what_is_known_and_matches_nothing_is_a_fact(query: str, hint: str) -> None:
    text, is_mistake = explain(parse_query(query), CATALOG)

    assert (text, is_mistake) == (hint, False)


def test_the_names_are_those_of_the_tag_that_is_asked() -> None:
    (unknown,) = unknown_names(parse_query("gromacs +mpi"), CATALOG, "v2025.07.0")

    assert (unknown.kind, unknown.name) == ("variant", "mpi")
    assert unknown_names(parse_query("gromacs +cuda"), CATALOG, "v2025.07.0") == ()


def test_what_is_hostile_is_shown_short_and_printable() -> None:
    long = "z" * 5_000
    text, _is_mistake = explain(parse_query(f"{long} stack='\x1b[31m'"), CATALOG)

    assert len(text) < 400
    assert "\x1b" not in text


def test_an_empty_cache_knows_nothing_and_says_so() -> None:
    empty = Catalog(())

    assert unknown_name(empty, "package", "hdf5").message == "no package 'hdf5': the build cache is empty"
    assert unknown_names(parse_query("hdf5 +mpi"), empty) == ()


def test_what_differs_in_nothing_but_case_or_dashes_is_nearest() -> None:
    assert nearest("E4S_Neoverse_V2", ["e4s-neoverse_v1", "e4s-neoverse-v2"])[0] == "e4s-neoverse-v2"
