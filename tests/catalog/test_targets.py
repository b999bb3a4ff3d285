"""The order of targets, and which runs what; archspec itself is the reference."""

from __future__ import annotations

import archspec.cpu
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_cache.catalog.spack import targets

NAMES = sorted(archspec.cpu.TARGETS)


def test_no_target_comes_before_one_whose_binaries_it_runs() -> None:
    for name in NAMES:
        for ancestor in archspec.cpu.TARGETS[name].ancestors:
            assert targets.key(str(ancestor)) < targets.key(name)


def test_runs_on_agrees_with_archspec_for_every_pair() -> None:
    for one in NAMES:
        for other in NAMES:
            expected = archspec.cpu.TARGETS[one] <= archspec.cpu.TARGETS[other]
            assert targets.runs_on(one, other) is expected
            assert targets.between(one, None, other) is expected
            assert targets.between(other, one, None) is expected


def test_families_stay_together_in_a_fixed_order() -> None:
    families = [targets.family(name) for name in sorted(NAMES, key=targets.key)]
    runs = [family for place, family in enumerate(families) if place == 0 or families[place - 1] != family]
    assert runs[:5] == ["x86_64", "aarch64", "ppc64le", "ppc64", "riscv64"]
    assert runs[5:] == sorted({str(family) for family in families} - set(runs[:5]))


@pytest.mark.parametrize(
    "names",
    [
        [
            "x86_64",
            "x86_64_v2",
            "x86_64_v3",
            "x86_64_v4",
            "haswell",
            "skylake_avx512",
            "icelake",
            "zen",
            "zen4",
        ],
        ["aarch64", "armv8.1a", "armv9.0a", "neoverse_n1", "neoverse_v1", "neoverse_v2", "a64fx"],
        [
            "x86_64",
            "zen4",
            "aarch64",
            "neoverse_v2",
            "ppc64le",
            "power9le",
            "riscv64",
            "i686",
            "alien",
            "zebra",
        ],
    ],
)
def test_targets_read_from_generic_to_special_and_old_to_new(names: list[str]) -> None:
    assert sorted(set(names), key=targets.key) == names


@pytest.mark.parametrize(
    ("target", "cpu", "expected"),
    [
        ("x86_64_v3", "zen4", True),
        ("zen4", "x86_64_v4", False),
        ("skylake_avx512", "zen4", False),
        ("x86_64", "x86_64", True),
        ("aarch64", "neoverse_v1", True),
        ("ppc64le", "x86_64", False),
        ("alien", "alien", True),
        ("alien", "zen4", False),
        ("x86_64", "alien", False),
    ],
)
def test_a_binary_runs_on_its_target_and_on_its_descendants(target: str, cpu: str, *, expected: bool) -> None:
    assert targets.runs_on(target, cpu) is expected


def test_relatives_are_sorted_and_leave_the_target_out() -> None:
    assert targets.ancestors("zen2") == ("x86_64", "x86_64_v2", "x86_64_v3", "zen")
    assert targets.descendants("zen4")[0] == "zen5", "newer lists know newer ones"
    assert targets.descendants("power8le") == ("power9le", "power10le")
    assert targets.ancestors("x86_64") == ()
    assert targets.ancestors("alien") == targets.descendants("alien") == ()


def test_family_and_vendor_are_archspecs() -> None:
    assert targets.family("zen4") == "x86_64"
    assert targets.vendor("zen4") == "AMD"
    assert targets.vendor("neoverse_v2") == "Arm"
    assert targets.vendor("a64fx") == "Fujitsu", "what archspec calls by its name"
    assert targets.vendor("x86_64_v3") == ""
    assert targets.family("alien") is targets.vendor("alien") is None


def test_a_range_of_targets_holds_its_ends() -> None:
    held = [name for name in sorted(NAMES, key=targets.key) if targets.between(name, "x86_64_v3", "zen2")]
    assert held == ["x86_64_v3", "zen", "zen2"]
    assert targets.between("alien", None, None)
    assert targets.between("alien", "alien", "alien")
    assert not targets.between("alien", "x86_64", None)


@given(st.text(), st.one_of(st.text(), st.sampled_from(NAMES)))
def test_any_text_is_a_target(name: str, other: str) -> None:
    assert targets.runs_on(name, name)
    assert (targets.key(name) == targets.key(other)) == (name == other)
    if name not in NAMES:
        assert targets.family(name) is None
        assert targets.key("sparc64") < targets.key(name)
        assert not targets.runs_on(name, other) or name == other
