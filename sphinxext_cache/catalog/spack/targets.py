"""CPU microarchitectures, as archspec describes them: their order, and which one runs what.

A binary built for a target runs on that target and on all its descendants. Names that archspec does not know
are allowed everywhere: such a target is unrelated to any other, and comes last.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import archspec.cpu

_FAMILIES = ("x86_64", "aarch64", "ppc64le", "ppc64", "riscv64")
_VENDORS = {"generic": "", "GenuineIntel": "Intel", "AuthenticAMD": "AMD", "ARM": "Arm"}
"""How readers call the vendors that archspec calls otherwise, in the order in which their processors are listed."""


class _Target(NamedTuple):
    """What is known of one target.

    Attributes:
        family: The name of the family.
        vendor: The vendor, empty for a level that several vendors' processors reach.
        ancestors: The names of all targets whose binaries run on this one, itself left out.
        place: The rank of the family, and the place of the target within all families.
    """

    family: str
    vendor: str
    ancestors: frozenset[str]
    place: tuple[int, int]


@lru_cache(maxsize=1 << 10)
def key(name: str) -> tuple[int, int, str]:
    """Give the sort key of a target.

    Families come in a fixed order, x86_64 first. Inside a family no target comes before one whose binaries it
    runs; the generic levels come first, then the processors of one vendor after the other, from old to new.
    Unknown names come last, by their characters.
    """
    known = _targets().get(name)
    return (*known.place, name) if known else (len(_targets()), 0, name)


def names() -> tuple[str, ...]:
    """Give the names of all targets that archspec knows."""
    return tuple(_targets())


def family(name: str) -> str | None:
    """Give the family of a target, such as ``x86_64`` for ``zen4``; None if it is unknown."""
    known = _targets().get(name)
    return known.family if known else None


def vendor(name: str) -> str | None:
    """Give the vendor of a target, such as ``AMD``; empty if its level is of no vendor, None if it is unknown."""
    known = _targets().get(name)
    return known.vendor if known else None


def runs_on(target: str, cpu: str) -> bool:
    """Tell whether a binary built for a target runs on a CPU: the target is that CPU, or its ancestor."""
    if target == cpu:
        return True
    known = _targets().get(cpu)
    return known is not None and target in known.ancestors


def between(name: str, low: str | None, high: str | None) -> bool:
    """Tell whether a target is in the range ``low:high``, both included.

    Args:
        name: The target.
        low: The least target, which the target must be able to stand in for; None if there is none.
        high: The CPU that binaries for the target must run on; None if there is none.
    """
    return (low is None or runs_on(low, name)) and (high is None or runs_on(name, high))


@cache
def _relatives(name: str, *, upwards: bool) -> tuple[str, ...]:
    known = _targets()
    if upwards:
        return tuple(sorted(known[name].ancestors, key=key))
    return tuple(sorted((other for other, each in known.items() if name in each.ancestors), key=key))


def ancestors(name: str) -> tuple[str, ...]:
    """Give the targets whose binaries run on a CPU, itself left out, sorted; empty if it is unknown."""
    return _relatives(name, upwards=True) if name in _targets() else ()


def descendants(name: str) -> tuple[str, ...]:
    """Give the CPUs that run binaries for a target, itself left out, sorted; empty if it is unknown."""
    return _relatives(name, upwards=False) if name in _targets() else ()


@cache
def _targets() -> dict[str, _Target]:
    """Read archspec's list once, and put it in order."""
    parents = {name: {str(parent) for parent in each.parents} for name, each in archspec.cpu.TARGETS.items()}
    families = {name: str(each.family) for name, each in archspec.cpu.TARGETS.items()}
    given = {name: str(each.vendor) for name, each in archspec.cpu.TARGETS.items()}
    vendors = {name: _VENDORS.get(vendor, vendor) for name, vendor in given.items()}
    ranks = {name: rank for rank, name in enumerate(dict.fromkeys([*_FAMILIES, *sorted(families.values())]))}
    places = {name: place for place, name in enumerate(_reading_order(parents, vendors))}
    return {
        name: _Target(
            family=families[name],
            vendor=vendors[name],
            ancestors=frozenset(str(ancestor) for ancestor in each.ancestors),
            place=(ranks[families[name]], places[name]),
        )
        for name, each in archspec.cpu.TARGETS.items()
    }


def _reading_order(parents: dict[str, set[str]], vendors: dict[str, str]) -> list[str]:
    """Sort all targets so that each comes after its parents, and vendor by vendor where that allows.

    Of the targets that may come next, one of the vendor just served goes first; archspec lists the processors
    of a vendor from old to new.
    """
    vendor_ranks = {
        name: rank for rank, name in enumerate(dict.fromkeys([*_VENDORS.values(), *sorted(vendors.values())]))
    }
    listed = {name: place for place, name in enumerate(parents)}
    done: dict[str, None] = {}
    serving = ""
    while len(done) < len(parents):
        ready = [name for name in parents if name not in done and parents[name] <= done.keys()]
        following = min(
            ready,
            key=lambda name: (
                vendors[name] != "",
                vendors[name] != serving,
                vendor_ranks[vendors[name]],
                listed[name],
            ),
        )
        serving = vendors[following]
        done[following] = None
    return list(done)
