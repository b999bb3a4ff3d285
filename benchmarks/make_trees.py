"""Makes the trees of pages that the benchmarks read: made up, always the same, as large as the real site.

A tree is written below ``benchmarks/trees/`` when it is first asked for, and used again while it is there.
"""

from __future__ import annotations

import base64
import random
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog import Package, Spec, Version, dump

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDER: Final = Path(__file__).parent / "trees"
SMALLER: Final = 25
"""How many times smaller the trees of trials are."""

_COMPILERS: Final = (
    "gcc@7.5.0",
    "gcc@10.5.0",
    "gcc@11.4.0",
    "gcc@12.3.0",
    "gcc@13.3.0",
    "apple-clang@16.0.0",
    "intel-oneapi-compilers@2025.1.0",
    None,
)
_PLACES: Final = (
    (
        "linux",
        "ubuntu22.04",
        ("x86_64_v3", "x86_64_v4", "zen3", "zen4", "neoverse_v1", "neoverse_v2", "ppc64le"),
    ),
    ("linux", "amzn2", ("skylake_avx512", "icelake", "neoverse_n1", "aarch64")),
    ("linux", "centos7", ("x86_64_v3",)),
    ("darwin", "sequoia", ("m1", "m2", "aarch64")),
)
_STACKS: Final = (
    "aws-pcluster-neoverse_v1",
    "build_systems",
    "data-vis-sdk",
    "developer-tools-darwin",
    "developer-tools-x86_64_v3-linux-gnu",
    "e4s",
    "e4s-cray-rhel",
    "e4s-neoverse-v2",
    "e4s-oneapi",
    "hep",
    "ml-linux-x86_64-cpu",
    "ml-linux-x86_64-cuda",
    "radiuss",
    "tutorial",
)
_WORDS: Final = (
    *("shared", "mpi", "openmp", "cuda", "rocm", "hdf5", "zlib", "python", "fortran", "static", "pic", "debug"),
    *("ipo", "docs", "tests", "examples", "int64", "complex", "double", "threads", "lapack", "blas", "metis"),
    *("parmetis", "hypre", "superlu", "netcdf", "adios2", "libxml2", "curl"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The size of one tag.

    Attributes:
        name: The name of its folder below `FOLDER`.
        tag: The tag.
        packages: How many packages it has.
        specs: How many specs they have together.
        median: How many specs half of the packages have at most.
        spread: How far the packages are from the median: the sigma of a log-normal distribution.
        largest: How many specs the largest package has.
    """

    name: str
    tag: str
    packages: int
    specs: int
    median: float
    spread: float
    largest: int

    @property
    def folder(self) -> Path:
        """Where the tree is, or will be."""
        return FOLDER / self.name

    def small(self) -> Tree:
        """The same in small, for trials: a twenty-fifth of the packages."""
        packages, specs = self.packages // SMALLER, self.specs // SMALLER
        largest = min(self.largest, specs // 4)
        return replace(self, name=f"{self.name}-small", packages=packages, specs=specs, largest=largest)

    def pages(self) -> list[Path]:
        """Write the tree if it is not there; gives its pages, by path."""
        write_once(self.folder, self._content())
        return sorted(self.folder.glob("*/*/specs.md"))

    def _content(self) -> Iterator[Package]:
        dice = random.Random(self.name)
        for index, count in enumerate(self.counts(dice)):
            yield self._package(dice, index, count)

    def counts(self, dice: random.Random) -> list[int]:
        """How many specs each package has: `specs` in all, and one package with `largest`."""
        draws = [dice.lognormvariate(0, self.spread) * self.median for _ in range(self.packages - 1)]
        counts = [min(self.largest, max(1, round(draw))) for draw in draws]
        while surplus := sum(counts) + self.largest - self.specs:
            index = dice.randrange(len(counts))
            step = -1 if surplus > 0 else 1
            if 1 <= counts[index] + step <= self.largest:
                counts[index] += step
        return [self.largest, *counts]

    def _package(self, dice: random.Random, index: int, count: int) -> Package:
        return make_package(dice, self.tag, index, count)


TAG: Final = Tree(name="tag", tag="develop-2025-04-20", packages=1_225, specs=7_700, median=6, spread=0.4, largest=70)
"""A tag of the usual size."""
DEVELOP: Final = Tree(name="develop", tag="develop", packages=1_300, specs=60_000, median=12, spread=1.5, largest=2_000)
"""The tag that collects everything."""
HUNDRED: Final = Tree(name="hundred", tag=TAG.tag, packages=100, specs=630, median=6, spread=0.4, largest=40)
"""A small tag, for what takes long: fifty times as long, where instructions are counted."""


def write_once(folder: Path, packages: Iterable[Package]) -> None:
    """Write the pages of packages into a folder, by tag, unless it is there; it appears whole or not at all."""
    if folder.is_dir():
        return
    unfinished = folder.with_suffix(".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    for package in packages:
        page = unfinished / package.tag / package.name / "specs.md"
        page.parent.mkdir(parents=True)
        page.write_bytes(dump(package))
    unfinished.rename(folder)


def make_package(dice: random.Random, tag: str, index: int, count: int) -> Package:
    """A package with so many specs; no other package of the tag may have its index."""
    name = f"{dice.choice(('', 'py-', 'r-', 'lib'))}{dice.choice(_WORDS)}-{index}"
    versions = [Version(f"{dice.randint(0, 9)}.{dice.randint(0, 30)}.{dice.randint(0, 20)}") for _ in range(4)]
    # On the site, about half of the specs of a package share their variants with another one.
    variants = [_variants(dice) for _ in range(count // 2 + 1)]
    specs = [_spec(dice, name, tag, dice.choice(versions), dice.choice(variants)) for _ in range(count)]
    return Package(name=name, tag=tag, specs=tuple(specs))


def _spec(dice: random.Random, package: str, tag: str, version: Version, variants: tuple[str, ...]) -> Spec:
    platform, system, targets = dice.choice(_PLACES)
    stacks = dice.sample(_STACKS, dice.choice((1, 1, 1, 2, 3)))
    return Spec(
        package=package,
        tag=tag,
        version=version,
        compiler=dice.choice(_COMPILERS),
        os=system,
        platform=platform,
        target=dice.choice(targets),
        variants=variants,
        stacks=(*stacks, "root"),
        hash=base64.b32encode(dice.randbytes(20)).decode("ascii").lower(),
    )


def _variants(dice: random.Random) -> tuple[str, ...]:
    """From 8 to 20 variants, now and then with the long list of patches that some packages have."""
    flags = [f"{dice.choice('+~')}{word}" for word in sorted(dice.sample(_WORDS, dice.randint(6, 17)))]
    flags += ["build_system=cmake", f"build_type={dice.choice(('Release', 'RelWithDebInfo'))}"]
    if dice.random() < 0.1:  # noqa: PLR2004 one in ten
        flags.append("patches:=" + ",".join(dice.randbytes(4).hex()[:7] for _ in range(dice.randint(1, 30))))
    return tuple(flags)
