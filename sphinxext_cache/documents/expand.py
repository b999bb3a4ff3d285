"""How a table of a document is written: straight to strings for HTML, turned into docutils nodes for all others."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.nodes import make_id
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxext_cache.documents.nodes import GENERATED, build_table, cache_table
from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.host.builders import (
    collects_messages,
    has_readers,
    register_visitors,
    runs_scripts,
    writes_one_page,
)
from sphinxext_cache.messages import _, foreign, own
from sphinxext_cache.render.doctree import table_to_nodes
from sphinxext_cache.render.html import HtmlRenderer, attributes_html
from sphinxext_cache.render.latex import is_too_tall
from sphinxext_cache.render.surroundings import look_around

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

    from sphinxext_cache.render.surroundings import Surroundings
    from sphinxext_cache.tables import Ref, Table


class KeepGenerated(SphinxTransform):
    """Keeps what we made out of the message catalogs of a project, and from being translated by them.

    Sphinx would have code blocks translated, if a project asks for that, whatever they say themselves.
    """

    default_priority = 15  # between the choice of what is translated, and the translation

    def apply(self, **_kwargs: Any) -> None:  # noqa: ANN401 the signature is docutils'
        """Mark the nodes of one document."""
        if self.env.docname in cache_domain(self.env).answers:
            for node in self.document.findall(nodes.TextElement):
                if GENERATED in node:
                    node["translatable"] = False


class MarkForeign(SphinxPostTransform):
    """Says in HTML of which language our words are, where nobody translated them into that of the project."""

    default_priority = 4
    formats = ("html", "xml", "pseudoxml")

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 the signature is docutils'
        """Put elements of HTML around our words in one document; no XML shows the mark by which they are known."""
        in_html = cache_domain(self.env).builder.format == "html"
        marks = attributes_html(foreign(self.config.language)) if in_html else ""
        if in_html and not marks:
            return
        for node in list(self.document.findall(lambda node: isinstance(node, nodes.Element) and GENERATED in node)):
            assert isinstance(node, nodes.Element)  # noqa: S101 none else was looked for
            if marks and GENERATED not in node.parent:
                opening, closing = (nodes.raw("", tag, format="html") for tag in (f"<div{marks}>", "</div>"))
                place = node.parent.index(node)
                node.parent[place : place + 1] = [opening, node, closing]
            elif not marks:
                del node[GENERATED]


class DropUnused(SphinxPostTransform):
    """Drops what a table says where nothing matches, for something does. Only who collects messages had to see it."""

    default_priority = 4  # before the references in it are resolved

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 the signature is docutils'
        """Drop it from the tables of one document; where messages are collected, all but the message."""
        collected = collects_messages(cache_domain(self.env).builder)
        for table in self.document.findall(cache_table):
            for unused in [child for child in table.children if isinstance(child, nodes.paragraph)]:
                unused.clear()
                if not collected:
                    table.remove(unused)


class ExpandTables(SphinxPostTransform):
    """Puts a docutils table in the place of each of ours, for builders that write something else than HTML."""

    default_priority = 5  # before the references in the tables are resolved

    def is_supported(self) -> bool:
        """Leave HTML to its writer, which need not hold the whole table in memory."""
        builder = cache_domain(self.env).builder
        return has_readers(builder) and builder.format != "html"

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 the signature is docutils'
        """Expand the tables of one document."""
        for node in list(self.document.findall(cache_table)):
            table = build_table(node, cache_domain(self.env).catalog)
            around = self._look_around(node)
            # Not `replace_self`, which would give the ids to the first of the new nodes as well.
            place = node.parent.index(node)
            if self._format == "latex" and around.box is not None and is_too_tall(table, around):
                text = str(_("See below: {table}")).format(table=table.caption or table.title)
                node.parent[place] = nodes.paragraph(text, text)
                below = around.box.parent.index(around.box) + 1
                around.box.parent[below:below] = self._made(node, table, self._look_around(around.box))
            else:
                node.parent[place : place + 1] = self._made(node, table, around)

    @property
    def _format(self) -> str:
        return cache_domain(self.env).builder.format

    def _look_around(self, node: nodes.Element) -> Surroundings:
        return look_around(node, self.env.docname, self._is_linked)

    def _made(self, node: cache_table, table: Table, around: Surroundings) -> list[nodes.Element]:
        ruled = not {"booktabs", "borderless"} & {*self.config.latex_table_style, *node["classes"]}
        made = table_to_nodes(table, around, self._format, number=self._number(node), ruled=ruled)
        self._take_over(node, made)
        return made

    def _take_over(self, node: cache_table, made: list[nodes.Element]) -> None:
        """Give what was made the names of a table, and what its author says of how it looks."""
        table = next((child for child in made if isinstance(child, nodes.table)), None)
        if table is None:
            # As within other tables: its name is that of what is said first, which is the caption if there is one.
            said = [paragraph for each in made for paragraph in each.findall(nodes.paragraph)]
            first = next((each for each in said if "cache-caption" in each["classes"]), said[0])
            first += nodes.target("", "", ids=node["ids"], names=node["names"])
            return
        for title in table.findall(nodes.title):
            # The author's own, with what is marked up in it.
            title.replace_self(node.title or title)
        for key in ("ids", "names", "classes"):
            table[key] = [*table[key], *node[key]]
        for key in ("align", "width"):
            if key in node:
                table[key] = node[key]

    def _number(self, node: cache_table) -> str:
        """What a numbered reference calls a table; empty if it has no number."""
        numbers = self.env.toc_fignumbers.get(_docname(node) or self.env.docname, {}).get("table", {})
        for node_id in node["ids"]:
            if node_id in numbers:
                return str(self.config.numfig_format["table"] % ".".join(map(str, numbers[node_id])))
        return ""

    def _is_linked(self, ref: Ref) -> bool:
        """Whether a table links to an object.

        Where LaTeX writes out the addresses of links, those of a table would crowd it.
        """
        if self._format != "latex" or self.config.latex_show_urls in {False, "no"}:
            return True
        place = cache_domain(self.env).places.locate(ref)
        return place is not None and place.is_document


def _docname(node: nodes.Element) -> str | None:
    """The document that a node comes from, where several have become one; else None."""
    parent: nodes.Element | None = node
    while parent is not None and not isinstance(parent, addnodes.start_of_file):
        parent = parent.parent
    return parent["docname"] if parent is not None else None


class NumberReferences(SphinxPostTransform):
    """Says the number in references to numbered tables, where the writers of Sphinx say ``Table %s``."""

    default_priority = 20  # once the references are resolved
    formats = ("text", "man", "texinfo")

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 the signature is docutils'
        """Give the references of one document the title that they show elsewhere."""
        for reference in self.document.findall(addnodes.number_reference):
            reference["title"] = reference.astext()


def visit_cache_table(translator: HTML5Translator, node: cache_table) -> None:
    """Write the table."""
    builder = translator.builder
    domain = cache_domain(builder.env)
    docname = translator.docnames[-1] if translator.docnames else builder.current_docname

    @cache
    def link(ref: Ref) -> str | None:
        return domain.places.address(builder, docname, ref)

    table = build_table(node, domain.catalog)
    caption = _caption_html(translator, node)  # may change the ids
    attributes = _attributes(node, in_book=not runs_scripts(builder))
    marks = attributes_html(foreign(builder.config.language))
    html = HtmlRenderer(link).table(table, attributes=attributes, caption=caption)
    translator.body.extend([f"<div{marks}>\n", html, "</div>\n"] if marks else [html])
    raise nodes.SkipNode


def visit_late_table(translator: nodes.NodeVisitor, node: cache_table) -> None:
    """Write a table that no transform has met, since it came into the document later, as what it would have become."""
    document = node.document
    assert document is not None  # noqa: S101 a writer writes nothing else
    env: BuildEnvironment = document.settings.env
    docname = _docname(node) or env.path2doc(document["source"]) or env.config.root_doc
    alone = document.copy()
    alone += node.deepcopy()
    env.resolve_references(alone, docname, cache_domain(env).builder)
    for made in alone.children:
        made.walkabout(translator)
    raise nodes.SkipNode


def depart_cache_table(_translator: nodes.NodeVisitor, _node: cache_table) -> None:
    """Do nothing: who visits a table has written all."""


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
        if writes_one_page(translator.builder) and not node["names"]:
            # Sphinx counts the tables of each document, and this page holds many documents.
            node["ids"] = [make_id(f"{translator.docnames[-1]}-{node_id}") for node_id in node["ids"]]
        translator.add_permalink_ref(node, str(_("Link to this table")))
    caption = "".join(translator.body[mark:])
    del translator.body[mark:]
    marks = attributes_html(own(translator.config.language))
    return f"<span{marks}>{caption}</span>" if marks else caption


def _attributes(node: cache_table, *, in_book: bool) -> dict[str, str]:
    align = [f"align-{node['align']}"] if "align" in node else []
    attributes = {"class": " ".join([*node["classes"], *align]), "id": " ".join(node["ids"][:1])}
    if "width" in node:
        # A strict Content-Security-Policy refuses styles in attributes; a book has neither that nor our scripts.
        attributes |= {"style": f"width: {node['width']}"} if in_book else {"data-width": node["width"]}
    return attributes


def choose_writer(app: Sphinx) -> None:
    """Register what writes a table under the builder of this build."""
    visit = visit_cache_table if app.builder.format == "html" else visit_late_table
    register_visitors(app, cache_table, (visit, depart_cache_table))


def setup_expansion(app: Sphinx) -> None:
    """Register the node and the transforms."""
    app.add_enumerable_node(cache_table, "table", _caption)
    app.add_transform(KeepGenerated)
    app.add_post_transform(MarkForeign)
    app.add_post_transform(DropUnused)
    app.add_post_transform(ExpandTables)
    app.add_post_transform(NumberReferences)
