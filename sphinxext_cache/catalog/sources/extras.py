"""Admits what most sources do not know about a spec, key by key."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sphinxext_cache.catalog.limits import MAX_DEPENDENCIES, MAX_VIRTUALS
from sphinxext_cache.catalog.model import DEPENDENCY_TYPES, STATUSES, Dependency, Installation
from sphinxext_cache.catalog.names import first_unseen, is_safe_segment, natural_key, shorten
from sphinxext_cache.catalog.nearest import did_you_mean
from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.sources.findings import UnusableError, unsafe
from sphinxext_cache.catalog.sources.known import Known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sphinxext_cache.catalog.sources.draft import Edge, More
    from sphinxext_cache.catalog.sources.findings import KeyPath

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HASH: Final = re.compile(r"[a-z0-9]{32}")


class Extras:
    """Admits what most sources do not know. What many specs say is held once, such as that they depend on a spec."""

    def __init__(self) -> None:
        self._words: Known[str, str] = Known(_name)
        self._names: Known[tuple[str, ...], tuple[str, ...]] = Known(self._several)
        self._edges: Known[Edge, Dependency] = Known(self._edge)
        self._installations: dict[Installation, Installation] = {}
        self._admit: Mapping[str, Callable[..., object]] = {
            "namespace": self._words.__getitem__,
            "explicit": bool,
            "external": bool,
            "status": _status,
            "installed": Known(_day).__getitem__,
            "dependencies": self._dependencies,
            "provides": self._names.__getitem__,
            "module": _printable,
            "spliced": _hash,
        }

    def fields(self, more: More, refuse: Callable[[str, UnusableError], None]) -> dict[str, Any]:
        """The fields of a `Spec` that say it; see `Admission.more`."""
        known: dict[str, Any] = {}
        for key, admit in self._admit.items():
            value = getattr(more, key)
            if value is None:
                continue
            try:
                known[key] = admit(value)
            except UnusableError as fault:
                refuse(key, fault)
        of_installation = {key: known.pop(key) for key in Installation.__struct_fields__ if key in known}
        if of_installation:
            installation = Installation(**of_installation)
            known["installation"] = self._installations.setdefault(installation, installation)
        return known

    def _several(self, names: tuple[str, ...]) -> tuple[str, ...]:
        _count(names, MAX_VIRTUALS, "virtuals")
        for index, name in enumerate(names):
            _name(name, (index,))
        return by_name([self._words[name] for name in names])

    def _dependencies(self, edges: tuple[Edge, ...]) -> tuple[Dependency, ...]:
        _count(edges, MAX_DEPENDENCIES, "dependencies")
        found: set[Dependency] = set()
        for index, edge in enumerate(edges):
            try:
                found.add(self._edges[edge])
            except UnusableError as fault:
                raise UnusableError(fault.code, (index, *fault.path), fault.message) from None
        return in_order(found)

    def _edge(self, edge: Edge) -> Dependency:
        if edge.hash is not None:
            _hash(edge.hash, ("hash",))
        if not is_safe_segment(edge.name):
            raise UnusableError(Code.UNSAFE, ("name",), unsafe(edge.name))
        for index, kind in enumerate(edge.types):
            if kind not in DEPENDENCY_TYPES:
                hint = did_you_mean(kind, DEPENDENCY_TYPES) or f"; expected one of {', '.join(DEPENDENCY_TYPES)}"
                message = f"'{shorten(kind)}' is not a dependency type{hint}"
                raise UnusableError(Code.SCHEMA, ("types", index), message)
        try:
            virtuals = self._names[edge.virtuals]
        except UnusableError as fault:
            raise UnusableError(fault.code, ("virtuals", *fault.path), fault.message) from None
        name, types = self._words[edge.name], _by_type(frozenset(edge.types))
        return Dependency(name=name, hash=edge.hash, types=types, virtuals=virtuals)


def by_name(names: Iterable[str]) -> tuple[str, ...]:
    """Names as a `Spec` has them: each once, in the order of `natural_key`."""
    return tuple(sorted(set(names), key=natural_key))


def in_order(dependencies: Iterable[Dependency]) -> tuple[Dependency, ...]:
    """Dependencies as a `Spec` has them: each once, by name."""
    return tuple(sorted(set(dependencies), key=_place))


def tidy(dependency: Dependency) -> Dependency:
    """A dependency as a `Spec` has it: with its types in Spack's order, and its virtuals by name."""
    types, virtuals = _by_type(frozenset(dependency.types)), by_name(dependency.virtuals)
    return Dependency(name=dependency.name, hash=dependency.hash, types=types, virtuals=virtuals)


def _place(dependency: Dependency) -> tuple[object, ...]:
    return natural_key(dependency.name), dependency.hash or "", dependency.types, dependency.virtuals


@lru_cache(maxsize=1 << 8)
def _by_type(types: frozenset[str]) -> tuple[str, ...]:
    """Types in Spack's order, behind them what is none; few sets of them occur."""
    return (*(kind for kind in DEPENDENCY_TYPES if kind in types), *sorted(types.difference(DEPENDENCY_TYPES)))


def _name(text: str, path: KeyPath = ()) -> str:
    if not is_safe_segment(text):
        raise UnusableError(Code.UNSAFE, path, unsafe(text))
    return text


def _hash(text: str, path: KeyPath = ()) -> str:
    if not _HASH.fullmatch(text):
        raise UnusableError(Code.SCHEMA, path, f"'{shorten(text)}' is not a hash of 32 letters and digits")
    return text


def _status(text: str) -> str:
    if text not in STATUSES:
        hint = did_you_mean(text, STATUSES) or f"; expected one of {', '.join(STATUSES)}"
        raise UnusableError(Code.SCHEMA, (), f"'{shorten(text)}' is not a status{hint}")
    return text


def _printable(text: str) -> str:
    if not text:
        raise UnusableError(Code.SCHEMA, (), "is empty")
    if unseen := first_unseen(text):
        message = f"'{shorten(text)}' contains the invisible character U+{ord(unseen):04X}"
        raise UnusableError(Code.UNSAFE, (), message)
    return text


def _day(text: str) -> date:
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UnusableError(Code.SCHEMA, (), f"'{shorten(text)}' is not a date such as 2025-04-20")


def _count(found: tuple[object, ...], most: int, what: str) -> None:
    if len(found) > most:
        raise UnusableError(Code.LIMIT, (), f"has {len(found)} {what}, more than {most}")
