from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_cache.catalog import Admission, Code, FrontMatter, Package, Version, dump, read_front_matter
from sphinxext_cache.catalog.limits import MAX_BYTES, MAX_PROBLEMS
from sphinxext_cache.catalog.sources.front_matter import events
from sphinxext_cache.catalog.sources.front_matter import reader as frontmatter
from sphinxext_cache.catalog.sources.front_matter.reader import FrontMatterReader
from tests.pages import TAG, detail, front_matter, hash_of, meta_of, page

if TYPE_CHECKING:
    from tests.corpora import Corpus

G0A = b"""---
title: "zlib"
layout: cache
category: package
meta: {"versions": ["1.2.12"], "compilers": ["gcc@9.3.0", "gcc@8.3.1"]}
spec_files:\x20
 - "zlib@1.2.12%gcc@9.3.0+optimize+pic+shared patches=0d38234 arch=linux-ubuntu20.04-x86_64": spec-0.json
 - "zlib@1.2.12%gcc@8.3.1~pic arch=linux-rhel8-ppc64le": spec-1.json

---
"""

G0B = b"""---
title: "adiak"
layout: cache
category: package
meta: {"versions": ["0.2.1"], "compilers": ["gcc@9.3.0"]}
spec_files:
 - spec-0.json
spec_names:
 - 'adiak@0.2.1%gcc@9.3.0~ipo+mpi build_type=Release arch=linux-ubuntu20.04-x86_64 ^cmake@3.23.1%gcc@9.3.0 \
arch=linux-ubuntu20.04-x86_64 ^openmpi@4.1.3%gcc@9.3.0~cuda arch=linux-ubuntu20.04-x86_64'
---
"""

G1 = G0B.replace(b"category: package", b"categories: [package, v0.18]")

G2_DETAILS = [
    {
        "hash": "a" * 32,
        "compiler": "gcc@=11.4.0",
        "versions": ["1.0.7"],
        "os": "ubuntu22.04",
        "platform": "linux",
        "target": "x86_64_v3",
        "variants": ["build_system=autotools"],
        "stacks": ["root", "e4s", "data-vis-sdk"],
        "size": "-",
        "tarball": "https://binaries.spack.io/v0.22.0/build_cache/x-1.0.7.spack",
    }
]


def only_package(data: bytes, file: str = "") -> Package:
    """The package of a page that has nothing wrong with it."""
    found = read_front_matter(data, file)
    assert found.problems == ()
    assert found.package is not None
    return found.package


def told(found: FrontMatter) -> list[tuple[Code, str, int]]:
    """The code, the place and the line of each problem."""
    return [(problem.code, problem.message.split(": ")[0], problem.line) for problem in found.problems]


def as_block_yaml(data: bytes) -> bytes:
    """The same page in block YAML, every text quoted as PyYAML sees fit."""
    values = yaml.safe_load(data.decode().strip().removeprefix("---").removesuffix("---"))
    text = yaml.safe_dump(values, default_flow_style=False, sort_keys=False, allow_unicode=True)
    return f"---\n{text}---".encode()


# --- The generations ---------------------------------------------------------------------------------------------


def test_pages_of_2022_name_their_specs_as_keys_of_files() -> None:
    package = only_package(G0A)
    assert (package.name, package.tag) == ("zlib", "develop")
    first, second = package.specs
    assert first.version == Version("1.2.12")
    assert first.compiler == "gcc@9.3.0"
    assert (first.platform, first.os, first.target) == ("linux", "ubuntu20.04", "x86_64")
    assert first.variants == ("+optimize", "+pic", "+shared", "patches=0d38234")
    assert (first.hash, first.stacks, first.size) == (None, (), None)
    assert (second.os, second.target, second.variants) == ("rhel8", "ppc64le", ("~pic",))


def test_pages_of_2022_name_their_specs_in_a_list_with_their_dependencies() -> None:
    package = only_package(G0B)
    (spec,) = package.specs
    assert (package.name, package.tag) == ("adiak", "develop")
    assert spec.version.text == "0.2.1"
    assert spec.variants == ("~ipo", "+mpi", "build_type=Release")
    assert (spec.platform, spec.os, spec.target) == ("linux", "ubuntu20.04", "x86_64")


