"""The entries of a page as they are written, what they have in common, and how they become specs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import msgspec

from sphinxext_cache.catalog.model import Spec
from sphinxext_cache.catalog.names import natural_key
from sphinxext_cache.catalog.spack.versions import Version

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9!#$%&()*+,./:;=?@\[\]_~-]+")


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


class ExtendedDetail(Detail, gc=False, forbid_unknown_fields=False):
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
    """The values that occur in the entries of a page; ``meta`` is a copy of this."""

    num_specs: int
    compilers: set[str]
    oss: set[str | None]
    platforms: set[str | None]
    targets: set[str | None]
    versions: set[str]
    num_specs_by_stack: Counter[str]

    @classmethod
    def of(cls, details: Sequence[Detail]) -> Summary:
        """Summarise the entries."""
        return cls(
            num_specs=len(details),
            compilers={detail.compiler for detail in details},
            oss={detail.os for detail in details},
            platforms={detail.platform for detail in details},
            targets={detail.target for detail in details},
            versions={version for detail in details for version in detail.versions},
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


class SpecBuilder:
    """Makes specs of entries; one builder for many pages shares what they have in common."""

    def __init__(self, hidden_stacks: Collection[str] = ()) -> None:
        self._hidden_stacks = frozenset(hidden_stacks)
        self._stacks: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._variants: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._versions: dict[str, Version] = {}
        self._texts: dict[str | None, str] = {None: ""}
        self._compilers: dict[str, str | None] = {"none": None, "": None}

    def build(self, detail: Detail, package: str, tag: str) -> Spec:
        """The spec that an entry describes, in normal form."""
        text, compiler, texts = detail.versions[0], detail.compiler, self._texts
        version = self._versions.get(text)
        if version is None:
            version = self._versions[text] = Version(text)
        if compiler not in self._compilers:
            self._compilers[compiler] = compiler.replace("@=", "@", 1)
        stacks = self._stacks.get(detail.stacks)
        if stacks is None:
            visible = set(detail.stacks) - self._hidden_stacks
            stacks = self._stacks[detail.stacks] = tuple(sorted(visible, key=natural_key))
        return Spec(
            package=package,
            tag=tag,
            version=version,
            compiler=self._compilers[compiler],
            os=texts.setdefault(detail.os, detail.os or ""),
            platform=texts.setdefault(detail.platform, detail.platform or ""),
            target=texts.setdefault(detail.target, detail.target or ""),
            variants=self._variants.setdefault(detail.variants, detail.variants),
            stacks=stacks,
            hash=detail.hash or None,
            size=detail.size if isinstance(detail.size, int) else None,
            tarball=detail.tarball or None,
        )


def is_web_address(text: str) -> bool:
    """Tell whether a string is an ``http`` or ``https`` address that needs no quoting anywhere."""
    return _WEB_ADDRESS.fullmatch(text) is not None


def _show(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {count}" for key, count in sorted(value.items())) or "nothing"
    return ", ".join(sorted(map(str, value))) or "nothing"  # type: ignore[call-overload]  # the rest are sets
