"""By which words of its builds the search of a site finds a package, beside its name and what is said about it.

A search finds what has every word that is typed, so each word that tells packages apart is worth its place in the
index, which each reader downloads: stacks, targets, modules and variants that are on. How a package is built tells
nobody what it is, and a word that most packages have tells none of them apart: neither is there.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.spack.variants import parse_variant
from sphinxext_cache.tables.load import may_be_loaded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinxext_cache.catalog import Facts, Package

_HOW: Final = frozenset(
    {"build_system", "build_type", "buildtype", "default_library", "generator", "patches", "libs"}
    | {"cflags", "cppflags", "cxxflags", "fflags", "ldflags", "ldlibs"}
)
"""Options that say how a package is built. Their values are those of most packages, or mean nothing by themselves."""
_MOST: Final = 0.5
"""On what part of the packages a variant may be on."""
_MANY: Final = 50
"""How many packages it takes to say so."""


class BuildWords:
    """The words of the builds of one tag.

    Args:
        packages: The packages of the tag.

    Attributes:
        everywhere: The variants that tell no packages apart, sorted.
    """

    def __init__(self, packages: Sequence[Package]) -> None:
        counts = Counter(word for package in packages for word in _on(package)) if len(packages) >= _MANY else {}
        self.everywhere = sorted(word for word, count in counts.items() if count > _MOST * len(packages))

    def of(self, package: Package) -> list[str]:
        """The stacks of a package, its targets, and its variants that are on; each once, and sorted."""
        specs = package.specs
        targets = {spec.target for spec in specs if spec.target}
        return sorted({*_stacks(package), *targets, *_on(package).difference(self.everywhere)})


def modules_of(package: Package, facts: Facts) -> Iterator[str]:
    """The names of the modules of a package, each once."""
    if may_be_loaded(package.specs, facts):
        yield from dict.fromkeys(filter(None, map(facts.module, package.specs)))


def _stacks(package: Package) -> set[str]:
    return set().union(*{spec.stacks for spec in package.specs})


def _on(package: Package) -> set[str]:
    """The variants that are on in any build of a package, by their names; of those with values, by the values."""
    words: set[str] = set()
    for text in set().union(*{spec.variants for spec in package.specs}):
        try:
            variant = parse_variant(text)
        except ValueError:
            continue
        if variant.name in _HOW or variant.value is False:
            continue
        words.update((variant.name,) if variant.value is True else variant.value)
    return words - {"", "none"}
