"""The commands that install a package from the build cache."""

from __future__ import annotations

import shlex
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog import preferred
from sphinxext_cache.tables.addresses import fill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinxext_cache.catalog import Spec

INSTALL: Final = "spack install --use-buildcache only"
"""The command without the name of the package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Install:
    """The commands, each a line without a prompt.

    Attributes:
        mirror: The commands that add the mirror; none if it is unknown which mirror holds the package.
        package: The command that installs the package.
    """

    mirror: tuple[str, ...]
    package: str

    def session(self) -> str:
        """All commands with prompts, for a ``console`` block."""
        return "\n".join(f"$ {command}" for command in (*self.mirror, self.package))


def install_package(specs: Sequence[Spec], mirror_url: str | None) -> Install | None:
    """The commands that install the preferred version among specs of one package; None without specs.

    They use the mirror of the stack with the most specs of that version; among equals, the first by name.
    """
    versions = {spec.version.text: spec.version for spec in specs}
    version = preferred(versions.values())
    if version is None:
        return None
    equal = {text for text, each in versions.items() if each == version}
    builds = [spec for spec in specs if spec.version.text in equal]
    stacks = Counter(chain.from_iterable(sorted(spec.stacks for spec in builds)))
    stack = max(stacks, key=stacks.__getitem__) if stacks else None
    wanted = shlex.quote(f"{builds[0].package}@={version}")
    return Install(
        mirror=mirror_commands(builds[0].tag, stack, mirror_url),
        package=f"{INSTALL} {wanted}",
    )


@lru_cache(maxsize=1 << 8)
def mirror_commands(tag: str, stack: str | None, mirror_url: str | None) -> tuple[str, ...]:
    """The commands that add the mirror of a stack and trust its keys; none if its URL needs a stack and there is none.

    Args:
        tag: The tag.
        stack: The stack; None if there is none.
        mirror_url: The URL of the mirror, with placeholders in braces; None for no mirror.
    """
    if mirror_url is None or (stack is None and "{stack}" in mirror_url):
        return ()
    address = fill(mirror_url, tag=tag, stack=stack or "")
    return (
        f"spack mirror add {shlex.quote(stack or tag)} {shlex.quote(address)}",
        "spack buildcache keys --install --trust",
    )
