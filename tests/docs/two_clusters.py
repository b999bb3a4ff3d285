"""What the guides to pages of software begin with, three packages on two clusters, and how tables are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.spack_files import Made, lockfile, write

if TYPE_CHECKING:
    from pathlib import Path

_COMPILERS: Final = {"alder": ("gcc", "13.3.0"), "birch": ("gcc", "11.5.0")}
_TARGETS: Final = {"alder": "zen3", "birch": "icelake"}
_INSTALLED: Final = {
    "alder": {"openmpi": ["5.0.8"], "hdf5": ["1.14.5"], "gromacs": ["2025.3", "2025.2"]},
    "birch": {"openmpi": ["5.0.7"], "hdf5": ["1.12.3"], "gromacs": ["2025.2"]},
}
"""By cluster, the versions of each package; what others are built on comes first."""


def write_two_clusters(root: Path) -> None:
    """Write the lockfile of each cluster, `clusters/<cluster>/spack.lock`."""
    for number, (cluster, packages) in enumerate(_INSTALLED.items()):
        made: list[Made] = []
        for name, versions in packages.items():
            on = [(each, ("build", "link"), ("mpi",)) for each in made if each.name == "openmpi"]
            made += [
                Made(
                    name=name,
                    version=version,
                    number=number,
                    compiler=_COMPILERS[cluster],
                    target=_TARGETS[cluster],
                    on=list(on),
                )
                for version in versions
            ]
        write(root / f"clusters/{cluster}/spack.lock", lockfile(made, made, version=5))


def on_one_line(table: list[list[str]]) -> list[list[str]]:
    """The texts of a table without the line breaks of those builders that cannot break lines themselves."""
    return [[" ".join(cell.split()) for cell in row] for row in table]
