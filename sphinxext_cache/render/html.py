"""Renders a `Table` to HTML, column by column.

All text from the data is escaped here. A cell that many rows or tables share is rendered once. Data for scripts is in
attributes of the table and its headers, which keeps the rows small.
"""

from __future__ import annotations

from collections import defaultdict
from html import escape as escape_html
from itertools import repeat
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.facts import DOCUMENT
from sphinxext_cache.messages import _
from sphinxext_cache.render.beside import common_html, meanings_html, remark_html
from sphinxext_cache.render.escape import escape
from sphinxext_cache.render.rows import bodies_html, bodies_of, rows_html, with_builds
from sphinxext_cache.render.svg import with_bars
from sphinxext_cache.render.told import order_attribute, shared_values
from sphinxext_cache.render.typed import PATCHES, typed_html
from sphinxext_cache.tables import COLUMNS, SEPARATOR, Piece, Ref
from sphinxext_cache.tables.install import INSTALL
from sphinxext_cache.tables.merging import reaches

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from sphinxext_cache.tables import Cell, Column, Table

    Link = Callable[[Ref], str | None]

_BLANK: Final = Piece(" ")
_TYPED: Final = Piece("", code=True)[1:]
_MARKS: Final = ' class="reference internal"'
_HEADER: Final = '<tr><th scope="row">'
_FIELD: Final = "<td>"
_CARDS: Final = "cards"
"""The look of a table whose rows become blocks on narrow screens."""


def attributes_html(attributes: Mapping[str, str]) -> str:
    """Format attributes for a tag; those with an empty value are left out."""
    return "".join(f' {key}="{escape(text)}"' for key, text in attributes.items() if text)


