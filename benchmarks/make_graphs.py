"""Makes the lockfile and the database that the benchmarks read: made up, always the same, as large as a site can be.

What a record holds, and how much of it, is as in files of real installations: about 1.3 kB a spec, a dozen dependencies
at most, and a target that is written out for one spec in four. Files are written below ``benchmarks/trees/`` when they
are first asked for.
"""

from __future__ import annotations

import base64
import json
import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from benchmarks.make_trees import FOLDER, SMALLER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FLAGS: Final[dict[str, list[str]]] = {
    key: [] for key in ("cflags", "cppflags", "cxxflags", "fflags", "ldflags", "ldlibs")
}
_FEATURES: Final = (
    *(
        "abm",
        "adx",
        "aes",
        "avx",
        "avx2",
        "bmi1",
        "bmi2",
        "clflushopt",
        "cx16",
        "f16c",
        "fma",
        "lahf_lm",
        "mmx",
        "movbe",
    ),
    *("pclmulqdq", "popcnt", "rdrand", "rdseed", "sse", "sse2", "sse3", "sse4_1", "sse4_2", "ssse3", "xsave", "xsavec"),
)
_TARGETS: Final = ("x86_64_v3", "x86_64_v4", "aarch64", "zen4")
_OPTIONS: Final = (
    *("shared", "mpi", "openmp", "cuda", "rocm", "python", "fortran", "static", "pic", "debug", "ipo", "docs", "tests"),
    *("examples", "int64", "complex", "double", "threads"),
)
_TYPES: Final = (["build"], ["build", "link"], ["build", "run"], ["link"])
_VIRTUALS: Final = ("mpi", "blas", "lapack", "zlib-api")
_PACKAGES: Final = 1_300
_ROOTS: Final = 4
"""One spec in so many was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The specs of an installation.

    Attributes:
        name: What the names of its files begin with.
        specs: How many there are.
    """

    name: str
    specs: int

    def small(self) -> Graph:
        """The same in small, for trials."""
        return replace(self, name=f"{self.name}-small", specs=self.specs // SMALLER)

    def lockfile(self) -> Path:
        """The lockfile of all specs, written if it is not there."""
        return _write_once(FOLDER / f"{self.name}.lock", self._lockfile())

    def database(self) -> Path:
        """The database of the same specs, written if it is not there."""
        return _write_once(FOLDER / f"{self.name}.json", self._database())

    def _lockfile(self) -> Iterator[str]:
        yield '{"_meta":{"file-type":"spack-lockfile","lockfile-version":5,"specfile-version":4},"roots":'
        hashes = [node["hash"] for node in self._nodes()]
        yield _json([{"hash": each, "spec": "made-up"} for each in hashes[::_ROOTS]])
        yield ',"concrete_specs":{'
        yield from _entries((node["hash"], node) for node in self._nodes())
        yield "}}"

    def _database(self) -> Iterator[str]:
        yield '{"database":{"version":"7","installs":{'
        yield from _entries((node["hash"], _record(index, node)) for index, node in enumerate(self._nodes()))
        yield "}}}"

    def _nodes(self) -> Iterator[dict[str, Any]]:
        """The nodes; each is built on some before it."""
        dice = random.Random(self.name)
        known: list[tuple[str, str]] = []
        for _number in range(self.specs):
            node = _node(dice, known)
            known.append((node["name"], node["hash"]))
            yield node


INSTALLATION: Final = Graph(name="installation", specs=100_000)
"""An installation far larger than any that is known."""


def _entries(found: Iterator[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    for index, (key, value) in enumerate(found):
        yield f"{',' if index else ''}{_json(key)}:{_json(value)}"


def _json(value: object) -> str:
    """JSON without blanks, as Spack writes it."""
    return json.dumps(value, separators=(",", ":"))


def _write_once(path: Path, parts: Iterator[str]) -> Path:
    """Write a file unless it is there; it appears whole or not at all."""
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"{path.name}.part")
        with unfinished.open("w", encoding="utf-8") as file:
            file.writelines(parts)
        unfinished.rename(path)
    return path


def _node(dice: random.Random, known: list[tuple[str, str]]) -> dict[str, Any]:
    target = dice.choice(_TARGETS)
    options: dict[str, Any] = {option: dice.random() < 0.5 for option in dice.sample(_OPTIONS, dice.randint(4, 14))}  # noqa: PLR2004 even odds
    others = dice.sample(known, min(len(known), dice.randint(0, 12)))
    return {
        "name": f"package-{dice.randrange(_PACKAGES)}",
        "version": f"{dice.randint(0, 9)}.{dice.randint(0, 9)}.{dice.randint(0, 4)}",
        "arch": {"platform": "linux", "platform_os": "rhel9", "target": _written_out(target)},
        "compiler": {"name": "gcc", "version": dice.choice(("12.3.0", "13.2.0", "14.2.0"))},
        "namespace": "builtin",
        "parameters": {"build_system": "cmake", "build_type": "Release", **options, **_FLAGS},
        "package_hash": _hash(dice) + "====",
        "dependencies": [_dependency(dice, name, hash_) for name, hash_ in sorted(dict(others).items())],
        "hash": _hash(dice),
    }


def _written_out(target: str) -> str | dict[str, Any]:
    """A target as Spack writes it: by its name if it is a generic one."""
    if target != "zen4":
        return target
    return {
        "name": target,
        "vendor": "AuthenticAMD",
        "features": list(_FEATURES),
        "generation": 0,
        "parents": ["zen3"],
        "cpupart": "",
    }


def _dependency(dice: random.Random, name: str, hash_: str) -> dict[str, Any]:
    virtuals = [dice.choice(_VIRTUALS)] if dice.random() < 0.1 else []  # noqa: PLR2004 one in ten
    return {"name": name, "hash": hash_, "parameters": {"deptypes": dice.choice(_TYPES), "virtuals": virtuals}}


def _record(index: int, node: dict[str, Any]) -> dict[str, Any]:
    return {
        "spec": node,
        "ref_count": 1,
        "path": f"/sw/spack/opt/{node['name']}/{node['hash']}",
        "installed": True,
        "explicit": index % _ROOTS == 0,
        "installation_time": 1_745_150_400.25 + 600 * index,
        "deprecated_for": None,
    }


def _hash(dice: random.Random) -> str:
    return base64.b32encode(dice.randbytes(20)).decode("ascii").lower()
