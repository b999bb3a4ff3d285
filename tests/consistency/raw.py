"""What pages say, read with nothing but ``json``, and the figures that follow: the other side of every comparison.

Nothing here may use the catalog or the tables of the extension.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

NO_COMPILER: Final = "no compiler"
UNKNOWN: Final = "unknown"
HIDDEN: Final = "root"
"""What stands among the stacks and is none."""

# From old to new. Spack's documentation ("Version ordering") and ``lib/spack/spack/version/common.py``: names of
# branches above every number, pre-releases below their release, numbers as numbers.
LADDER: Final = (
    *(
        "0.9.9",
        "0.10",
        "1.2",
        "1.2.5",
        "1.10",
        "1.10.16",
        "6.0alpha1",
        "6.0beta2",
        "6.0rc1",
        "6.0",
        "6.0.1",
        "20250722",
    ),
    *("stable", "trunk", "head", "master", "main", "develop"),
)

Grid: TypeAlias = dict[tuple[str, str], str | frozenset[str]]
"""What a matrix says, by the texts of its row and its column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSpec:
    """One entry of ``spec_details``, as a reader is to see it."""

    tag: str
    package: str
    version: str
    hash: str
    compiler: str
    os: str
    platform: str
    target: str
    variants: tuple[str, ...]
    stacks: frozenset[str]
    size: int | None

    def values(self, facet: str) -> frozenset[str]:
        """The values of a facet; only stacks can be several."""
        if facet == "stack":
            return self.stacks or frozenset({UNKNOWN})
        return frozenset({getattr(self, facet)})

    @property
    def but_for_the_hash(self) -> object:
        return (
            *(self.tag, self.package, self.version, self.compiler, self.os, self.platform, self.target),
            *(self.variants, self.stacks),
        )


def read_raw(folder: Path) -> list[RawSpec]:
    """The specs of every page below a folder that has ``spec_details``, which stand on one line of JSON."""
    found = [spec for path in sorted(folder.rglob("*.md")) for spec in _page(path.read_text(encoding="utf-8"))]
    assert found
    return found


def _page(text: str) -> list[RawSpec]:
    lines = (line.partition(": ") for line in text.splitlines() if re.match(r"[a-z_]+: ", line))
    fields = {key: value for key, _colon, value in lines}
    if "spec_details" not in fields:
        return []
    tag = fields["categories"].strip("[]").split(",")[1].strip()
    details: list[dict[str, Any]] = json.loads(fields["spec_details"])
    meta = json.loads(fields["meta"])
    assert meta["num_specs"] == len(details)
    assert meta["num_specs_by_stack"] == dict(Counter(stack for entry in details for stack in entry["stacks"]))
    return [_spec(entry, tag, json.loads(fields["title"])) for entry in details]


def _spec(entry: dict[str, Any], tag: str, package: str) -> RawSpec:
    (version,) = entry["versions"]
    return RawSpec(
        tag=tag,
        package=package,
        version=version,
        hash=entry["hash"],
        # Before March 2025 ``gcc@=11.4.0``, since then ``gcc@11.4.0``.
        compiler=NO_COMPILER if entry["compiler"] == "none" else entry["compiler"].replace("@=", "@"),
        os=entry["os"],
        platform=entry["platform"],
        target=entry["target"],
        variants=tuple(entry["variants"]),
        stacks=frozenset(entry["stacks"]) - {HIDDEN},
        size=entry["size"] if isinstance(entry["size"], int) else None,
    )


def texts(specs: Iterable[RawSpec], facet: str) -> frozenset[str]:
    """The different values of a facet."""
    return frozenset(value for spec in specs for value in spec.values(facet))


def stacks_of(specs: Iterable[RawSpec]) -> frozenset[str]:
    """The stacks that built any of some specs."""
    return frozenset(stack for spec in specs for stack in spec.stacks)


def newest(specs: Iterable[RawSpec]) -> str | None:
    """The newest version of some specs; None where this cannot be told without Spack's rules."""
    versions = texts(specs, "version")
    if len(versions) == 1:
        return next(iter(versions))
    if versions <= set(LADDER):
        return max(versions, key=LADDER.index)
    if all(re.fullmatch(r"\d+(\.\d+)*", version) for version in versions):
        return max(versions, key=lambda version: [int(part) for part in version.split(".")])
    return None


