"""Compares two sets of specs, such as those of two tags.

Specs are the same if their hashes are. The time is linear in their number.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from sphinxext_cache.catalog.difference import TOLD, Change, ChangeKind, Count, Difference, PackageDifference, Values
from sphinxext_cache.catalog.names import natural_key
from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.catalog.spack.version_order import order_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from sphinxext_cache.catalog.model import Spec

_all_told: Final = attrgetter(*("version.text" if name == "version" else name for name in TOLD))
_made_of: Final = attrgetter("version.text", "compiler", "os", "platform", "target", "variants")
"""What two builds have in common if one is the other, rebuilt with other dependencies."""
_stacks: Final = attrgetter("stacks")
_NO_VALUES: Final = Values()


def compare(before: Iterable[Spec], after: Iterable[Spec]) -> Difference:
    """Compare two sets of specs, each of one tag.

    Args:
        before: The old specs.
        after: The new specs.

    Returns:
        The difference; `apply` turns it and the old specs into the new specs.
    """
    was, now = _by_package(before), _by_package(after)
    compared = [_compare(name, was.get(name, ()), now.get(name, ())) for name in sorted({*was, *now}, key=natural_key)]
    packages = tuple([each for each in compared if each is not None])
    olds, news = list(chain.from_iterable(was.values())), list(chain.from_iterable(now.values()))
    return Difference(
        tag=news[0].tag if news else "",
        packages=packages,
        stacks=_counts((olds, news), packages, _stacks, natural_key),
        targets=_counts((olds, news), packages, lambda spec: (spec.target,), targets.key),
        before=len(olds),
        after=len(news),
    )


def apply(difference: Difference, before: Iterable[Spec]) -> frozenset[Spec]:
    """Turn the old specs into the new specs.

    Args:
        difference: The result of `compare`.
        before: The old specs that it compared.
    """
    packages = {each.name: each for each in difference.packages}
    gone = {(spec.package, _identity(spec)) for each in packages.values() for spec in each.left}
    told = {
        (change.after.package, _identity(change.after)): change.after
        for each in packages.values()
        for change in (*each.changed, *each.learned)
    }
    kept = ((spec, (spec.package, _identity(spec))) for spec in before)
    stay = [told[key] if key in told else replace(spec, tag=difference.tag) for spec, key in kept if key not in gone]
    return frozenset(chain(stay, *(each.came for each in packages.values())))


def _by_package(specs: Iterable[Spec]) -> Mapping[str, Sequence[Spec]]:
    found: defaultdict[str, list[Spec]] = defaultdict(list)
    for spec in specs:
        found[spec.package].append(spec)
    return found


def _compare(name: str, before: Sequence[Spec], after: Sequence[Spec]) -> PackageDifference | None:
    """Compare the specs of a package; None if they are the same."""
    was, now = {_identity(spec): spec for spec in before}, {_identity(spec): spec for spec in after}
    pairs = [Change(was[key], spec) for key, spec in now.items() if key in was]
    told = [pair for pair in pairs if _all_told(pair.before) != _all_told(pair.after)]
    if not told and len(pairs) == len(was) == len(now):
        return None
    came = tuple([spec for key, spec in now.items() if key not in was])
    left = tuple([spec for key, spec in was.items() if key not in now])
    rebuilt = _rebuilt(left, came)
    changed = tuple([change for change in told if change.fields])
    versions = _values(before, after, attrgetter("version.text"), order_of, newest_first=True)
    others = {
        "compilers": _values(before, after, attrgetter("compiler"), natural_key),
        "oss": _values(before, after, attrgetter("os"), natural_key),
        "targets": _values(before, after, attrgetter("target"), targets.key),
        "variants": _values_of_several(before, after, attrgetter("variants"), _option),
        "stacks": _values_of_several(before, after, _stacks, natural_key),
    }
    differs = bool(changed) or any(map(any, others.values()))
    return PackageDifference(
        name=name,
        kind=_kind((len(was), len(now)), versions, (len(left), len(came), len(rebuilt)), differs=differs),
        before=len(was),
        after=len(now),
        came=came,
        left=left,
        rebuilt=rebuilt,
        changed=changed,
        learned=tuple([change for change in told if not change.fields]),
        versions=versions,
        **others,
    )


def _kind(sizes: tuple[int, int], versions: Values, moved: tuple[int, int, int], *, differs: bool) -> ChangeKind:
    """What became of a package, in one word.

    Args:
        sizes: How many specs it had, and has.
        versions: Which came and left.
        moved: How many specs left and came, and how many of these are rebuilt.
        differs: Whether anything else is different.
    """
    if not all(sizes):
        return ChangeKind.LEFT if sizes[0] else ChangeKind.CAME
    if any(versions):
        return ChangeKind.VERSION if versions.came else ChangeKind.WITHOUT
    if not any(moved):
        return ChangeKind.TOLD
    return ChangeKind.REBUILT if len(set(moved)) == 1 and not differs else ChangeKind.BUILDS


def _identity(spec: Spec) -> Hashable:
    """What tells the specs of a package apart: the hash, or all that is known where there is none."""
    return spec.hash or _all_told(spec)


def _rebuilt(left: Iterable[Spec], came: Iterable[Spec]) -> tuple[Change, ...]:
    """Pairs of builds that are made of the same; each is in one of them at the most."""
    waiting: defaultdict[Hashable, deque[Spec]] = defaultdict(deque)
    for spec in left:
        waiting[_made_of(spec)].append(spec)
    pairs = ((waiting.get(_made_of(spec)), spec) for spec in (came if waiting else ()))
    return tuple([Change(alike.popleft(), spec) for alike, spec in pairs if alike])


def _values(
    before: Iterable[Spec],
    after: Iterable[Spec],
    value: Callable[[Spec], str | None],
    order: Callable[[str], object],
    *,
    newest_first: bool = False,
) -> Values:
    """Which values of something came and left; of the compiler, None says that there is none."""
    was, now = set(map(value, before)), set(map(value, after))
    if was == now:
        return _NO_VALUES
    return _sorted(now - was, was - now, order, newest_first=newest_first)


def _values_of_several(
    before: Iterable[Spec],
    after: Iterable[Spec],
    values: Callable[[Spec], tuple[str, ...]],
    order: Callable[[str], object],
) -> Values:
    """The same of something of which a spec may have several."""
    was, now = set(map(values, before)), set(map(values, after))
    if was == now:
        return _NO_VALUES
    olds, news = frozenset(chain.from_iterable(was)), frozenset(chain.from_iterable(now))
    return _sorted(news - olds, olds - news, order)


def _sorted(
    came: Iterable[str | None],
    left: Iterable[str | None],
    order: Callable[[str], object],
    *,
    newest_first: bool = False,
) -> Values:
    def put(values: Iterable[str | None]) -> tuple[str, ...]:
        known = [value for value in values if value is not None]
        return tuple(sorted(known, key=order, reverse=newest_first))  # type: ignore[arg-type]  # keys of one order compare

    return Values(put(came), put(left))


def _option(variant: str) -> object:
    """Sort variants by the names of their options, as Spack lists them."""
    return natural_key(variant.lstrip("+~"))


def _counts(
    specs: tuple[Iterable[Spec], Iterable[Spec]],
    packages: Iterable[PackageDifference],
    values: Callable[[Spec], tuple[str, ...]],
    order: Callable[[str], object],
) -> tuple[Count, ...]:
    """Count the specs of each value, and those that came to it and left it, of the values that any came to or left."""
    came, left = Counter[str](), Counter[str]()
    for package in packages:
        came.update(chain.from_iterable(map(values, package.came)))
        left.update(chain.from_iterable(map(values, package.left)))
        for change in package.changed:
            was, now = set(values(change.before)), set(values(change.after))
            came.update(now - was)
            left.update(was - now)
    before, after = (_counted(map(values, each)) for each in specs)
    names = sorted({*came, *left}, key=order)  # type: ignore[arg-type]  # keys of one order compare
    return tuple(Count(name, before[name], after[name], came[name], left[name]) for name in names)


def _counted(found: Iterable[tuple[str, ...]]) -> Counter[str]:
    """How often each value is there; most specs have the same values."""
    counts = Counter[str]()
    for values, number in Counter(found).items():
        for value in values:
            counts[value] += number
    return counts