def test_a_tag_may_stand_beside_spec_names() -> None:
    assert only_package(G1).tag == "v0.18"
    assert replace(only_package(G1), tag="develop").name == only_package(G0B).name


@pytest.mark.parametrize("key", ["arches", "architecture"])
@pytest.mark.parametrize("os", ["ubuntu20.04", "sles-15"])
def test_an_architecture_of_one_string_is_split(key: str, os: str) -> None:
    entry = detail(os=None, platform=None, target=None, size=123_456) | {key: f"linux-{os}-x86_64_v3"}
    (spec,) = only_package(page("zlib", entry, meta='{"num_specs": 1}')).specs
    assert (spec.platform, spec.os, spec.target) == ("linux", os, "x86_64_v3")
    assert spec.size == 123_456


def test_pages_until_2025_have_unsorted_stacks_and_tarballs() -> None:
    data = page("kbproto", *G2_DETAILS)
    (spec,) = only_package(data).specs
    assert spec.compiler == "gcc@11.4.0"
    assert spec.stacks == ("data-vis-sdk", "e4s", "root")
    assert spec.size is None


def test_pages_of_2025_have_sorted_keys_and_at_last_no_tarball() -> None:
    third = json.dumps([dict(sorted(G2_DETAILS[0].items()))])
    with_tarball = only_package(page("kbproto", *G2_DETAILS, spec_details=third))
    assert with_tarball == only_package(page("kbproto", *G2_DETAILS))
    without = {key: value for key, value in G2_DETAILS[0].items() if key != "tarball"}
    assert only_package(page("kbproto", without)).specs == with_tarball.specs[:1]


def test_the_newest_pages_know_builds_without_compiler_and_propagated_variants() -> None:
    variants = ["build_system=cmake", "cuda_arch:=90,100", "symbol_suffix=64_", "patches:=" + "1a2b3c4," * 40]
    entry = detail(compiler="none", variants=variants, platform="windows", os="windows10.0.20348")
    (spec,) = only_package(page("root", entry)).specs
    assert spec.compiler is None
    assert spec.variants == tuple(variants)
    assert (spec.platform, spec.os) == ("windows", "windows10.0.20348")


def test_a_page_may_have_no_variants_and_no_specs() -> None:
    assert only_package(page("zlib", detail(variants=[]))).specs[0].variants == ()
    assert only_package(page("zlib")).specs == ()


def test_a_page_without_stacks_of_its_specs_is_read() -> None:
    entry = detail(stacks=None)
    assert only_package(page("zlib", entry, meta='{"num_specs": 1}')).specs[0].stacks == ()


# --- Two ways to read, one result --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        page("zlib", detail(1), detail(2, compiler="none", variants=[])),
        page("zlib", *G2_DETAILS),
        page("zlib", detail(versions=["1.10"], variants=["cflags=é", "note=null", "~"])),
        page("zlib", detail(tarball=None, size=1_000)),
        page("7", detail(versions=["010"])),
        page("zlib"),
        G0A,
        G0B,
        G1,
    ],
)
def test_a_page_in_block_yaml_gives_the_same_package(data: bytes) -> None:
    assert only_package(as_block_yaml(data)) == only_package(data)


def test_the_fast_and_the_lenient_path_give_the_same_package(monkeypatch: pytest.MonkeyPatch) -> None:
    data = page("zlib", detail(1), detail(2, size=7, tarball="https://example.org/x.spack"), *G2_DETAILS)
    fast = only_package(data)
    monkeypatch.setattr(FrontMatterReader, "_read_fast", lambda *_: None)
    assert only_package(data) == fast


def test_an_ordinary_page_takes_the_fast_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frontmatter, "read_values", lambda _: pytest.fail("read value by value"))
    data = page("zlib", detail(), *G2_DETAILS)
    assert only_package(data).name == "zlib"
    assert only_package(data.replace(b"layout", b"# a comment\nother: {a: [1, 2,]}\nlayout")).name == "zlib"
    assert only_package(page("zlib", detail(signed=True, spec={"nodes": []}), meta="{}")).name == "zlib"


