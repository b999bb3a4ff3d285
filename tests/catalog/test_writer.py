from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_cache.catalog import Package, Spec, Version, dump, read_page
from sphinxext_cache.catalog.names import is_safe_segment, natural_key
from tests.pages import hash_of

if TYPE_CHECKING:
    from pathlib import Path

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


_printable = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), max_size=12)
_names = st.from_regex(r"[a-z0-9_][a-z0-9_.+-]{0,9}", fullmatch=True).filter(is_safe_segment)


@st.composite
def packages(draw: st.DrawFn) -> Package:
    name, tag = draw(_names.filter("null".__ne__)), draw(_names.filter(lambda tag: tag not in {"package", "null"}))
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
        )
        for number in range(count)
    ]
    return Package(name=name, tag=tag, specs=tuple(sorted(specs, key=lambda spec: spec.hash or "")))


@given(packages())
def test_what_is_written_is_read_as_the_same_package(package: Package) -> None:
    page = read_page(dump(package))
    assert page.problems == ()
    assert page.package == package


@given(packages(), st.sampled_from(["p.md", "cache/specs.md"]))
def test_writing_what_was_read_gives_the_same_bytes(package: Package, file: str) -> None:
    data = dump(package)
    again = read_page(data, file).package
    assert again == replace(package, file=file)
    assert dump(again) == data


def test_real_pages_of_the_newest_generation_are_written_to_their_own_bytes(corpus: Path) -> None:
    newest = [
        path
        for path in sorted(corpus.glob("_cache/*/*/specs.md"))
        if path.parts[-3] >= "v2025" or "develop-2025-03-30" <= path.parts[-3] < "e"
    ]
    assert len(newest) == 18
    for path in newest:
        package = read_page(path.read_bytes(), str(path)).package
        assert package is not None
        assert dump(package) == path.read_bytes(), path


def test_meta_of_real_pages_follows_from_their_specs(corpus: Path) -> None:
    checked = 0
    for path in sorted(corpus.glob("_cache/*/*/specs.md")):
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
    assert checked == 35


def _read(path: Path) -> Package:
    package = read_page(path.read_bytes(), str(path)).package
    assert package is not None
    return package
