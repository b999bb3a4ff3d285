"""What is different between two sets of specs: exact over hashes, and enough to make one of the other."""

from __future__ import annotations

import json
import random
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sphinxext_cache.catalog import ChangeKind, Dependency, Installation, Values, Version, apply, compare, load
from tests.corpora import CORPORA, PARAMS
from tests.projects import Project, make_hash, make_spec

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sphinxext_cache.catalog import PackageDifference, Spec

_OLD, _NEW = "v1.0", "v2.0"
_MADE_OF: Final = ("versions", "os", "platform", "target", "variants")


@st.composite
def _specs(draw: st.DrawFn, tag: str) -> frozenset[Spec]:
    """Specs of a tag, of few hashes, so that two sets have many in common."""
    fields: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
        {
            "version": st.sampled_from(("1.9", "1.14.5")),
            "compiler": st.sampled_from((None, "gcc@13.2.0")),
            "target": st.sampled_from(("zen4", "x86_64_v3")),
            "variants": st.sampled_from(((), ("+mpi",), ("~mpi",))),
            "stacks": st.sampled_from(((), ("e4s",), ("e4s", "hep"))),
            "dependencies": st.sampled_from((None, (), (Dependency(name="zlib"),))),
            "installation": st.sampled_from((None, Installation(explicit=True))),
        }
    )
    keys = st.tuples(st.sampled_from(("hdf5", "zlib", "R")), st.sampled_from(("a", "b", "c", "d", None)))
    found = draw(st.lists(st.tuples(keys, fields), max_size=8, unique_by=lambda each: each[0]))
    return frozenset(
        make_spec(name, tag, hash=None if text is None else make_hash(text), **values) for (name, text), values in found
    )


@given(before=_specs(_OLD), after=_specs(_NEW))
def test_what_is_there_is_made_of_what_was_there_and_the_difference(
    before: frozenset[Spec], after: frozenset[Spec]
) -> None:
    assert apply(compare(before, after), before) == after


@given(_specs(_OLD))
def test_there_is_no_difference_to_itself_whatever_the_tag_is_called(specs: frozenset[Spec]) -> None:
    renamed = frozenset(replace(spec, tag=_NEW) for spec in specs)

    for other in (specs, renamed):
        found = compare(specs, other)
        assert (found.packages, found.stacks, found.targets) == ((), (), ())


@given(before=_specs(_OLD), after=_specs(_NEW))
def test_what_came_one_way_left_the_other_way(before: frozenset[Spec], after: frozenset[Spec]) -> None:
    there, back = compare(before, after), compare(after, before)

    for one, other in zip(there.packages, back.packages, strict=True):
        assert one.name == other.name
        assert (set(one.came), set(one.left)) == (set(other.left), set(other.came))
        assert (one.versions.came, one.stacks.came) == (other.versions.left, other.stacks.left)
        assert len(one.rebuilt) == len(other.rebuilt)


# -- kinds ----------------------------------------------------------------------------------------------------------


def _only(before: Iterable[Spec], after: Iterable[Spec]) -> PackageDifference:
    (found,) = compare(before, after).packages
    return found


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"version": "1.14.6"}, ChangeKind.VERSION),
        ({"compiler": "gcc@14.1.0"}, ChangeKind.BUILDS),
        ({"os": "rhel9"}, ChangeKind.BUILDS),
        ({"target": "zen4"}, ChangeKind.BUILDS),
        ({"variants": ("~mpi",)}, ChangeKind.BUILDS),
        ({"stacks": ("e4s", "hep")}, ChangeKind.BUILDS),
        ({}, ChangeKind.REBUILT),
    ],
)
def test_a_build_in_the_place_of_another_is_rebuilt_only_if_nothing_but_its_dependencies_can_differ(
    changes: dict[str, Any], kind: ChangeKind
) -> None:
    before = make_spec(tag=_OLD, hash=make_hash("old"))
    after = make_spec(tag=_NEW, hash=make_hash("new"), **changes)

    found = _only([before], [after])

    assert found.kind is kind
    assert bool(found.rebuilt) is (changes.keys() <= {"stacks"})