def test_a_page_is_read_alike_with_and_without_the_c_library(monkeypatch: pytest.MonkeyPatch) -> None:
    with_library = only_package(as_block_yaml(page("zlib", detail(1), detail(2))))
    monkeypatch.setattr(events, "_YAML_LOADER", yaml.SafeLoader)
    assert only_package(as_block_yaml(page("zlib", detail(1), detail(2)))) == with_library


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data + b"\n",
        lambda data: data + b"\n\n# A title\n\nText.\n---\n",
        lambda data: data.replace(b"title: ", b"title:    "),
        lambda data: data.replace(b"layout: cache", b'layout: "cache"'),
        lambda data: data.replace(b"layout: cache", b"layout: 'cache'"),
        lambda data: data.replace(b"layout: cache", b"layout: cache  # of builds"),
        lambda data: data.replace(b'title: "zlib"', b"title: zlib"),
        lambda data: data.replace(f"[package, {TAG}]".encode(), f"[ package ,{TAG} ]".encode()),
        lambda data: data.replace(f"[package, {TAG}]".encode(), f'["package", "{TAG}"]'.encode()),
        lambda data: data.replace(f"[package, {TAG}]".encode(), f"\n- package\n- {TAG}".encode()),
        lambda data: data.replace(f"[package, {TAG}]".encode(), f"[{TAG}]".encode()),
        lambda data: data.replace(b"layout: cache", b"layout: cache\n\n# a comment"),
        lambda data: data.replace(b"+mpi", b"\\u002bmpi"),
    ],
)
def test_how_a_page_is_spelt_does_not_matter(change: Any) -> None:  # noqa: ANN401 a lambda
    data = page("zlib", detail())
    assert change(data) != data
    assert only_package(change(data)) == only_package(data)


def test_unknown_keys_are_ignored() -> None:
    entry = detail() | {"signed": True, "spec": {"nodes": [1, {"deep": None}]}}
    extended = page("zlib", detail(), spec_details=json.dumps([entry]), build_date="2025-04-20", more='{"a": [1]}')
    assert only_package(extended) == only_package(page("zlib", detail()))
    meta = json.dumps(meta_of([detail()]) | {"future": [1]})
    assert only_package(page("zlib", detail(), meta=meta)) == only_package(page("zlib", detail()))


def test_a_page_without_a_tag_belongs_to_develop() -> None:
    for line in ("categories: [package]", "category: package", "categories: package", "x: y"):
        data = page("zlib", detail()).replace(f"categories: [package, {TAG}]".encode(), line.encode())
        assert only_package(data).tag == "develop", line


def test_a_tag_may_be_called_package() -> None:
    data = page("zlib", detail(), categories="[package, package]")
    assert only_package(data).tag == only_package(as_block_yaml(data)).tag == "package"


@pytest.mark.parametrize(("written", "size"), [("-", None), ("", None), (None, None), (0, 0), (12, 12), ("12", 12)])
def test_a_size_is_a_number_of_bytes_or_unknown(written: object, size: int | None) -> None:
    (spec,) = only_package(page("zlib", detail(), spec_details=json.dumps([detail() | {"size": written}]))).specs
    assert spec.size == size


@pytest.mark.parametrize("written", [-1, "big", "9" * 19, "-5", "0x10"])
def test_what_is_no_size_is_told_and_left_out(written: object) -> None:
    found = read_front_matter(page("zlib", detail(size=written)))
    assert told(found) == [(Code.SCHEMA, "spec_details[0].size", 6)]
    assert found.package is not None
    assert found.package.specs[0].size is None


def test_hidden_stacks_are_taken_away_but_count_for_meta() -> None:
    found = FrontMatterReader(Admission(hidden_stacks=("root",))).read(
        page("zlib", detail(stacks=["root", "pkg10", "pkg9"]))
    )
    assert found.problems == ()
    assert found.package is not None
    assert found.package.specs[0].stacks == ("pkg9", "pkg10")


def test_one_reader_reads_many_pages_as_one_for_each_would() -> None:
    pages = [page("a", detail(1)), page("b", detail(2), *G2_DETAILS), page("c", detail(target="../x")), G0A]
    reader = FrontMatterReader(Admission())
    assert [reader.read(data) for data in pages * 2] == [read_front_matter(data) for data in pages * 2]


