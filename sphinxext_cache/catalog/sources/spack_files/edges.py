"""The dependencies of a node: a map or a list, by hashes of several kinds, with or without virtuals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import UNSET

from sphinxext_cache.catalog.limits import MAX_DEPENDENCIES
from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.sources.draft import Edge
from sphinxext_cache.catalog.sources.findings import UnusableError
from sphinxext_cache.catalog.sources.known import Known
from sphinxext_cache.catalog.sources.spack_files.checks import kind_of, list_of, map_of, text_of, texts_of
from sphinxext_cache.catalog.sources.spack_files.wire import FAULTS, decode_listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeVar

    import msgspec

    _Written = TypeVar("_Written")
    Refuse = Callable[[UnusableError], None]

_HASHES: Final = ("hash", "build_hash", "full_hash")
"""The keys of the hash of a dependency, the first of which counts."""


class EdgeReader:
    """Reads dependencies. Many nodes have the same one, which is looked at once."""

    def __init__(self) -> None:
        self._known: Known[bytes, Edge] = Known(_listed)
        self._named: Known[tuple[str, bytes], Edge] = Known(_named)

    def read(self, dependencies: msgspec.Raw, refuse: Refuse) -> tuple[Edge, ...]:
        """Read the dependencies of a node, with the hashes that are written there.

        Args:
            dependencies: Them, in JSON; nothing if there are none.
            refuse: Called with what is wrong with one, which is left out.
        """
        kind = kind_of(dependencies)
        if kind in {"missing", "null"}:
            return ()
        try:
            if kind == "a map":
                found = map_of(dependencies)
                _check_count(len(found))
                return _each(self._named, ((name, (name, bytes(each))) for name, each in found.items()), refuse)
            items = list(map(bytes, list_of(dependencies)))
            _check_count(len(items))
            try:
                return tuple(map(self._known.__getitem__, items))
            except UnusableError:
                return _each(self._known, enumerate(items), refuse)
        except UnusableError as fault:
            refuse(fault)
            return ()


def _check_count(count: int) -> None:
    """Refuse more dependencies than a spec may have, before any of them is looked at."""
    if count > MAX_DEPENDENCIES:
        message = f"has {count} dependencies, more than {MAX_DEPENDENCIES}; 'dependencies' is left out"
        raise UnusableError(Code.LIMIT, (), message)


def _each(
    known: Known[_Written, Edge], written: Iterable[tuple[str | int, _Written]], refuse: Refuse
) -> tuple[Edge, ...]:
    """Those that can be used."""
    edges: list[Edge] = []
    for place, each in written:
        try:
            edges.append(known[each])
        except UnusableError as fault:
            message = f"{fault.message}; the dependency is left out"
            refuse(UnusableError(fault.code, (place, *fault.path), message))
    return tuple(edges)


def _listed(data: bytes) -> Edge:
    edge = _at_once(data)
    if edge is not None and edge.name:
        return edge
    known = map_of(data)
    return _edge(text_of(known.get("name", b""), ("name",)), known)


def _named(written: tuple[str, bytes]) -> Edge:
    name, data = written
    return _edge(name, map_of(data))


def _at_once(data: bytes) -> Edge | None:
    """A dependency as nearly all are; None of one by another hash, or one that cannot be used."""
    try:
        listed = decode_listed(data)
    except FAULTS:
        return None
    if listed.hash is UNSET:
        return None
    types, virtuals = listed.type, listed.virtuals
    if listed.parameters is not UNSET:
        types = types if listed.parameters.deptypes is UNSET else listed.parameters.deptypes
        virtuals = virtuals if listed.parameters.virtuals is UNSET else listed.parameters.virtuals
    return Edge(name=listed.name, hash=listed.hash, types=types, virtuals=virtuals)


def _edge(name: str, edge: Mapping[str, msgspec.Raw]) -> Edge:
    key = next((key for key in _HASHES if key in edge), None)
    parameters = map_of(edge["parameters"], ("parameters",)) if "parameters" in edge else {}
    types = parameters.get("deptypes", edge.get("type"))
    virtuals = parameters.get("virtuals", edge.get("virtuals"))
    if not name:
        raise UnusableError(Code.SCHEMA, ("name",), "is empty")
    return Edge(
        name=name,
        hash=None if key is None else text_of(edge[key], (key,)),
        types=() if types is None else _types(types),
        virtuals=() if virtuals is None else texts_of(virtuals, ("virtuals",)),
    )


def _types(types: msgspec.Raw) -> tuple[str, ...]:
    return (text_of(types, ("type",)),) if kind_of(types) == "a string" else texts_of(types, ("type",))
