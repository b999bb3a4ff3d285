"""Write the trees of documents: directly as strings for HTML, as nested lists for all other builders."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxext_cache.documents.blocks import (
    attributes_of,
    caption_html,
    caption_of,
    depart,
    is_linked,
    number_of,
    visit_late,
)
from sphinxext_cache.documents.nodes import cache_tree, make_tree
from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.host.builders import has_readers, register_visitors, runs_scripts
from sphinxext_cache.messages import _, foreign
from sphinxext_cache.render.html import HtmlRenderer
from sphinxext_cache.render.surroundings import look_around
from sphinxext_cache.render.tree import lists_around, tree_html, tree_to_nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from sphinxext_cache.tables import Ref


class ExpandTrees(SphinxPostTransform):
    """Replaces each tree with nested lists, for builders that do not write HTML."""

    default_priority = 5  # before the references in the lists are resolved

    def is_supported(self) -> bool:
        """Leave HTML to its writer, where trees expand and collapse."""
        builder = cache_domain(self.env).builder
        return has_readers(builder) and builder.format != "html"

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 the signature is docutils'
        """Expand the trees of a document."""
        domain = cache_domain(self.env)
        for node in list(self.document.findall(cache_tree)):
            made = tree_to_nodes(
                make_tree(node, domain.catalog),
                look_around(node, self.env.docname, partial(is_linked, self.env)),
                domain.builder.format,
                caption=node.title.children if node.title is not None else (),
                number=number_of(self.env, node),
                within=lists_around(node),
            )
            self._take_over(node, made)
            # Not `replace_self`, which would also copy the ids to the first new node.
            place = node.parent.index(node)
            node.parent[place : place + 1] = made

    @staticmethod
    def _take_over(node: cache_tree, made: list[nodes.Element]) -> None:
        """Copy the names, ids and classes of a tree to the nodes made from it."""
        outer = next(each for each in made if isinstance(each, nodes.bullet_list))
        outer["classes"] += node["classes"]
        if node["ids"]:
            # If the tree has a caption, its ids directly follow the number, which LaTeX uses in references.
            first = next(made[0].findall(nodes.paragraph))
            first += nodes.target("", "", ids=node["ids"], names=node["names"])


def visit_cache_tree(translator: HTML5Translator, node: cache_tree) -> None:
    """Write the tree."""
    builder = translator.builder
    domain = cache_domain(builder.env)
    docname = translator.docnames[-1] if translator.docnames else builder.current_docname

    @cache
    def link(ref: Ref) -> str | None:
        return domain.places.address(builder, docname, ref)

    in_book = not runs_scripts(builder)
    caption = caption_html(translator, node, str(_("Link to this tree")))  # may change the ids
    html = tree_html(
        make_tree(node, domain.catalog),
        HtmlRenderer(link),
        attributes={**attributes_of(node, in_book=in_book), **foreign(builder.config.language)},
        caption=caption,
        folds=not in_book,
    )
    translator.body.append(html)
    raise nodes.SkipNode


def choose_tree_writer(app: Sphinx) -> None:
    """Register the writer of trees for the builder of this build."""
    register_visitors(app, cache_tree, (visit_cache_tree if app.builder.format == "html" else visit_late, depart))


def setup_trees(app: Sphinx) -> None:
    """Register the node and the transform."""
    app.add_enumerable_node(cache_tree, "table", caption_of)
    app.add_post_transform(ExpandTrees)
