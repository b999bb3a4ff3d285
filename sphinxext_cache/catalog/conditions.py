"""The conditions of a query that are more than a name: on variants, targets and compilers.

Each tells whether a value meets it, as Spack would (see "Spec Syntax" in its documentation), and prints itself in
Spack's syntax. `query` combines them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.catalog.spack.compilers import other_name
from sphinxext_cache.catalog.spack.variants import find_variant, write_values
from sphinxext_cache.catalog.spack.versions import Version, VersionList

NO_COMPILER: Final = "none"
"""What a query names to ask for specs that have no compiler."""


class VariantTerm(NamedTuple):
    """A condition on one variant.

    Attributes:
        name: The name of the variant.
        value: True or False for a flag, the values that the variant must hold, or None if any will do.
        exact: Whether it must hold these values and no others.
    """

    name: str
    value: bool | tuple[str, ...] | None
    exact: bool = False

    def accepts(self, texts: tuple[str, ...]) -> bool:
        """Tell whether a spec with these variants will do."""
        variant = find_variant(texts, self.name)
        if variant is None:
            return False
        if self.value is None:
            return True
        held = variant.value
        if isinstance(self.value, bool) or isinstance(held, bool) or self.exact:
            return self.value == held
        if self.name == "patches":
            # Spack shows the first 7 of a patch's 64 characters, and takes any beginning of them.
            return all(any(patch.startswith(asked) for patch in held) for asked in self.value)
        return set(self.value).issubset(held)

    def __str__(self) -> str:
        if isinstance(self.value, bool):
            return f"{'+' if self.value else '~'}{self.name}"
        return f"{self.name}{':=' if self.exact else '='}{write_values(self.value) if self.value else '*'}"


class TargetRange(NamedTuple):
    """A condition on the target: one, if both ends are the same, else all from one to another.

    Attributes:
        low: The least target, in the order of archspec; None if there is none.
        high: The CPU that must run the binaries; None if there is none.
    """

    low: str | None
    high: str | None

    def accepts(self, target: str) -> bool:
        """Tell whether a target will do."""
        if self.low is not None and self.low == self.high:
            return fits(self.low, target)
        return targets.between(target, self.low, self.high)

    def __str__(self) -> str:
        if self.low is not None and self.low == self.high:
            return self.low
        return f"{self.low or ''}:{self.high or ''}"


def is_compiler(compiler: str | None, name: str, versions: VersionList | None) -> bool:
    """Tell whether a compiler will do.

    Args:
        compiler: ``name@version``; None if there is none.
        name: The name that was asked for, one of two for some; ``none`` asks for none.
        versions: The versions that will do; None if any will.
    """
    if compiler is None:
        return name == NO_COMPILER
    found, version = split_compiler(compiler)
    if not fits_package(name, found):
        return False
    return versions is None or (version is not None and version in versions)


def fits_package(pattern: str, name: str) -> bool:
    """Tell whether the name of a dependency fits a pattern, whichever of its two names a compiler goes by."""
    return fits(pattern, name) or name == other_name(pattern)


@lru_cache(maxsize=4096)
def split_compiler(compiler: str) -> tuple[str, Version | None]:
    """Take ``name@version`` apart, with or without Spack's ``@=``."""
    name, _, version = compiler.partition("@")
    version = version.removeprefix("=")
    return name, Version(version) if version else None


def fits(pattern: str, name: str) -> bool:
    """Tell whether a name fits a pattern, in which ``*`` matches any characters.

    A regular expression with many ``.*`` may take for ever; looking for one piece after the other does not.
    """
    first, *pieces = pattern.split("*")
    if not pieces:
        return pattern == name
    *middle, last = pieces
    end = len(name) - len(last)
    if not name.startswith(first) or not name.endswith(last) or end < len(first):
        return False
    at = len(first)
    for piece in middle:
        at = name.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True
