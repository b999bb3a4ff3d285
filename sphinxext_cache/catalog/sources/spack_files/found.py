"""A node as found in a file of Spack, flat or in a map by its name, and what the file says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.sources.draft import Edge  # noqa: TC001 msgspec reads the annotations
from sphinxext_cache.catalog.sources.findings import UnusableError
from sphinxext_cache.catalog.sources.spack_files.checks import kind_of, map_of, text_of, why_not
from sphinxext_cache.catalog.sources.spack_files.wire import FAULTS, Node, decode_node

if TYPE_CHECKING:
    from sphinxext_cache.catalog.sources.findings import KeyPath
    from sphinxext_cache.catalog.sources.spack_files.checks import Json

_TEXTS = ("name", "version", "hash", "build_hash", "full_hash", "namespace")


class Found(msgspec.Struct, kw_only=True, gc=False):
    """A node, and what the file says of it.

    Attributes:
        key: The key under which it is in the file; empty if it has none.
        path: Where it is in the file.
        node: The node.
        is_shown: Whether it is shown, and not but pulled in.
        explicit: Whether somebody asked for it; None if unknown.
        status: One of `STATUSES`; None if unknown.
        installed: The day on which it was installed; None if unknown.
        edges: Its dependencies, by their own hashes.
    """

    key: str
    path: tuple[str | int, ...]
    node: Node
    is_shown: bool = True
    explicit: bool | None = None
    status: str | None = None
    installed: str | None = None
    edges: tuple[Edge, ...] = ()


def read_node(data: Json) -> Node:
    """Read a node.

    Raises:
        UnusableError: It is no node, or has no name, no version or no architecture.
    """
    try:
        node = decode_node(data)
    except FAULTS as error:
        node = _unwrap(map_of(data), why_not(error))
    else:
        if not node.version:
            node = _unwrap(map_of(data), "")
    for key in ("name", "version", "arch"):
        if not getattr(node, key):
            raise UnusableError(Code.SCHEMA, (key,), "is missing")
    return node


def _unwrap(known: dict[str, msgspec.Raw], fault: str) -> Node:
    """The node in a map by its name; otherwise what is wrong with a flat one is found."""
    if len(known) == 1:
        ((name, inner),) = known.items()
        if kind_of(inner) == "a map":
            try:
                node = decode_node(inner)
            except FAULTS as error:
                _find_fault(map_of(inner, (name,)), (name,))
                raise UnusableError(Code.SCHEMA, (name,), why_not(error)) from None
            node.name = name
            return node
    _find_fault(known, ())
    if fault:
        raise UnusableError(Code.SCHEMA, (), fault)
    raise UnusableError(Code.SCHEMA, ("version",), "is missing")


def _find_fault(known: dict[str, msgspec.Raw], path: KeyPath) -> None:
    """Look which of the plain values of a node is to blame."""
    for key in _TEXTS:
        if key in known and not (kind_of(known[key]) == "null" and key not in {"name", "version", "hash"}):
            text_of(known[key], (*path, key))