# --- What is not a page ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"# Read me\n\nlayout: cache\n",
        b"---\ntitle: A post\nlayout: post\n---\nText\n",
        b"---\ntitle: A document\n---\nText\n",
        b"---\n\nA document that begins with a line.\n",
        b"---\n- a\n- b\n---\n",
        b"---\n---\n",
        b"---\ntitle: 'unclosed\n---\n",
        b"---\n%%% not yaml: [\n---\n",
        b"---\nmyst:\n  substitutions: {a: &x b, c: *x}\n---\n# Title\n",
        b"\x89PNG\r\n\x1a\n\0\0",
        b"x" * (MAX_BYTES + 1),
    ],
)
def test_other_documents_pass_silently(data: bytes) -> None:
    assert read_front_matter(data, "docs/README.md") == FrontMatter(package=None)


@pytest.mark.parametrize("data", [b"", b"---", b"# Read me\n", b"---\n- a\n---\n", b"---\ntitle: [\n---\n"])
def test_a_file_with_the_name_of_a_page_must_be_one(data: bytes) -> None:
    found = read_front_matter(data, "_cache/develop/zlib/specs.md")
    assert found.package is None
    assert [(problem.code, problem.file) for problem in found.problems] == [
        (Code.FRONTMATTER, "_cache/develop/zlib/specs.md")
    ]
    assert found.problems[0].line >= 1


def test_a_page_that_lost_its_layout_is_read_and_told() -> None:
    found = read_front_matter(page("zlib", detail(), layout=None))
    assert told(found) == [(Code.SCHEMA, "layout", 1)]
    assert found.package == only_package(page("zlib", detail()))


# --- What is wrong with a page -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "code", "place"),
    [
        (detail(1, hash=None), Code.SCHEMA, "hash"),
        (detail(1, hash="abc"), Code.SCHEMA, "hash"),
        (detail(1, hash="ABCDEFGH" * 4), Code.SCHEMA, "hash"),
        (detail(1, hash="../" + "a" * 29), Code.SCHEMA, "hash"),
        (detail(1, versions=None), Code.SCHEMA, "versions"),
        (detail(1, versions=[]), Code.SCHEMA, "versions"),
        (detail(1, versions=["1", "2"]), Code.SCHEMA, "versions"),
        (detail(1, versions=[["1.5"]]), Code.SCHEMA, "versions[0]"),
        (detail(1, variants=None), Code.SCHEMA, "variants"),
        (detail(1, variants=["+mpi", {}]), Code.SCHEMA, "variants[1]"),
        (detail(1, compiler=None), Code.SCHEMA, "compiler"),
        (detail(1, os=None), Code.SCHEMA, "os"),
        (detail(1, platform=""), Code.SCHEMA, "platform"),
        (detail(1, target=None), Code.SCHEMA, "target"),
        (detail(1, target="a/b"), Code.UNSAFE, "target"),
        (detail(1, os="a\x07"), Code.UNSAFE, "os"),
        (detail(1, variants=["+mpi", "a=\u202f\u2028"]), Code.UNSAFE, "variants"),
        (detail(1, compiler="gcc@\x1b[31m1"), Code.UNSAFE, "compiler"),
        (detail(1, versions=["1\n2"]), Code.UNSAFE, "versions"),
    ],
)
def test_a_spec_that_cannot_be_used_is_left_out_and_told(entry: dict[str, Any], code: Code, place: str) -> None:
    found = read_front_matter(page("zlib", *[detail(number) for number in (5, 6, 7)], entry, meta="{}"), "x/y.md")
    assert told(found) == [(code, f"spec_details[3].{place}", 6)]
    assert found.problems[0].file == "x/y.md"
    assert found.package is not None
    assert [spec.hash for spec in found.package.specs] == [hash_of(number) for number in (5, 6, 7)]


