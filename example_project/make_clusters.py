"""Write what Spack writes on the example's clusters, made up: for each a lockfile, and an index of its modules.

These are `clusters/<cluster>/spack.lock` and `clusters/<cluster>/module-index.yaml`.

`installed.py` says what is installed; everything else follows from it, so that running
``python -m example_project.make_clusters`` again writes the same bytes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from example_project.installed import CLUSTERS, Cluster, Install
from example_project.make_cache import dag_hash, option_name
from sphinxext_cache.catalog.spack.variants import parse_variant

FOLDER: Final = Path(__file__).parent / "clusters"

_PROVIDED: Final = {
    "gcc": ("c", "cxx", "fortran"),
    "mpich": ("mpi",),
    "openblas": ("blas", "lapack"),
    "openmpi": ("mpi",),
}
_FLAGS: Final = ("cflags", "cppflags", "cxxflags", "fflags", "ldflags", "ldlibs")


def hash_of(install: Install, cluster: Cluster) -> str:
    """Make the hash of a spec from all that it is made of, what it is built on included."""
    below = (hash_of(cluster.find(name), cluster) for name in install.on.split())
    return dag_hash(cluster.name, install.name, install.version, install.variants, *below)


def node(install: Install, cluster: Cluster) -> dict[str, Any]:
    """Write one spec as Spack does."""
    variants = {option_name(text): _value(text) for text in sorted(install.variants.split(), key=option_name)}
    written: dict[str, Any] = {
        "name": install.name,
        "version": install.version,
        "arch": {"platform": "linux", "platform_os": cluster.os, "target": {"name": cluster.target}},
        "namespace": "builtin",
        "parameters": {**variants, **{flag: [] for flag in _FLAGS}},
    }
    if install.is_external:
        written["external"] = {"path": "/usr", "module": None, "extra_attributes": {}}
    dependencies = [cluster.find(name) for name in install.on.split()]
    if dependencies:
        written["dependencies"] = [_dependency(each, cluster) for each in dependencies]
    return {**written, "hash": hash_of(install, cluster)}


def lockfile(cluster: Cluster) -> dict[str, Any]:
    """Write the environment of a cluster."""
    roots = [install for install in cluster.installs if install.is_root]
    return {
        "_meta": {"file-type": "spack-lockfile", "lockfile-version": 6, "specfile-version": 5},
        "spack": {"version": "1.0.2", "type": "git", "commit": "734c5db2121b01c373eed6538e452f18887e9e44"},
        "roots": [{"hash": hash_of(each, cluster), "spec": f"{each.name}@{each.version}"} for each in roots],
        "concrete_specs": {hash_of(each, cluster): node(each, cluster) for each in cluster.installs},
    }


def module_index(cluster: Cluster) -> str:
    """Write which module leads to what was asked for, by hash."""
    lines = ["module_index:"]
    for install in cluster.installs:
        if install.is_root:
            name = cluster.module(install)
            file = f"/opt/{cluster.name}/modules/{cluster.os}-{cluster.target}/Core/{name}.lua"
            lines += [f"  {hash_of(install, cluster)}:", f"    path: {file}", f"    use_name: {name}"]
    return "\n".join(lines) + "\n"


def _dependency(install: Install, cluster: Cluster) -> dict[str, Any]:
    types = ["build"] if install.name in {"cmake", "gcc"} else ["build", "link"]
    virtuals = list(_PROVIDED.get(install.name, ()))
    parameters = {"deptypes": types, "virtuals": virtuals}
    return {"name": install.name, "hash": hash_of(install, cluster), "parameters": parameters}


def _value(text: str) -> bool | str | list[str]:
    """Return the value of a variant as it is in JSON."""
    variant = parse_variant(text)
    if isinstance(variant.value, bool):
        return variant.value
    return list(variant.value) if variant.exact else variant.value[0]


def main() -> None:
    """Replace the files."""
    for cluster in CLUSTERS:
        folder = FOLDER / cluster.name
        folder.mkdir(parents=True, exist_ok=True)
        written = {
            "spack.lock": json.dumps(lockfile(cluster), indent=1) + "\n",
            "module-index.yaml": module_index(cluster),
        }
        for name, text in written.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
