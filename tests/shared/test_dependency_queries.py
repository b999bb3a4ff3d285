"""Queries on dependencies, asked of a real database, match what a simple walk through its JSON finds."""

from __future__ import annotations

import gzip
import json
from typing import Final

import pytest

from sphinxext_cache.catalog import SourceItem, load
from sphinxext_cache.pages.data_file import encode_specs
from tests.corpora import SHARED
from tests.dependency_queries import Asked, is_met, random_queries, read_node

_DATABASE: Final = SHARED / "spack" / "database" / "v7-derecho.json"
_COUNT: Final = 200

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not _DATABASE.is_file(), reason="there is no real database beside the checkout"),
]


def test_random_queries_match_what_a_walk_through_the_file_finds() -> None:
    installs = json.loads(_DATABASE.read_text())["database"]["installs"]
    nodes = {hash_: read_node(record["spec"]) for hash_, record in installs.items()}
    shown = [hash_ for hash_, record in installs.items() if record["explicit"] and record["installed"]]
    catalog = load([SourceItem(path=_DATABASE)])
    named = [
        Asked(below=[Asked("^", name="cray-mpich")]),
        Asked(below=[Asked("^", virtual="mpi", name="openmpi")], compiler=("gcc", "")),
        Asked(below=[Asked("^", name="mpi")]),
        Asked(name="hdf5", below=[Asked("^", virtual="mpi", name="openmpi", version="5", compiler=("oneapi", ""))]),
    ]

    found = 0
    for asked in [*named, *random_queries(nodes, _COUNT, 13)]:
        expected = {hash_ for hash_ in shown if is_met(asked, hash_, nodes)}
        assert {spec.hash for spec in catalog.specs(str(asked))} == expected, str(asked)
        found += bool(expected)
    assert found > _COUNT / 2


def test_in_the_data_file_dependencies_weigh_at_most_12_bytes_a_spec() -> None:
    catalog = load([_DATABASE])
    specs = catalog.specs("*")

    bare, linked = (gzip.compress(encode_specs("site", specs, graph), 6) for graph in (None, catalog.graph()))

    assert 0 < len(linked) - len(bare) <= 12 * len(specs)
