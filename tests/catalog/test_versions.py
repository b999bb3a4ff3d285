"""The order of versions, and what ranges and lists of them hold.

Cases marked as Spack's restate facts of its ``lib/spack/spack/test/versions.py`` and of its documentation.
"""

from __future__ import annotations

import pickle
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_cache.catalog.spack.versions import (
    Version,
    VersionList,
    VersionRange,
    VersionSyntaxError,
    parse_versions,
    preferred,
)

VERSION_TEXTS = st.one_of(
    st.text(),
    st.text(alphabet="0123459azAZ._-=", max_size=12),
    st.lists(
        st.sampled_from(
            ("1 2 10 01 a Z zz alpha beta rc final develop main stable . - _ git. = git.main= " + "a" * 40).split()
        ),
        max_size=6,
    ).map("".join),
)
PLAIN_TEXTS = st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}|[a-z]|rc[0-9]|\.develop){0,3}", fullmatch=True)


ASCENDING = [
    # Text that Spack would not accept, by its characters.
    ["!", "1!2", "1.2 beta", "=1.2", "é1"],
    # No component, words, numbers, branches; a prefix is smaller than what continues it.
    [
        "",
        "A",
        "a",
        "aa",
        "mydevelopmentnightmare",
        "system",
        "xyz.4",
        "xyz10",
        "xyz10.1",
        "0",
        "1",
        "1.0",
        "1.0.0",
    ],
    ["9.0", "stable", "nightly", "trunk", "head", "master", "main", "develop", "develop.1", "develop.2"],
    ["0.5", "0.5.develop", "1.mydevelopmentnightmare", "1.0", "1.1", "1.develop", "1.develop.1", "2.1"],
    ["6.0alpha", "6.0alpha0", "6.0alpha1", "6.0alpha2", "6.0beta", "6.0beta0", "6.0beta2", "6.0rc", "6.0rc0"],
    ["6.0rc0", "6.0rc1", "6.0rc2", "6.0rc10", "6.0", "6.0.0alpha1", "6.0.1"],
    # A stage is one only at the end of something: neither alone nor in the middle.
    ["alpha", "rc", "rc1", "1.0", "1.0rc.1.2", "1.0.0"],
    ["2.0.1", "2.0.1a", "2.0.1b", "2.0.2"],
    ["1b.fc17", "1.fc17", "1g.fc17"],
    ["5.5p1", "5.5p2", "5.5p10", "5.6p1", "6.5p1"],
    ["10.0001", "10.0039"],
    ["10xyz", "10.1xyz"],
    ["xsdk-0.2.0", "xsdk-0.3"],
    ["3.9.1", "3.10.16"],
    ["20101121", "20101122"],
    # A git reference comes after the version it was given; without one it comes after everything.
    ["1.2", "git.a=1.2", "git.b=1.2", "1.2.0", "1.3", "develop", "a" * 40, "git.main"],
    ["9" * 5000, "1" + "0" * 5000, "develop"],
]


@pytest.mark.parametrize("texts", ASCENDING, ids=lambda texts: f"{texts[0][:9]}..{texts[-1][:9]}")
def test_versions_ascend_as_spack_has_them(texts: list[str]) -> None:
    for lower, higher in pairwise(map(Version, texts)):
        assert lower < higher
        assert higher > lower
        assert lower != higher
        assert not higher <= lower


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2.0", "2_0"),
        ("2-0", "2_0"),
        ("10.1", "10.0001"),
        ("1.2", "1.2."),
        ("1.2b", "1.2.b"),
        ("1.0final", "1.0"),
        ("git.main=1.2", "main=1.2"),
        ("0" * 5000 + "1", "1"),
    ],
)
def test_versions_that_spack_does_not_tell_apart_are_equal(one: str, other: str) -> None:
    assert Version(one) == Version(other)
    assert (Version(one) != Version(other)) is False
    assert hash(Version(one)) == hash(Version(other))
    assert Version(one) <= Version(other) <= Version(one)


def test_digits_of_other_scripts_are_not_digits() -> None:
    assert Version("٣.٣") < Version("0")
    assert Version("²") != Version("2")


@given(VERSION_TEXTS)
def test_a_version_keeps_its_text(text: str) -> None:
    assert str(Version(text)) == text
    assert Version(text) == Version(text)
    assert pickle.loads(pickle.dumps(Version(text))) == Version(text)  # noqa: S301 made in this line


@given(VERSION_TEXTS, VERSION_TEXTS, VERSION_TEXTS)
def test_the_order_of_versions_is_total(a: str, b: str, c: str) -> None:
    low, middle, high = sorted(map(Version, (a, b, c)))
    assert low <= middle <= high
    assert low <= high
    assert (low < middle) + (low == middle) + (low > middle) == 1
    if low == middle:
        assert hash(low) == hash(middle)
        assert (low < high) == (middle < high)


