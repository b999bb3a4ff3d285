"""The names that some specs know: what a query can ask for there, and what it cannot but by mistake."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinxext_cache.catalog.conditions import NO_COMPILER, split_compiler
from sphinxext_cache.catalog.spack.variants import variants_by_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from sphinxext_cache.catalog.model import Spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The names that specs know.

    Attributes:
        stacks: The stacks.
        targets: The targets.
        oses: The operating systems.
        platforms: The platforms.
        namespaces: The namespaces.
        compilers: The compilers without their versions, and what a query calls having none.
        flags: The variants that are on or off.
        values: The values of the other variants, by name.
    """

    stacks: AbstractSet[str]
    targets: AbstractSet[str]
    oses: AbstractSet[str]
    platforms: AbstractSet[str]
    namespaces: AbstractSet[str]
    compilers: AbstractSet[str]
    flags: AbstractSet[str]
    values: Mapping[str, AbstractSet[str]]

    @classmethod
    def of(cls, specs: Iterable[Spec]) -> Vocabulary:
        """Collect the names of some specs."""
        found = list(specs)
        flags: set[str] = set()
        values: defaultdict[str, set[str]] = defaultdict(set)
        for texts in {spec.variants for spec in found}:
            for variant in variants_by_name(texts).values():
                if isinstance(variant.value, bool):
                    flags.add(variant.name)
                else:
                    values[variant.name].update(variant.value)
        return cls(
            stacks={name for names in {spec.stacks for spec in found} for name in names},
            targets={spec.target for spec in found},
            oses={spec.os for spec in found},
            platforms={spec.platform for spec in found},
            namespaces={spec.namespace for spec in found if spec.namespace},
            compilers={split_compiler(name)[0] for name in {spec.compiler for spec in found} if name} | {NO_COMPILER},
            flags=flags,
            values=dict(values),
        )

    @classmethod
    def union(cls, parts: Iterable[Vocabulary]) -> Vocabulary:
        """What any of several knows."""
        found = list(parts)
        if len(found) == 1:
            return found[0]
        values: defaultdict[str, set[str]] = defaultdict(set)
        for part in found:
            for name, known in part.values.items():
                values[name] |= known
        return cls(
            stacks={name for part in found for name in part.stacks},
            targets={name for part in found for name in part.targets},
            oses={name for part in found for name in part.oses},
            platforms={name for part in found for name in part.platforms},
            namespaces={name for part in found for name in part.namespaces},
            compilers={name for part in found for name in part.compilers},
            flags={name for part in found for name in part.flags},
            values=dict(values),
        )

    @property
    def variants(self) -> AbstractSet[str]:
        """The names of all variants."""
        return self.flags | self.values.keys()
