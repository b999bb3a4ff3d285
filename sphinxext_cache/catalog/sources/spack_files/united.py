"""The nodes of a file by their own hashes, whichever hashes the file uses, with their dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.problems import Code

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sphinxext_cache.catalog.sources.draft import Edge
    from sphinxext_cache.catalog.sources.findings import Findings, UnusableError
    from sphinxext_cache.catalog.sources.spack_files.edges import EdgeReader
    from sphinxext_cache.catalog.sources.spack_files.found import Found


def unite(
    found: Iterable[Found], reader: EdgeReader, findings: Findings, refused: Collection[str] | None
) -> dict[str, Found]:
    """Put nodes by their hashes, and find what they are built on.

    Of two nodes with one hash the first counts. That they differ in dependencies is no contradiction: before Spack
    0.18, one hash could be that of several, which were built with other tools.

    Args:
        found: The nodes, in the order of the file.
        reader: Reads their dependencies.
        findings: Where it is noted what cannot be used.
        refused: The keys of nodes that cannot be used; None if the file need not have all that its nodes are built on.
    """
    nodes: dict[str, Found] = {}
    aliases: dict[str, str] = {}
    others: list[tuple[str | None, str]] = []
    for each in found:
        node = each.node
        node.hash = own = node.hash or each.key
        if not own:
            findings.leave_out(Code.SCHEMA, (*each.path, "hash"), "is missing; the spec is left out")
            continue
        if each.key and each.key != own:
            aliases.setdefault(each.key, own)
        if node.build_hash or node.full_hash:
            others += [(node.build_hash, own), (node.full_hash, own)]
        first = nodes.setdefault(own, each)
        if first is not each:
            _unite_two(first, each, findings)
    for alias, own in others:
        if alias and alias not in nodes:
            aliases.setdefault(alias, own)
    for each in nodes.values():
        each.edges = _edges(each, reader, aliases, findings)
    if refused is not None:
        _look_at_names(nodes, refused, findings)
    _cut_circles(nodes, findings)
    return nodes


def _unite_two(first: Found, other: Found, findings: Findings) -> None:
    """Take what the file says of a node where it says it twice."""
    first.is_shown = first.is_shown or other.is_shown
    first.explicit = first.explicit or other.explicit
    if _said(first) != _said(other):
        message = f"/{shorten(other.node.hash)} occurs twice, as two different specs; the first one is used"
        findings.leave_out(Code.DUPLICATE, other.path, message)


def _said(found: Found) -> tuple[object, ...]:
    node = found.node
    return node.name, node.version, node.namespace, bytes(node.arch), bytes(node.parameters), bytes(node.compiler)


def _edges(found: Found, reader: EdgeReader, aliases: Mapping[str, str], findings: Findings) -> tuple[Edge, ...]:
    def refuse(fault: UnusableError) -> None:
        findings.add(fault.code, (*found.path, "dependencies", *fault.path), fault.message)

    edges = reader.read(found.node.dependencies, refuse)
    if not aliases:
        return edges
    return tuple(
        msgspec.structs.replace(edge, hash=own) if (own := aliases.get(edge.hash or "")) else edge for edge in edges
    )


def _look_at_names(nodes: Mapping[str, Found], refused: Collection[str], findings: Findings) -> None:
    """Note which dependencies are not there, or are something else."""
    for found in nodes.values():
        if findings.are_enough:
            return
        for edge in found.edges:
            other = nodes.get(edge.hash or "")
            if (other is None and edge.hash not in refused) or (other is not None and other.node.name != edge.name):
                what = "is not in this file" if other is None else f"is '{shorten(other.node.name)}' in this file"
                findings.add(Code.INCONSISTENT, (*found.path, "dependencies"), f"{_show(edge)} {what}")


def _cut_circles(nodes: Mapping[str, Found], findings: Findings) -> None:
    """Leave out each dependency by which a spec is built on itself."""
    done: set[str] = set()
    cut: dict[str, set[Edge]] = {}
    for start in nodes:
        if start in done:
            continue
        way: dict[str, Iterator[Edge]] = {start: iter(nodes[start].edges)}
        while way:
            here = next(reversed(way))
            edge = next((edge for edge in way[here] if edge.hash in nodes and edge.hash not in done), None)
            if edge is None or edge.hash is None:
                done.add(here)
                del way[here]
            elif edge.hash in way:
                cut.setdefault(here, set()).add(edge)
            else:
                way[edge.hash] = iter(nodes[edge.hash].edges)
    for hash_, edges in cut.items():
        found = nodes[hash_]
        found.edges = tuple(edge for edge in found.edges if edge not in edges)
        for edge in sorted(edges, key=_show):
            message = (
                f"through {_show(edge)}, '{shorten(found.node.name)}' depends on itself; that dependency is left out"
            )
            findings.add(Code.INCONSISTENT, (*found.path, "dependencies"), message)


def _show(edge: Edge) -> str:
    return f"'{shorten(edge.name)}'" + (f" /{shorten(edge.hash)}" if edge.hash else "")
