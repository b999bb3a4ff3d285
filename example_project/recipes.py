"""What the build cache of the example holds: for each package, how it is built and what was built.

The packages are real; what was built of them, and the hashes, are invented (`py-pyproject-hooks` alone shows
builds that exist). After a change, run ``python -m example_project.make_cache`` and commit what it wrote.
"""

from __future__ import annotations

from example_project.builds import NEW, OLD, Build, Recipe, patches

ARM_GPU = "ml-linux-aarch64-cuda"
ARM_ALL = "ml-linux-aarch64-cpu ml-linux-aarch64-cuda"
X86_CPU = "ml-linux-x86_64-cpu"
X86_GPU = "ml-linux-x86_64-cuda"
X86_ROCM = "ml-linux-x86_64-rocm"
X86_ALL = "ml-linux-x86_64-cpu ml-linux-x86_64-cuda"

X86_64 = "x86_64_v3 x86_64_v4 zen4"
X86_ML = "x86_64_v3 x86_64_v4"
CMAKE = "build_system=cmake build_type=Release generator=ninja ~ipo"

RECIPES = {
    # Libraries
    "fftw": Recipe(
        "build_system=autotools +mpi ~pfft_patches precision:=double,float +shared",
        (
            Build("3.3.10", "e4s", "+openmp", targets=X86_64),
            Build("3.3.10", "e4s-neoverse-v2", "+openmp"),
            Build("3.3.10", "e4s-oneapi", "+openmp"),
            Build("3.3.10", "tutorial", "~openmp"),
        ),
    ),
    "hdf5": Recipe(
        f"{CMAKE} api=default +hl ~java ~map +shared ~subfiling ~szip ~threadsafe +tools",
        (
            Build("1.14.5", "e4s", "+cxx +fortran +mpi"),
            Build("1.14.5", "e4s", "+cxx +fortran +mpi", targets="x86_64_v4 zen4", tags=NEW),
            Build("1.14.5", "e4s", "~cxx ~fortran ~mpi"),
            Build("1.14.5", "e4s-neoverse-v2", "+cxx +fortran +mpi"),
            Build("1.14.5", "e4s-oneapi", "+cxx +fortran +mpi", targets="x86_64_v3 x86_64_v4"),
            Build("1.14.5", X86_ALL, "~cxx ~fortran ~mpi"),
            Build("1.14.5", ARM_GPU, "~cxx ~fortran ~mpi"),
            Build("1.14.3", "hep", "+cxx ~fortran ~mpi"),
            Build("1.14.3", "tutorial", "~cxx +fortran +mpi", twins=2),
            Build("1.12.3", "radiuss", "+cxx +fortran +mpi"),
            Build("1.12.3", "radiuss", "+cxx ~fortran ~mpi"),
        ),
    ),
    "kokkos": Recipe(
        f"{CMAKE} cxxstd=17 +openmp +serial +shared",
        (
            Build("4.7.01", "e4s", "~cuda", targets=X86_64, tags=NEW),
            Build("4.7.01", "e4s", "+cuda cuda_arch:=80,90", tags=NEW),
            Build("4.7.01", "e4s-neoverse-v2", "+cuda cuda_arch:=90", tags=NEW),
            Build("4.6.01", "e4s", "~cuda", tags=OLD),
            Build("4.6.01", "e4s", "+cuda cuda_arch:=80", tags=OLD),
        ),
    ),
    "netcdf-c": Recipe(
        "build_system=autotools ~dap +fsync +hdf4 ~jna +optimize +pic +shared",
        (
            Build("4.9.3", "e4s", "+mpi +parallel-netcdf", targets="x86_64_v3 zen4", tags=NEW),
            Build("4.9.3", "e4s-neoverse-v2", "+mpi +parallel-netcdf", tags=NEW),
            Build("4.9.2", "e4s", "+mpi +parallel-netcdf", tags=OLD),
            Build("4.9.2", "hep", "~mpi ~parallel-netcdf"),
        ),
    ),
    "openblas": Recipe(
        "build_system=makefile ~bignuma ~consistent_fpcsr +dynamic_dispatch +fortran +locking +pic +shared",
        (
            Build("0.3.30", "e4s", "~ilp64 symbol_suffix=none threads=openmp", targets=X86_64),
            Build("0.3.30", "e4s", "+ilp64 symbol_suffix=64_ threads=openmp"),
            Build("0.3.30", "e4s-neoverse-v2", "~ilp64 symbol_suffix=none threads=openmp"),
            Build("0.3.30", X86_ALL, "~ilp64 symbol_suffix=none threads=pthreads"),
            Build("0.3.30", ARM_GPU, "~ilp64 symbol_suffix=none threads=pthreads"),
            Build("0.3.29", "radiuss", f"~ilp64 {patches('openblas', 2)} symbol_suffix=none threads=none"),
        ),
    ),
    "petsc": Recipe(
        "build_system=generic clanguage=C ~complex ~debug +double +fortran +hdf5 +hypre ~int64 +metis +mpi",
        (
            Build("3.24.0", "e4s", "~cuda", targets=X86_64, tags=NEW),
            Build("3.24.0", "e4s", "+cuda cuda_arch:=80,90", tags=NEW),
            Build("3.24.0", "e4s-neoverse-v2", "~cuda", tags=NEW),
            Build("3.24.0", "e4s-oneapi", "~cuda", tags=NEW),
            Build("3.23.4", "e4s", "~cuda", tags=OLD),
            Build("3.23.4", "e4s-neoverse-v2", "~cuda", tags=OLD),
        ),
    ),
    "raja": Recipe(
        f"{CMAKE} ~cuda ~examples ~exercises +openmp ~rocm +shared ~tests +vectorization",
        (
            Build("2025.03.2", "radiuss", twins=2),
            Build("2025.03.2", "e4s"),
            Build("2025.03.2", "e4s-neoverse-v2"),
        ),
    ),
    "umpire": Recipe(
        f"{CMAKE} +c ~cuda ~deviceconst ~examples +fmt_header_only ~fortran ~rocm +shared tests=none",
        (Build("2025.03.1", "radiuss"), Build("2025.03.1", "e4s")),
    ),
    # Message passing
    "mpich": Recipe(
        "build_system=autotools +cxx device=ch4 +fortran +hwloc +hydra netmod=ofi pmi=default +romio ~slurm",
        (Build("4.3.1", "tutorial"), Build("4.3.1", "e4s", tags=OLD)),
    ),
    "openmpi": Recipe(
        "build_system=autotools ~cxx fabrics:=ofi,ucx +fortran +romio schedulers:=slurm +vt",
        (
            Build("5.0.8", "e4s", "~cuda", targets=X86_64, tags=NEW),
            Build("5.0.8", "e4s", "+cuda cuda_arch:=80,90", tags=NEW),
            Build("5.0.8", "e4s-neoverse-v2", "~cuda", tags=NEW),
            Build("5.0.8", "tutorial", "~cuda", tags=NEW),
            Build("5.0.7", "e4s", "~cuda", tags=OLD),
            Build("5.0.7", "tutorial", "~cuda", tags=OLD),
        ),
    ),
    "ucx": Recipe(
        "build_system=autotools +cma +dc +dm ~gdrcopy +mlx5_dv +pic +rc +rdmacm opt=3 simd:=auto +ud +verbs",
        (
            Build("1.19.0", "e4s", "~cuda", tags=NEW),
            Build("1.19.0", "e4s-neoverse-v2", "~cuda", tags=NEW),
            Build("1.18.1", "e4s", "~cuda", tags=OLD),
        ),
    ),
    # Applications
    "adios2": Recipe(
        f"{CMAKE} +blosc2 ~cuda +fortran +hdf5 +mpi +python +shared +sst",
        (Build("2.10.2", "e4s", tags=OLD), Build("2.10.2", "e4s-oneapi", tags=OLD)),
    ),
    "geant4": Recipe(
        f"{CMAKE} cxxstd=20 ~hdf5 +opengl ~qt +tbb +threads +timemory ~vecgeom",
        (Build("11.3.2", "hep", tags=NEW), Build("11.2.2", "hep")),
    ),
    "gromacs": Recipe(
        f"{CMAKE} ~cp2k ~double +hwloc +mpi nvshmem=none +openmp ~plumed +shared",
        (
            Build("2025.3", "e4s", "~cuda", targets=X86_64, tags=NEW),
            Build("2025.3", "e4s", "+cuda cuda_arch:=80,90", targets="x86_64_v3 zen4", tags=NEW),
            Build("2025.3", "e4s-neoverse-v2", "+cuda cuda_arch:=90", tags=NEW),
            Build("2025.2", "e4s", "~cuda", tags=OLD),
            Build("2025.2", "e4s", "+cuda cuda_arch:=80", tags=OLD),
        ),
    ),
    "lammps": Recipe(
        f"{CMAKE} +kspace +manybody +molecule +mpi +openmp +rigid",
        (
            Build("20250722", "e4s", "~cuda +kokkos", targets=X86_64, tags=NEW),
            Build("20250722", "e4s", "+cuda cuda_arch:=90 +kokkos", tags=NEW),
            Build("20250722", "e4s-neoverse-v2", "~cuda +kokkos", tags=NEW),
            Build("20240829.4", "tutorial", "~cuda ~kokkos"),
            Build("20240829.4", "e4s", "~cuda +kokkos", tags=OLD),
        ),
    ),
    "root": Recipe(
        f"{CMAKE} ~aqua +davix cxxstd=20 +fftw +gdml +gsl +http +math +minuit +opengl +pythia8 +python"
        " +roofit +root7 +rpath +spectrum +sqlite +ssl +tbb +threads +tmva +unuran +vdt +webgui +xml +xrootd",
        (
            Build("6.36.04", "hep", "~cuda ~cudnn", tags=NEW),
            Build("6.36.04", "hep", "+cuda +cudnn", tags=NEW),
            Build("6.34.08", "hep", f"~cuda ~cudnn {patches('root', 1)}", tags=OLD),
        ),
    ),
    # Tools
    "bash": Recipe(
        f"build_system=autotools {patches('bash', 37)}",
        (Build("5.2", "e4s hep"), Build("5.2", "radiuss"), Build("5.2", "e4s-neoverse-v2")),
    ),
    "cmake": Recipe(
        "build_system=generic build_type=Release ~doc +ncurses +ownlibs ~qtgui",
        (
            Build("3.31.9", "e4s hep", tags=NEW),
            Build("3.31.8", "e4s hep", tags=OLD),
            Build("3.31.8", f"e4s-neoverse-v2 {ARM_GPU}"),
            Build("3.31.8", X86_ALL),
            Build("3.31.8 3.9.6", "radiuss"),
            Build("3.31.8", "tutorial"),
        ),
    ),
    # Python
    "py-mpi4py": Recipe(
        "build_system=python_pip",
        (
            Build("4.1.0", "e4s", targets="x86_64_v3 zen4", twins=2, tags=NEW),
            Build("4.1.0", "e4s-neoverse-v2", tags=NEW),
            Build("4.0.3", "e4s", tags=OLD),
            Build("4.0.3", "tutorial"),
        ),
    ),
    "py-numpy": Recipe(
        "build_system=python_pip",
        (
            Build("2.3.3 2.2.6 1.26.4", "e4s", targets=X86_64, twins=2),
            Build("2.3.3 2.2.6 1.26.4", "e4s-neoverse-v2"),
            Build("2.3.3 2.2.6", X86_ALL, targets=X86_ML, twins=2),
            Build("2.3.3 2.2.6", ARM_ALL),
            Build("2.3.3", "e4s-oneapi"),
            Build("1.26.4", "hep", twins=3),
            Build("1.26.4", "tutorial"),
        ),
    ),
    "py-pyproject-hooks": Recipe(
        "build_system=python_pip",
        (
            Build("1.0.0", "e4s", hash="6n5xyfn7rgyvxdym4s3zuyvl3ygyyw6w"),
            Build("1.0.0", "e4s", hash="ftqp33qfdpjfoct64olzwenwkhiaud4d"),
            Build("1.0.0", ARM_ALL, hash="k7mymlo52qpkmpxinufehhyurzkgb2p6"),
            Build("1.0.0", X86_CPU, hash="t2xztvfkrhwrr6irfgfbvlhjevbxbv7d"),
            Build("1.0.0", X86_ALL, hash="s55xiu3vonjmqlv3ormqlpwtigvvlt6k"),
            Build("1.0.0", X86_ROCM, hash="2owbnqfae5o7z36jalkszocp6y3xmhe3"),
        ),
        compiled=False,
    ),
    "python": Recipe(
        "+bz2 build_system=generic +ctypes +dbm ~debug +libxml2 +lzma +optimizations +pic +pyexpat +pythoncmd"
        " +readline +shared +sqlite3 +ssl ~tkinter +uuid +zlib",
        (
            Build("3.13.5 3.11.11", "e4s", targets="x86_64_v3 zen4"),
            Build("3.11.11", "e4s-neoverse-v2"),
            Build("3.13.5 3.11.11", X86_ALL),
            Build("3.11.11", ARM_ALL),
            Build("3.11.11", "hep"),
            Build("3.10.16", "tutorial"),
            Build("3.10.16 3.9.1", "radiuss"),
        ),
    ),
    # Machine learning
    "cuda": Recipe(
        "~allow-unsupported-compilers build_system=generic ~dev",
        (Build("12.9.1", f"{X86_GPU} e4s"), Build("12.9.1", ARM_GPU), Build("12.8.1", X86_GPU, tags=OLD)),
        compiled=False,
    ),
    "nccl": Recipe(
        "build_system=makefile +cuda",
        (
            Build("2.27.5-1", X86_GPU, "cuda_arch:=80,90"),
            Build("2.27.5-1", ARM_GPU, "cuda_arch:=90"),
        ),
    ),
    "py-jaxlib": Recipe(
        "build_system=python_pip",
        (
            Build("0.7.0", X86_CPU, "~cuda", tags=NEW),
            Build("0.7.0", X86_GPU, "+cuda cuda_arch:=80,90", tags=NEW),
        ),
    ),
    "py-torch": Recipe(
        "build_system=python_pip ~breakpad +distributed +fbgemm +gloo +kineto +mkldnn ~mpi +numpy +openmp"
        f" {patches('py-torch', 2)} ~rocm",
        (
            Build("2.8.0", X86_CPU, "~cuda ~nccl", tags=NEW),
            Build("2.8.0", X86_GPU, "+cuda cuda_arch:=80,90 +cudnn +nccl", targets=X86_ML, tags=NEW),
            Build("2.8.0", ARM_GPU, "+cuda cuda_arch:=90 +cudnn +nccl", tags=NEW),
            Build("2.7.1", X86_CPU, "~cuda ~nccl"),
            Build("2.7.1", X86_GPU, "+cuda cuda_arch:=80,90 +cudnn +nccl"),
            Build("2.7.1", ARM_GPU, "+cuda cuda_arch:=90 +cudnn +nccl", tags=OLD),
        ),
    ),
}