def test_one_more_build_of_the_same_is_not_rebuilt() -> None:
    before = make_spec(hash=make_hash("a"))
    after = [before, make_spec(hash=make_hash("b"))]

    found = _only([before], after)

    assert (found.kind, found.rebuilt, len(found.came)) == (ChangeKind.BUILDS, (), 1)


def test_each_build_is_in_one_pair_at_the_most() -> None:
    before = [make_spec(hash=make_hash(f"old {number}")) for number in range(3)]
    after = [make_spec(hash=make_hash(f"new {number}")) for number in range(2)]

    found = _only(before, after)

    assert (found.kind, len(found.rebuilt), len(found.left)) == (ChangeKind.BUILDS, 2, 3)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ([], ["1.9"], ChangeKind.CAME),
        (["1.9"], [], ChangeKind.LEFT),
        (["1.9"], ["1.9", "1.14.5"], ChangeKind.VERSION),
        (["1.9", "1.14.5"], ["1.9"], ChangeKind.WITHOUT),
        (["1.9"], ["1.14.5"], ChangeKind.VERSION),
    ],
)
def test_versions_say_more_of_a_package_than_builds(before: list[str], after: list[str], kind: ChangeKind) -> None:
    def made(tag: str, versions: list[str]) -> list[Spec]:
        return [make_spec(tag=tag, version=version, hash=make_hash(version)) for version in versions]

    assert _only(made(_OLD, before), made(_NEW, after)).kind is kind


def test_a_spec_that_stays_can_join_a_stack() -> None:
    before = make_spec(tag=_OLD, hash=make_hash("a"), stacks=("e4s", "old"))
    after = replace(before, tag=_NEW, stacks=("e4s", "hep"))

    found = compare([before], [after])

    (package,) = found.packages
    assert (package.kind, package.stacks) == (ChangeKind.TOLD, Values(("hep",), ("old",)))
    assert package.changed[0].fields == ("stacks",)
    assert [(each.name, each.came, each.left) for each in found.stacks] == [("hep", 1, 0), ("old", 0, 1)]
    assert found.targets == ()


def test_what_one_side_does_not_know_is_no_change() -> None:
    before = make_spec(tag=_OLD, hash=make_hash("a"))
    after = replace(before, tag=_NEW, size=10, namespace="builtin", dependencies=())

    found = compare([before], [after])

    assert found.shown == ()
    assert apply(found, [before]) == {after}


def test_values_come_in_the_order_of_their_kind() -> None:
    before = [make_spec(hash=make_hash("a"), variants=("~shared",), target="zen4", version="1.9")]
    after = [
        make_spec(hash=make_hash(version), version=version, target=target, variants=("+zfp", "+mpi", "api=v18"))
        for version, target in (("1.9.2", "x86_64_v4"), ("1.14", "x86_64_v2"), ("develop", "x86_64_v3"))
    ]

    found = _only(before, after)

    assert found.versions == Values(("develop", "1.14", "1.9.2"), ("1.9",))
    assert found.targets == Values(("x86_64_v2", "x86_64_v3", "x86_64_v4"), ("zen4",))
    assert found.variants == Values(("api=v18", "+mpi", "+zfp"), ("~shared",))


# -- beside what is in the files --------------------------------------------------------------------------------------


