"""The records: a `Spec` is one concrete build, a `Package` all specs of one name within one tag.

Both are frozen and slotted; they are what was read, normalised once, and nothing that could be computed from
it. Reading them is the work of `sources`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from sphinxext_cache.catalog.spack.versions import Version  # noqa: TC001 msgspec reads the annotations


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
        tarball: The address of the tarball; None if unknown.
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
    tarball: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """All specs of one name within one tag.

    Attributes:
        name: The name, a safe path segment.
        tag: The tag, a safe path segment.
        specs: The specs, in the order in which they were read.
        file: The path of the file that was read, or of the first, for messages only.
        digest: A digest of what was read of it, to tell whether it changed; empty if it was not read.
    """

    name: str
    tag: str
    specs: tuple[Spec, ...]
    file: str = ""
    digest: str = field(default="", compare=False)
