from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_cache.catalog import (
    Catalog,
    Code,
    Package,
    Problem,
    QuerySyntaxError,
    Spec,
    Version,
    newest_first,
    parse_query,
    spec_key,
)
from tests.pages import hash_of


def spec(**changes: Any) -> Spec:  # noqa: ANN401 any field
    built = Spec(
        package="hdf5",
        tag="develop",
        version=Version("1.14.5"),
        compiler="gcc@11.4.0",
        os="ubuntu22.04",
        platform="linux",
        target="x86_64_v3",
        stacks=("e4s",),
        hash=hash_of(0),
    )
    return msgspec.structs.replace(built, **changes)


def package(name: str, *specs: Spec, tag: str = "develop", file: str = "") -> Package:
    own = tuple(msgspec.structs.replace(each, package=name, tag=tag) for each in specs)
    return Package(name=name, tag=tag, specs=own, file=file)


# --- Tags --------------------------------------------------------------------------------------------------------

TAGS = [
    "2025-10",
    "E4S-25.6",
    "24.04",
    "pkg10",
    "pkg9",
    "develop",
    "v2025.07.0",
    "v0.23.1",
    "v0.23.0",
    "v0.9.0",
    "develop-2025-04-20",
    "develop-2024-06-16",
    "nightly",
    "vendor",
]


def test_tags_come_dated_then_numbered_then_those_of_spack_then_the_rest() -> None:
    backwards = TAGS[::-1]
    assert newest_first(backwards) == TAGS


@given(st.permutations(TAGS))
def test_the_order_of_tags_does_not_depend_on_that_of_packages(tags: list[str]) -> None:
    assert Catalog(package("hdf5", tag=tag) for tag in tags).tags == tuple(TAGS)


@given(st.lists(st.text(), max_size=8))
def test_any_tags_have_one_order(tags: list[str]) -> None:
    ordered = newest_first(tags)
    assert newest_first(tags[::-1]) == ordered
    assert set(ordered) == set(tags)


@pytest.mark.parametrize(
    ("tags", "default"),
    [
        (["v0.23.1", "develop", "develop-2025-04-20"], "develop"),
        (["v0.23.1", "v0.9.0", "v2025.07.0", "develop-2025-04-20"], "v2025.07.0"),
        (["develop-2024-06-16", "develop-2025-04-20"], "develop-2025-04-20"),
        (["nightly", "beta"], "beta"),
    ],
)
def test_the_default_tag_is_develop_else_the_newest_release_else_the_newest_snapshot(
    tags: list[str], default: str
) -> None:
    catalog = Catalog(package("hdf5", tag=tag) for tag in tags)
    assert catalog.default_tag == default
    assert catalog.tags[0] == default


@pytest.mark.parametrize(
    "newest_first",
    [
        ["2025-10", "2025-04"],
        ["2025-10-12", "2025-10-03", "2025-10", "2024-12-31"],
        ["25.10", "24.10", "24.04"],
        ["2025a", "2024b", "2024a"],
        ["2025.10", "2025.9", "2024.12"],
        ["20251012", "20250930", "20241231"],
        ["202510", "202509"],
        ["2025Q4", "2025-Q3", "2024q4"],
        ["2025", "2024", "2023"],
        ["2025-10", "2025-10-rc1", "2025-04"],
        ["2025-10.1", "2025-10"],
        ["2025-10", "25.04", "20240612", "2024b", "2024"],
        ["release-2025-10", "release-2025-04", "release-2024-11"],
        ["Prod_2025.04", "prod-2024.11"],
        ["site-10", "site-9", "site-1"],
        ["v10.1", "v9.2", "v1.0"],
        ["1.10", "1.9.3", "1.9"],
        ["E4S-26.2", "E4S-25.11", "E4S-25.6"],
        ["13.1", "12.10", "12.2", "9.3"],
        ["100.1", "99.1", "98.12"],
        ["24.10", "24.04.1", "24.04"],
        ["2025.07.40", "2025.07.10", "2025.07.0", "2025.07"],
        ["10-2025", "04-2025", "12-2024"],
        ["12.10.2025", "03.10.2025", "30.09.2025"],
        ["Oct-2025", "apr-2025", "December-2024"],
        ["12-Oct-2025", "03-Oct-2025"],
        ["2025-04-12T10", "2025-04-12T09"],
        ["202504121030", "202504120900"],
        ["2025w14", "2025w9"],
        ["2025H2", "2025H1"],
        ["build-2100", "build-2000", "build-1999", "build-99"],
        ["gcc-13.1-2025.10", "gcc-12.3-2025.04"],
        ["v2.0", "1.1", "v1.0"],
        ["1.3", "1.3rc1", "1.2"],
        ["2025-10b", "2025-10a", "2025-10"],
        ["develop", "v2025.07.0", "v0.23.1", "develop-2025-04-20", "develop-2024-06-16"],
        ["v2025.07.0", "v0.23.1"],
    ],
    ids=" ".join,
)
def test_of_the_tags_of_a_centre_the_newest_is_the_default_and_no_guess(newest_first: list[str]) -> None:
    catalog = Catalog(package("hdf5", tag=tag) for tag in sorted(newest_first))

    assert catalog.tags == tuple(newest_first)
    assert catalog.problems == ()


