"""The entries of front matter as they are written, each of them a draft, and what they say together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import msgspec

from sphinxext_cache.catalog.sources.draft import Edge, More

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinxext_cache.catalog.model import Spec
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
    status: str | None = None
    installed: str | None = None
    dependencies: tuple[Edge, ...] | None = None
    provides: tuple[str, ...] | None = None
    module: str | None = None
    spliced: str | None = None
    pulled_in: bool | None = None

    @property
    def more(self) -> More | None:
        """What these keys say."""
        return More(
            namespace=self.namespace,
            explicit=self.explicit,
            external=self.external,
            status=self.status,
            installed=self.installed,
            dependencies=self.dependencies,
            provides=self.provides,
            module=self.module,
            spliced=self.spliced,
        )


class ExtendedDetail(FullDetail, gc=False, forbid_unknown_fields=False):
    """An entry with keys that are not known yet."""


def parted(specs: tuple[Spec, ...], details: Sequence[AnyDraft]) -> tuple[tuple[Spec, ...], tuple[Spec, ...]]:
    """Specs that are shown, and specs that are only there since others are built on them.

    Args:
        specs: The specs that were admitted, all of them with hashes if their entries are any of `FullDetail`.
        details: Their entries, all of one kind.
    """
    if not details or not isinstance(details[0], FullDetail):
        return specs, ()
    hashes = {each.hash for each in details if isinstance(each, FullDetail) and each.pulled_in}
    if not hashes:
        return specs, ()
    shown = tuple(spec for spec in specs if spec.hash not in hashes)
    return shown, tuple(spec for spec in specs if spec.hash in hashes)


class Meta(msgspec.Struct):
    """What ``meta`` says of the specs; each key may be missing."""

    compilers: set[str] | None = None
    num_specs: int | None = None
    num_specs_by_stack: dict[str, int] | None = None
    oss: set[str | None] | None = None
    platforms: set[str | None] | None = None
    stacks: set[str] | None = None
    targets: set[str | None] | None = None
    versions: set[str] | None = None

    @classmethod
    def of(cls, details: Sequence[AnyDraft]) -> Meta:
        """What ``meta`` should say of some entries."""
        counts: dict[str, int] = {}
        for detail in details:
            for stack in detail.stacks:
                counts[stack] = counts.get(stack, 0) + 1
        return cls(
            compilers={detail.compiler for detail in details},
            num_specs=len(details),
            num_specs_by_stack=counts,
            oss={detail.os for detail in details},
            platforms={detail.platform for detail in details},
            stacks=set(counts),
            targets={detail.target for detail in details},
            versions={detail.version for detail in details},
        )

    def contradictions(self, found: Meta) -> Iterator[Contradiction]:
        """Yield what is said otherwise than was found, in the order of the keys."""
        for key in self.__struct_fields__:
            said, computed = getattr(self, key), getattr(found, key)
            if said is not None and said != computed:
                yield Contradiction(key=key, said=_show(said), found=_show(computed))


class Contradiction(NamedTuple):
    """A key of ``meta`` that the specs do not bear out: what it says, and what they say."""

    key: str
    said: str
    found: str


def _show(value: int | set[str | None] | dict[str, int]) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {count}" for key, count in sorted(value.items())) or "nothing"
    return ", ".join(sorted(map(str, value))) or "nothing"
