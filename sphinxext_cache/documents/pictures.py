"""Put pictures of tables into documents: inline in HTML, as files in books such as EPUB, converted in LaTeX."""

from __future__ import annotations

import dataclasses
import posixpath
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docutils import nodes

from sphinxext_cache.digest import digest_bytes
from sphinxext_cache.documents.blocks import attributes_of, caption_html
from sphinxext_cache.files import replace
from sphinxext_cache.host.builders import runs_scripts
from sphinxext_cache.host.images import shows_svg
from sphinxext_cache.messages import _
from sphinxext_cache.render.cells import caption_node, raw
from sphinxext_cache.render.escape import escape
from sphinxext_cache.render.html import attributes_html
from sphinxext_cache.render.svg import behind_html, drawn_html, inline_svg, svg_file

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.writers.html5 import HTML5Translator

    from sphinxext_cache.documents.nodes import cache_table
    from sphinxext_cache.render.html import HtmlRenderer
    from sphinxext_cache.tables import Picture, Table


def table_html(translator: HTML5Translator, node: cache_table, table: Table, renderer: HtmlRenderer) -> str:
    """A table, its picture, or both, as its author chose; a picture alone comes with a folded table."""
    builder = translator.builder
    if not runs_scripts(builder):
        table = _without_bars(table)
    caption = caption_html(translator, node, str(_("Link to this table")))  # may change the ids
    attributes = attributes_of(node, in_book=not runs_scripts(builder))
    if table.picture is None or node.shows == "table":
        return renderer.table(table, attributes=attributes, caption=caption)
    drawn = drawn_html(table.picture, _shape(builder, table.picture))
    if node.shows == "both":
        return drawn + renderer.table(table, attributes=attributes, caption=caption)
    attributes["class"] = f"cache-pictured {attributes['class']}".rstrip()
    said = f'<p class="cache-caption">{caption}</p>\n' if caption else ""
    return f"<div{attributes_html(attributes)}>\n{said}{drawn}{behind_html(renderer.table(table))}</div>\n"


def _without_bars(table: Table) -> Table:
    """A table for books such as EPUB, without bars, because a page with other markup inside has to declare it."""
    columns = tuple(column._replace(bars=False) if column.bars else column for column in table.columns)
    return dataclasses.replace(table, columns=columns)


def _shape(builder: StandaloneHTMLBuilder, picture: Picture) -> str:
    """The picture as an element; in a book as a file, because a page with other markup inside has to declare it."""
    if runs_scripts(builder):
        return inline_svg(picture)
    content = svg_file(picture)
    name = f"cache-{digest_bytes(content)}.svg"
    path = Path(builder.outdir, builder.imagedir, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, content, path.with_suffix(".new"))
    return f'<img src="{escape(posixpath.join(builder.imgpath, name))}" alt="{escape(alternative(picture))}" />'


_ALIGNED: Final = {"left": r"\raggedright", "center": r"\centering", "right": r"\raggedleft"}
"""The LaTeX commands for the alignment in a line."""


def picture_nodes(builder: Builder, node: cache_table, table: Table, number: str) -> list[nodes.Element]:
    """The nodes of the picture for LaTeX; none if it cannot be shown.

    Args:
        builder: The builder.
        node: The node of the table.
        table: The table.
        number: The number of the table as numbered references show it, for formats that do not count themselves.
    """
    picture = table.picture
    if picture is None or node.shows == "table" or not shows_svg(builder):
        return []
    address = f"data:image/svg+xml;base64,{b64encode(svg_file(picture)).decode()}"
    image = nodes.image(uri=address, candidates={"?": address}, alt=alternative(picture))
    # Sphinx puts successive images on one line, and a single one at the margin; tables are centred.
    aligned = _ALIGNED.get(node.get("align", ""), _ALIGNED["center"])
    made = nodes.paragraph("", "", raw(f"{{{aligned} "), image, raw(r"\par}"))
    key = [nodes.paragraph(picture.key, picture.key, classes=["cache-legend"])] if picture.key else []
    if node.shows == "both":
        return [made, *key]
    target = nodes.target("", "", ids=node["ids"], names=node["names"])
    if node.title is None:
        return [target, made, *key]
    caption = caption_node(node.title.children, builder.format, number)
    caption += target
    return [caption, made, *key]


def alternative(picture: Picture) -> str:
    """The alternative text of a picture."""
    return f"{picture.title}: {picture.description}"