@pytest.mark.parametrize(
    ("tags", "default"),
    [
        (["develop", "2025-10"], "2025-10"),
        (["release-2025-10", "prod-2025-11"], "prod-2025-11"),
        (["v1.0", "2024-04"], "2024-04"),
        (["testing", "production"], "production"),
        (["site-3", "cluster-4"], "cluster-4"),
        (["2025-10", "testing"], "2025-10"),
        (["2025-10", "2025-10-gpu"], "2025-10-gpu"),
        (["2025a", "2025-04"], "2025-04"),
        (["develop", "v1.0", "site"], "develop"),
    ],
)
def test_between_unlike_names_the_default_is_a_guess_and_one_hint_says_so(tags: list[str], default: str) -> None:
    catalog = Catalog(package("hdf5", tag=tag) for tag in tags)
    named = Catalog([package("hdf5", tag=tag) for tag in tags], default_tag=tags[0])

    assert catalog.default_tag == default
    assert [problem.code for problem in catalog.problems] == [Code.SOURCE]
    assert f"'{default}' is used, not " in catalog.problems[0].message
    assert catalog.problems[0].message.endswith("set cache_default_tag")
    assert named.problems == ()


def test_what_a_name_means_depends_on_the_others() -> None:
    assert newest_first(["24.04", "100.1"]) == ["100.1", "24.04"]
    assert newest_first(["24.04", "100.1", "2023-10"]) == ["24.04", "2023-10", "100.1"]
    assert newest_first(["v1.0", "2.0"]) == ["2.0", "v1.0"]
    assert newest_first(["v3.0", "2.0", "develop"]) == ["2.0", "develop", "v3.0"]


def test_specs_of_several_tags_come_in_the_order_of_the_tags() -> None:
    tags = ["24.04", "2025-04", "25.10"]
    catalog = Catalog(package("hdf5", spec(hash=hash_of(place)), tag=tag) for place, tag in enumerate(tags))

    assert [each.tag for each in catalog.specs("tag=*")] == ["25.10", "2025-04", "24.04"] == list(catalog.tags)


def test_a_default_tag_that_is_named_comes_first() -> None:
    catalog = Catalog([package("hdf5", tag=tag) for tag in ("develop", "v1.0", "v2.0")], default_tag="v1.0")
    assert catalog.default_tag == "v1.0"
    assert catalog.tags == ("v1.0", "develop", "v2.0")
    assert catalog.problems == ()


def test_a_default_tag_that_is_unknown_is_a_problem_and_the_rule_counts() -> None:
    catalog = Catalog([package("hdf5", tag="v1.0")], default_tag="v9.9")
    assert catalog.default_tag == "v1.0"
    assert [problem.code for problem in catalog.problems] == [Code.SOURCE]
    assert catalog.problems[0].message == "the default tag 'v9.9' is not in any source; available: v1.0"


def test_an_empty_catalog_answers_everything_with_nothing() -> None:
    catalog = Catalog([])
    assert catalog.tags == ()
    assert catalog.default_tag is None
    assert catalog.package("hdf5") is None
    assert not any([catalog.packages(), catalog.stacks(), catalog.targets(), catalog.specs(), catalog.find("a")])
    assert Catalog([], default_tag="develop").problems == ()


# --- Packages, stacks, targets -----------------------------------------------------------------------------------


def test_a_package_is_found_in_the_default_tag_or_the_one_named() -> None:
    new, old = package("hdf5", spec(), tag="develop"), package("hdf5", spec(), tag="v1.0")
    catalog = Catalog([new, old])
    assert catalog.package("hdf5") is new
    assert catalog.package("hdf5", tag="v1.0") is old
    assert catalog.package("hdf5", tag="v2.0") is None
    assert catalog.package("zlib") is None


def test_packages_come_in_natural_order() -> None:
    catalog = Catalog(package(name) for name in ("pkg10", "Zlib", "pkg9", "adiak"))
    assert [each.name for each in catalog.packages()] == ["adiak", "pkg9", "pkg10", "Zlib"]
    assert catalog.packages("v9.9") == ()


def test_stacks_come_in_natural_order_each_once() -> None:
    catalog = Catalog(
        [package("a", spec(stacks=("e4s", "pkg10"))), package("b", spec(stacks=("E4S-2", "e4s", "pkg9")))]
    )
    assert catalog.stacks() == ("e4s", "E4S-2", "pkg9", "pkg10")
    assert catalog.stacks("v9.9") == ()


