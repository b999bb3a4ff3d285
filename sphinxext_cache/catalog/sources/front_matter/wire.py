"""The entries of front matter as they are written, each of them a draft, and what they say together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import msgspec

from sphinxext_cache.catalog.sources.draft import Edge, More

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinxext_cache.catalog.sources.draft import AnyDraft


class Detail(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """One entry of ``spec_details``. One with other keys beside these is an `ExtendedDetail`."""

    hash: Annotated[str, msgspec.Meta(min_length=32, max_length=32)]
    compiler: str
    versions: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=1)]
    variants: tuple[str, ...]
    stacks: tuple[str, ...] = ()
    os: str | None = None
    platform: str | None = None
    target: str | None = None
    architecture: str | None = None
    arches: str | None = None
    size: int | str | None = None
    tarball: str | None = None

    @property
    def version(self) -> str:
        """The version: there is one."""
        return self.versions[0]

    @property
    def more(self) -> More | None:
        """Nothing beside what the site writes."""
        return None


class FullDetail(Detail, gc=False, forbid_unknown_fields=True):
    """An entry with the keys of our own making, each of them if it is known."""

    namespace: str | None = None
    explicit: bool | None = None
    external: bool | None = None
    installed: str | None = None
    dependencies: tuple[Edge, ...] | None = None
    provides: tuple[str, ...] | None = None
    module: str | None = None

    @property
    def more(self) -> More | None:
        """What these keys say."""
        return More(
            namespace=self.namespace,
            explicit=self.explicit,
            external=self.external,
            installed=self.installed,
            dependencies=self.dependencies,
            provides=self.provides,
            module=self.module,
        )


class ExtendedDetail(FullDetail, gc=False, forbid_unknown_fields=False):
    """An entry with keys that are not known yet."""


class Meta(msgspec.Struct):
    """What ``meta`` says of the specs; each key may be missing."""

    compilers: list[str] | None = None
    num_specs: int | None = None
    num_specs_by_stack: dict[str, int] | None = None
    oss: list[str] | None = None
    platforms: list[str] | None = None
    stacks: list[str] | None = None
    targets: list[str] | None = None
    versions: list[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A key of ``meta`` that the specs do not bear out: what it says, and what they say."""

    key: str
    said: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The values that occur in the entries of one file; ``meta`` is a copy of this."""

    num_specs: int
    compilers: set[str]
    oss: set[str | None]
    platforms: set[str | None]
    targets: set[str | None]
    versions: set[str]
    num_specs_by_stack: Counter[str]

    @classmethod
    def of(cls, details: Sequence[AnyDraft]) -> Summary:
        """Summarise the entries."""
        return cls(
            num_specs=len(details),
            compilers={detail.compiler for detail in details},
            oss={detail.os for detail in details},
            platforms={detail.platform for detail in details},
            targets={detail.target for detail in details},
            versions={detail.version for detail in details},
            num_specs_by_stack=Counter([stack for detail in details for stack in detail.stacks]),
        )

    @property
    def most_fields(self) -> int:
        """How many fields a matrix of stacks and targets has at most, its headers included."""
        return (len(self.num_specs_by_stack) + 2) * (len(self.targets) + 1)

    def contradictions(self, meta: Meta) -> Iterator[Contradiction]:
        """Yield what ``meta`` says otherwise, in the order of its keys."""
        found: dict[str, object] = {
            "compilers": self.compilers,
            "num_specs": self.num_specs,
            "num_specs_by_stack": self.num_specs_by_stack,
            "oss": self.oss,
            "platforms": self.platforms,
            "stacks": self.num_specs_by_stack.keys(),
            "targets": self.targets,
            "versions": self.versions,
        }
        for key, computed in found.items():
            value = getattr(meta, key)
            said = set(value) if isinstance(value, list) else value
            if value is not None and said != computed:
                yield Contradiction(key=key, said=_show(said), found=_show(computed))


def _show(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {count}" for key, count in sorted(value.items())) or "nothing"
    return ", ".join(sorted(map(str, value))) or "nothing"  # type: ignore[call-overload]  # the rest are sets
