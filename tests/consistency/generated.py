"""A tag of 300 packages that nobody built, always the same: names, values and figures as strange as pages may hold."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from tests.consistency.raw import LADDER
from tests.pages import hash_of

if TYPE_CHECKING:
    from pathlib import Path

TAG: Final = "develop-2031-05-06"
RELEASE: Final = "v9.9.9"
"""A tag that holds some of the same specs."""
BRANCH: Final = "pr+7.x_y"
COUNT: Final = 300

_Detail = dict[str, Any]

_NAMES: Final = (
    *("7zip", "_", "UPPER", "upper", "libstdc++", "r-a.b.c", "index", "root", "py-x_y", "packages", "search", "e4s"),
    *(
        "x" * 127,
        "pkg10",
        "pkg9",
        "constructor",
        "py-a--b",
        "py-3to2",
        "genindex",
        "a-",
        "zen4",
        "none",
        "Total",
        "specs",
    ),
)
_STACKS: Final = (
    *("e4s", "E4S-2", "e4s-neoverse_v1", "e4s-neoverse-v2", "7stack", "s+p.q_r", "index", "ml-linux-x86_64-cuda"),
    *("stack10", "stack9"),
)
_TARGETS: Final = (
    *("x86_64_v3", "x86_64_v4", "zen4", "zen3", "neoverse_v2", "aarch64", "m2", "ppc64le", "alien", "index"),
    *("alien.2+3-x", "power9le"),
)
_COMPILERS: Final = (
    *("gcc@11.4.0", "gcc@=11.4.0", "gcc@=12.3.0", "gcc@13.2.0", "none", "none", "clang", "apple-clang@16.0.0"),
    *("intel-oneapi-compilers@2025.1.0", "gcc@9-<patched>"),
)
_PLACES: Final = (
    *(("linux", "ubuntu22.04"), ("linux", "ubuntu24.04"), ("linux", "rhel8"), ("linux", "amzn2")),
    *(("windows", "windows10.0.20348"), ("darwin", "sequoia"), ("freebsd", 'os <b>"&amp;"</b>')),
)
_FLAGS: Final = ("cuda", "cxx", "fortran", "hl", "ipo", "mpi", "openmp", "shared")
_SETTINGS: Final = (
    *("build_type=Release", "build_type=Debug", "cuda_arch:=90,100", "languages:='c,c++,fortran'"),
    *("symbol_suffix=64_", "cflags='-O2 -g'", 'ldflags="<script>\'"', "text=größer & höher", "cntl_base=/dev/shm"),
    "patches:=" + ",".join(f"{number:07x}" for number in range(40)),
)


def write_generated(folder: Path) -> None:
    """Write the pages of the tag, and of two smaller ones, as raw JSON."""
    dice = random.Random(20310506)  # noqa: S311 always the same on purpose
    packages = [*_NAMES, *(f"{dice.choice(('py-', 'lib', 'r-'))}made{number}" for number in range(COUNT - len(_NAMES)))]
    for index, name in enumerate(packages):
        details = _details(dice, name, 70 if index == 1 else dice.choice((1, 1, 2, 3, 4, 5, 8)))
        _write(folder, TAG, name, details)
        if index % 20 == 0:
            _write(folder, RELEASE, name, details[:3])
        if index < 3:
            _write(folder, BRANCH, name, _details(dice, f"{name} of {BRANCH}", 2))


def _details(dice: random.Random, seed: str, count: int) -> list[_Detail]:
    """The entries of one package: few versions, few sets of variants, and now and then one entry twice."""
    versions = dice.sample(LADDER, dice.choice((1, 1, 2, 4, len(LADDER))))
    variants = [_variants(dice) for _ in range(dice.choice((1, 2, 5)))]
    details: list[_Detail] = []
    for number in range(count):
        if details and dice.random() < 0.2:
            entry = dice.choice(details).copy()
        else:
            platform, system = dice.choice(_PLACES)
            stacks = dice.sample(_STACKS, dice.choice((0, 1, 1, 1, 2, 3, len(_STACKS))))
            entry = {
                "compiler": dice.choice(_COMPILERS),
                "os": system,
                "platform": platform,
                "size": dice.choice(("-", "-", 999, 1000, 123_456_789, 5_000_000_000)),
                "stacks": sorted([*stacks, *dice.choice(((), ("root",)))]),
                "target": dice.choice(_TARGETS),
                "variants": dice.choice(variants),
                "versions": [dice.choice(versions)],
            }
        entry["hash"] = hash_of(seed, number)
        details.append(entry)
    return details


def _variants(dice: random.Random) -> list[str]:
    flags = [dice.choice("+~") + name for name in _FLAGS if dice.random() < 0.6]
    settings = dice.sample(_SETTINGS, dice.choice((0, 1, 1, 3)))
    return flags + list({setting.partition("=")[0]: setting for setting in settings}.values())


def _write(folder: Path, tag: str, name: str, details: list[_Detail]) -> None:
    stacks = Counter(stack for entry in details for stack in entry["stacks"])
    meta = {
        "compilers": sorted({entry["compiler"] for entry in details}),
        "num_specs": len(details),
        "num_specs_by_stack": stacks,
        "stacks": sorted(stacks),
        "versions": sorted({entry["versions"][0] for entry in details}),
    }
    lines = (
        "---",
        f"title: {json.dumps(name)}",
        "layout: cache",
        f"categories: [package, {tag}]",
        f"meta: {json.dumps(meta, sort_keys=True)}",
        f"spec_details: {json.dumps(details, sort_keys=True)}",
        "---",
    )
    path = folder / tag / name / "specs.md"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(lines), encoding="utf-8")
