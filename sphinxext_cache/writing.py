"""How a table of a document is written: streamed by the HTML writers, turned into docutils nodes for all others."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxext_cache.domain import cache_domain
from sphinxext_cache.messages import _
from sphinxext_cache.nodes import cache_table, caption_of
from sphinxext_cache.render.doctree import table_to_nodes
from sphinxext_cache.render.html import render_table
from sphinxext_cache.tables import Ref, build

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class ExpandTables(SphinxPostTransform):
    """Puts a docutils table in the place of each of ours, for builders that write no HTML."""

    default_priority = 5  # before the references in the tables are resolved

    def is_supported(self) -> bool:
        """Leave HTML to its writer, which need not hold the whole table in memory."""
        return self.app.builder.format != "html"

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 the signature is docutils'
        """Expand the tables of one document."""
        catalog = cache_domain(self.env).catalog
        for node in list(self.document.findall(cache_table)):
            made = table_to_nodes(build(node.recipe, catalog), self.env.docname)
            table = next(child for child in made if isinstance(child, nodes.table))
            for key in ("ids", "names", "classes"):
                table[key] = [*table[key], *node[key]]
            for key in ("align", "width"):
                if key in node:
                    table[key] = node[key]
            node.replace_self(made)


def visit_cache_table(translator: HTML5Translator, node: cache_table) -> None:
    """Write the table, row by row."""
    builder = translator.builder
    domain = cache_domain(builder.env)
    docname = translator.docnames[-1] if translator.docnames else builder.current_docname

    @cache
    def link(ref: Ref) -> str | None:
        return domain.address(builder, docname, ref)

    table = build(node.recipe, domain.catalog)
    number, permalink = _caption_parts(translator, node)
    translator.body.extend(
        render_table(table, link, attributes=_attributes(node), caption_prefix=number, caption_suffix=permalink)
    )
    raise nodes.SkipNode


def depart_cache_table(_translator: HTML5Translator, _node: cache_table) -> None:
    """Do nothing: `visit_cache_table` has written all."""


def _caption_parts(translator: HTML5Translator, node: cache_table) -> tuple[str, str]:
    """The number before a caption and the permanent link behind it, as Sphinx writes them for its own tables."""
    if not caption_of(node) or not node["ids"]:
        return "", ""
    mark = len(translator.body)
    translator.add_fignumber(node)
    number = "".join(translator.body[mark:])
    del translator.body[mark:]
    translator.add_permalink_ref(node, str(_("Link to this table")))
    permalink = "".join(translator.body[mark:])
    del translator.body[mark:]
    return number, permalink


def _attributes(node: cache_table) -> dict[str, str]:
    align = [f"align-{node['align']}"] if "align" in node else []
    return {
        "class": " ".join([*node["classes"], *align]),
        "id": " ".join(node["ids"][:1]),
        "style": f"width: {node['width']}" if "width" in node else "",
    }


def setup_writing(app: Sphinx) -> None:
    """Register the node, its HTML writer and the transform."""
    app.add_enumerable_node(cache_table, "table", caption_of, html=(visit_cache_table, depart_cache_table))
    app.add_post_transform(ExpandTables)