def preferred(specs: Iterable[RawSpec]) -> str | None:
    """The version that Spack prefers: the newest release, else the newest pre-release, else the newest branch."""
    found = list(specs)
    numbered = [spec for spec in found if not re.search(r"stable|trunk|head|master|main|develop", spec.version)]
    releases = [spec for spec in numbered if not re.search(r"(alpha|beta|rc)\d*$", spec.version)]
    return newest(releases or numbered or found)


_CONTENT: Final[dict[str, Callable[[list[RawSpec]], str | frozenset[str]]]] = {
    "specs": lambda specs: str(len(specs)),
    "packages": lambda specs: str(len(texts(specs, "package"))),
    "versions": lambda specs: texts(specs, "version"),
    "mark": lambda _specs: "✓",
}


def grid(specs: list[RawSpec], rows: str, columns: str, cell: str, *, totals: bool) -> Grid:
    """What a matrix of some specs must say, each cell counted again."""
    content = _CONTENT[cell]
    in_row, in_column, in_cell = _dealt(specs, rows), _dealt(specs, columns), {}
    for row, there in in_row.items():
        for column, found in _dealt(there, columns).items():
            in_cell[row, column] = content(found)
    made: Grid = {(row, column): in_cell.get((row, column), "\N{EN DASH}") for row in in_row for column in in_column}
    if totals:
        footer = "Packages" if cell == "packages" else "Specs"
        made |= {(row, "Total"): _total(found, cell) for row, found in in_row.items()}
        made |= {(footer, column): _total(found, cell) for column, found in in_column.items()}
        made[footer, "Total"] = _total(specs, cell)
    return made


def _dealt(specs: Iterable[RawSpec], facet: str) -> dict[str, list[RawSpec]]:
    dealt: dict[str, list[RawSpec]] = {}
    for spec in specs:
        for value in spec.values(facet):
            dealt.setdefault(value, []).append(spec)
    return dealt


def _total(specs: list[RawSpec], cell: str) -> str:
    return str(len(texts(specs, "package")) if cell == "packages" else len(specs))


def package_row(specs: list[RawSpec]) -> dict[str, object]:
    """What the row of a package must say, by column."""
    return {
        "Version": texts(specs, "version"),
        "Specs": str(len(specs)),
        "Stack": stacks_of(specs),
        "Target": texts(specs, "target"),
    }


def package_rows(specs: Iterable[RawSpec]) -> dict[tuple[str, str], dict[str, object]]:
    """What a table of packages must say, by tag and package."""
    packages: dict[tuple[str, str], list[RawSpec]] = {}
    for spec in specs:
        packages.setdefault((spec.tag, spec.package), []).append(spec)
    return {key: package_row(found) for key, found in packages.items()}


def shared_variants(specs: list[RawSpec]) -> frozenset[str]:
    """The variants that all of several specs have; one spec shares nothing."""
    if len(specs) < 2:
        return frozenset()
    return frozenset.intersection(*(frozenset(spec.variants) for spec in specs))


def spec_rows(specs: list[RawSpec]) -> dict[str, dict[str, object]]:
    """What a table of specs must say, by hash."""
    shared = shared_variants(specs)
    twins = Counter(spec.but_for_the_hash for spec in specs)
    return {
        spec.hash: {
            "Package": spec.package,
            "Tag": spec.tag,
            "Version": spec.version,
            "Compiler": spec.compiler,
            "Platform": spec.platform,
            "OS": spec.os,
            "Target": spec.target,
            "Variant": (" ".join(v for v in spec.variants if v not in shared), twins[spec.but_for_the_hash]),
            "Stack": spec.stacks,
            "Size": _size(spec.size),
        }
        for spec in specs
    }


def _size(size: int | None) -> str:
    if size is None:
        return ""
    for power, unit in ((12, "TB"), (9, "GB"), (6, "MB"), (3, "kB")):
        if size >= 10**power:
            return f"{size / 10**power:.1f} {unit}"
    return f"{size} B"
