"""A draft: one spec as a reader found it, in plain values. What may become of them is for `admit` to say."""

from __future__ import annotations

from typing import Protocol

import msgspec


class AnyDraft(Protocol):
    """What a draft says. A record of a format that says all this need not be copied into a `Draft`."""

    @property
    def version(self) -> str:
        """The version."""

    @property
    def compiler(self) -> str:
        """``name@version``, be it with ``@=``; ``none`` or empty if the build used none."""

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
        """The size of the tarball in bytes, be it in digits; ``-``, empty or None if unknown."""

    @property
    def tarball(self) -> str | None:
        """The address of the tarball; empty or None if unknown."""


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
