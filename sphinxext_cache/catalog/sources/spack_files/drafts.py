"""From a node to a draft of a spec."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.sources.draft import Draft, More
from sphinxext_cache.catalog.sources.findings import UnusableError
from sphinxext_cache.catalog.sources.spack_files.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeVar

    import msgspec

    from sphinxext_cache.catalog.sources.findings import Findings
    from sphinxext_cache.catalog.sources.known import Known
    from sphinxext_cache.catalog.sources.spack_files.found import Found

    _Part = TypeVar("_Part")

KEYS: Final = {
    "versions": ("version",),
    "platform": ("arch", "platform"),
    "os": ("arch", "platform_os"),
    "target": ("arch", "target"),
    "variants": ("parameters",),
    "module": ("external", "module"),
    "spliced": ("build_spec", "hash"),
}
"""Where a node has what drafts call otherwise."""
_LANGUAGES: Final = ("c", "cxx", "fortran")
"""What compilers provide; the one for the first of them counts."""
_NO_COMPILERS: Final = frozenset({"gcc-runtime", "compiler-wrapper"})
"""What belongs to a compiler and is none."""


class DraftMaker:
    """Makes drafts of the nodes of one file.

    Args:
        nodes: All nodes of the file, by hash.
        findings: Where it is noted what cannot be used.
        stack: The stack of all of them; None if they have none.
        status: What is true of all of which the file says no status; None if nothing is.
        sizes: The sizes of tarballs by hash.
    """

    def __init__(
        self,
        nodes: Mapping[str, Found],
        findings: Findings,
        stack: str | None,
        status: str | None,
        sizes: Mapping[str, int],
    ) -> None:
        self._nodes = nodes
        self._findings = findings
        self._stacks = (stack,) if stack else ()
        self._status = status
        self._sizes = sizes
        self._parts = Parts()

    def make(self, found: Found) -> Draft | None:
        """Make the draft of a node; None if it has no architecture that could be used."""
        node, parts = found.node, self._parts
        try:
            architecture = parts.architecture[bytes(node.arch)]
        except UnusableError as fault:
            path = (*found.path, "arch", *fault.path)
            self._findings.leave_out(fault.code, path, f"{fault.message}; the spec is left out")
            return None
        is_external = _is_there(node.external)
        return Draft(
            version=node.version,
            compiler=self._compiler(found),
            os=architecture.os,
            platform=architecture.platform,
            target=architecture.target,
            variants=self._variants(found),
            stacks=self._stacks,
            hash=node.hash,
            size=self._sizes.get(node.hash),
            more=More(
                namespace=node.namespace or None,
                explicit=found.explicit,
                external=is_external or None,
                status=found.status or self._status,
                installed=found.installed,
                dependencies=found.edges,
                module=self._part(parts.module, node.external, found, "external") if is_external else None,
                spliced=self._part(parts.built_as, node.build_spec, found, "build_spec"),
            ),
        )

    def _variants(self, found: Found) -> tuple[str, ...]:
        variants = self._part(self._parts.variants, found.node.parameters, found, "parameters")
        if variants is None:
            return ()
        for fault in variants.faults:
            self._findings.add(fault.code, (*found.path, "parameters", *fault.path), fault.message)
        return variants.texts

    def _compiler(self, found: Found) -> str:
        """The compiler, by what says it best: the node, the node of another Spack before, or the dependencies."""
        node, parts = found.node, self._parts
        if compiler := self._part(parts.compiler, node.compiler, found, "compiler"):
            return compiler
        if compiler := self._part(parts.annotated_compiler, node.annotations, found, "annotations"):
            return compiler
        providing = {virtual: edge for edge in reversed(found.edges) if edge.virtuals for virtual in edge.virtuals}
        for language in _LANGUAGES if providing else ():
            edge = providing.get(language)
            if edge is not None and edge.name not in _NO_COMPILERS:
                other = self._nodes.get(edge.hash or "")
                return edge.name if other is None else f"{edge.name}@{other.node.version}"
        return "none"

    def _part(self, read: Known[bytes, _Part], value: msgspec.Raw, found: Found, key: str) -> _Part | None:
        """A part that may be missing, and costs no more than itself if it cannot be used."""
        if not _is_there(value):
            return None
        try:
            return read[bytes(value)]
        except UnusableError as fault:
            message = f"{fault.message}; '{key}' is left out"
            self._findings.add(fault.code, (*found.path, key, *fault.path), message)
            return None


def _is_there(value: msgspec.Raw) -> bool:
    return bool(value) and bytes(value) != b"null"
