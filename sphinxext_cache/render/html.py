"""From a `Table` to HTML, row by row.

Everything that comes from data is escaped here and nowhere else. Equal cells are rendered once a table: of 60,000
rows most cells are equal. What scripts must know is on the table and its headers, so that rows stay light.
"""

from __future__ import annotations

import json
from functools import lru_cache
from html import escape as escape_html
from typing import TYPE_CHECKING, Final

from sphinxext_cache.messages import _
from sphinxext_cache.tables import COLUMNS, Piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sphinxext_cache.tables import Cell, Column, Ref, Row, Table
    from sphinxext_cache.tables.spec_column import SpecColumn

    Link = Callable[[Ref], str | None]


escape = lru_cache(maxsize=1 << 14)(escape_html)
"""Escapes a string for HTML; the same few thousand names stand on most pages."""


_BLANK: Final = Piece(" ")


def attributes_html(attributes: Mapping[str, str]) -> str:
    """Attributes as they stand in a tag; those without a string are left out."""
    return "".join(f' {key}="{escape(text)}"' for key, text in attributes.items() if text)


def render_pieces(pieces: Iterable[Piece], link: Link) -> str:
    """Running text with its links.

    Args:
        pieces: What to show.
        link: Gives the address that a reference leads to, or None if it leads nowhere.
    """
    return "".join([_piece(piece, link) for piece in pieces])


def render_table(
    table: Table,
    link: Link,
    *,
    attributes: Mapping[str, str] | None = None,
    caption: str = "",
) -> Iterator[str]:
    """Yield the HTML of a table: what its rows share, and the table in a box that scrolls.

    Args:
        table: What to show.
        link: Gives the address that a reference leads to, or None if it leads nowhere.
        attributes: Attributes of the ``table`` element; ``class`` adds to our own classes.
        caption: The caption as HTML, if it is more than its text.
    """
    if table.common:
        variants = " ".join(f"<code>{escape(variant)}</code>" for variant in table.common)
        said = _("All of them:")
        yield f'<p class="cache-common">{escape(str(said))} {variants}</p>\n'
    # A box that scrolls must be reachable from the keyboard, and then needs a name.
    name = escape(table.caption or table.title, quote=True)
    yield f'<div class="cache-box" role="region" tabindex="0" aria-label="{name}">\n'
    given = dict(attributes or {})
    opening = {
        "class": f"docutils cache-table cache-{table.kind} {given.pop('class', '')}".rstrip(),
        "aria-label": "" if table.caption else table.title,
        **_shared(table),
        **given,
    }
    yield f"<table{attributes_html(opening)}>\n"
    if table.caption:
        text = caption or f'<span class="caption-text">{escape(table.caption)}</span>'
        yield f"<caption>{text}</caption>\n"
    yield (
        "<thead>\n<tr>"
        + "\n".join([_header(column, table, link) for column in table.columns])
        + "</tr>\n</thead>\n<tbody>\n"
    )
    row_of = _Rows(table, link)
    for row in table.rows:
        yield row_of.html(row)
    yield "</tbody>\n"
    if table.footer:
        yield f"<tfoot>\n{row_of.html(table.footer)}</tfoot>\n"
    yield "</table>\n</div>\n"
    if table.remark:
        yield f'<p class="cache-remark">{escape(table.remark)}</p>\n'


class _Rows:
    """Renders the rows of one table, and remembers the cells."""

    def __init__(self, table: Table, link: Link) -> None:
        self._link = link
        self._anchored = table.anchored
        self._begins_with_hash = table.columns[0].name == "hash"
        self._opening = ["<td>" if not column.number else '<td class="cache-number">' for column in table.columns]
        self._cells: dict[tuple[Cell, str], str] = {}
        self._install = escape(str(_("Install")))

    def html(self, row: Row) -> str:
        first, *rest = row.cells
        # Who takes the text out of a table, such as a search or a preview, would have cells run into each other.
        cells = "\n".join([self._cell(cell, opening) for cell, opening in zip(rest, self._opening[1:], strict=True)])
        spec = row.spec
        if spec is None or not self._anchored or spec.hash is None:
            anchor = f' id="{escape(row.anchor)}"' if row.anchor else ""
            return f'<tr{anchor}><th scope="row">{render_pieces(first, self._link)}</th>\n{cells}</tr>\n'
        # The hash is the anchor; the details hold it whole, in the command that installs exactly this spec.
        shown = (
            f'<a href="#{spec.hash}"><code>{escape(first[0].text)}</code></a>'
            if self._begins_with_hash
            else render_pieces(first, self._link)
        )
        return (
            f'<tr id="{spec.hash}"><th scope="row">{shown} <details><summary>{self._install}</summary> '
            f"<code>spack install /{spec.hash}</code></details></th>\n{cells}</tr>\n"
        )

    def _cell(self, cell: Cell, opening: str) -> str:
        text = self._cells.get((cell, opening))
        if text is None:
            content = _content(cell, self._link)
            text = self._cells[cell, opening] = f"{opening}{content}</td>"
        return text


def _content(cell: Cell, link: Link) -> str:
    """The content of a cell, with one element for what is typed together: a row may have 80 variants."""
    shown: list[str] = []
    typed: list[str] = []
    blank = False
    for piece in (*cell, None):
        is_typed = piece is not None and piece.code and not (piece.ref or piece.note or piece.strong)
        if typed and not blank and piece == _BLANK:
            blank = True
            continue
        if typed and not (is_typed and blank):
            shown.append(f"<code>{escape_html(' '.join(typed))}</code>{' ' * blank}")
            typed = []
        blank = False
        if piece is None:
            break
        if is_typed:
            typed.append(piece.text)
        else:
            shown.append(_piece(piece, link))
    return "".join(shown)


def _header(column: Column, table: Table, link: Link) -> str:
    number = ' class="cache-number"' if column.number else ""
    of_specs = COLUMNS.get(column.name) if table.kind == "specs" else None
    order = _order(table, of_specs) if of_specs and of_specs.order.given else ""
    return (
        f'<th scope="col" data-column="{escape(column.name)}"{number}{order}>{render_pieces(column.label, link)}</th>'
    )


def _order(table: Table, column: SpecColumn) -> str:
    """The values of a column in ascending order, where scripts could not tell it."""
    values = {str(value): value for row in table.rows if row.spec and (value := column.value(row.spec)) is not None}
    if len(values) < 2:  # noqa: PLR2004 one alone has no order
        return ""
    ordered = [str(value) for value in column.order.sort(values.values())]
    return f' data-order="{escape_html(json.dumps(ordered, ensure_ascii=False))}"'


def _shared(table: Table) -> dict[str, str]:
    """What all specs of a table have in common, beside what its columns say."""
    shown = {column.name for column in table.columns}
    specs = [row.spec for row in table.rows if row.spec is not None]
    return {
        f"data-{column.name}": str(values.pop() or "")
        for column in COLUMNS.values()
        if column.shared and column.name not in shown and len(values := set(map(column.value, specs))) == 1
    }


def _piece(piece: Piece, link: Link) -> str:
    text = escape(piece.text)
    if piece.code:
        text = f"<code>{text}</code>"
    if piece.note:
        text = f'<span class="cache-note">{text}</span>'
    if piece.strong:
        text = f"<strong>{text}</strong>"
    if piece.ref is None:
        return text
    whole = f' title="{escape(piece.ref.name)}"' if piece.ref.kind == "spec" else ""
    address = link(piece.ref)
    if address is not None:
        return f'<a class="reference internal" href="{escape(address)}"{whole}>{text}</a>'
    return f"<span{whole}>{text}</span>" if whole else text