_LEFT_OUT = "the spec is left out"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"versions": "1.10"}, f"versions: is a string, not a list; {_LEFT_OUT}"),
        ({"versions": ["1", "2"]}, f"versions: has 2 versions, expected one; {_LEFT_OUT}"),
        ({"versions": [None]}, f"versions[0]: is empty, not a string; {_LEFT_OUT}"),
        ({"variants": {"mpi": True}}, f"variants: is a map, not a list; {_LEFT_OUT}"),
        ({"variants": ["+mpi", ["x"]]}, f"variants[1]: is a list, not a string; {_LEFT_OUT}"),
        ({"stacks": "e4s"}, f"stacks: is a string, not a list; {_LEFT_OUT}"),
        ({"compiler": ["gcc"]}, f"compiler: is a list, not a string; {_LEFT_OUT}"),
        ({"os": {}}, f"os: is a map, not a string; {_LEFT_OUT}"),
        ({"hash": 12}, f"hash: '12' is not a hash of 32 letters and digits; {_LEFT_OUT}"),
        ({"os": "a\u200bb"}, f"os: 'a\\u200bb' contains the invisible character U+200B; {_LEFT_OUT}"),
        ({"size": 1.5}, "size: '1.5' is not a number of bytes"),
        ({"size": True}, "size: 'true' is not a number of bytes"),
        ({"size": 10**18}, f"size: '{10**18}' is not a number of bytes"),
        ({"size": -1}, "size: '-1' is not a number of bytes"),
        (
            {"variants": None, "variant": []},
            f"variants: is missing (found 'variant': did you mean 'variants'?); {_LEFT_OUT}",
        ),
        ({"target": None, "tgt": "zen4"}, f"target: is missing (found 'tgt': did you mean 'target'?); {_LEFT_OUT}"),
        (
            {"platform": None, "platforms": "x"},
            f"platform: is missing (found 'platforms': did you mean 'platform'?); {_LEFT_OUT}",
        ),
        ({"hash": None, "dag_hash": "x"}, f"hash: is missing (found 'dag_hash': did you mean 'hash'?); {_LEFT_OUT}"),
        ({"stacks": None, "stack": ["e4s"]}, "stacks: is missing (found 'stack': did you mean 'stacks'?)"),
    ],
)
def test_a_fault_is_told_in_the_words_of_yaml(changes: dict[str, Any], message: str) -> None:
    found = read_front_matter(page("zlib", detail(1), detail(2, **changes), meta="{}"))
    assert [problem.message for problem in found.problems] == [f"spec_details[1].{message}"]
    assert found.package is not None
    assert len(found.package.specs) == (1 if _LEFT_OUT in message else 2)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            {"title": None, "titel": "zlib"},
            "title: is missing (found 'titel': did you mean 'title'?); the page is left out",
        ),
        ({"title": "[zlib]"}, "title: is a list, not a name; the page is left out"),
        ({"spec_details": "none"}, "spec_details: is a string, not a list of specs; the page is left out"),
        (
            {"spec_details": None, "spec_detail": "[]"},
            "'spec_details' is missing (found 'spec_detail': did you mean 'spec_details'?); the page is left out",
        ),
        ({"categories": "{package: develop}"}, "categories: is a map, not [package, TAG]; the page is left out"),
        (
            {"categories": None, "categories_": "[package, x]"},
            "categories: is missing (found 'categories_': did you mean 'categories'?); the tag is 'develop'",
        ),
        (
            {"layout": None, "layuot": "cache"},
            "layout: is missing (found 'layuot': did you mean 'layout'?); it is read as a page anyway",
        ),
        ({"meta": "[]"}, "meta: is a list, not a map; 'meta' is ignored"),
        ({"meta": '{"versions": "1"}'}, "meta.versions: is a string, not a list; 'meta' is ignored"),
        ({"meta": '{"num_specs": "x"}'}, "meta.num_specs: 'x' is not a number; 'meta' is ignored"),
        ({"meta": '{"num_specs_by_stack": [1]}'}, "meta.num_specs_by_stack: is a list, not a map; 'meta' is ignored"),
    ],
)
def test_a_fault_of_the_page_is_told_in_the_words_of_yaml(lines: dict[str, str | None], message: str) -> None:
    found = read_front_matter(
        page("zlib", **({"spec_details": json.dumps([detail()]), "meta": "{}"} | lines)), "specs.md"
    )
    assert [problem.message for problem in found.problems] == [message]
    assert (found.package is None) == ("the page is left out" in message)


