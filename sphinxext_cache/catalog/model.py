"""The records: a `Spec` is one concrete build, a `Package` all specs of one name within one tag.

Both are frozen and slotted; they are what was read, normalised once, and nothing that could be computed from
it. Reading them is the work of `sources`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 msgspec reads the annotations
from typing import Final

import msgspec

from sphinxext_cache.catalog.spack.versions import Version  # noqa: TC001 msgspec reads the annotations

DEPENDENCY_TYPES: Final = ("build", "link", "run", "test")
"""For what a spec may need another, in Spack's words."""
STATUSES: Final = ("installed", "uninstalled", "deprecated")
"""What an installation may say of a spec that it has a record of."""


class Dependency(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An edge from a spec to one that it depends on.

    Attributes:
        name: The name of the package.
        hash: The DAG hash of the spec; None if unknown.
        types: For what it is needed, of `DEPENDENCY_TYPES`, in their order; empty if unknown.
        virtuals: The interfaces that it provides here, such as ``mpi``, by name.
    """

    name: str
    hash: str | None = None
    types: tuple[str, ...] = ()
    virtuals: tuple[str, ...] = ()


class Installation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a Spack that installed a spec knows of it, and a build cache does not.

    It is a record of its own so that specs of a build cache need no room for it.

    Attributes:
        explicit: Whether somebody asked for it; None if unknown.
        external: Whether it was there without Spack; None if unknown.
        status: One of `STATUSES`; None if unknown. What is deprecated was there, and another spec has its place now.
        installed: The day on which it was installed; None if it was not, or if that is unknown.
        provides: The interfaces that it provides, by name; None if unknown.
        module: The name of its module; None if unknown.
        spliced: The hash of the spec that was built, where that was given other dependencies afterwards, and became
            this one; None if it is as it was built, or if that is unknown.
    """

    explicit: bool | None = None
    external: bool | None = None
    status: str | None = None
    installed: date | None = None
    provides: tuple[str, ...] | None = None
    module: str | None = None
    spliced: str | None = None


class Spec(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One concrete build of a package.

    Attributes:
        package: The name of the package.
        tag: The tag of the build cache that holds it.
        version: The version that was built.
        compiler: ``name@version`` of the compiler, without Spack's ``@=``; None if the build used none.
        os: The operating system, such as ``ubuntu22.04``.
        platform: The platform, such as ``linux``.
        target: The CPU microarchitecture, by the name that archspec gives it.
        variants: The build options as Spack writes them (``+mpi``, ``build_type=Release``,
            ``cuda_arch:=90,100``), in Spack's order: by option name.
        stacks: The CI environments that built it, in the order of `natural_key`; empty if unknown.
        hash: The DAG hash, 32 characters of base32; None where what is read is from before 2023, and does not give it.
        size: The size of the tarball in bytes; None if unknown.
        namespace: The repository of packages that it is built from, such as ``builtin``; None if unknown.
        dependencies: What it depends on directly, by name; None if unknown.
        installation: What an installation knows of it; None if nothing is known.
    """

    package: str
    tag: str
    version: Version
    compiler: str | None
    os: str
    platform: str
    target: str
    variants: tuple[str, ...] = ()
    stacks: tuple[str, ...] = ()
    hash: str | None = None
    size: int | None = None
    namespace: str | None = None
    dependencies: tuple[Dependency, ...] | None = None
    installation: Installation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """All specs of one name within one tag.

    Attributes:
        name: The name, a safe path segment.
        tag: The tag, a safe path segment.
        specs: The specs, in the order in which they were read.
        pulled_in: Specs that are not shown, for nobody asked for them or they are not selected; others may be built on
            them.
        file: The path of the file that was read, or of the first, for messages only.
        digest: A digest of what was read of it, to tell whether it changed; empty if it was not read.
    """

    name: str
    tag: str
    specs: tuple[Spec, ...]
    pulled_in: tuple[Spec, ...] = ()
    file: str = field(default="", compare=False)
    digest: str = field(default="", compare=False)

    @property
    def is_shown(self) -> bool:
        """Whether it is shown, as a page without specs is, and a package is not whose specs are all pulled in."""
        return bool(self.specs or not self.pulled_in)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Whence specs come, as far as their source says so; of front matter, somebody may say of which day it is.

    Attributes:
        file: The path of the file, for messages only.
        tag: The tag of its specs.
        stack: The stack of its specs; None if they have none.
        kind: ``cache`` if a build cache has them, ``installed`` if they are installed; None if unknown.
        date: The day on which it was so; None if unknown.
        spack: The version of the Spack that wrote it; empty if unknown.
        commit: The commit of that Spack; empty if unknown.
    """

    file: str
    tag: str
    stack: str | None = None
    kind: str | None = None
    date: date | None = None
    spack: str = ""
    commit: str = ""
