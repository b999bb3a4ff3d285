"""Files as Spack writes them, of every version, made of one graph: what each of them says is the same.

Shapes are those of nodes: of the lockfiles of version 1 to 6; those of the other files are among them.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from tests.pages import hash_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

TIME: Final = 1_745_150_400.25
"""2025-04-20, at noon."""
_FLAGS: Final = {"cflags": ["-O2"], "cxxflags": [], "cppflags": [], "fflags": [], "ldflags": [], "ldlibs": []}
_HOME: Final = "/home/somebody"


@dataclass(kw_only=True)
class Made:
    """A spec as a test makes it up.

    Attributes:
        on: What it is built on: each with types and virtuals.
        rest: Keys of the node that are written as they are; those that are None are taken away.
    """

    name: str
    version: str = "1.2.5"
    number: int = 0
    variants: dict[str, Any] = field(default_factory=lambda: {"mpi": True, "build_system": "cmake"})
    compiler: tuple[str, str] | None = ("gcc", "13.2.0")
    target: str = "zen4"
    on: list[tuple[Made, tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)
    external: dict[str, Any] | None = None
    rest: dict[str, Any] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        return hash_of(self.name, self.version, self.number)

    @property
    def build_hash(self) -> str:
        return hash_of("build", self.name, self.version, self.number)


def chain(*names: str) -> list[Made]:
    """Specs of which each is built on the next."""
    made = [Made(name=name) for name in names]
    for one, other in pairwise(made):
        one.on.append((other, ("build", "link"), ()))
    return made


def node(made: Made, shape: int = 5) -> dict[str, Any]:
    """A node in one of the shapes of lockfiles."""
    target = made.target if shape == 1 else {"name": made.target, "vendor": "AMD", "features": ["avx"], "parents": []}
    flat: dict[str, Any] = {
        "name": made.name,
        "version": made.version,
        "arch": {"platform": "linux", "platform_os": "rhel9", "target": target},
        "compiler": made.compiler and dict(zip(("name", "version"), made.compiler, strict=True)),
        "namespace": "builtin",
        "parameters": {**made.variants, "dev_path": f"{_HOME}/src", **_FLAGS},
        "external": made.external,
        "dependencies": _dependencies(made, shape) or None,
        "hash": None if shape == 1 else made.hash,
    }
    if shape == 6:
        flat["compiler"] = None  # it is a dependency
    flat = {key: value for key, value in (flat | made.rest).items() if value is not None}
    if shape <= 2:
        return {flat.pop("name"): flat}
    return flat


def _dependencies(made: Made, shape: int) -> Any:  # noqa: ANN401 a map or a list
    if shape <= 2:
        key = "hash" if shape == 1 else "build_hash"
        return {on.name: {"hash": getattr(on, key), "type": list(types)} for on, types, _virtuals in made.on}
    if shape == 3:
        return [{"name": on.name, "build_hash": on.build_hash, "type": list(types)} for on, types, _ in made.on]
    if shape == 4:
        return [{"name": on.name, "hash": on.hash, "type": list(types)} for on, types, _ in made.on]
    return [
        {"name": on.name, "hash": on.hash, "parameters": {"deptypes": list(types), "virtuals": list(virtuals)}}
        for on, types, virtuals in made.on
    ]


def lockfile(made: Iterable[Made], roots: Iterable[Made], version: int = 6, **rest: Any) -> dict[str, Any]:  # noqa: ANN401 any keys
    """A lockfile."""
    key = "build_hash" if version in {2, 3} else "hash"
    return {
        "_meta": {"file-type": "spack-lockfile", "lockfile-version": version, "specfile-version": min(version, 5)},
        "spack": {"version": "1.0.2", "type": "git", "commit": "734c5db2121b01c373eed6538e452f18887e9e44"},
        "roots": [{"hash": getattr(each, key), "spec": each.name} for each in roots],
        "concrete_specs": {getattr(each, key): node(each, min(version, 6)) for each in made},
        **rest,
    }


def record(made: Made, shape: int = 5, **rest: Any) -> dict[str, Any]:  # noqa: ANN401 any keys
    """A record of a database."""
    return {
        "spec": node(made, shape) if shape > 2 else _with_hashes(made),
        "path": f"{_HOME}/spack/{made.name}",
        "installed": True,
        "explicit": True,
        "ref_count": 0,
        "installation_time": TIME,
        "deprecated_for": None,
        **rest,
    }


def _with_hashes(made: Made) -> dict[str, Any]:
    """A wrapped node whose dependencies go by their own hashes, as in databases of version 5."""
    wrapped = node(made, 1)
    wrapped[made.name]["hash"] = made.hash
    return wrapped


def database(records: dict[str, Any], version: int = 8) -> dict[str, Any]:
    """A database, or an index of a build cache."""
    return {"database": {"version": str(version), "installs": records}}


def index(made: Iterable[Made], version: int = 8, shape: int = 5) -> dict[str, Any]:
    """An index of a build cache."""
    return database(
        {each.hash: {"spec": record(each, shape)["spec"], "ref_count": 1, "in_buildcache": True} for each in made},
        version,
    )


def write(path: Path, *documents: Any, indent: int | None = None) -> Path:  # noqa: ANN401 anything that JSON can be
    """Write documents one after the other; compressed, if the name of the file says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = "\n".join(json.dumps(each, indent=indent) for each in documents).encode()
    path.write_bytes(gzip.compress(data) if path.name.endswith(".gz") else data)
    return path


def write_mirror(root: Path, made: Iterable[Made], view: str = "", sizes: dict[str, int] | None = None) -> Path:
    """Write a build cache of layout 3, with manifests of those specs whose sizes are given; gives that of the index."""
    made = list(made)
    data = json.dumps(index(made)).encode()
    checksum = hashlib.sha256(data).hexdigest()
    blob = root / "blobs/sha256" / checksum[:2] / checksum
    blob.parent.mkdir(parents=True, exist_ok=True)
    blob.write_bytes(data)
    by_name = {each.name: each for each in made}
    for name, size in (sizes or {}).items():
        file = f"{name}-{by_name[name].version}-{by_name[name].hash}.spec.manifest.json"
        blobs = [_blob("spec.v5+json", "0" * 64, 9), _blob("install.v2.tar+gzip", "1" * 64, size)]
        write(root / "v3/manifests/spec" / name / file, {"version": 3, "data": blobs})
    manifest = root / "v3/manifests/index" / view / "index.manifest.json"
    return write(manifest, {"version": 3, "data": [_blob("db.v8+json", checksum, len(data))]})


def _blob(kind: str, checksum: str, size: int) -> dict[str, Any]:
    return {
        "contentLength": size,
        "mediaType": f"application/vnd.spack.{kind}",
        "compression": "none",
        "checksumAlgorithm": "sha256",
        "checksum": checksum,
    }