def test_other_keys_beside_complete_specs_are_no_slip() -> None:
    entry = detail() | {"variant": "x", "tgt": "y", "stack": "z", "signed": True}
    assert only_package(page("zlib", entry, categories_="x")) == only_package(page("zlib", detail()))


def test_in_yaml_the_line_of_a_problem_is_that_of_its_value() -> None:
    data = as_block_yaml(page("zlib", detail(1), detail(2, target="a/b"), meta="{}"))
    (problem,) = read_front_matter(data).problems
    assert problem.message.startswith("spec_details[1].target: ")
    assert data.decode().split("\n")[problem.line - 1].strip() == "target: a/b"


def test_a_missing_key_is_told_at_the_line_of_its_spec() -> None:
    data = as_block_yaml(page("zlib", detail(1), detail(2, hash=None), meta="{}"))
    (problem,) = read_front_matter(data).problems
    assert problem.message.startswith("spec_details[1].hash: is missing")
    assert data.decode().split("\n")[problem.line - 1].startswith("- compiler")


@pytest.mark.parametrize(
    ("lines", "code", "place"),
    [
        ({"title": None}, Code.SCHEMA, ("title", 1)),
        ({"title": "null"}, Code.SCHEMA, ("title", 2)),
        ({"title": "[zlib]"}, Code.SCHEMA, ("title", 2)),
        ({"title": '"../zlib"'}, Code.UNSAFE, ("title", 2)),
        ({"title": '""'}, Code.UNSAFE, ("title", 2)),
        ({"title": '"zl\\u0007ib"'}, Code.UNSAFE, ("title", 2)),
        ({"categories": "{package: develop}"}, Code.SCHEMA, ("categories", 4)),
        ({"categories": '[package, "a/b"]'}, Code.UNSAFE, ("categories", 4)),
        ({"spec_details": "{}"}, Code.SCHEMA, ("spec_details", 6)),
        ({"spec_details": "[[]]"}, Code.SCHEMA, ("spec_details[0]", 6)),
    ],
)
def test_a_page_that_lacks_what_it_needs_is_left_out_and_told(
    lines: dict[str, str | None], code: Code, place: tuple[str, int]
) -> None:
    found = read_front_matter(page("zlib", **({"spec_details": json.dumps([detail()]), "meta": "{}"} | lines)))
    assert found.package is None
    assert (code, *place) in told(found)


def test_of_several_tags_the_first_counts() -> None:
    found = read_front_matter(page("zlib", detail(), categories="[package, v1.0, v2.0]"))
    assert told(found) == [(Code.SCHEMA, "categories", 4)]
    assert found.package is not None
    assert found.package.tag == "v1.0"


def test_of_specs_with_the_same_hash_the_first_counts() -> None:
    found = read_front_matter(page("zlib", detail(1, target="zen3"), detail(2), detail(1, target="zen4")))
    assert told(found) == [(Code.DUPLICATE, "spec_details[2].hash", 6)]
    assert found.package is not None
    assert [spec.target for spec in found.package.specs] == ["zen3", "x86_64_v3"]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("compilers", ["gcc@13"]),
        ("num_specs", 3),
        ("num_specs_by_stack", {"root": 2, "e4s": 1}),
        ("oss", ["ubuntu22.04", "rhel8"]),
        ("platforms", []),
        ("stacks", ["root"]),
        ("targets", ["zen4"]),
        ("versions", ["1.2.5", "1.2.6"]),
    ],
)
def test_meta_that_contradicts_the_specs_is_told_and_the_specs_count(key: str, said: object) -> None:
    details = [detail(1), detail(2)]
    data = page("zlib", *details, meta=json.dumps(meta_of(details) | {key: said}))
    found = read_front_matter(data)
    assert told(found) == [(Code.INCONSISTENT, f"meta.{key}", 5)]
    assert found.package == only_package(page("zlib", *details))
    in_yaml = read_front_matter(as_block_yaml(data))
    assert [(problem.code, problem.message) for problem in in_yaml.problems] == [
        (problem.code, problem.message) for problem in found.problems
    ]


def test_a_contradiction_says_both_sides() -> None:
    (problem,) = read_front_matter(page("zlib", detail(), meta='{"targets": ["zen4"]}')).problems
    assert problem.message == "meta.targets: zen4, but x86_64_v3 according to the specs, which take precedence"


