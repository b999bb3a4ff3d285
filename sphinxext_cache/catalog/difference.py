"""The records of a difference: what was added, removed and changed between two sets of specs, such as two tags.

`compare` finds it; `tables` and the command line decide what to show of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog.model import Installation, Spec

if TYPE_CHECKING:
    from collections.abc import Iterable

TOLD: Final = tuple(name for name in Spec.__struct_fields__ if name not in {"package", "tag", "hash"})
"""The fields of a spec that can change without a new hash."""


class ChangeKind(StrEnum):
    """How a package changed; if several kinds apply, the first one is used."""

    CAME = "came"
    """It was added."""
    LEFT = "left"
    """It was removed."""
    VERSION = "version"
    """A version of it was added."""
    WITHOUT = "without"
    """A version of it was removed, and none was added."""
    BUILDS = "builds"
    """Builds of the same versions were added or removed."""
    REBUILT = "rebuilt"
    """Each added build replaces a removed one of the same version, compiler, system, target and variants, so only its
    dependencies differ; and nothing else changed."""
    TOLD = "told"
    """The builds are the same, but something else about them changed, such as their stacks."""


class Change(NamedTuple):
    """A spec before and after."""

    before: Spec
    after: Spec

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of `Spec`, then those of `Installation`, that are known on both sides and differ."""
        before, after = self.before, self.after
        differ = _contradicted(before, after, (name for name in TOLD if name not in {"installation", "stacks"}))
        if before.stacks != after.stacks:  # a spec without stacks has left those that it was in
            differ.append("stacks")
        if before.installation and after.installation:
            differ += _contradicted(before.installation, after.installation, Installation.__struct_fields__)
        return tuple(differ)


class Values(NamedTuple):
    """The values of something that a package gained and lost, in order."""

    came: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageDifference:
    """How a package changed.

    Attributes:
        name: Its name.
        kind: The kind of change.
        before: The number of specs before.
        after: The number of specs after.
        came: The added specs.
        left: The removed specs.
        rebuilt: Which added specs replace which removed ones: they differ in their dependencies, and perhaps in their
            stacks.
        changed: The specs about which the two sides disagree.
        learned: The specs about which one side knows more than the other, which is not a change.
        versions: The versions that were added and removed, the newest first.
        compilers: The compilers; like the others, by name.
        oss: The operating systems.
        targets: The targets, in the order of archspec.
        variants: The variants, by the names of the options.
        stacks: The stacks.
    """

    name: str
    kind: ChangeKind
    before: int
    after: int
    came: tuple[Spec, ...]
    left: tuple[Spec, ...]
    rebuilt: tuple[Change, ...]
    changed: tuple[Change, ...]
    learned: tuple[Change, ...]
    versions: Values
    compilers: Values
    oss: Values
    targets: Values
    variants: Values
    stacks: Values

    @property
    def is_shown(self) -> bool:
        """Whether there is a change to show."""
        return bool(self.came or self.left or self.changed)


class Count(NamedTuple):
    """The number of specs of a stack or a target, and how many were added and removed."""

    name: str
    before: int
    after: int
    came: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The difference between two sets of specs.

    Attributes:
        tag: The tag of the specs after; empty if there are none.
        packages: The packages that differ, by name.
        stacks: The stacks with added or removed specs, by name.
        targets: The targets with added or removed specs, in the order of archspec.
        before: The number of specs before.
        after: The number of specs after.
    """

    tag: str
    packages: tuple[PackageDifference, ...]
    stacks: tuple[Count, ...]
    targets: tuple[Count, ...]
    before: int
    after: int

    @property
    def shown(self) -> tuple[PackageDifference, ...]:
        """The packages with a change to show."""
        return tuple(each for each in self.packages if each.is_shown)


def _contradicted(before: Spec | Installation, after: Spec | Installation, names: Iterable[str]) -> list[str]:
    """The attributes that are known on both sides and differ."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in names)
    return [name for name, was, now in pairs if was != now and was is not None and now is not None]
