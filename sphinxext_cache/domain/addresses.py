"""The URLs of references in outputs without links: text and manual pages.

The writer of manual pages prints each URL after its reference, which is too wide for the cells of a table. The text
writer drops all URLs, and would break those in running text at line ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxext_cache.domain.links import PUBLISHED
from sphinxext_cache.messages import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class ListAddresses(SphinxPostTransform):
    """Lists the URLs of references to the published site at the end of a document in text, each once."""

    default_priority = 20  # once the references are resolved
    formats = ("text",)

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 the signature is docutils'
        """Append the list to a document with such references."""
        named: dict[str, str] = {}
        for reference in self.document.findall(nodes.reference):
            if PUBLISHED in reference:
                named.setdefault(reference["refuri"], reference.astext())
        if named:
            text = str(_("Pages on the web:"))
            listed = "\n".join(f"{name}: {address}" for address, name in named.items())
            # No writer breaks the lines of a literal block.
            self.document += [nodes.paragraph(text, text), nodes.literal_block(listed, listed)]


class NameInCells(SphinxPostTransform):
    """Reduces a reference to the published site to its text in table cells of manual pages."""

    default_priority = 20  # once the references are resolved
    formats = ("man",)

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 the signature is docutils'
        """Process the tables of a document."""
        for entry in self.document.findall(nodes.entry):
            for reference in list(entry.findall(nodes.reference)):
                if PUBLISHED in reference:
                    reference.replace_self(reference.children)


def setup_addresses(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_post_transform(ListAddresses)
    app.add_post_transform(NameInCells)
