"""What the documentation tells its readers to type and promises them to see, taken from its doctrees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.testing.util import SphinxTestApp


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of code.

    Attributes:
        language: The language that it is highlighted as.
        caption: Its caption, which begins with the name of a file; empty if it has none.
        text: What it holds.
        markup: The tab that it stands in: ``reStructuredText``, ``MyST``, or empty for readers of both.
    """

    language: str
    caption: str
    text: str
    markup: str

    @property
    def file(self) -> str:
        """The name of the file that it is to be saved as."""
        return self.caption.partition(",")[0]

    @property
    def how(self) -> str:
        """What is to be done with the file; empty: it is new."""
        return self.caption.partition(", ")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A list of what stands on a page.

    Attributes:
        page: The path of the page.
        sights: For each thing its kind (``A row``), and the texts that are set as code.
    """

    page: str
    sights: tuple[tuple[str, tuple[str, ...]], ...]


Step: TypeAlias = Block | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Documentation:
    """The documentation, built."""

    app: SphinxTestApp
    warnings: list[str]

    def steps(self, docname: str, markup: str, section: str = "") -> Iterator[Step]:
        """Yield what a reader of one markup is told, from top to bottom of a page or of one section of it."""
        for node in self._part(docname, section).findall(nodes.Element):
            if isinstance(node, nodes.literal_block):
                block = _block(node)
                if block.markup in {markup, ""}:
                    yield block
            elif isinstance(node, nodes.admonition) and "page" in node:
                yield Promise(page=node["page"], sights=tuple(map(_sight, node.findall(nodes.list_item))))

    def blocks(self, docname: str, section: str = "") -> list[Block]:
        """The blocks of a document, or of one section of it."""
        return [_block(node) for node in self._part(docname, section).findall(nodes.literal_block)]

    def _part(self, docname: str, section: str) -> nodes.Element:
        doctree = self.app.env.get_doctree(docname)
        if not section:
            return doctree
        return next(part for part in doctree.findall(nodes.section) if part[0].astext() == section)


def _block(node: nodes.literal_block) -> Block:
    wrapper = node.parent
    captions = list(wrapper.findall(nodes.caption)) if "literal-block-wrapper" in wrapper.get("classes", ()) else []
    return Block(
        language=node.get("language", ""),
        caption=captions[0].astext() if captions else "",
        text=node.astext() + "\n",
        markup=_tab(node),
    )


def _tab(node: nodes.Element) -> str:
    """The label of the tab that a node stands in."""
    while node.parent is not None:
        node = node.parent
        if node.get("design_component") == "tab-item":
            return node[0].astext()
    return ""


def _sight(item: nodes.list_item) -> tuple[str, tuple[str, ...]]:
    kind = next(iter(item.findall(nodes.Text))).astext().strip()
    return kind, tuple(literal.astext() for literal in item.findall(nodes.literal))
