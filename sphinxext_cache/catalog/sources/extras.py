"""What most sources do not know of a spec: which values of it may be shown, key by key."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.limits import MAX_DEPENDENCIES, MAX_VIRTUALS
from sphinxext_cache.catalog.model import DEPENDENCY_TYPES, Dependency
from sphinxext_cache.catalog.names import first_unseen, is_safe_segment, natural_key, shorten
from sphinxext_cache.catalog.nearest import did_you_mean
from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.sources.findings import UnusableError, unsafe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sphinxext_cache.catalog.sources.draft import Edge, More
    from sphinxext_cache.catalog.sources.findings import KeyPath

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HASH: Final = re.compile(r"[a-z0-9]{32}")


def admit_extra(more: More, key: str) -> object:
    """The value of one key as a `Spec` has it.

    Args:
        more: What was found.
        key: One of its keys, which must be known.

    Raises:
        UnusableError: It cannot be used; the place is within the value.
    """
    value = getattr(more, key)
    return _ADMIT[key](value) if key in _ADMIT else value


def in_order(dependencies: Iterable[Dependency]) -> tuple[Dependency, ...]:
    """Dependencies as a `Spec` has them: by name, each with its types in Spack's order and its virtuals by name."""
    return tuple(
        sorted(
            (
                Dependency(
                    name=each.name,
                    hash=each.hash,
                    types=tuple(kind for kind in DEPENDENCY_TYPES if kind in each.types),
                    virtuals=tuple(sorted(set(each.virtuals), key=natural_key)),
                )
                for each in dependencies
            ),
            key=lambda each: (natural_key(each.name), each.hash or ""),
        )
    )


def _name(text: str, path: KeyPath = ()) -> str:
    if not is_safe_segment(text):
        raise UnusableError(Code.UNSAFE, path, unsafe(text))
    return text


def _printable(text: str) -> str:
    if unseen := first_unseen(text):
        message = f"'{shorten(text)}' holds the invisible character U+{ord(unseen):04X}"
        raise UnusableError(Code.UNSAFE, (), message)
    return text


def _day(text: str) -> date:
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UnusableError(Code.SCHEMA, (), f"'{shorten(text)}' is no date, such as 2025-04-20")


def _names(texts: tuple[str, ...]) -> tuple[str, ...]:
    _count(texts, MAX_VIRTUALS, "virtuals")
    return tuple(sorted({_name(text, (index,)) for index, text in enumerate(texts)}, key=natural_key))


def _edges(edges: tuple[Edge, ...]) -> tuple[Dependency, ...]:
    _count(edges, MAX_DEPENDENCIES, "dependencies")
    return in_order([_edge(edge, (index,)) for index, edge in enumerate(edges)])


def _edge(edge: Edge, path: KeyPath) -> Dependency:
    if edge.hash is not None and not _HASH.fullmatch(edge.hash):
        message = f"'{shorten(edge.hash)}' is not a hash of 32 letters and digits"
        raise UnusableError(Code.SCHEMA, (*path, "hash"), message)
    for kind in edge.types:
        if kind not in DEPENDENCY_TYPES:
            hint = did_you_mean(kind, DEPENDENCY_TYPES) or f"; there are {', '.join(DEPENDENCY_TYPES)}"
            message = f"'{shorten(kind)}' is no type of dependency{hint}"
            raise UnusableError(Code.SCHEMA, (*path, "types"), message)
    _count(edge.virtuals, MAX_VIRTUALS, "virtuals")
    return Dependency(
        name=_name(edge.name, (*path, "name")),
        hash=edge.hash,
        types=edge.types,
        virtuals=tuple(_name(virtual, (*path, "virtuals")) for virtual in edge.virtuals),
    )


def _count(found: tuple[object, ...], most: int, what: str) -> None:
    if len(found) > most:
        raise UnusableError(Code.LIMIT, (), f"holds {len(found)} {what}, more than {most}")


_ADMIT: Final[Mapping[str, Callable[..., object]]] = {
    "namespace": _name,
    "installed": _day,
    "dependencies": _edges,
    "provides": _names,
    "module": _printable,
}
"""What is done to the values of each key; the others need nothing."""
