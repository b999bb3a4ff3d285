"""A catalog does not care what its packages are read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sphinxext_cache.catalog import Code, load
from sphinxext_cache.catalog.sources import file_admission
from tests.listing import Listing, node
from tests.pages import detail, page

if TYPE_CHECKING:
    from pathlib import Path

    from sphinxext_cache.catalog import Package


@pytest.fixture
def listing(tmp_path: Path) -> Listing:
    return Listing(tmp_path / "listing.json")


def package(listing: Listing, name: str) -> Package:
    found = load([listing]).package(name)
    assert found is not None
    return found


def test_a_source_of_any_kind_is_loaded_beside_folders(listing: Listing, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache/zlib.md").write_bytes(page("zlib", detail(1), categories="[package, develop]"))
    listing.write(node("hdf5", 2), node("zlib", 3, "1.3.1"), node("hdf5", 4, "1.12.3"))

    catalog = load([tmp_path / "cache", listing], default_tag="develop")

    assert catalog.problems == ()
    assert catalog.tags == ("develop", "site")
    assert [(spec.package, str(spec.version)) for spec in catalog.specs("stack=cluster", tag="site")] == [
        ("hdf5", "1.14.5"),
        ("hdf5", "1.12.3"),
        ("zlib", "1.3.1"),
    ]


def test_a_source_says_of_which_tag_and_of_which_stack_its_specs_are(listing: Listing) -> None:
    listing.write(node("hdf5", 1))
    catalog = load([Listing(listing.file, "2025.10", "old"), Listing(listing.file, "2025.11", "new")])

    assert [(spec.tag, spec.stacks) for spec in catalog.specs("tag=*")] == [
        ("2025.11", ("new",)),
        ("2025.10", ("old",)),
    ]


def test_a_hidden_stack_is_none_whatever_names_it(listing: Listing) -> None:
    listing.write(node("hdf5", 1))
    assert load([Listing(listing.file, stack="root")]).stacks() == ()


@pytest.mark.parametrize(
    ("wrong", "code", "message"),
    [
        ({"name": "../hdf5"}, Code.UNSAFE, ": '../hdf5' cannot be part of a file name or an address"),
        ({"target": "a/b"}, Code.UNSAFE, ".target: 'a/b' cannot be part of a file name or an address"),
        ({"os": "a\u200bb"}, Code.UNSAFE, ".os: 'a\\u200bb' holds the invisible character U+200B"),
        ({"variants": ("a\u200bb",)}, Code.UNSAFE, ".variants: 'a\\u200bb' holds the invisible character U+200B"),
        ({"hash": "abc"}, Code.SCHEMA, ".hash: 'abc' is not a hash of 32 letters and digits"),
        ({"os": None}, Code.SCHEMA, ".os: is missing"),
        ({"size": 10**18}, Code.SCHEMA, f".size: '{10**18}' is not a number of bytes"),
        ({"tarball": "file:///x"}, Code.UNSAFE, ".tarball: 'file:///x' is not an http(s) address; it is left out"),
    ],
)
def test_what_a_source_finds_is_admitted_by_the_same_rules(
    listing: Listing, wrong: dict[str, Any], code: Code, message: str
) -> None:
    listing.write(node("zlib", 1), {**node("zlib", 2), **wrong})
    catalog = load([listing])

    (problem,) = catalog.problems
    kept = not wrong.keys().isdisjoint({"size", "tarball"})
    assert (problem.code, problem.file) == (code, str(listing.file))
    assert problem.message == f"nodes[1]{message}" + ("" if kept else "; the spec is left out")
    assert len(catalog.specs()) == 1 + kept


def test_of_two_specs_with_one_hash_in_one_file_the_first_counts(listing: Listing) -> None:
    listing.write(node("zlib", 1, "1.3.1"), node("zlib", 1, "1.2.13"), node("hdf5", 1))
    catalog = load([listing])

    assert [(problem.code, problem.message) for problem in catalog.problems] == [
        (Code.DUPLICATE, f"nodes[1].hash: /{1:032d} stands twice; the first counts")
    ]
    assert [(spec.package, str(spec.version)) for spec in catalog.specs()] == [("hdf5", "1.14.5"), ("zlib", "1.3.1")]


def test_a_package_has_no_more_specs_than_can_be_shown(listing: Listing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_admission, "MAX_SPECS", 2)
    listing.write(*[node("hdf5", number) for number in range(4)], node("zlib", 4))
    catalog = load([listing])

    assert [(problem.code, problem.message) for problem in catalog.problems] == [
        (Code.LIMIT, "nodes[2]: more than 2 specs; the others are left out")
    ]
    assert [spec.package for spec in catalog.specs()] == ["hdf5", "hdf5", "zlib"]


def test_the_digest_of_a_package_is_one_of_what_was_read_of_it_alone(listing: Listing) -> None:
    listing.write(node("hdf5", 1), node("zlib", 2))
    before = {name: package(listing, name).digest for name in ("hdf5", "zlib")}

    listing.write(node("zlib", 2), node("hdf5", 1, variants=("+mpi",)))

    assert package(listing, "zlib").digest == before["zlib"] != ""
    assert package(listing, "hdf5").digest != before["hdf5"]
    assert package(Listing(listing.file, stack="another"), "zlib").digest != before["zlib"]