def test_meta_is_not_compared_where_specs_are_left_out() -> None:
    details = [detail(1), detail(2, hash="no hash")]
    assert {problem.code for problem in read_front_matter(page("zlib", *details)).problems} == {Code.SCHEMA}


def test_meta_that_is_missing_or_lacks_keys_is_no_problem() -> None:
    assert only_package(page("zlib", detail(), meta=None)) == only_package(page("zlib", detail(), meta="{}"))


def test_meta_of_the_wrong_type_is_told_and_ignored() -> None:
    found = read_front_matter(page("zlib", detail(), meta='{"num_specs": [1]}'))
    assert told(found) == [(Code.SCHEMA, "meta.num_specs", 5)]
    assert found.package == only_package(page("zlib", detail()))


def test_a_spec_string_that_is_none_is_left_out_and_told() -> None:
    strings = ["zlib@1.2%gcc@9 arch=linux-rhel8-zen", "zlib@@", "png@1%gcc@9 arch=linux-rhel8-zen", "zlib@1%gcc@9"]
    found = read_front_matter(
        front_matter("title: zlib", "layout: cache", "spec_names:", *(f"- '{s}'" for s in strings))
    )
    assert [(problem.code, problem.line) for problem in found.problems] == [(Code.SCHEMA, line) for line in (6, 7, 8)]
    assert found.package is not None
    assert [spec.version.text for spec in found.package.specs] == ["1.2"]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "//example.org/x",
        "https://",
        "https://example.org/a b",
        'https://example.org/"x',
        "https://example.org/<b>",
        "https://example.org/\u200bx",
        " https://example.org/",
        "data:text/html,x",
    ],
)
def test_a_tarball_that_is_no_web_address_is_left_out_and_told(address: str) -> None:
    found = read_front_matter(page("zlib", detail(tarball=address)))
    assert told(found) == [(Code.UNSAFE, "spec_details[0].tarball", 6)]
    assert found.package is not None


def test_an_unsafe_stack_is_left_out_and_told_and_the_spec_stays() -> None:
    found = read_front_matter(page("zlib", detail(stacks=["../x", "e4s"])))
    assert told(found) == [(Code.UNSAFE, "spec_details[0].stacks", 6)]
    assert found.package is not None
    assert found.package.specs[0].stacks == ("e4s",)


def test_markup_is_text_like_any_other() -> None:
    variants = ["cflags=</script><script>alert(1)</script>", "x='\"&amp;"]
    assert only_package(page("zlib", detail(variants=variants))).specs[0].variants == tuple(variants)


def test_what_is_not_utf8_is_told_with_its_line() -> None:
    found = read_front_matter(page("zlib", detail()).replace(b"+mpi", b"+m\xe9pi"))
    assert found.package is None
    assert [(problem.code, problem.line) for problem in found.problems] == [(Code.FRONTMATTER, 6)]


def test_messages_show_no_control_characters() -> None:
    found = read_front_matter(page("zlib", detail(variants=["a\x1b[2J\u2028"]), meta="{}"))
    assert "\x1b" not in found.problems[0].message
    assert "\u2028" not in found.problems[0].message
    assert "a\\x1b[2J\\u2028" in found.problems[0].message


@pytest.mark.parametrize("layer", ["[", '{"a":', '[{"hash":'])
@pytest.mark.parametrize("key", ["spec_details", "meta", "categories"])
def test_json_a_hundred_thousand_deep_is_a_problem_and_no_more(layer: str, key: str) -> None:
    lines = {"meta": "{}", "spec_details": json.dumps([detail()]), key: layer * 100_000}
    found = read_front_matter(page("zlib", **lines))
    assert [problem.code for problem in found.problems] == [Code.FRONTMATTER]


def test_a_page_that_is_too_large_is_told_unread() -> None:
    found = read_front_matter(b"---\nlayout: cache\n" + b"x" * MAX_BYTES)
    assert [(problem.code, problem.line) for problem in found.problems] == [(Code.LIMIT, 1)]