class HtmlRenderer:
    """Renders tables and text for pages that share the URLs of their references, and caches the cells that they share.

    Args:
        link: Returns the URL of a reference, or None if it has no target.
        passing: The kinds of references whose URL differs between these pages.
        light: Whether to omit the classes that Sphinx gives links and captions in documents.
        named: Returns the title of a document by its name.
    """

    def __init__(
        self, link: Link, passing: Collection[str] = (), *, light: bool = False, named: Callable[[str], str] = str
    ) -> None:
        self._link = link
        self._named = named
        self._passing = passing
        self._marks = "" if light else _MARKS
        self._light = light
        self._known: defaultdict[str, dict[int, str]] = defaultdict(dict)
        self._alive: list[Cell] = []
        self._pieces: dict[Piece, str] = {}
        self._explorers: dict[str, str] = {}

    def pieces(self, pieces: Iterable[Piece]) -> str:
        """Render running text, with the classes that Sphinx gives links in documents."""
        return "".join([_piece(self._titled(piece), self._link, _MARKS) for piece in pieces])

    def table(self, table: Table, *, attributes: Mapping[str, str] | None = None, caption: str = "") -> str:
        """Render a table in a box that scrolls, with the text above and below it.

        Args:
            table: The table.
            attributes: Attributes of the ``table`` element; ``class`` adds to the default classes.
            caption: The caption in HTML, if it is more than plain text.
        """
        given = dict(attributes or {})
        opening = {
            "class": f"docutils cache-table cache-{table.kind} {_look(table)}{given.pop('class', '')}".rstrip(),
            "aria-label": "" if table.caption else table.title,
            **(shared := shared_values(table)),
            "data-explore": self._explorer(shared.get("data-tag", "")),
            "data-facts": " ".join(table.unshown),
            "data-merged": str(table.merged or ""),
            **given,
        }
        headers = "\n".join([self._header(column, table) for column in table.columns])
        # A scrollable box must be focusable for keyboard users, and therefore needs a label.
        return (
            f"{common_html(table)}"
            f'<div class="cache-box" role="region" tabindex="0" aria-label="{escape(table.caption or table.title)}">\n'
            f"<table{attributes_html(opening)}>\n"
            f"{self._caption(table, caption)}"
            f"<thead>\n<tr>{headers}</tr>\n</thead>\n"
            f"{bodies_html(self._body(table))}"
            f"{self._footer(table)}"
            "</table>\n</div>\n"
            f"{meanings_html(table.meanings, self.pieces)}{remark_html(table)}"
        )

    def _explorer(self, tag: str) -> str:
        """Return the URL of the explorer of a tag, to which scripts link; empty if there is none."""
        if tag not in self._explorers:
            self._explorers[tag] = (tag and self._link(Ref("explorer", tag, tag))) or ""
        return self._explorers[tag]

    def _caption(self, table: Table, html: str) -> str:
        if not table.caption:
            return ""
        text = escape(table.caption)
        usual = text if self._light else f'<span class="caption-text">{text}</span>'
        return f"<caption>{html or usual}</caption>\n"

    def _header(self, column: Column, table: Table) -> str:
        number = ' class="cache-number"' if _is_marked(column, table) else ""
        value = f' data-value="{escape(column.value)}"' if column.value else ""
        fact = f' data-fact="{column.fact}"' if column.fact else ""
        opening = f'<th scope="col" data-column="{escape(column.name)}"{value}{fact}{number}>'
        (header,) = self._fields([column.label], opening)
        of_specs = COLUMNS.get(column.name) if table.kind == "specs" else None
        if of_specs and of_specs.order.given:
            return header.replace(">", f"{order_attribute(table, of_specs)}>", 1)
        return header

    def _body(self, table: Table) -> list[str]:
        first, *others = table.columns[table.merged :]
        headers = self._anchored(table) if table.anchored else self._fields(first.cells, _HEADER, shared=first.shared)
        if table.merged:
            headers = self._merged(table, headers)
        if table.builds:
            headers = with_builds(headers, table.builds, self.pieces)
        for row, command in enumerate(table.commands):
            if command is not None:
                headers[row] = headers[row].replace("<tr", f'<tr data-load="{escape_html(command)}"', 1)
        for row, value in table.values.items():
            headers[row] = headers[row].replace("<th ", f'<th data-value="{escape(value)}" ', 1)
        for row, anchor in table.anchors.items():
            headers[row] = headers[row].replace("<tr>", f'<tr id="{escape(anchor)}">', 1)
        fields = [self._fields(each.cells, _opening(each, table), shared=each.shared) for each in others]
        return rows_html(headers, list(map(with_bars, others, fields)))

    def _merged(self, table: Table, headers: Sequence[str]) -> list[str]:
        """Prepend the merged cells, which span several rows, to the headers of rows."""
        before = [""] * table.height
        cells = [row.cells for row in table.rows]
        for body in bodies_of(table.height):
            for at, reach in enumerate(reaches(cells[body.start : body.stop], table.merged)):
                for row, rows in zip(body, reach, strict=True):
                    if rows:
                        span = f' rowspan="{rows}"' if rows > 1 else ""
                        before[row] += f'<th scope="row"{span}>{self._content(cells[row][at])}</th>\n'
        return [header.replace("<tr>", f"<tr>{lead}", 1) for header, lead in zip(headers, before, strict=True)]

    def _footer(self, table: Table) -> str:
        if not table.footer:
            return ""
        first, *others = table.footer
        fields = [
            self._fields([cell], _opening(column, table))
            for cell, column in zip(others, table.columns[1:], strict=True)
        ]
        return f"<tfoot>\n{''.join(rows_html(self._fields([first], _HEADER), fields))}</tfoot>\n"

    def _anchored(self, table: Table) -> list[str]:
        """Render the headers of rows with the hash of the spec as the anchor.

        The details contain a command with the full hash that installs the spec, or the command that loads it if it is
        installed.
        """
        first, install, load = table.columns[0], escape(_("Install")), escape(_("Load"))
        commands = table.commands or [None] * len(table.specs)
        # HTML does not require quotes around a hash, and there may be many rows; e-books are XHTML, which does.
        quote = "" if self._light else '"'
        headers: list[str] = []
        for cell, spec, command in zip(first.cells, table.specs, commands, strict=True):
            anchor = spec.hash
            if anchor is None:
                headers += self._fields([cell], _HEADER, shared=False)
                continue
            if first.name == "hash":
                shown = f"<a href={quote}#{anchor}{quote}><code>{escape_html(cell[0].text)}</code></a>"
            else:
                shown = self._content(cell)
            if command is None:
                details = f" <details><summary>{install}</summary> <code>{INSTALL} /{anchor}</code></details>"
            elif command:
                details = f" <details><summary>{load}</summary> <code>{escape_html(command)}</code></details>"
            else:
                details = ""
            opening = f"<tr id={quote}{anchor}{quote}><th scope={quote}row{quote}>"
            headers.append(f"{opening}{shown}{details}</th>")
        return headers

    def _fields(self, cells: Sequence[Cell], opening: str, *, shared: bool = True) -> list[str]:
        """Render the cells of a column; identical cells are rendered once, for all tables if they are shared."""
        known = self._known[opening] if shared else {}
        made = list(map(known.get, map(id, cells), repeat("")))
        if "" in made:
            closing = "</td>" if opening.startswith("<td") else "</th>"
            for place, cell in enumerate(cells):
                if not made[place]:
                    made[place] = known.get(id(cell)) or f"{opening}{self._content(cell)}{closing}"
                    if not shared or self._is_lasting(cell):
                        known[id(cell)] = made[place]
        return made

    def _content(self, cell: Cell) -> str:
        """Render the content of a cell; adjacent code is joined in one element, since a row may have 80 variants."""
        if len(cell) == 1 and not cell[0].text.startswith(PATCHES):
            return self._piece(cell[0])
        if cell and cell[-1].folded:
            return self._folded(cell)
        typed = [piece.text for piece in cell[::2] if piece[1:] == _TYPED]
        if typed and cell[1::2] == (_BLANK,) * (len(typed) - 1):
            return typed_html(typed)
        return "".join(map(self._piece, cell)).replace("</code> <code>", " ")

    def _folded(self, cell: Cell) -> str:
        """Render the content of a cell whose last pieces are folded."""
        shown = [piece for piece in cell if not piece.folded]
        folded = cell[len(shown) :]
        count = sum(piece.text != SEPARATOR and not piece.note for piece in folded)
        opened = "".join(map(self._piece, folded))
        summary = f"<summary>+{count}</summary>"
        return f'{"".join(map(self._piece, shown))}<details class="cache-fold">{summary}{opened}</details>'

    def _piece(self, piece: Piece) -> str:
        html = self._pieces.get(piece)
        if html is None:
            html = _piece(self._titled(piece), self._link, self._marks)
            if piece.ref is None or piece.ref.kind not in self._passing:
                self._pieces[piece] = html
        return html

    def _titled(self, piece: Piece) -> Piece:
        """Return the piece; if it references a document without an explicit title, with the title of the document."""
        ref = piece.ref
        is_untitled = ref is not None and ref.kind == DOCUMENT and ref.name == piece.text
        return piece._replace(text=self._named(piece.text)) if is_untitled else piece

    def _is_lasting(self, cell: Cell) -> bool:
        """Return whether a cell looks the same on all pages; if so, keep it alive so that its `id` is not reused."""
        for piece in cell:
            if piece.ref is not None and piece.ref.kind in self._passing:
                return False
        self._alive.append(cell)
        return True


