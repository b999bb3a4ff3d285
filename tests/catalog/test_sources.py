"""A catalog does not care what its packages are read from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sphinxext_cache.catalog import Code, Problem, load
from sphinxext_cache.catalog.sources import file_admission
from tests.listing import Listing, node
from tests.pages import detail, hash_of, page

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
        ({"os": "a\u200bb"}, Code.UNSAFE, ".os: 'a\\u200bb' contains the invisible character U+200B"),
        ({"variants": ("a\u200bb",)}, Code.UNSAFE, ".variants: 'a\\u200bb' contains the invisible character U+200B"),
        ({"hash": "abc"}, Code.SCHEMA, ".hash: 'abc' is not a hash of 32 letters and digits"),
        ({"os": None}, Code.SCHEMA, ".os: is missing"),
        ({"size": 10**18}, Code.SCHEMA, f".size: '{10**18}' is not a number of bytes"),
        ({"tarball": "file:///x"}, Code.UNSAFE, ".tarball: 'file:///x' is not an http(s) URL; it is left out"),
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
        (Code.DUPLICATE, f"nodes[1].hash: /{1:032d} occurs twice; the first one is used")
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


# --- One package out of several sources --------------------------------------------------------------------------


def write(folder: Path, *entries: dict[str, Any], name: str = "specs.md") -> Path:
    """A folder with the package zlib of develop."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(page("zlib", *entries, categories="[package, develop]"))
    return folder


def test_what_two_sources_say_of_a_package_is_united_by_hash(tmp_path: Path) -> None:
    first = write(tmp_path / "a", detail(1, stacks=["pkg10", "root"]), detail(2))
    other = write(tmp_path / "b", detail(3), detail(1, stacks=["E4S", "pkg9"]))

    catalog = load([first, other])

    assert catalog.problems == ()
    found = {spec.hash: spec.stacks for spec in catalog.specs("zlib")}
    assert found == {hash_of(1): ("E4S", "pkg9", "pkg10"), hash_of(2): ("e4s",), hash_of(3): ("e4s",)}
    assert {spec.hash for spec in load([first, other], select="stack=E4S").specs()} == {hash_of(1)}
    assert {spec.hash: spec.stacks for spec in load([other, first]).specs("zlib")} == found


def test_one_package_in_a_folder_and_in_a_source_of_another_kind_is_one(listing: Listing, tmp_path: Path) -> None:
    folder = write(tmp_path / "a", detail(1, hash=f"{1:032d}", versions=["1.3.1"], os="rhel9", target="zen4"))
    same = {"compiler": "gcc@11.4.0", "variants": ["build_system=cmake", "+mpi", "patches:=1a2b3c4"]}
    listing.write(node("zlib", 1, "1.3.1", **same), node("zlib", 2, "1.3.1"))

    catalog = load([folder, Listing(listing.file, tag="develop")])

    assert catalog.problems == ()
    assert [(spec.hash, spec.stacks) for spec in catalog.find("0")] == [
        (f"{1:032d}", ("cluster", "e4s")),
        (f"{2:032d}", ("cluster",)),
    ]


def test_what_one_source_knows_beats_what_another_does_not(tmp_path: Path) -> None:
    known: dict[str, Any] = {"size": 7, "namespace": "builtin", "compiler": "gcc@13.2.0", "variants": ["+mpi"]}
    unknown: dict[str, Any] = {"size": "-", "compiler": "none", "variants": []}
    folders = [write(tmp_path / "a", detail(1, **unknown)), write(tmp_path / "b", detail(1, **known))]

    for order in (folders, folders[::-1]):
        catalog = load(order)
        (spec,) = catalog.specs("zlib")
        assert catalog.problems == ()
        assert (spec.size, spec.namespace, spec.compiler, spec.variants) == (7, "builtin", "gcc@13.2.0", ("+mpi",))


def test_of_two_copies_of_a_spec_the_first_gives_size_and_address(tmp_path: Path) -> None:
    folders = [write(tmp_path / name, detail(1, size=size)) for name, size in (("a", 1), ("b", 2))]
    catalog = load(folders)
    assert catalog.problems == ()
    assert [spec.size for spec in catalog.specs("zlib")] == [1]


def test_of_sources_that_contradict_each_other_the_first_counts_and_each_difference_is_told(tmp_path: Path) -> None:
    first = write(tmp_path / "a", detail(1, target="zen3"))
    other = write(tmp_path / "b", detail(1, target="zen4", variants=["+mpi", "~ipo"]))

    catalog = load([first, other])

    said = "build_system=cmake +mpi patches:=1a2b3c4"
    assert catalog.problems == tuple(
        Problem(
            code=Code.INCONSISTENT,
            message=f"/{hash_of(1)}.{key}: '{found}', but '{counts}' in {first / 'specs.md'}; that value is used",
            file=str(other / "specs.md"),
            line=1,
        )
        for key, found, counts in (("target", "zen4", "zen3"), ("variants", "+mpi ~ipo", said))
    )
    assert [spec.target for spec in catalog.specs("zlib")] == ["zen3"]


def test_specs_without_a_hash_are_one_in_two_sources_if_they_are_alike(tmp_path: Path) -> None:
    line = "zlib@1.2.12%gcc@9.3.0 arch=linux-rhel8-ppc64le"
    for name, versions in (("a", [line, line]), ("b", [line, line.replace("12", "13")])):
        (tmp_path / name).mkdir()
        content = page("zlib", spec_details=None, meta=None, spec_names=json.dumps(versions))
        (tmp_path / name / "specs.md").write_bytes(content)

    catalog = load([tmp_path / "a", tmp_path / "b"])

    assert [str(spec.version) for spec in catalog.specs("zlib")] == ["1.2.13", "1.2.12", "1.2.12"]


def test_a_package_twice_in_one_folder_is_a_duplicate_whatever_other_sources_say(tmp_path: Path) -> None:
    first = write(tmp_path / "a", detail(1))
    write(first, detail(2), name="twice.md")
    other = write(tmp_path / "b", detail(3))

    catalog = load([first, other])

    assert [(problem.code, problem.file) for problem in catalog.problems] == [(Code.DUPLICATE, str(first / "twice.md"))]
    assert {spec.hash for spec in catalog.specs("zlib")} == {hash_of(1), hash_of(3)}


def test_the_digest_of_a_package_changes_with_each_of_its_sources(tmp_path: Path) -> None:
    folders = [write(tmp_path / name, detail(number)) for number, name in enumerate("ab")]
    digests = [load(folders).packages()[0].digest]
    for folder in folders:
        write(folder, detail(7))
        digests.append(load(folders).packages()[0].digest)

    assert len(set(digests)) == len(digests)
