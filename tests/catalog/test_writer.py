from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_cache.catalog import Package, Spec, Version, dump, read_front_matter
from sphinxext_cache.catalog.limits import MAX_SIZE, MAX_STACKS
from sphinxext_cache.catalog.names import is_printable, is_safe_segment, natural_key
from tests.pages import hash_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.corpora import Corpus

SPEC = Spec(
    package="zlib-ng",
    tag="develop",
    version=Version("2.2.4"),
    compiler="gcc@11.4.0",
    os="ubuntu22.04",
    platform="linux",
    target="x86_64_v3",
    variants=("build_system=autotools", "+shared"),
    stacks=("e4s", "root"),
    hash="b" * 32,
)


def test_a_page_is_written_as_the_site_writes_it() -> None:
    package = Package(name="zlib-ng", tag="develop", specs=(SPEC,))
    meta = (
        '{"compilers": ["gcc@11.4.0"], "num_specs": 1, "num_specs_by_stack": {"e4s": 1, "root": 1}, '
        '"oss": ["ubuntu22.04"], "platforms": ["linux"], "stacks": ["e4s", "root"], "targets": ["x86_64_v3"], '
        '"versions": ["2.2.4"]}'
    )
    details = (
        f'[{{"compiler": "gcc@11.4.0", "hash": "{"b" * 32}", "os": "ubuntu22.04", "platform": "linux", '
        '"size": "-", "stacks": ["e4s", "root"], "target": "x86_64_v3", '
        '"variants": ["build_system=autotools", "+shared"], "versions": ["2.2.4"]}]'
    )
    assert dump(package).decode().split("\n") == [
        "---",
        'title: "zlib-ng"',
        "layout: cache",
        "categories: [package, develop]",
        f"meta: {meta}",
        f"spec_details: {details}",
        "---",
    ]


def test_specs_are_written_by_hash_and_versions_as_text() -> None:
    specs = [
        msgspec.structs.replace(SPEC, hash="c" * 32, version=Version("3.9.1")),
        msgspec.structs.replace(SPEC, hash="a" * 32, version=Version("3.10.16")),
    ]
    text = dump(Package(name="zlib-ng", tag="develop", specs=tuple(specs))).decode()
    assert [entry[:1] for entry in re.findall(r'"hash": "(\w+)"', text)] == ["a", "c"]
    assert '"versions": ["3.10.16", "3.9.1"]}\n' in text


def test_a_spec_without_compiler_is_written_as_none() -> None:
    spec = msgspec.structs.replace(SPEC, compiler=None)
    assert b'"compiler": "none"' in dump(Package(name="zlib-ng", tag="develop", specs=(spec,)))


def test_a_spec_without_hash_cannot_be_written() -> None:
    spec = msgspec.structs.replace(SPEC, hash=None)
    with pytest.raises(ValueError, match="a spec of zlib-ng has no hash"):
        dump(Package(name="zlib-ng", tag="develop", specs=(spec,)))


def test_the_size_of_a_tarball_is_written_where_it_is_known() -> None:
    spec = msgspec.structs.replace(SPEC, size=123_456)
    data = dump(Package(name="zlib-ng", tag="develop", specs=(spec,)))
    assert b'"size": 123456' in data
    package = read_front_matter(data).package
    assert package is not None
    assert package.specs[0].size == 123_456


