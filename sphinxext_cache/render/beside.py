"""Renders the text above and below an HTML table: common variants, meanings of variants, and a remark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_cache.messages import _
from sphinxext_cache.render.escape import escape
from sphinxext_cache.render.typed import typed_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinxext_cache.tables import Cell, Table
    from sphinxext_cache.tables.model import Meanings


def common_html(table: Table) -> str:
    """Render the variants that all rows share; empty if there are none."""
    if not table.common:
        return ""
    variants = " ".join([typed_html([variant]) for variant in table.common])
    tag = "div" if "<details" in variants else "p"  # a paragraph cannot contain <details>
    label = escape(_("All of them:"))
    return f'<{tag} class="cache-common">{label} {variants}</{tag}>\n'


def meanings_html(meanings: Meanings, pieces: Callable[[Cell], str]) -> str:
    """Render the meanings of variants in a closed ``<details>`` element; empty if there are none.

    Args:
        meanings: The variants and their meanings.
        pieces: Renders a meaning.
    """
    if not meanings:
        return ""
    items = "".join([f"<dt><code>{escape(name)}</code></dt><dd>{pieces(said)}</dd>\n" for name, said in meanings])
    words = escape(_("What the variants mean"))
    return f'<details class="cache-meanings"><summary>{words}</summary>\n<dl>\n{items}</dl>\n</details>\n'


def remark_html(table: Table) -> str:
    """Render the remark on what the table leaves out; empty if there is none."""
    return f'<p class="cache-remark">{escape(table.remark)}</p>\n' if table.remark else ""