def test_targets_come_in_the_order_of_archspec() -> None:
    names = ["zen4", "x86_64_v3", "x86_64", "x86_64_v4", "zen3"]
    targets = Catalog([package("a", *[spec(target=name) for name in names])]).targets()
    assert set(targets) == set(names)
    assert [name for name in targets if name.startswith("x86")] == ["x86_64", "x86_64_v3", "x86_64_v4"]
    assert targets.index("zen3") < targets.index("zen4")


def test_of_two_equal_names_the_first_counts_and_the_second_is_told() -> None:
    first, second = package("hdf5", spec(), file="a.md"), package("hdf5", file="b.md")
    catalog = Catalog([first, second])
    assert catalog.package("hdf5") is first
    assert catalog.problems == (
        Problem(
            code=Code.DUPLICATE,
            message="'hdf5' of 'develop' is also in a.md; that one is used",
            file="b.md",
            line=1,
        ),
    )


# --- Specs -------------------------------------------------------------------------------------------------------


def test_specs_come_by_package_then_from_new_to_old_then_by_target_and_without_compiler_last() -> None:
    catalog = Catalog(
        [
            package("pkg10", spec(hash=hash_of(1))),
            package(
                "pkg9",
                spec(hash=hash_of(2), version=Version("3.9.1")),
                spec(hash=hash_of(3), version=Version("3.10.16"), target="x86_64_v4"),
                spec(hash=hash_of(4), version=Version("3.10.16"), target="x86_64_v3"),
                spec(hash=hash_of(5), version=Version("develop")),
                spec(hash=hash_of(6), version=Version("3.10.16"), target="x86_64_v3", compiler=None),
            ),
        ]
    )
    assert [each.hash for each in catalog.specs()] == [hash_of(number) for number in (5, 4, 6, 3, 2, 1)]


@given(
    st.lists(
        st.builds(
            spec,
            package=st.sampled_from(["pkg9", "pkg10", "PKG9"]),
            tag=st.sampled_from(["develop", "v1.0"]),
            version=st.builds(
                Version, st.sampled_from(["1.2", "1_2", "1.2.5", "1.2rc1", "develop", "1.02", "git.x", "+"])
            ),
            target=st.sampled_from(["zen4", "x86_64_v3", "neoverse_v2", "unknown"]),
            compiler=st.sampled_from([None, "gcc@9", "gcc@13"]),
            os=st.sampled_from(["rhel8", "rhel9"]),
            variants=st.sampled_from([(), ("+a",), ("+a", "+b")]),
            hash=st.sampled_from([None, hash_of(1), hash_of(2)]),
        )
    )
)
def test_specs_are_sorted_by_tag_and_then_by_their_key(specs: list[Spec]) -> None:
    packages: dict[tuple[str, str], list[Spec]] = {(each.tag, each.package): [] for each in specs}
    for each in specs:
        packages[each.tag, each.package].append(each)
    catalog = Catalog([package(name, *found, tag=tag) for (tag, name), found in packages.items()])

    expected = sorted(specs, key=lambda each: (each.tag != "develop", spec_key(each)))

    assert list(map(repr, catalog.sort(specs))) == list(map(repr, expected))
    assert list(map(repr, catalog.specs("tag=*"))) == list(map(repr, expected))


@given(st.permutations(range(6)))
def test_the_order_of_specs_does_not_depend_on_that_of_pages(order: list[int]) -> None:
    specs = [spec(hash=hash_of(number), variants=("+a",) * (number % 2)) for number in range(6)]
    catalog = Catalog([package("hdf5", *[specs[number] for number in order])])
    assert catalog.specs() == tuple(sorted(specs, key=spec_key))


@pytest.fixture
def catalog() -> Catalog:
    old = [spec(hash=hash_of(1)), spec(hash=hash_of(2), target="zen4", stacks=("hep",))]
    return Catalog(
        [
            package("hdf5", *old, spec(hash=hash_of(3), version=Version("1.12.0"))),
            package("zlib", spec(hash=hash_of(4))),
            package("hdf5", *old, tag="v1.0"),
        ]
    )


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", {1, 2, 3, 4}),
        ("hdf5", {1, 2, 3}),
        ("hdf5@1.14:", {1, 2}),
        ("h*", {1, 2, 3}),
        ("stack=hep", {2}),
        ("target=zen4", {2}),
        (f"/{hash_of(4)[:7]}", {4}),
        (f"hdf5 /{hash_of(4)[:7]}", set()),
        ("tag=v1.0", {1, 2}),
        ("tag=v9.9", set()),
        ("no-such-package", set()),
    ],
)
def test_a_query_is_text_or_parsed(catalog: Catalog, text: str, numbers: set[int]) -> None:
    found = catalog.specs(text)
    assert {each.hash for each in found} == {hash_of(number) for number in numbers}
    assert catalog.specs(parse_query(text)) == found


