"""The records of a difference: what came, left and changed between two sets of specs, such as those of two tags.

Finding it is the work of `compare`; what readers are shown of it is for `tables` and the command line.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog.model import Installation, Spec

if TYPE_CHECKING:
    from collections.abc import Iterable

TOLD: Final = tuple(name for name in Spec.__struct_fields__ if name not in {"package", "tag", "hash"})
"""What may be said otherwise of a spec that stays."""


class ChangeKind(StrEnum):
    """What became of a package, in one word; of several that fit, the first."""

    CAME = "came"
    """It was not there before."""
    LEFT = "left"
    """It is there no more."""
    VERSION = "version"
    """There is a version of it that was not there before."""
    WITHOUT = "without"
    """A version of it is there no more, and no other came."""
    BUILDS = "builds"
    """Builds of it came or left, of the same versions."""
    REBUILT = "rebuilt"
    """Each build that came has the place of one that left, of the same version, compiler, system, target and variants,
    so that it is built on other dependencies; and nothing else is different."""
    TOLD = "told"
    """The builds are the same, and something else is said of them, such as their stacks."""


class Change(NamedTuple):
    """A spec before and after."""

    before: Spec
    after: Spec

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of `Spec`, then those of `Installation`, that both know and say otherwise."""
        before, after = self.before, self.after
        differ = _contradicted(before, after, (name for name in TOLD if name not in {"installation", "stacks"}))
        if before.stacks != after.stacks:  # one that is in none has left those that it was in
            differ.append("stacks")
        if before.installation and after.installation:
            differ += _contradicted(before.installation, after.installation, Installation.__struct_fields__)
        return tuple(differ)


class Values(NamedTuple):
    """The values of something that a package had not before, and those that it has no more, in order."""

    came: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageDifference:
    """What became of a package.

    Attributes:
        name: Its name.
        kind: What became of it, in one word.
        before: How many specs it had.
        after: How many it has.
        came: The specs that came.
        left: The specs that left.
        rebuilt: Which of those that came have the place of which that left: they differ in their dependencies, and in
            their stacks perhaps.
        changed: The specs of which both sides say something else.
        learned: The specs of which one side knows what the other does not, which is no change.
        versions: The versions that came and left, the newest first.
        compilers: The compilers, as the others by name.
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
        """Whether anything is different that readers would call a change."""
        return bool(self.came or self.left or self.changed)


class Count(NamedTuple):
    """How many specs a stack has, or a target, and how many came to it and left it."""

    name: str
    before: int
    after: int
    came: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is different between two sets of specs.

    Attributes:
        tag: The tag of the specs after; empty if there are none.
        packages: The packages that differ, by name.
        stacks: The stacks that specs came to or left, by name.
        targets: The targets that specs came for or left, in the order of archspec.
        before: How many specs there were.
        after: How many specs there are.
    """

    tag: str
    packages: tuple[PackageDifference, ...]
    stacks: tuple[Count, ...]
    targets: tuple[Count, ...]
    before: int
    after: int

    @property
    def shown(self) -> tuple[PackageDifference, ...]:
        """The packages of which readers would say that they changed."""
        return tuple(each for each in self.packages if each.is_shown)


def _contradicted(before: Spec | Installation, after: Spec | Installation, names: Iterable[str]) -> list[str]:
    """The attributes that both know, and say otherwise."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in names)
    return [name for name, was, now in pairs if was != now and was is not None and now is not None]
