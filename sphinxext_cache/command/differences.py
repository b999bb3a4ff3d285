"""What came, went and changed between two catalogs: by package, stack and target. How it is written is for `diff`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog import Installation, Spec, natural_key
from sphinxext_cache.catalog.spack import targets

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from sphinxext_cache.catalog import Catalog

_NO_FACT: Final = frozenset({"package", "tag", "hash"})
"""What specs that are compared have in common, or need not have."""
_FIELDS: Final = tuple(name for name in Spec.__struct_fields__ if name not in _NO_FACT)


_FACTS: Final = tuple(name for name in _FIELDS if name not in {"installation", "stacks"})


class Change(NamedTuple):
    """A spec of which something else is said than before, other than what only one of the two knows."""

    before: Spec
    after: Spec

    @property
    def fields(self) -> tuple[str, ...]:
        """What differs: fields of `Spec`, then of `Installation`."""
        before, after = self.before, self.after
        differ = [name for name in _FACTS if _differs(getattr(before, name), getattr(after, name))]
        if before.stacks != after.stacks:  # one that is in none has left those that it was in
            differ.append("stacks")
        if before.installation and after.installation:
            pairs = ((name, getattr(before.installation, name)) for name in Installation.__struct_fields__)
            differ += [name for name, was in pairs if _differs(was, getattr(after.installation, name))]
        return tuple(differ)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageDifference:
    """What became of a package.

    Attributes:
        name: Its name.
        before: Its specs before.
        after: Its specs now.
        came: The specs that came.
        left: The specs that left.
        changed: The specs that are said something else of.
    """

    name: str
    before: tuple[Spec, ...]
    after: tuple[Spec, ...]
    came: tuple[Spec, ...]
    left: tuple[Spec, ...]
    changed: tuple[Change, ...]

    @property
    def versions_before(self) -> tuple[str, ...]:
        """The versions that it had and has no more, the newest first."""
        return _versions(self.before, self.after)

    @property
    def versions_after(self) -> tuple[str, ...]:
        """The versions that it has and had not, the newest first."""
        return _versions(self.after, self.before)


class Count(NamedTuple):
    """How many specs something has and had, and how many of them came and left."""

    name: str
    before: int
    after: int
    came: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TagDifference:
    """What is different in one tag, or between two.

    Attributes:
        old: The tag before; None if it came.
        new: The tag now; None if it left.
        packages: The packages that differ, by name.
        stacks: The stacks that specs came to or left, by name.
        targets: The targets that specs came for or left, in the order of archspec.
        before: How many specs there were.
        after: How many specs there are.
    """

    old: str | None
    new: str | None
    packages: tuple[PackageDifference, ...]
    stacks: tuple[Count, ...]
    targets: tuple[Count, ...]
    before: int
    after: int

    @property
    def came(self) -> tuple[PackageDifference, ...]:
        """The packages that came."""
        return tuple(each for each in self.packages if not each.before)

    @property
    def left(self) -> tuple[PackageDifference, ...]:
        """The packages that left."""
        return tuple(each for each in self.packages if not each.after)

    @property
    def changed(self) -> tuple[PackageDifference, ...]:
        """The packages that were there, are there, and differ."""
        return tuple(each for each in self.packages if each.before and each.after)


def compare(old: Catalog, old_tag: str | None, new: Catalog, new_tag: str | None) -> TagDifference:
    """Compare what is shown in two tags.

    Args:
        old: What was.
        old_tag: The tag in it; None if there is nothing to compare with.
        new: What is.
        new_tag: The tag in it; None likewise.
    """
    before, after = _specs(old, old_tag), _specs(new, new_tag)
    names = sorted({*before, *after}, key=natural_key)
    found = [_package(name, before.get(name, ()), after.get(name, ())) for name in names]
    packages = tuple(each for each in found if each.came or each.left or each.changed)
    all_before = [spec for specs in before.values() for spec in specs]
    all_after = [spec for specs in after.values() for spec in specs]
    return TagDifference(
        old=old_tag,
        new=new_tag,
        packages=packages,
        stacks=_counts(all_before, all_after, lambda spec: spec.stacks, natural_key),
        targets=_counts(all_before, all_after, lambda spec: (spec.target,), targets.key),
        before=len(all_before),
        after=len(all_after),
    )


def _specs(catalog: Catalog, tag: str | None) -> Mapping[str, tuple[Spec, ...]]:
    """The specs of a tag by package, in the order in which they are listed."""
    if tag is None:
        return {}
    return {package.name: catalog.specs(package.name, tag) for package in catalog.packages(tag)}


def _package(name: str, before: Sequence[Spec], after: Sequence[Spec]) -> PackageDifference:
    was, now = _by_identity(before), _by_identity(after)
    common = [Change(was[key], spec) for key, spec in now.items() if key in was]
    return PackageDifference(
        name=name,
        before=tuple(before),
        after=tuple(after),
        came=tuple(spec for key, spec in now.items() if key not in was),
        left=tuple(spec for key, spec in was.items() if key not in now),
        changed=tuple(change for change in common if change.fields),
    )


def _by_identity(specs: Iterable[Spec]) -> dict[Hashable, Spec]:
    """Specs by what tells them apart: the hash, or all that is known where there is none."""
    return {_identity(spec): spec for spec in specs}


def _identity(spec: Spec) -> Hashable:
    return spec.hash or tuple(getattr(spec, name) for name in _FIELDS)


def _differs(before: object, after: object) -> bool:
    return before != after and None not in {before, after}


def _versions(these: Iterable[Spec], those: Iterable[Spec]) -> tuple[str, ...]:
    known = {spec.version.text for spec in those}
    return tuple(dict.fromkeys(spec.version.text for spec in these if spec.version.text not in known))


def _counts(
    before: Iterable[Spec],
    after: Iterable[Spec],
    values: Callable[[Spec], tuple[str, ...]],
    order: Callable[[str], object],
) -> tuple[Count, ...]:
    """What differs of some facet of specs."""
    was = {(value, spec.package, _identity(spec)) for spec in before for value in values(spec)}
    now = {(value, spec.package, _identity(spec)) for spec in after for value in values(spec)}
    counted = [Counter(value for value, *_spec in found) for found in (was, now, now - was, was - now)]
    names = sorted({*counted[2], *counted[3]}, key=order)  # type: ignore[arg-type]  # keys of one order compare
    return tuple(Count(name, *(counts[name] for counts in counted)) for name in names)
