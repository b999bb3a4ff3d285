"""Writes `tests/corpus`: front matter of our own making, in every generation that the site of the cache has had.

The packages, their builds and their hashes are invented; what is true to life is the form, and what is odd in it. The
tables below say what was built, the functions how each generation writes it. After a change, run
``python -m tests.make_corpus`` and commit what it wrote.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from tests.pages import hash_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FOLDER: Final = Path(__file__).parent / "corpus"


class Build(NamedTuple):
    """One spec. Equal builds have equal hashes, in every tag; `twin` tells those apart that show no difference."""

    version: str
    compiler: str
    os: str
    target: str
    stacks: str = ""
    variants: str = ""
    twin: int = 0
    platform: str = "linux"


_MAKE: Final = "build_system=makefile"
_CMAKE: Final = "build_system=cmake build_type=Release generator=make ~ipo"
_PIP: Final = "build_system=python_pip"
_PATCHES: Final = "patches:=" + ",".join(sorted(hash_of("patch", number) for number in range(9)))
_EIGHTY: Final = " ".join(f"{'+~'[number % 3 > 0]}part{number:02}" for number in range(78))

_OLD_BELL: Final = (
    Build("1.4.2", "gcc@9.3.0", "ubuntu20.04", "x86_64"),
    Build("1.4.2", "gcc@8.3.1", "rhel8", "ppc64le"),
    Build("1.4.2", "gcc@9.3.0", "cnl7", "haswell", platform="cray"),
)
_OLD_KITE: Final = (
    Build("0.7", "gcc@7.5.0", "ubuntu18.04", "x86_64", variants="~docs+mpi+shared flavour=plain patches=0a1b2c3"),
    Build("0.7", "gcc@7.5.0", "ubuntu18.04", "x86_64", variants="~docs~mpi+shared flavour=plain"),
)
_BELL: Final = (
    Build("1.4.2", "gcc@11.1.0", "ubuntu20.04", "x86_64_v3", "data-vis-sdk root", "build_system=autotools"),
    Build("1.4.2", "gcc@13.2.0", "ubuntu24.04", "x86_64_v3", "ml-linux-x86_64-rocm root", "build_system=autotools"),
    Build("1.5.0", "gcc@11.4.0", "ubuntu22.04", "neoverse_v1", "e4s-neoverse_v1 root", "build_system=autotools"),
    Build("1.5.0", "gcc@11.4.0", "ubuntu22.04", "neoverse_v2", "e4s-neoverse-v2 root", "build_system=autotools"),
)
_LANTERN: Final = (
    Build("1.0.0", "none", "ubuntu22.04", "x86_64_v3", "e4s root", _PIP),
    Build("1.2.0", "none", "ubuntu22.04", "x86_64_v3", "e4s root", _PIP),
    Build("1.0.0", "none", "ubuntu22.04", "neoverse_v2", "e4s-neoverse-v2 root", _PIP),
    Build("1.2.0", "none", "ubuntu24.04", "aarch64", "ml-linux-aarch64-cuda root", _PIP),
    Build("1.2.0", "none", "ubuntu24.04", "x86_64_v3", "ml-linux-x86_64-cpu ml-linux-x86_64-cuda root", _PIP, 1),
    Build("1.2.0", "none", "ubuntu24.04", "x86_64_v3", "ml-linux-x86_64-cpu ml-linux-x86_64-cuda root", _PIP, 2),
)
_GRANITE: Final = (
    # As text, 3.10.16 comes before 3.9.1.
    Build("3.10.16", "gcc@12.3.0", "ubuntu22.04", "zen4", "e4s hep root", f"{_CMAKE} +mpi symbol_suffix=64_"),
    Build("3.9.1", "gcc@12.3.0", "ubuntu22.04", "zen4", "e4s root", f"{_CMAKE} ~mpi ~shared symbol_suffix=none"),
    Build("3.10.16", "oneapi@2025.1.0", "rhel8", "icelake", "e4s-oneapi root", f"{_CMAKE} +mpi symbol_suffix=none"),
    Build("develop", "gcc@12.3.0", "ubuntu22.04", "x86_64_v4", "hep root", f"{_CMAKE} +mpi symbol_suffix=64_"),
    Build("3.9.1", "msvc@19.41", "windows10.0.20348", "x86_64_v3", "windows-vis root", _CMAKE, platform="windows"),
)
_MARBLE: Final = (
    Build("2.0rc1", "gcc@12.3.0", "ubuntu22.04", "zen4", "e4s root", f"{_CMAKE} cuda_arch:=100,90 {_PATCHES}"),
    Build("2.0", "gcc@12.3.0", "ubuntu22.04", "zen4", "e4s root", f"{_CMAKE} cuda_arch:=80 {_PATCHES} {_EIGHTY}"),
    Build("2.0", "gcc@12.3.0", "ubuntu22.04", "zen4", "e4s root", f"{_CMAKE} cuda_arch:=90 {_PATCHES} {_EIGHTY}"),
)
_ROOT: Final = (Build("6.32.02", "gcc@11.4.0", "ubuntu22.04", "x86_64_v3", "hep root", f"{_CMAKE} +x cxxstd=17"),)


def _spec(package: str, build: Build) -> str:
    """A spec as Spack wrote it in 2022: the values of its variants stand behind the signs."""
    signs, _blank, values = build.variants.partition(" ")
    where = f"{build.platform}-{build.os}-{build.target}"
    return " ".join(filter(None, [f"{package}@{build.version}%{build.compiler}{signs}", values, f"arch={where}"]))


def _lines(package: str, category: str, builds: Iterable[Build], *more: str) -> list[str]:
    """A page of 2022 as far as all of them are alike."""
    meta = {key: sorted({getattr(build, key[:-1]) for build in builds}) for key in ("versions", "compilers")}
    return ["---", f'title: "{package}"', "layout: cache", category, f"meta: {json.dumps(meta)}", *more, "---"]


def keys_of_files(package: str, builds: tuple[Build, ...]) -> str:
    """G0a: a list of maps from one spec to one file, and a line that is empty."""
    files = (f' - "{_spec(package, build)}": spec-{number}.json' for number, build in enumerate(builds))
    return "\n".join(_lines(package, "category: package", builds, "spec_files: ", *files, ""))


def names(package: str, builds: tuple[Build, ...], needed: tuple[Build, ...] = (), tag: str = "") -> str:
    """G0b, and G1 if there is a tag: names of files, and specs each of which is followed by its dependencies."""
    category = f"categories: [package, {tag}]" if tag else "category: package"
    behind = "".join(f" ^{_spec(f'needed{number}', build)}" for number, build in enumerate(needed))
    files = (f" - spec-{number}.json" for number in range(len(builds)))
    specs = (f" - '{_spec(package, build)}{behind}'" for build in builds)
    return "\n".join(_lines(package, category, builds, "spec_files: ", *files, "spec_names:", *specs))


def _page(package: str, tag: str, meta: dict[str, Any], details: list[dict[str, Any]]) -> str:
    """A page since `v0.18.0`: two long lines, and nothing after the last three dashes."""
    lines = ("---", f'title: "{package}"', "layout: cache", f"categories: [package, {tag}]")
    return "\n".join([*lines, f"meta: {json.dumps(meta)}", f"spec_details: {json.dumps(details)}", "---"])


def _meta(details: list[dict[str, Any]]) -> dict[str, Any]:
    counts = Counter(stack for entry in details for stack in entry["stacks"])
    return {
        "versions": sorted({version for entry in details for version in entry["versions"]}),
        "compilers": sorted({entry["compiler"] for entry in details}),
        "oss": sorted({entry["os"] for entry in details}),
        "platforms": sorted({entry["platform"] for entry in details}),
        "targets": sorted({entry["target"] for entry in details}),
        "stacks": sorted(counts),
        "num_specs": len(details),
        "num_specs_by_stack": counts,
    }


def _tarball(package: str, tag: str, build: Build) -> str:
    place = f"{build.platform}-{build.os}-{build.target}"
    compiler = build.compiler.replace("@", "-")
    name = f"{place}-{compiler}-{package}-{build.version}-{hash_of(package, *build)}.spack"
    folder = f"build_cache/{place}/{compiler}/{package}-{build.version}"
    return f"https://binaries.hpc.example/{tag}/{folder}/{name}"


def _details(package: str, builds: tuple[Build, ...]) -> list[dict[str, Any]]:
    return [
        {
            "hash": hash_of(package, *build),
            "compiler": build.compiler,
            "versions": [build.version],
            "os": build.os,
            "platform": build.platform,
            "target": build.target,
            "variants": build.variants.split(),
            "stacks": build.stacks.split(),
            "size": "-",
        }
        for build in builds
    ]


def details(package: str, builds: tuple[Build, ...], tag: str) -> str:
    """G2: `spec_details`, keys and stacks in no order, compilers with `@=`, addresses of tarballs."""
    found = _details(package, builds)
    for entry, build in zip(found, builds, strict=True):
        entry |= {
            "compiler": build.compiler.replace("@", "@="),
            "stacks": entry["stacks"][::-1],
            "tarball": _tarball(package, tag, build),
        }
    return _page(package, tag, _meta(found), found)


def architectures(package: str, builds: tuple[Build, ...], tag: str) -> str:
    """G1b: platform, os and target in one text, by either of two names, and a size."""
    found = _details(package, builds)
    meta = _meta(found)
    for number, entry in enumerate(found):
        where = "-".join(entry.pop(key) for key in ("platform", "os", "target"))
        entry |= {("arches", "architecture")[number % 2]: where, "size": 1_234_567 * (number + 1)}
    return _page(package, tag, meta, found)


def _sorted(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by_hash = sorted(entries, key=lambda entry: str(entry["hash"]))
    return [dict(sorted((entry | {"stacks": sorted(entry["stacks"])}).items())) for entry in by_hash]


def _counted(entries: list[dict[str, Any]]) -> dict[str, Any]:
    meta = _meta(entries)
    return dict(sorted((meta | {"num_specs_by_stack": dict(sorted(meta["num_specs_by_stack"].items()))}).items()))


def sorted_details(package: str, builds: tuple[Build, ...], tag: str) -> str:
    """G3: the same with keys and stacks in order."""
    found = _details(package, builds)
    for entry, build in zip(found, builds, strict=True):
        entry |= {"compiler": build.compiler.replace("@", "@="), "tarball": _tarball(package, tag, build)}
    return _page(package, tag, _counted(found), _sorted(found))


def without_tarballs(package: str, builds: tuple[Build, ...], tag: str) -> str:
    """G4: no tarballs any more."""
    found = [entry | {"compiler": entry["compiler"].replace("@", "@=")} for entry in _details(package, builds)]
    return _page(package, tag, _counted(found), _sorted(found))


def newest(package: str, builds: tuple[Build, ...], tag: str) -> str:
    """G5: compilers with `@`, or `none`."""
    found = _details(package, builds)
    return _page(package, tag, _counted(found), _sorted(found))


def with_more_keys(package: str, builds: tuple[Build, ...], tag: str) -> str:
    """G4 with keys that nobody knows yet, of the page and of its specs."""
    found = [entry | {"compiler": entry["compiler"].replace("@", "@=")} for entry in _details(package, builds)]
    more = [entry | {"licence": "MIT", "more": {"deep": [1]}} for entry in found]
    return _page(package, tag, _counted(found), _sorted(more)).replace("meta: ", 'more: {"key": [1, 2]}\nmeta: ', 1)


def _with_stacks(builds: Iterable[Build], stacks: str, variants: str | None = None) -> tuple[Build, ...]:
    """The same builds by other stacks, and perhaps with other variants."""
    changed = (build._replace(stacks=stacks, twin=number) for number, build in enumerate(builds))
    return tuple(build if variants is None else build._replace(variants=variants) for build in changed)


Write: TypeAlias = "Callable[[str, tuple[Build, ...], str], str]"
_SITE: Final[tuple[tuple[str, str, Write, tuple[Build, ...]], ...]] = (
    ("v0.18.0", "bell", details, _with_stacks(_OLD_BELL[:2], "data-vis-sdk root")),
    ("v0.18.0", "granite", details, _with_stacks(_OLD_KITE, "e4s root", "languages=c,c++,fortran cuda_arch=80,90")),
    ("v0.18.1", "granite", architectures, _with_stacks(_OLD_KITE, "e4s root", _MAKE)),
    # These two have no stack `root`.
    ("v0.19", "bell", details, _with_stacks(_OLD_BELL, "aws-isc")),
    ("v0.20.3", "kite", details, _with_stacks(_OLD_KITE, "radiuss tutorial", _CMAKE)),
    ("develop-2023-10-08", "kite", details, _with_stacks(_OLD_KITE, "e4s-cray-rhel root", "cuda_arch=90 +mpi")),
    ("v0.23.0", "granite", details, _GRANITE[:3]),
    ("v0.23.1", "granite", sorted_details, _GRANITE[:4]),
    ("v0.22.4", "py-lantern", with_more_keys, _LANTERN[1:3]),
    ("develop-2025-02-02", "bell", sorted_details, _BELL),
    ("develop-2025-03-09", "bell", without_tarballs, _BELL),
    ("develop-2025-03-09", "root", without_tarballs, _ROOT),
    ("develop-2025-03-30", "bell", newest, _with_stacks(_BELL[:1], "data-vis-sdk root", "")),
    ("develop-2025-03-30", "py-lantern", newest, _LANTERN[:2]),
    ("develop-2025-04-20", "bell", newest, _BELL),
    ("develop-2025-04-20", "granite", newest, _GRANITE),
    ("develop-2025-04-20", "marble", newest, _MARBLE),
    ("develop-2025-04-20", "py-lantern", newest, _LANTERN),
    ("develop-2025-04-20", "root", newest, _ROOT),
    ("v2025.07.0", "granite", newest, _GRANITE[1:]),
    ("v2025.07.0", "root", newest, _ROOT),
    ("v2025.10.0", "granite", newest, _GRANITE[1:4]),
)
"""Of each page its tag, its package, its generation and its specs."""


def write_corpus(folder: Path) -> None:
    """Write all pages: those of the site, and those from before there were tags."""
    pages = {f"_cache/{tag}/{package}/specs.md": write(package, builds, tag) for tag, package, write, builds in _SITE}
    pages |= {
        # One package in both forms of its year.
        "legacy/bell/index.md": keys_of_files("bell", _OLD_BELL),
        "legacy/bell/specs.md": names("bell", _OLD_BELL),
        "_cache/v0.18/bell/specs.md": names("bell", _OLD_BELL[:1], tag="v0.18"),
        "_cache/v0.18/kite/specs.md": names("kite", _OLD_KITE, needed=(*_OLD_BELL[:2], _OLD_KITE[0]), tag="v0.18"),
    }
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


if __name__ == "__main__":
    shutil.rmtree(FOLDER, ignore_errors=True)
    write_corpus(FOLDER)