def test_a_page_may_be_as_large_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    data = page("zlib", detail())
    monkeypatch.setattr(frontmatter, "MAX_BYTES", len(data))
    assert only_package(data).name == "zlib"
    assert read_front_matter(data + b"\n").package is None


def test_of_very_many_problems_the_first_are_told() -> None:
    found = read_front_matter(page("zlib", *[{}] * 10_000, detail(), meta="{}"))
    assert len(found.problems) == MAX_PROBLEMS + 1
    assert found.problems[-1].code is Code.LIMIT
    assert found.package is not None


# --- Anything at all ---------------------------------------------------------------------------------------------

_VALID = (
    page("zlib", detail(1), detail(2, target="zen4")),
    page("kbproto", *G2_DETAILS),
    as_block_yaml(page("zlib", detail(1))),
    G0A,
    G0B,
)


def assert_judged(data: bytes) -> None:
    """What has the name of a page gives a package or a problem, unless its layout is that of something else."""
    found = read_front_matter(data, "_cache/specs.md")
    assert found.package or found.problems or b"layout:" in data
    assert all(problem.message and problem.file == "_cache/specs.md" for problem in found.problems)


@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_judged(data: bytes) -> None:
    assert_judged(data)
    assert_judged(b"---\n" + data + b"\n---")
    assert_judged(b"---\nlayout: cache\ntitle: x\n" + data + b"\n---")


@given(st.text(st.sampled_from("[]{}:,-\"'\\&*!|>#%@` \n\tax09~\u2028\x85é\U0001f600"), max_size=60))
def test_arbitrary_yaml_is_judged(text: str) -> None:
    assert_judged(f"---\nlayout: cache\ntitle: x\nspec_details: {text}\n---".encode())


@given(st.sampled_from(_VALID), st.data())
def test_mutations_of_valid_pages_are_judged(original: bytes, data: st.DataObject) -> None:
    mutated = bytearray(original)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(0, len(mutated) - 1)))
        end = data.draw(st.integers(at, min(len(mutated), at + 40)))
        match data.draw(st.sampled_from(["cut", "flip", "splice", "end"])):
            case "cut":
                del mutated[at:end]
            case "flip":
                mutated[at : at + 1] = data.draw(st.binary(min_size=1, max_size=1))
            case "splice":
                other = data.draw(st.sampled_from(_VALID))
                mutated[at:end] = other[at : at + data.draw(st.integers(0, 60))]
            case _:
                del mutated[at:]
    assert_judged(bytes(mutated))


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(detail() | {"tarball": "", "arches": "", "unknown": ""})), _json)
def test_any_value_of_any_key_of_a_spec_is_judged(key: str, value: object) -> None:
    data = page("zlib", detail(1), detail(2) | {key: value}, meta="{}")
    found = read_front_matter(data)
    assert found.package is not None
    assert len(found.package.specs) == 2 or found.problems


@given(st.sampled_from(["title", "layout", "categories", "meta", "spec_details", "unknown"]), _json)
def test_any_value_of_any_key_of_a_page_is_judged(key: str, value: object) -> None:
    lines = {"spec_details": json.dumps([detail()]), "meta": "{}"} | {key: json.dumps(value)}
    found = read_front_matter(page("zlib", **lines))
    assert found.package or found.problems or key == "layout"


# --- Whole trees --------------------------------------------------------------------------------------------------


def test_a_page_of_every_generation_is_read_without_problems(corpus: Corpus) -> None:
    paths = [*corpus.paths, *sorted(corpus.root.glob("legacy/*/*.md"))]
    assert len(paths) == corpus.pages
    for path in paths:
        package = only_package(path.read_bytes(), str(path))
        assert package.specs, path
        assert package.name == path.parts[-2]


def test_a_page_of_every_generation_reads_the_same_in_block_yaml(corpus: Corpus) -> None:
    for path in corpus.paths:
        data = path.read_bytes()
        assert only_package(as_block_yaml(data)) == only_package(data), path


def test_a_package_of_every_generation_is_written_as_the_newest_one_and_read_again() -> None:
    package = only_package(page("kbproto", *G2_DETAILS))
    again = only_package(dump(package))
    assert [spec.hash for spec in again.specs] == ["a" * 32]
    assert again.specs[0].compiler == "gcc@11.4.0"
