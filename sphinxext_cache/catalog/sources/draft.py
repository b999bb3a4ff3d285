"""A draft: one spec as a reader found it, in plain values. `admit` decides what becomes of it."""

from __future__ import annotations

from typing import Protocol

import msgspec


class Edge(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """A dependency as a reader found it; see `Dependency`."""

    name: str
    hash: str | None = None
    types: tuple[str, ...] = ()
    virtuals: tuple[str, ...] = ()


class More(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What most sources do not know of a spec; by the names of `Spec`, and None if it is unknown."""

    namespace: str | None = None
    explicit: bool | None = None
    external: bool | None = None
    status: str | None = None
    installed: str | None = None
    dependencies: tuple[Edge, ...] | None = None
    provides: tuple[str, ...] | None = None
    module: str | None = None
    spliced: str | None = None


class AnyDraft(Protocol):
    """What a draft says. A record of a format that says all this need not be copied into a `Draft`."""

    @property
    def version(self) -> str:
        """The version."""

    @property
    def compiler(self) -> str:
        """``name@version``, or with ``@=``; ``none`` or empty if the build used none."""

    @property
    def os(self) -> str | None:
        """The operating system."""

    @property
    def platform(self) -> str | None:
        """The platform."""

    @property
    def target(self) -> str | None:
        """The CPU microarchitecture."""

    @property
    def variants(self) -> tuple[str, ...]:
        """The build options as Spack writes them, in Spack's order."""

    @property
    def stacks(self) -> tuple[str, ...]:
        """The stacks in any order, hidden ones among them."""

    @property
    def hash(self) -> str | None:
        """The DAG hash; None if unknown."""

    @property
    def size(self) -> int | str | None:
        """The size of the tarball in bytes, perhaps in digits; ``-``, empty or None if unknown."""

    @property
    def tarball(self) -> str | None:
        """The address of the tarball; empty or None if unknown. It is looked at, and not kept."""

    @property
    def more(self) -> More | None:
        """What most sources do not know; None if this one knows nothing of it."""


class Draft(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A draft for any format; its attributes are those of `AnyDraft`."""

    version: str
    compiler: str
    os: str | None
    platform: str | None
    target: str | None
    variants: tuple[str, ...] = ()
    stacks: tuple[str, ...] = ()
    hash: str | None = None
    size: int | str | None = None
    tarball: str | None = None
    more: More | None = None