def test_a_query_is_asked_of_the_default_tag_or_the_one_named(catalog: Catalog) -> None:
    assert len(catalog.specs("hdf5")) == 3
    assert {each.tag for each in catalog.specs("hdf5", tag="v1.0")} == {"v1.0"}
    assert catalog.specs("hdf5", tag="v9.9") == ()
    assert {each.tag for each in catalog.specs("hdf5 tag=v1.0", tag="develop")} == {"v1.0"}
    assert [each.tag for each in catalog.specs("hdf5 tag=v1.0,develop target=zen4")] == ["develop", "v1.0"]


def test_a_query_that_is_none_is_an_error(catalog: Catalog) -> None:
    with pytest.raises(QuerySyntaxError):
        catalog.specs("hdf5 ^")


# --- Hashes ------------------------------------------------------------------------------------------------------


def hashed(*hashes: str | None) -> list[Spec]:
    return [spec(hash=text) for text in hashes]


def test_a_spec_is_found_by_the_beginning_of_its_hash() -> None:
    catalog = Catalog([package("hdf5", *hashed("abc" + "x" * 29, "abd" + "x" * 29, "b" * 32, None))])
    assert [each.hash for each in catalog.find("ab")] == ["abc" + "x" * 29, "abd" + "x" * 29]
    assert [each.hash for each in catalog.find("abd")] == ["abd" + "x" * 29]
    assert [each.hash for each in catalog.find("b" * 32)] == ["b" * 32]
    assert catalog.find("c") == catalog.find("b" * 33) == ()
    assert len(catalog.find("")) == 3


def test_a_hash_is_looked_for_in_one_tag_after_another() -> None:
    catalog = Catalog(
        [
            package("hdf5", *hashed("a" * 32), tag="develop"),
            package("hdf5", *hashed("a" * 32, "b" * 32), tag="v1.0"),
            package("zlib", *hashed("b" * 32), tag="v0.9"),
        ]
    )
    assert [each.tag for each in catalog.find("a")] == ["develop"]
    assert [each.tag for each in catalog.find("b")] == ["v1.0"]
    assert [each.tag for each in catalog.find("b", tag="v0.9")] == ["v0.9"]
    assert catalog.find("b", tag="develop") == catalog.find("b", tag="v9.9") == ()


def test_one_hash_in_two_packages_is_found_twice() -> None:
    catalog = Catalog([package("zlib", *hashed("a" * 32)), package("hdf5", *hashed("a" * 32))])
    assert [each.package for each in catalog.find("aaaaa")] == ["hdf5", "zlib"]


# --- Equality ----------------------------------------------------------------------------------------------------

_PACKAGES = [
    package("hdf5", spec(hash=hash_of(1)), file="a.md"),
    package("zlib", spec(hash=hash_of(2)), file="b.md"),
    package("hdf5", spec(hash=hash_of(1)), tag="v1.0", file="c.md"),
]
_PROBLEMS = [
    Problem(code=Code.SCHEMA, message="spec_details[10].hash: is missing", file="a.md", line=6),
    Problem(code=Code.SCHEMA, message="spec_details[9].hash: is missing", file="a.md", line=6),
    Problem(code=Code.SOURCE, message="one"),
    Problem(code=Code.SOURCE, message="two"),
]


@given(st.permutations(_PACKAGES), st.permutations(_PROBLEMS))
def test_the_same_packages_and_problems_in_any_order_are_an_equal_catalog(
    packages: list[Package], problems: list[Problem]
) -> None:
    shuffled = Catalog(packages, problems)
    assert shuffled == Catalog(_PACKAGES, _PROBLEMS)
    assert [problem.message for problem in shuffled.problems] == [
        "one",
        "two",
        "spec_details[9].hash: is missing",
        "spec_details[10].hash: is missing",
    ]


def test_a_catalog_differs_from_one_with_other_content() -> None:
    catalog = Catalog(_PACKAGES)
    assert catalog != Catalog(_PACKAGES[:2])
    assert catalog != Catalog(_PACKAGES, _PROBLEMS)
    assert catalog != Catalog(_PACKAGES, default_tag="v1.0")
    assert catalog != Catalog([package("hdf5", spec(hash=hash_of(9)), file="a.md"), *_PACKAGES[1:]])
    assert catalog != "catalog"


def test_what_was_asked_does_not_change_equality() -> None:
    asked, other = Catalog(_PACKAGES), Catalog(_PACKAGES)
    asked.find("a")
    asked.stacks()
    assert asked == other
