"""The words from its builds that the search of a site finds a package by, besides its name and the facts about it.

A search finds pages that contain every word of the query, so each word that distinguishes packages is worth its place
in the index, which every reader downloads: stacks, targets, modules and enabled variants. Variants for how a package is
built, and words that most packages share, do not distinguish packages, and are omitted.
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
"""Variants for how a package is built. Their values are those of most packages, or mean nothing by themselves."""
_MOST: Final = 0.5
"""The maximum share of packages with a variant for the variant to be included."""
_MANY: Final = 50
"""The minimum number of packages for which `_MOST` is applied."""


class BuildWords:
    """The words from the builds of one tag.

    Args:
        packages: The packages of the tag.

    Attributes:
        everywhere: The enabled variants of most packages, sorted; they are omitted.
    """

    def __init__(self, packages: Sequence[Package]) -> None:
        counts = Counter(word for package in packages for word in _on(package)) if len(packages) >= _MANY else {}
        self.everywhere = sorted(word for word, count in counts.items() if count > _MOST * len(packages))

    def of(self, package: Package) -> list[str]:
        """The stacks, targets and enabled variants of a package, sorted and without duplicates."""
        specs = package.specs
        targets = {spec.target for spec in specs if spec.target}
        return sorted({*_stacks(package), *targets, *_on(package).difference(self.everywhere)})


def modules_of(package: Package, facts: Facts) -> Iterator[str]:
    """The names of the modules of a package, without duplicates; none if it cannot be loaded."""
    if may_be_loaded(package.specs, facts):
        yield from dict.fromkeys(filter(None, map(facts.module, package.specs)))


def _stacks(package: Package) -> set[str]:
    return set().union(*{spec.stacks for spec in package.specs})


def _on(package: Package) -> set[str]:
    """The variants that any build of a package enables: their names or, for variants with values, the values."""
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
