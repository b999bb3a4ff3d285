"""What is installed on the clusters of the example, as the environment of each says it.

The packages are real; what is installed of them, and the hashes, are invented. After a change, run
``python -m example_project.make_clusters`` and commit what it wrote.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass

CMAKE = "build_system=cmake build_type=Release generator=ninja"
AUTOTOOLS = "build_system=autotools"
PYTHON = "build_system=python_pip"


@dataclass(frozen=True, slots=True)
class Install:
    """One spec of an environment.

    Attributes:
        name: The package.
        version: Its version.
        variants: Its options, separated by blanks.
        on: What it is built on, as ``name`` or ``name@version`` of the same cluster, separated by blanks.
        is_root: Whether the environment asks for it.
        is_external: Whether it was there without Spack.
    """

    name: str
    version: str
    variants: str
    on: str = "gcc"
    _: KW_ONLY
    is_root: bool = True
    is_external: bool = False


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster, whose environment is named like it.

    Attributes:
        name: Its name.
        os: Its operating system.
        target: The target for which all is built.
        installs: What its environment holds; what something is built on comes before it.
    """

    name: str
    os: str
    target: str
    installs: tuple[Install, ...]

    def module(self, install: Install) -> str:
        """Name the module of what is installed; one that needs another MPI than the rest says so."""
        other = "-mpich" if "mpich" in install.on.split() else ""
        return f"{install.name}/{install.version}{other}"

    def find(self, spec: str) -> Install:
        """Find what is installed, by ``name`` or ``name@version``."""
        name, _, version = spec.partition("@")
        return next(each for each in self.installs if each.name == name and version in {"", each.version})


ALDER = Cluster(
    "alder",
    "ubuntu24.04",
    "zen3",
    (
        Install("gcc", "13.3.0", f"{AUTOTOOLS} languages:=c,c++,fortran", "", is_root=False, is_external=True),
        Install("cmake", "3.31.9", "build_system=generic +ownlibs"),
        Install("zlib-ng", "2.2.4", f"{AUTOTOOLS} +opt", is_root=False),
        Install("openmpi", "5.0.8", f"{AUTOTOOLS} fabrics:=ofi,ucx schedulers:=slurm"),
        Install("openblas", "0.3.30", "build_system=makefile threads=openmp"),
        Install("fftw", "3.3.10", f"{AUTOTOOLS} +mpi +openmp precision:=double,float", "gcc openmpi"),
        Install("hdf5", "1.14.5", f"{CMAKE} +fortran +mpi", "cmake gcc openmpi zlib-ng"),
        Install("hdf5", "1.12.3", f"{CMAKE} +fortran +mpi", "cmake gcc openmpi zlib-ng"),
        Install("netcdf-c", "4.9.3", f"{AUTOTOOLS} +mpi", "gcc hdf5@1.14.5 openmpi"),
        Install("petsc", "3.24.0", "build_system=generic +hdf5 +mpi", "gcc hdf5@1.14.5 openblas openmpi"),
        Install("gromacs", "2025.3", f"{CMAKE} ~cuda +mpi", "cmake fftw gcc openblas openmpi"),
        Install("gromacs", "2025.2", f"{CMAKE} ~cuda +mpi", "cmake fftw gcc openblas openmpi"),
        Install("lammps", "20250722", f"{CMAKE} +kspace +molecule +mpi", "cmake fftw gcc openmpi"),
        Install("netcdf-fortran", "4.6.2", f"{AUTOTOOLS} +shared", "gcc netcdf-c"),
        Install("cp2k", "2025.2", f"{CMAKE} ~cuda +mpi +openmp", "cmake fftw gcc openblas openmpi"),
        Install("quantum-espresso", "7.4.1", f"{CMAKE} +mpi +openmp", "cmake fftw gcc openblas openmpi"),
        Install("openfoam", "2412", "build_system=generic +metis +scotch", "gcc openmpi"),
        Install("paraview", "5.13.3", f"{CMAKE} +hdf5 +mpi +osmesa", "cmake gcc hdf5@1.14.5 openmpi"),
        Install("python", "3.13.5", "build_system=generic +optimizations +ssl", "gcc zlib-ng"),
        Install("py-numpy", "2.3.3", PYTHON, "gcc openblas python"),
        Install("py-scipy", "1.16.2", PYTHON, "gcc openblas py-numpy python"),
        Install("py-mpi4py", "4.1.0", PYTHON, "gcc openmpi python"),
        Install("julia", "1.11.7", "build_system=makefile +openlibm", "gcc openblas"),
    ),
)
"""The large cluster."""

