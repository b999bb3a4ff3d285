"""Just nodes, as ``spack find --json`` and ``spack spec --json`` print them, or each in a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.sources.findings import UnusableError
from sphinxext_cache.catalog.sources.spack_files.checks import check_count, kind_of, list_of, map_of
from sphinxext_cache.catalog.sources.spack_files.found import Found, read_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxext_cache.catalog.sources.findings import Findings, KeyPath
    from sphinxext_cache.catalog.sources.spack_files.checks import Json

NEWEST: Final = 5
"""The newest version of the format that is known."""


def read_nodes(value: Json, path: KeyPath, findings: Findings) -> Iterator[Found]:
    """Read nodes: a list of them, one of them, or a map that holds them.

    Args:
        value: They.
        path: Where they are in the file.
        findings: Where it is noted what cannot be used.

    Raises:
        UnusableError: They are neither a list nor a map, or too many.
    """
    items: list[tuple[KeyPath, Json]] = []
    for key in ("spec", "nodes"):
        known = map_of(value, path) if kind_of(value) == "a map" else {}
        if key in known and not known.keys() >= {"version", "arch"}:
            value, path = known[key], (*path, key)
    if kind_of(value) == "a map":
        items.append((path, value))
    else:
        items += (((*path, index), each) for index, each in enumerate(list_of(value, path)))
    check_count(len(items), path)
    for place, each in items:
        try:
            yield Found(key="", path=place, node=read_node(each))
        except UnusableError as fault:
            findings.leave_out(fault.code, (*place, *fault.path), f"{fault.message}; the spec is left out")
