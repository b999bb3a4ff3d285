"""The descriptions of packages in documents: where they stand, and in which outputs they are to be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from sphinxext_cache.host import conditions_around, holds

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from sphinxext_cache.host import Condition
    from sphinxext_cache.warnings import SourceLine


class Described(NamedTuple):
    """A description of a package in a document.

    Attributes:
        docname: The document.
        line: Where it is.
        tag: The tag.
        package: The package.
        node_id: Its anchor.
        shows_specs: Whether it has the table of specs.
        conditions: On what it depends whether it is in an output; known once the document is read.
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
        """All that matters to links: not the line."""
        return self.docname, self.node_id, self.shows_specs

    def found_in(self, document: nodes.document) -> Described:
        """The same, now that the document is read and it can be seen what stands around it.

        What is not found there may come into the document later, and is taken as it is.
        """
        node = next((node for node in document.findall(nodes.Element) if self.node_id in node["ids"]), None)
        if node is None:
            return self
        # With no-typesetting, a target is all that is left.
        shows_specs = self.shows_specs and not isinstance(node, nodes.target)
        return self._replace(shows_specs=shows_specs, conditions=conditions_around(node))

    def is_shown(self, builder: Builder) -> bool:
        """Whether it is in the output of a build, if its document is."""
        return all(holds(condition, builder) for condition in self.conditions)
