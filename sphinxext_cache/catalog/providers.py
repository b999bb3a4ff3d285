"""The known providers of interfaces such as ``mpi``, for lockfiles before version 5, which do not state them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sphinxext_cache.catalog.model import Dependency

PROVIDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "blas": (
        "amdblis",
        "armpl-gcc",
        "atlas",
        "blis",
        "cray-libsci",
        "essl",
        "flexiblas",
        "fujitsu-ssl2",
        "intel-mkl",
        "intel-oneapi-mkl",
        "netlib-lapack",
        "nvpl-blas",
        "openblas",
    ),
    "fftw-api": ("amdfftw", "armpl-gcc", "cray-fftw", "fftw", "fujitsu-fftw", "intel-mkl", "intel-oneapi-mkl"),
    "lapack": (
        "amdlibflame",
        "armpl-gcc",
        "cray-libsci",
        "flexiblas",
        "fujitsu-ssl2",
        "intel-mkl",
        "intel-oneapi-mkl",
        "libflame",
        "netlib-lapack",
        "nvpl-lapack",
        "openblas",
    ),
    "mpi": (
        "cray-mpich",
        "cray-mvapich2",
        "fujitsu-mpi",
        "hpcx-mpi",
        "intel-mpi",
        "intel-oneapi-mpi",
        "mpich",
        "mpitrampoline",
        "mpt",
        "mvapich",
        "mvapich-plus",
        "mvapich2",
        "mvapich2-gdr",
        "mvapich2x",
        "openmpi",
        "spectrum-mpi",
    ),
    "scalapack": (
        "amdscalapack",
        "cray-libsci",
        "fujitsu-ssl2",
        "intel-mkl",
        "intel-oneapi-mkl",
        "netlib-scalapack",
        "nvpl-scalapack",
    ),
}
"""What provides an interface where no edge says so, as in lockfiles before version 5."""


class Providers:
    """Says which interfaces dependencies provide, where the spec that has them says nothing of that.

    Args:
        listed: By interface, the packages that provide it.
    """

    def __init__(self, listed: Mapping[str, Collection[str]] = PROVIDERS) -> None:
        provided: defaultdict[str, list[str]] = defaultdict(list)
        for virtual in sorted(listed):
            for package in listed[virtual]:
                provided[package].append(virtual)
        self._provided = {package: tuple(virtuals) for package, virtuals in provided.items()}
        self._known: dict[Dependency, Dependency] = {}

    def complete(self, edges: tuple[Dependency, ...]) -> tuple[Dependency, ...]:
        """The dependencies of a spec with the interfaces that they provide: as they are, if any of them says so.

        Args:
            edges: All dependencies of one spec.
        """
        if any(edge.virtuals for edge in edges) or self._provided.keys().isdisjoint([edge.name for edge in edges]):
            return edges
        return tuple(map(self._complete, edges))

    def _complete(self, edge: Dependency) -> Dependency:
        virtuals = self._provided.get(edge.name)
        if virtuals is None:
            return edge
        if edge not in self._known:
            self._known[edge] = msgspec.structs.replace(edge, virtuals=virtuals)
        return self._known[edge]