def _raw(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The specs of a tag as its files have them, by package; none if one is older than the form that lasted."""
    found: dict[str, list[dict[str, Any]]] = {}
    for page in sorted(folder.glob("*/specs.md")):
        lines = page.read_text(encoding="utf-8").splitlines()
        details = next((line for line in lines if line.startswith("spec_details: ")), "spec_details: [{}]")
        found[page.parent.name] = json.loads(details.removeprefix("spec_details: "))
    return found if all("os" in each for details in found.values() for each in details) else {}


def _builds(details: Iterable[dict[str, Any]]) -> Counter[str]:
    """What builds are made of, each as a string; a compiler was written in two ways."""
    return Counter(
        json.dumps([each["compiler"].replace("@=", "@"), *(each[name] for name in _MADE_OF)]) for each in details
    )


def _differing(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> dict[str, Any]:
    """What is different of a package, said from the files alone."""
    olds, news = ({each["hash"]: each for each in details} for details in (before, after))
    came, left = [news[key] for key in news.keys() - olds.keys()], [olds[key] for key in olds.keys() - news.keys()]

    def values(name: str, details: Iterable[dict[str, Any]]) -> set[str]:
        found = (each[name] if isinstance(each[name], list) else [each[name]] for each in details)
        return {value for values in found for value in values} - {"root"}

    return {
        "came": {each["hash"] for each in came},
        "left": {each["hash"] for each in left},
        "rebuilt": (_builds(came) & _builds(left)).total(),
        "in other stacks": {
            key
            for key in olds.keys() & news.keys()
            if {*olds[key]["stacks"]} - {"root"} != {*news[key]["stacks"]} - {"root"}
        },
        **{
            name: (values(name, after) - values(name, before), values(name, before) - values(name, after))
            for name in ("versions", "target", "stacks")
        },
    }


def _told(package: PackageDifference) -> dict[str, Any]:
    """The same, as it is found."""
    return {
        "came": {spec.hash for spec in package.came},
        "left": {spec.hash for spec in package.left},
        "rebuilt": len(package.rebuilt),
        "in other stacks": {each.after.hash for each in package.changed if "stacks" in each.fields},
        "versions": tuple(map(set, package.versions)),
        "target": tuple(map(set, package.targets)),
        "stacks": tuple(map(set, package.stacks)),
    }


def _compare_with_files(folder: Path, old: str, new: str) -> int:
    """Compare two tags as they are read, and as their files are; tells how many packages differ."""
    catalog = load([folder], hidden_stacks=("root",))
    found = compare(catalog.specs(tag=old), catalog.specs(tag=new))
    before, after = _raw(folder / old), _raw(folder / new)
    names = before.keys() | after.keys()
    said = {name: _differing(before.get(name, []), after.get(name, [])) for name in names}
    expected = {name: each for name, each in said.items() if each["came"] or each["left"] or each["in other stacks"]}
    assert {each.name: _told(each) for each in found.shown} == expected
    return len(expected)


@pytest.mark.parametrize("name", PARAMS)
def test_of_any_two_tags_it_is_what_their_files_say(name: str) -> None:
    corpus = CORPORA[name]
    tags = sorted(path.name for path in corpus.site.iterdir() if _raw(path))

    counts = [_compare_with_files(corpus.site, old, new) for old, new in pairwise(tags)]

    assert sum(counts) > 10


def test_of_two_tags_of_many_packages_it_is_what_their_files_say(tmp_path: Path) -> None:
    dice = random.Random(16)  # noqa: S311 nothing is secret
    project = Project(root=tmp_path)
    old = [_drawn(dice, f"pkg{number % 60}", _OLD) for number in range(300)]
    project.add(*old, *(_moved(dice, spec) for spec in old if dice.random() < 0.9))

    assert _compare_with_files(tmp_path / "_cache", _OLD, _NEW) > 30


def _drawn(dice: random.Random, name: str, tag: str) -> Spec:
    return make_spec(
        name,
        tag,
        dice.choice(("1.9", "1.14.5")),
        hash=make_hash(str(dice.random())),
        target=dice.choice(("zen4", "x86_64_v3")),
        stacks=dice.choice((("e4s", "root"), ("e4s", "hep", "root"))),
    )


def _moved(dice: random.Random, spec: Spec) -> Spec:
    """A spec as it may be in the next tag: as it was, built again, of another version, or in another stack."""
    changes: dict[str, Any] = dice.choice(
        (
            {},
            {},
            {"hash": make_hash(str(dice.random()))},
            {"hash": make_hash(str(dice.random())), "version": Version("1.14.6")},
            {"stacks": ("hep", "root")},
        )
    )
    return replace(spec, tag=_NEW, **changes)