BIRCH = Cluster(
    "birch",
    "rhel9",
    "icelake",
    (
        Install("gcc", "11.5.0", f"{AUTOTOOLS} languages:=c,c++,fortran", "", is_root=False, is_external=True),
        Install("cmake", "3.31.8", "build_system=generic +ownlibs"),
        Install("zlib-ng", "2.2.4", f"{AUTOTOOLS} +opt", is_root=False),
        Install("openmpi", "5.0.7", f"{AUTOTOOLS} fabrics:=ucx schedulers:=slurm"),
        Install("mpich", "4.3.1", f"{AUTOTOOLS} device=ch4 netmod=ucx"),
        Install("openblas", "0.3.29", "build_system=makefile threads=openmp"),
        Install("fftw", "3.3.10", f"{AUTOTOOLS} +mpi +openmp precision:=double,float", "gcc openmpi"),
        Install("hdf5", "1.14.5", f"{CMAKE} +fortran +mpi", "cmake gcc openmpi zlib-ng"),
        Install("hdf5", "1.14.5", f"{CMAKE} +fortran +mpi", "cmake gcc mpich zlib-ng"),
        Install("gromacs", "2025.2", f"{CMAKE} ~cuda +mpi", "cmake fftw gcc openblas openmpi"),
        Install("python", "3.11.11", "build_system=generic +optimizations +ssl", "gcc zlib-ng"),
        Install("py-numpy", "2.2.6", PYTHON, "gcc openblas python"),
        Install("py-mpi4py", "4.0.3", PYTHON, "gcc openmpi python"),
        Install("py-mpi4py", "4.0.3", PYTHON, "gcc mpich python"),
        Install("r", "4.5.1", f"{AUTOTOOLS} +external-lapack ~X", "gcc openblas"),
    ),
)
"""The cluster for courses."""

CEDAR = Cluster(
    "cedar",
    "ubuntu24.04",
    "zen4",
    (
        Install("gcc", "13.3.0", f"{AUTOTOOLS} languages:=c,c++,fortran", "", is_root=False, is_external=True),
        Install("cmake", "3.31.9", "build_system=generic +ownlibs"),
        Install("zlib-ng", "2.2.4", f"{AUTOTOOLS} +opt", is_root=False),
        Install("cuda", "12.9.1", "build_system=generic ~dev", ""),
        Install("nccl", "2.27.5-1", "build_system=makefile +cuda cuda_arch:=90", "cuda gcc"),
        Install("openmpi", "5.0.8", f"{AUTOTOOLS} +cuda fabrics:=ucx schedulers:=slurm", "cuda gcc"),
        Install("openblas", "0.3.30", "build_system=makefile threads=openmp"),
        Install("hdf5", "1.14.5", f"{CMAKE} +fortran +mpi", "cmake gcc openmpi zlib-ng"),
        Install("gromacs", "2025.3", f"{CMAKE} +cuda cuda_arch:=90 +mpi", "cmake cuda gcc openblas openmpi"),
        Install("python", "3.13.5", "build_system=generic +optimizations +ssl", "gcc zlib-ng"),
        Install("py-numpy", "2.3.3", PYTHON, "gcc openblas python"),
        Install("py-pandas", "2.3.2", PYTHON, "gcc py-numpy python"),
        Install("py-scipy", "1.16.2", PYTHON, "gcc openblas py-numpy python"),
        Install("py-torch", "2.8.0", f"{PYTHON} +cuda cuda_arch:=90", "cuda gcc nccl openblas py-numpy python"),
        Install("r", "4.5.1", f"{AUTOTOOLS} +external-lapack ~X", "gcc openblas"),
    ),
)
"""The cluster for data and machine learning, whose nodes have GPUs."""

CLUSTERS = (ALDER, BIRCH, CEDAR)