def test_a_version_cannot_be_changed_nor_compared_with_text() -> None:
    version = Version("1.2")
    with pytest.raises(AttributeError):
        version.text = "1.3"  # type: ignore[misc]
    assert version != "1.2"
    with pytest.raises(TypeError):
        version < "1.3"  # noqa: B015


@pytest.mark.parametrize(
    ("version", "constraint", "expected"),
    [
        # Spack's: a version without a colon is the range of all that begins with it.
        ("4.7.3", "4.7.3", True),
        ("4.7.3", "4.7", True),
        ("4.7.3v2", "4.7", True),
        ("4.7v6", "4", True),
        ("4.8.0", "4.9", False),
        ("4", "4.9", False),
        ("4.70", "4.7", False),
        ("1.2.5", "=1.2", False),
        ("1.2", "=1.2", True),
        ("1.2", "=1_2", True),
        # Spack's: both ends are in, and what continues the upper one.
        ("1.3", "1.2:1.4", True),
        ("1.2.5", "1.2:1.4", True),
        ("1.3.5-7", "1.2:1.4", True),
        ("1.4.2", "1.2:1.4", True),
        ("1.4.2", "1.2:1.4.0", False),
        ("1.1", "1.2:1.4", False),
        ("1.5", "1.2:1.4", False),
        ("1.5", "1.5.1:", False),
        ("1.2.8", "1.2.7:1.4", True),
        ("1.2.5", "1.2.7:1.4", False),
        ("1.2.9", "1.2.0:1.2", True),
        ("1.1.1", "1.0:1", True),
        ("4.7b6", "4.3:4.7", True),
        ("4.3", "4.4:4.7", False),
        ("1.10", "1.9:1.11", True),
        ("1.2", ":", True),
        ("0", ":1", True),
        ("develop", "1.2:", True),
        ("develop", ":99", False),
        ("develop", ":develop", True),
        ("develop.local", "develop", True),
        ("main", "develop:", False),
        ("xyz", ":1.0", True),
        ("1.99", "1.9:1.99", True),
        ("1.100", ":1.99", False),
        ("1.0zB", ":1.0z", False),
        ("1.0ab", ":1.0a", True),
        ("1.0a", ":1.0Z", False),
        ("2.0mastes", ":2.0masteq", False),
        # Spack's: prereleases.
        ("1.2.1alpha1", "1.2.1:", False),
        ("1.2.1rc3", "1.2.0:", True),
        ("1.2.0beta2", "1.2:", True),
        ("1.2.0alpha1", ":1.1", False),
        ("1.2.0rc3", ":1.2", True),
        ("1.2.0", "1.2.0alpha1:", True),
        ("1.2.0", ":1.2.0rc345", False),
        ("1.2.0rc9", "1.2.0rc9", True),
        ("1.2.0rc10", "1.2.0rc9", False),
        ("1.2.0rc1", "1.2.0rc", False),
        # A range ends where the next version begins, hence after the prereleases of that one.
        ("1.2alpha1", ":1.1", True),
        # Spack's: lists.
        ("4.7.3", "4.3, 4.6, 4.7", True),
        ("4.6.5.2", "4.3,4.6,4.7", True),
        ("4", "4.3, 4.6, 4.7", False),
        ("4.8.2", "4.2, 4.3:4.8", True),
        ("1.7.1", "1.0:1.5,=1.7.1", True),
        ("1.7.1.2", "1.0:1.5,=1.7.1", False),
        ("1.3", "1.2 : 1.4", True),
        # Git references: ranges go by the version they were given.
        ("git.main=1.2", "1.2", True),
        ("git.main=1.2", "=1.2", False),
        ("git.main=1.2", "git.main=1.2", True),
        ("git.main=1.2", "=git.main=1.2", True),
        ("git.main=1.2", "git.main", True),
        ("git.other=1.2", "git.main", False),
        ("git.main", "1:", False),
        ("git.main", ":", True),
        ("a" * 40, "a" * 40, True),
        # Text without a place in the order is in no range but the whole.
        ("1.2 beta", "1:", False),
        ("1.2 beta", ":", True),
        ("", ":1", True),
    ],
)
def test_a_version_satisfies_what_spack_says_it_does(version: str, constraint: str, *, expected: bool) -> None:
    assert Version(version).satisfies(constraint) is expected
    assert Version(version).satisfies(parse_versions(constraint)) is expected


