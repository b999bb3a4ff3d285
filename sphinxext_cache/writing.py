"""How a table of a document is written: streamed by the HTML writers, turned into docutils nodes for all others."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.nodes import make_id
from sphinx import addnodes
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxext_cache.domain import cache_domain
from sphinxext_cache.messages import _
from sphinxext_cache.nodes import build_table, cache_table
from sphinxext_cache.render.doctree import table_to_nodes
from sphinxext_cache.render.html import render_table

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from sphinxext_cache.tables import Ref


class ExpandTables(SphinxPostTransform):
    """Puts a docutils table in the place of each of ours, for builders that write no HTML."""

    default_priority = 5  # before the references in the tables are resolved

    def is_supported(self) -> bool:
        """Leave HTML to its writer, which need not hold the whole table in memory."""
        return self.app.builder.format != "html"

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 the signature is docutils'
        """Expand the tables of one document."""
        domain = cache_domain(self.env)
        for node in list(self.document.findall(cache_table)):
            made = table_to_nodes(
                build_table(node, domain.catalog),
                self.env.docname,
                self.app.builder.format,
                number=self._number(node),
                ruled=not {"booktabs", "borderless"} & {*self.config.latex_table_style, *node["classes"]},
                linked=self._is_linked,
            )
            table = next(child for child in made if isinstance(child, nodes.table))
            for title in table.findall(nodes.title):
                # The author's own, with what is marked up in it.
                title.replace_self(node.title or title)
            for key in ("ids", "names", "classes"):
                table[key] = [*table[key], *node[key]]
            for key in ("align", "width"):
                if key in node:
                    table[key] = node[key]
            # Not `replace_self`, which would give the ids to the first of the new nodes as well.
            place = node.parent.index(node)
            node.parent[place : place + 1] = made

    def _number(self, node: cache_table) -> str:
        """What a numbered reference calls a table; empty if it has no number."""
        parent: nodes.Element | None = node
        while parent is not None and not isinstance(parent, addnodes.start_of_file):
            parent = parent.parent
        docname = parent["docname"] if parent is not None else self.env.docname
        numbers = self.env.toc_fignumbers.get(docname, {}).get("table", {})
        for node_id in node["ids"]:
            if node_id in numbers:
                return str(self.config.numfig_format["table"] % ".".join(map(str, numbers[node_id])))
        return ""

    def _is_linked(self, ref: Ref) -> bool:
        """Whether a table links to an object.

        Where LaTeX writes out the addresses of links, those of a table would crowd it.
        """
        if self.app.builder.format != "latex" or self.config.latex_show_urls in {False, "no"}:
            return True
        place = cache_domain(self.env).locate(ref)
        return place is not None and place.is_document


class NumberReferences(SphinxPostTransform):
    """Says the number in references to numbered tables, where the writers of Sphinx say ``Table %s``."""

    default_priority = 20  # once the references are resolved
    formats = ("text", "man", "texinfo")

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 the signature is docutils'
        """Give the references of one document the title that they show elsewhere."""
        for reference in self.document.findall(addnodes.number_reference):
            reference["title"] = reference.astext()


def visit_cache_table(translator: HTML5Translator, node: cache_table) -> None:
    """Write the table, row by row."""
    builder = translator.builder
    domain = cache_domain(builder.env)
    docname = translator.docnames[-1] if translator.docnames else builder.current_docname

    @cache
    def link(ref: Ref) -> str | None:
        return domain.address(builder, docname, ref)

    table = build_table(node, domain.catalog)
    caption = _caption_html(translator, node)  # may change the ids
    attributes = _attributes(node, in_book=builder.embedded)
    translator.body.extend(render_table(table, link, attributes=attributes, caption=caption))
    raise nodes.SkipNode


def depart_cache_table(_translator: HTML5Translator, _node: cache_table) -> None:
    """Do nothing: `visit_cache_table` has written all."""


def _caption(node: nodes.Node) -> str:
    """The caption by which numbered references know a table. Sphinx numbers what has one, hence none is None."""
    assert isinstance(node, cache_table)  # noqa: S101 it is registered for no other
    return node.caption  # type: ignore[return-value]  # Sphinx declares less than it allows


def _caption_html(translator: HTML5Translator, node: cache_table) -> str:
    """The author's caption with its number and its permanent link, as Sphinx writes those of its own tables."""
    if node.title is None:
        return ""
    mark = len(translator.body)
    if node["ids"]:
        translator.add_fignumber(node)
    translator.body.append('<span class="caption-text">')
    for child in node.title.children:
        child.walkabout(translator)
    translator.body.append("</span>")
    if node["ids"]:
        if isinstance(translator.builder, SingleFileHTMLBuilder) and not node["names"]:
            # Sphinx counts the tables of each document, and this page holds many documents.
            node["ids"] = [make_id(f"{translator.docnames[-1]}-{node_id}") for node_id in node["ids"]]
        translator.add_permalink_ref(node, str(_("Link to this table")))
    caption = "".join(translator.body[mark:])
    del translator.body[mark:]
    return caption


def _attributes(node: cache_table, *, in_book: bool) -> dict[str, str]:
    align = [f"align-{node['align']}"] if "align" in node else []
    attributes = {"class": " ".join([*node["classes"], *align]), "id": " ".join(node["ids"][:1])}
    if "width" in node:
        # A strict Content-Security-Policy refuses styles in attributes; a book has neither that nor our scripts.
        attributes |= {"style": f"width: {node['width']}"} if in_book else {"data-width": node["width"]}
    return attributes


def setup_writing(app: Sphinx) -> None:
    """Register the node, its HTML writer and the transform."""
    app.add_enumerable_node(cache_table, "table", _caption, html=(visit_cache_table, depart_cache_table))
    app.add_post_transform(ExpandTables)
    app.add_post_transform(NumberReferences)
