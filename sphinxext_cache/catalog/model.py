"""The records: a `Spec` is one concrete build, a `Package` all specs of one name in one tag.

Both are frozen and slotted. They hold what was read, normalised once, and nothing that can be computed from it.
`sources` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 msgspec reads the annotations
from typing import Final

import msgspec

from sphinxext_cache.catalog.spack.versions import Version  # noqa: TC001 msgspec reads the annotations

DEPENDENCY_TYPES: Final = ("build", "link", "run", "test")
"""Why a spec may depend on another, in Spack's terms."""
STATUSES: Final = ("installed", "uninstalled", "deprecated")
"""The states of a spec that an installation has a record of."""


class Dependency(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An edge from a spec to one of its direct dependencies.

    Attributes:
        name: The name of the package.
        hash: The DAG hash of the spec; None if unknown.
        types: The dependency types, a subset of `DEPENDENCY_TYPES` in that order; empty if unknown.
        virtuals: The interfaces that it provides here, such as ``mpi``, by name.
    """

    name: str
    hash: str | None = None
    types: tuple[str, ...] = ()
    virtuals: tuple[str, ...] = ()


class Installation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What an installation knows about a spec, and a build cache does not.

    This is a separate record so that specs of a build cache take no space for it.

    Attributes:
        explicit: Whether it was installed explicitly, not only as a dependency; None if unknown.
        external: Whether Spack found it as an external package instead of building it; None if unknown.
        status: One of `STATUSES`; None if unknown. Another spec has taken the place of a deprecated one.
        installed: The date of installation; None if it was not installed, or if the date is unknown.
        provides: The interfaces that it provides, by name; None if unknown.
        module: The name of its module; None if unknown.
        spliced: The hash of the spec that was originally built, if this one was spliced from it; None if it was not
            spliced, or if that is unknown.
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
        tag: The tag of the build cache that contains it.
        version: The version.
        compiler: ``name@version`` of the compiler, without Spack's ``@=``; None if the build used none.
        os: The operating system, such as ``ubuntu22.04``.
        platform: The platform, such as ``linux``.
        target: The CPU microarchitecture, as archspec names it.
        variants: The build options as Spack writes them (``+mpi``, ``build_type=Release``,
            ``cuda_arch:=90,100``), in Spack's order: by name.
        stacks: The CI environments that built it, in the order of `natural_key`; empty if unknown.
        hash: The DAG hash, 32 characters of base32; None if the source does not contain it, as before 2023.
        size: The size of the tarball in bytes; None if unknown.
        namespace: The package repository that it is built from, such as ``builtin``; None if unknown.
        dependencies: Its direct dependencies, by name; None if unknown.
        installation: What an installation knows about it; None if nothing is known.
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
    """All specs of one name in one tag.

    Attributes:
        name: The name, a safe path segment.
        tag: The tag, a safe path segment.
        specs: The specs, in the order in which they were read.
        pulled_in: Specs that are not shown, because they are only dependencies or are not selected; others may depend
            on them.
        file: The path of the (first) file that was read; for messages only.
        digest: A digest of what was read, to detect changes; empty if it was not read.
    """

    name: str
    tag: str
    specs: tuple[Spec, ...]
    pulled_in: tuple[Spec, ...] = ()
    file: str = field(default="", compare=False)
    digest: str = field(default="", compare=False)

    @property
    def is_shown(self) -> bool:
        """Whether it is shown, unless all its specs are pulled in. A page without specs is shown."""
        return bool(self.specs or not self.pulled_in)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where specs come from, as far as their source says so; for front matter, the configuration may give the date.

    Attributes:
        file: The path of the file; for messages only.
        tag: The tag of its specs.
        stack: The stack of its specs; None if they have none.
        kind: ``cache`` if they are in a build cache, ``installed`` if they are installed; None if unknown.
        date: The date of the data; None if unknown.
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