def test_a_version_satisfies_parsed_versions_and_ranges_too() -> None:
    assert Version("1.2").satisfies(Version("1_2"))
    assert Version("1.2").satisfies(VersionRange(high=Version("1.2")))
    assert not Version("1.2").satisfies(VersionRange(Version("1.3")))
    assert Version("git.main=1.2").satisfies(Version("git.main"))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("1.2", "1.2"),
        ("1.2:1.2", "1.2"),
        ("=1.2", "=1.2"),
        (" 1.4 : 1.5 ", "1.4:1.5"),
        ("git.main=1.2", "=git.main=1.2"),
        # Spack's: lists are sorted, and what overlaps or touches is merged.
        ("1.4,1.2,1.3", "1.2:1.4"),
        ("1.2,1.4", "1.2,1.4"),
        ("1.3,1.3.1,1.3.9,1.4:1.5,1.3:1.4", "1.3:1.5"),
        (":,1.3,1.3.1", ":"),
        ("1.0:2.0,2.1,2.2:3,4:6", "1.0:6"),
        ("=1.0,git.ref=1.0,1.0:2.0", "1.0:2.0"),
        ("=1.2,=1.2", "=1.2"),
        ("2:,=1.0,:0.5", ":0.5,=1.0,2:"),
        ("1.0:3,1.1:1.2", "1.0:3"),
        (":git,git.main", ":git,=git.main"),
        (":,git.main", ":"),
    ],
)
def test_a_list_is_written_sorted_and_merged(text: str, canonical: str) -> None:
    assert str(parse_versions(text)) == canonical
    assert parse_versions(canonical) == parse_versions(text)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("", 0),
        ("=", 0),
        ("1.2,", 4),
        ("1.2,,1.4", 4),
        ("1.4:1.2", 0),
        ("1.0, 1.3:1.2", 5),
        ("1:2:3", 0),
        ("1.2 beta", 0),
        ("1.2,  é", 6),
        (".:", 0),
        ("==1.2", 0),
        ("1.2:=1.4", 0),
        ("git.main=1.2:1.3", 0),
        ("git.main=x y", 0),
        ("foo=1=2", 0),
    ],
)
def test_a_bad_list_is_refused_with_its_place(text: str, offset: int) -> None:
    with pytest.raises(VersionSyntaxError) as caught:
        parse_versions(text)
    assert caught.value.offset == offset
    assert caught.value.text == text
    assert caught.value.message
    assert f"offset {offset}" in str(caught.value)


def test_a_range_is_made_of_plain_versions_only() -> None:
    with pytest.raises(ValueError, match="end of a range"):
        VersionRange(Version("git.main=1.2"))
    with pytest.raises(ValueError, match="contains no version"):
        VersionRange(Version("2"), Version("1"))


@given(st.one_of(st.text(), st.text(alphabet="012.:,= arcz", max_size=20), st.lists(VERSION_TEXTS).map(",".join)))
def test_any_text_is_a_list_or_a_syntax_error(text: str) -> None:
    try:
        versions = parse_versions(text)
    except VersionSyntaxError as error:
        assert 0 <= error.offset <= len(text)  # noqa: PT017 either outcome is right
    else:
        assert parse_versions(str(versions)) == versions


ELEMENTS = st.one_of(
    PLAIN_TEXTS,
    PLAIN_TEXTS.map("={}".format),
    PLAIN_TEXTS.map("{}:".format),
    PLAIN_TEXTS.map(":{}".format),
    st.tuples(PLAIN_TEXTS, PLAIN_TEXTS).map(lambda pair: ":".join(sorted(pair, key=Version))),
)


@given(st.lists(ELEMENTS, min_size=1, max_size=6), st.lists(PLAIN_TEXTS, max_size=10))
def test_merging_a_list_changes_nothing_of_what_it_holds(elements: list[str], probes: list[str]) -> None:
    merged = parse_versions(",".join(elements))
    ends = [end for element in elements for end in element.replace("=", "").split(":") if end]
    for version in map(Version, [*probes, *ends, *(f"{end}.1" for end in ends)]):
        assert (version in merged) == any(version.satisfies(element) for element in elements)


@given(PLAIN_TEXTS, PLAIN_TEXTS)
def test_every_version_is_in_the_range_of_its_own(text: str, other: str) -> None:
    assert Version(text).satisfies(text)
    assert Version(text).satisfies(f"={text}")
    assert Version(text).satisfies(f":{text}")
    assert Version(text).satisfies(f"{text}:")
    assert Version(other).satisfies(f"{text}:") == (Version(text) <= Version(other))


def test_a_list_of_a_list_of_elements_is_the_same_list() -> None:
    versions = parse_versions("1:2,=4,6:")
    assert VersionList.of(*versions.elements) == versions
    assert hash(VersionList.of(*reversed(versions.elements))) == hash(versions)


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ("develop 1.14.5 1.12.2", "1.14.5"),
        ("main 6.0rc1 5.2", "5.2"),
        ("6.0rc1 6.0beta2 develop", "6.0rc1"),
        ("develop main", "develop"),
        ("git.abc=2.0 1.9 git.feature", "git.abc=2.0"),
        ("git.feature", "git.feature"),
        ("", None),
    ],
)
def test_the_preferred_version_is_the_newest_release_if_there_is_one(versions: str, expected: str | None) -> None:
    found = preferred(Version(text) for text in versions.split())
    assert (found and str(found)) == expected