@pytest.mark.parametrize("tag", ["null", "package", "1.0", "~"])
def test_a_tag_is_written_as_it_will_be_read(tag: str) -> None:
    spec = msgspec.structs.replace(SPEC, tag=tag)
    package = Package(name="zlib-ng", tag=tag, specs=(spec,))
    if tag == "~":
        with pytest.raises(ValueError, match="'~' cannot be part of a file name"):
            dump(package)
    else:
        assert read_front_matter(dump(package)).package == package


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"package": "../zlib"}, "cannot be part of a file name"),
        ({"tag": "a b"}, "cannot be part of a file name"),
        ({"hash": "abc"}, "is not a hash of 32 letters and digits"),
        ({"target": "x86/64"}, "cannot be part of a file name"),
        ({"stacks": ("e4s", "a/b")}, "cannot be part of a file name"),
        ({"stacks": tuple(f"s{number}" for number in range(MAX_STACKS + 1))}, "stacks"),
        ({"os": ""}, "os: is missing"),
        ({"variants": ("+m\u200bpi",)}, r"contains the invisible character U\+200B"),
        ({"version": Version("1\n2")}, r"contains the invisible character U\+000A"),
        ({"size": -1}, "is not a number of bytes"),
        ({"compiler": "gcc@=11"}, "what is read back differs from what was written"),
    ],
)
def test_what_would_not_be_read_as_it_is_cannot_be_written(changes: dict[str, Any], fault: str) -> None:
    spec = msgspec.structs.replace(SPEC, **changes)
    with pytest.raises(ValueError, match=f"cannot be written as a page: .*{fault}"):
        dump(Package(name=spec.package, tag=spec.tag, specs=(spec,)))


def test_specs_with_one_hash_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="occurs twice"):
        dump(Package(name="zlib-ng", tag="develop", specs=(SPEC, SPEC)))


_printable = st.text(st.characters(exclude_categories=["Cs"]).filter(is_printable), max_size=12)
_names = st.from_regex(r"[a-z0-9_][a-z0-9_.+-]{0,9}", fullmatch=True).filter(is_safe_segment)


@st.composite
def packages(draw: st.DrawFn) -> Package:
    name, tag = draw(_names), draw(_names)
    count = draw(st.integers(0, 5))
    specs = [
        Spec(
            package=name,
            tag=tag,
            version=Version(draw(_printable)),
            compiler=draw(st.none() | st.sampled_from(["gcc@11.4.0", "oneapi@2025.1", "é"])),
            os=draw(_printable.filter(bool)),
            platform=draw(_printable.filter(bool)),
            target=draw(_names),
            variants=tuple(draw(st.lists(_printable, max_size=4))),
            stacks=tuple(sorted(draw(st.sets(_names, max_size=3)), key=natural_key)),
            hash=hash_of(number),
            size=draw(st.none() | st.integers(0, MAX_SIZE)),
        )
        for number in range(count)
    ]
    return Package(name=name, tag=tag, specs=tuple(sorted(specs, key=lambda spec: spec.hash or "")))


@given(packages())
def test_what_is_written_is_read_as_the_same_package(package: Package) -> None:
    page = read_front_matter(dump(package))
    assert page.problems == ()
    assert page.package == package


@given(packages(), st.sampled_from(["p.md", "cache/specs.md"]))
def test_writing_what_was_read_gives_the_same_bytes(package: Package, file: str) -> None:
    data = dump(package)
    again = read_front_matter(data, file).package
    assert again == replace(package, file=file)
    assert dump(again) == data


def test_pages_of_the_newest_generation_are_written_to_their_own_bytes(corpus: Corpus) -> None:
    newest = [
        path for path in corpus.paths if path.parts[-3] >= "v2025" or "develop-2025-03-30" <= path.parts[-3] < "e"
    ]
    assert len(newest) == corpus.newest
    for path in newest:
        package = read_front_matter(path.read_bytes(), str(path)).package
        assert package is not None
        assert dump(package) == path.read_bytes(), path


def test_the_meta_of_a_page_follows_from_its_specs(corpus: Corpus) -> None:
    checked = 0
    for path in corpus.paths:
        lines = dict(line.partition(": ")[::2] for line in path.read_text(encoding="utf-8").split("\n"))
        if "spec_details" not in lines:
            continue
        meta = json.loads(lines["meta"])
        written = dump(_read(path)).decode().split("\n")[4]
        recomputed = json.loads(written.removeprefix("meta: "))
        # A compiler is written without '@=' since develop-2025-03-30.
        meta["compilers"] = [name.replace("@=", "@") for name in meta["compilers"]]
        assert {key: recomputed[key] for key in meta} == meta, path
        checked += 1
    assert checked == corpus.detailed


def _read(path: Path) -> Package:
    package = read_front_matter(path.read_bytes(), str(path)).package
    assert package is not None
    return package
