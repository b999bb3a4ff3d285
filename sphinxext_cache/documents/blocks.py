"""Functions for writing both tables and trees: captions, numbers, names, and nodes that are added late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.nodes import make_id
from sphinx import addnodes

from sphinxext_cache.catalog.facts import DOCUMENT
from sphinxext_cache.documents.nodes import cache_block
from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.host.builders import has_links, writes_one_page
from sphinxext_cache.messages import own
from sphinxext_cache.render.html import attributes_html

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

    from sphinxext_cache.tables import Ref


def caption_of(node: nodes.Node) -> str:
    """The caption of a block for numbered references; None for none, since Sphinx numbers all blocks with a caption."""
    assert isinstance(node, cache_block)  # noqa: S101 it is registered only for these
    return node.caption  # type: ignore[return-value]  # Sphinx accepts None, too


def caption_html(translator: HTML5Translator, node: cache_block, label: str) -> str:
    """The author's caption with its number and permanent link, as Sphinx writes them for its own tables."""
    if node.title is None:
        _tell_apart(translator, node)
        return ""
    mark = len(translator.body)
    if node["ids"]:
        translator.add_fignumber(node)
    translator.body.append('<span class="caption-text">')
    for child in node.title.children:
        child.walkabout(translator)
    translator.body.append("</span>")
    if node["ids"]:
        _tell_apart(translator, node)
        translator.add_permalink_ref(node, label)
    caption = "".join(translator.body[mark:])
    del translator.body[mark:]
    marks = attributes_html(own(translator.config.language))
    return f"<span{marks}>{caption}</span>" if marks else caption


def _tell_apart(translator: HTML5Translator, node: cache_block) -> None:
    """Make generated ids unique on a page of many documents, as Sphinx numbers them per document."""
    if writes_one_page(translator.builder) and not node["names"]:
        node["ids"] = [make_id(f"{translator.docnames[-1]}-{node_id}") for node_id in node["ids"]]


def attributes_of(node: cache_block, *, in_book: bool) -> dict[str, str]:
    """The attributes of the HTML element of a block."""
    align = [f"align-{node['align']}"] if "align" in node else []
    attributes = {"class": " ".join([*node["classes"], *align]), "id": " ".join(node["ids"][:1])}
    if "width" in node:
        # A strict Content-Security-Policy forbids style attributes; books have neither that nor our scripts.
        attributes |= {"style": f"width: {node['width']}"} if in_book else {"data-width": node["width"]}
    return attributes


def number_of(env: BuildEnvironment, node: cache_block) -> str:
    """The number of a block as references show it; empty if it has none."""
    numbers = env.toc_fignumbers.get(docname_of(node) or env.docname, {}).get("table", {})
    for node_id in node["ids"]:
        if node_id in numbers:
            return str(env.config.numfig_format["table"] % ".".join(map(str, numbers[node_id])))
    return ""


def docname_of(node: nodes.Element) -> str | None:
    """The document that a node comes from, if several documents were merged; else None."""
    parent: nodes.Element | None = node
    while parent is not None and not isinstance(parent, addnodes.start_of_file):
        parent = parent.parent
    return parent["docname"] if parent is not None else None


def is_linked(env: BuildEnvironment, ref: Ref) -> bool:
    """Whether a block links to an object.

    If URLs are printed, as they can be in LaTeX, a block only links to documents, since URLs would crowd it.
    """
    domain = cache_domain(env)
    if not has_links(domain.builder):
        return False
    if ref.kind == DOCUMENT:
        return domain.places.locate(ref) is not None
    if ref.kind == "stack" and ref.name not in domain.catalog.stacks(ref.tag):
        return False  # a fact may name a stack for software that is in no source
    if domain.builder.format != "latex" or env.config.latex_show_urls in {False, "no"}:
        return True
    place = domain.places.locate(ref)
    return place is not None and place.is_document


def visit_late(translator: nodes.NodeVisitor, node: cache_block) -> None:
    """Write a block that was added after all transforms, by applying the post-transforms to it first."""
    document = node.document
    assert document is not None  # noqa: S101 writers only write documents
    env: BuildEnvironment = document.settings.env
    docname = docname_of(node) or env.path2doc(document["source"]) or env.config.root_doc
    alone = document.copy()
    alone += node.deepcopy()
    env.resolve_references(alone, docname, cache_domain(env).builder)
    for made in alone.children:
        made.walkabout(translator)
    raise nodes.SkipNode


def depart(_translator: nodes.NodeVisitor, _node: cache_block) -> None:
    """Do nothing: the visitor has written everything."""