def _look(table: Table) -> str:
    """Return the class for the look of a table, followed by a space; empty if it has none."""
    return f"cache-{table.look} " if table.look else ""


def _opening(column: Column, table: Table) -> str:
    kind = "cache-number" if _is_marked(column, table) else "cache-prose" if column.prose else ""
    if table.look == _CARDS:
        # On narrow screens there are no headers, so each field has a label.
        return f"<td{attributes_html({'class': kind, 'data-label': ''.join(piece.text for piece in column.label)})}>"
    return f'<td class="{kind}">' if kind else _FIELD


def _is_marked(column: Column, table: Table) -> bool:
    """Return whether the cells of a column are marked as numbers; in a matrix, where most are numbers, none are."""
    return column.number and table.kind != "matrix"


def _piece(piece: Piece, link: Link, marks: str) -> str:
    text = escape(piece.text)
    if piece.code:
        text = f"<code>{text}</code>"
    if piece.note:
        text = f'<span class="cache-note">{text}</span>'
    if piece.strong:
        text = f"<strong>{text}</strong>"
    if piece.url:
        return f'<a class="reference external" href="{escape(piece.url)}">{text}</a>'
    if piece.ref is None:
        return text
    whole = f' title="{escape(piece.ref.name)}"' if piece.ref.kind == "spec" else ""
    address = link(piece.ref)
    if address is not None:
        return f'<a{marks} href="{escape(address)}"{whole}>{text}</a>'
    return f"<span{whole}>{text}</span>" if whole else text
