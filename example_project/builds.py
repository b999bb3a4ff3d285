"""The terms in which `recipes.py` says what the example's build cache holds: tags, stacks, recipes and builds."""

from __future__ import annotations

import hashlib
from dataclasses import KW_ONLY, dataclass

NEW = "develop-2025-10-12"
OLD = "v2025.07.0"
BOTH = f"{NEW} {OLD}"


@dataclass(frozen=True, slots=True)
class Stack:
    """Where the CI environment of one name builds, unless a build says otherwise."""

    os: str
    compiler: str
    target: str


@dataclass(frozen=True, slots=True)
class Build:
    """One line of a table: one spec for each combination of its versions, targets and twins.

    Attributes:
        versions: The versions, separated by blanks.
        stacks: The stacks that share the specs, separated by blanks; the first decides where they are built.
        variants: The options that this build sets beside those of its recipe, separated by blanks.
        targets: The targets, separated by blanks; empty for that of the first stack.
        twins: How many specs there are of each kind, which differ only in their dependencies.
        tags: The tags that hold the specs, separated by blanks.
        hash: The hash, where a spec that exists is shown; empty for one made from the spec's properties.
    """

    versions: str
    stacks: str
    variants: str = ""
    _: KW_ONLY
    targets: str = ""
    twins: int = 1
    tags: str = BOTH
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one package is built.

    Attributes:
        variants: The options that all builds have, separated by blanks.
        builds: The table of what was built.
        compiled: Whether the builds use a compiler.
    """

    variants: str
    builds: tuple[Build, ...]
    _: KW_ONLY
    compiled: bool = True


def patches(package: str, count: int) -> str:
    """Name `count` patches by their checksums, as one multi-valued variant."""
    names = (hashlib.sha256(f"{package}-{number:03}".encode()).hexdigest()[:7] for number in range(count))
    return f"patches:={','.join(sorted(names))}"


STACKS = {
    "e4s": Stack("ubuntu22.04", "gcc@13.2.0", "x86_64_v3"),
    "e4s-neoverse-v2": Stack("ubuntu22.04", "gcc@13.2.0", "neoverse_v2"),
    "e4s-oneapi": Stack("ubuntu22.04", "intel-oneapi-compilers@2025.1.0", "x86_64_v3"),
    "hep": Stack("ubuntu22.04", "gcc@13.2.0", "x86_64_v3"),
    "ml-linux-aarch64-cpu": Stack("ubuntu24.04", "gcc@13.2.0", "aarch64"),
    "ml-linux-aarch64-cuda": Stack("ubuntu24.04", "gcc@13.2.0", "aarch64"),
    "ml-linux-x86_64-cpu": Stack("ubuntu24.04", "gcc@13.2.0", "x86_64_v3"),
    "ml-linux-x86_64-cuda": Stack("ubuntu24.04", "gcc@13.2.0", "x86_64_v3"),
    "ml-linux-x86_64-rocm": Stack("ubuntu24.04", "gcc@13.2.0", "x86_64_v3"),
    "radiuss": Stack("rhel8", "gcc@12.4.0", "x86_64_v3"),
    "tutorial": Stack("ubuntu22.04", "gcc@11.4.0", "x86_64_v3"),
}
