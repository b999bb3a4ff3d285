"""Write the tables of documents: directly as strings for HTML, as docutils nodes for all other builders."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxext_cache.documents.blocks import (
    caption_of,
    depart,
    is_linked,
    number_of,
    visit_late,
)
from sphinxext_cache.documents.nodes import GENERATED, build_table, cache_block, cache_table
from sphinxext_cache.documents.pictures import picture_nodes, table_html
from sphinxext_cache.documents.trees import choose_tree_writer, setup_trees
from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.host.builders import (
    collects_messages,
    has_readers,
    register_visitors,
)
from sphinxext_cache.messages import _, foreign
from sphinxext_cache.render.doctree import table_to_nodes
from sphinxext_cache.render.html import HtmlRenderer, attributes_html
from sphinxext_cache.render.latex import is_too_tall
from sphinxext_cache.render.surroundings import look_around

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from sphinxext_cache.render.surroundings import Surroundings
    from sphinxext_cache.tables import Ref, Table


class KeepGenerated(SphinxTransform):
    """Keeps generated nodes out of the message catalogs of a project, and out of its translations.

    If a project has its code blocks translated, Sphinx ignores the attributes of single ones.
    """

    default_priority = 15  # between the selection of translatable nodes and their translation

    def apply(self, **_kwargs: Any) -> None:  # noqa: ANN401 the signature is docutils'
        """Mark the nodes of a document."""
        if self.env.docname in cache_domain(self.env).answers:
            for node in self.document.findall(nodes.TextElement):
                if GENERATED in node:
                    node["translatable"] = False


class MarkForeign(SphinxPostTransform):
    """Marks the language of generated text in HTML, if it is not translated into the language of the project."""

    default_priority = 4
    formats = ("html", "xml", "pseudoxml")

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 the signature is docutils'
        """Wrap generated text in HTML elements; for XML, remove the mark from its nodes."""
        in_html = cache_domain(self.env).builder.format == "html"
        marks = attributes_html(foreign(self.config.language)) if in_html else ""
        if in_html and not marks:
            return
        for node in list(self.document.findall(lambda node: isinstance(node, nodes.Element) and GENERATED in node)):
            assert isinstance(node, nodes.Element)  # noqa: S101 the condition selects only these
            if marks and GENERATED not in node.parent:
                opening, closing = (nodes.raw("", tag, format="html") for tag in (f"<div{marks}>", "</div>"))
                place = node.parent.index(node)
                node.parent[place : place + 1] = [opening, node, closing]
            elif not marks:
                del node[GENERATED]


class DropUnused(SphinxPostTransform):
    """Drops the text for an empty table, if the table is not empty. Only message catalogs need it."""

    default_priority = 4  # before the references in it are resolved

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 the signature is docutils'
        """Drop it from the tables of a document; when messages are collected, drop everything else."""
        collected = collects_messages(cache_domain(self.env).builder)
        for table in self.document.findall(cache_block):
            for unused in [child for child in table.children if isinstance(child, nodes.paragraph)]:
                unused.clear()
                if not collected:
                    table.remove(unused)


class ExpandTables(SphinxPostTransform):
    """Replaces each of our tables with a docutils table, for builders that do not write HTML."""

    default_priority = 5  # before the references in the tables are resolved

    def is_supported(self) -> bool:
        """Leave HTML to its writer, which does not need the nodes of a whole table in memory."""
        builder = cache_domain(self.env).builder
        return has_readers(builder) and builder.format != "html"

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 the signature is docutils'
        """Expand the tables of a document."""
        for node in list(self.document.findall(cache_table)):
            table = build_table(node, cache_domain(self.env).catalog)
            around = self._look_around(node)
            # Not `replace_self`, which would also copy the ids to the first new node.
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
        return look_around(node, self.env.docname, partial(is_linked, self.env))

    def _made(self, node: cache_table, table: Table, around: Surroundings) -> list[nodes.Element]:
        number = number_of(self.env, node)
        drawn = picture_nodes(cache_domain(self.env).builder, node, table, number) if self._format == "latex" else []
        if drawn and node.shows == "picture":
            return drawn
        ruled = not {"booktabs", "borderless"} & {*self.config.latex_table_style, *node["classes"]}
        made = table_to_nodes(table, around, self._format, number=number, ruled=ruled)
        self._take_over(node, made)
        return [*drawn, *made]

    def _take_over(self, node: cache_table, made: list[nodes.Element]) -> None:
        """Copy the names, ids and style of a table to the nodes made from it."""
        table = next((child for child in made if isinstance(child, nodes.table)), None)
        if table is None:
            # As within other tables: the ids go to the caption, or if there is none, to the first paragraph.
            said = [paragraph for each in made for paragraph in each.findall(nodes.paragraph)]
            first = next((each for each in said if "cache-caption" in each["classes"]), said[0])
            first += nodes.target("", "", ids=node["ids"], names=node["names"])
            return
        for title in table.findall(nodes.title):
            # The author's caption, with its markup.
            title.replace_self(node.title or title)
        for key in ("ids", "names", "classes"):
            table[key] = [*table[key], *node[key]]
        for key in ("align", "width"):
            if key in node:
                table[key] = node[key]


class NumberReferences(SphinxPostTransform):
    """Puts the number into references to numbered tables for builders where Sphinx writes ``Table %s``."""

    default_priority = 20  # once the references are resolved
    formats = ("text", "man", "texinfo")

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 the signature is docutils'
        """Set the title of the references in a document to their text."""
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
    marks = attributes_html(foreign(builder.config.language))
    html = table_html(translator, node, table, HtmlRenderer(link, named=domain.title_of_document))
    translator.body.extend([f"<div{marks}>\n", html, "</div>\n"] if marks else [html])
    raise nodes.SkipNode


def choose_writer(app: Sphinx) -> None:
    """Register the writers of tables and trees for the builder of this build."""
    visit = visit_cache_table if app.builder.format == "html" else visit_late
    register_visitors(app, cache_table, (visit, depart))
    choose_tree_writer(app)


def setup_expansion(app: Sphinx) -> None:
    """Register the nodes and the transforms."""
    app.add_enumerable_node(cache_table, "table", caption_of)
    app.add_transform(KeepGenerated)
    app.add_post_transform(MarkForeign)
    app.add_post_transform(DropUnused)
    app.add_post_transform(ExpandTables)
    setup_trees(app)
    app.add_post_transform(NumberReferences)
