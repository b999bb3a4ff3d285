"""The descriptions of packages in documents: where they are, and which outputs contain them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from sphinxext_cache.host.outputs import conditions_around, documents_of, holds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sphinx.builders import Builder

    from sphinxext_cache.host.outputs import Condition
    from sphinxext_cache.warnings import SourceLine


class Described(NamedTuple):
    """A description of a package in a document.

    Attributes:
        docname: The document.
        line: Its source line.
        tag: The tag.
        package: The package.
        node_id: Its anchor.
        shows_specs: Whether it has the table of specs.
        conditions: The conditions for it to be in an output; known once the document is read.
    """

    docname: str
    line: SourceLine
    tag: str
    package: str
    node_id: str
    shows_specs: bool
    conditions: tuple[Condition, ...] = ()

    @property
    def target(self) -> tuple[object, ...]:
        """The fields that affect links, which excludes the line."""
        return self.docname, self.node_id, self.shows_specs

    def found_in(self, document: nodes.document) -> Described:
        """A copy with the conditions from its surroundings, once the document is read.

        A description that is not found in the document may be added to it later, and is returned unchanged.
        """
        node = next((node for node in document.findall(nodes.Element) if self.node_id in node["ids"]), None)
        if node is None:
            return self
        # With no-typesetting, only a target remains.
        shows_specs = self.shows_specs and not isinstance(node, nodes.target)
        return self._replace(shows_specs=shows_specs, conditions=conditions_around(node))

    def is_shown(self, builder: Builder) -> bool:
        """Whether the output of a build contains it, if it contains the document."""
        return all(holds(condition, builder) for condition in self.conditions)


class Descriptions:
    """All descriptions of packages in documents.

    Args:
        by_document: The descriptions in the environment, by document, in document order.
    """

    def __init__(self, by_document: dict[str, list[Described]]) -> None:
        self.by_document = by_document
        self._builder: Builder | None = None
        self._packages: dict[tuple[str, str], list[Described]] | None = None

    def attach(self, builder: Builder) -> None:
        """Set the builder of this build."""
        self._builder = builder
        self._packages = None

    @property
    def packages(self) -> Mapping[tuple[str, str], list[Described]]:
        """The descriptions in this build, by tag and package; references lead to the first of each.

        Only complete once all documents are read.
        """
        if self._packages is None:
            self._packages = {}
            for each in self._shown():
                self._packages.setdefault((each.tag, each.package), []).append(each)
        return self._packages

    def _shown(self) -> Iterator[Described]:
        if self._builder is None:
            return
        # Each document recorded its descriptions in document order.
        for docname in sorted(self.by_document.keys() & documents_of(self._builder)):
            yield from (each for each in self.by_document[docname] if each.is_shown(self._builder))

    def add(self, described: Described) -> None:
        """Record the description of a package in a document."""
        self.by_document.setdefault(described.docname, []).append(described)
        self._packages = None

    def look_around(self, docname: str, document: nodes.document) -> None:
        """Record the conditions of the descriptions in a document, once their surroundings are known."""
        if docname in self.by_document:
            self.by_document[docname] = [each.found_in(document) for each in self.by_document[docname]]

    def forget(self, docname: str) -> None:
        """Remove the descriptions in a document."""
        self.by_document.pop(docname, None)
        self._packages = None

    def merge(self, docnames: Collection[str], others: Mapping[str, list[Described]]) -> None:
        """Merge the descriptions in documents that another process read."""
        self.by_document.update({name: found for name, found in others.items() if name in docnames})
        self._packages = None
