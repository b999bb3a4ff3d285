"""What a table shows, without how: a `Table` of `Row` of cells of `Piece`, which both renderers read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sphinxext_cache.catalog import Spec


class Ref(NamedTuple):
    """A name that has a place of its own.

    Attributes:
        kind: The object type of the domain: ``package``, ``spec``, ``stack``, ``target`` or ``tag``.
        tag: The tag in which it is meant.
        name: The name; for a spec its hash.
    """

    kind: str
    tag: str
    name: str


class Piece(NamedTuple):
    """A run of text that is shown in one way.

    Attributes:
        text: The text.
        ref: What it links to.
        code: Whether it is something to type.
        note: Whether it is a remark of ours on the facts rather than one of them.
        strong: Whether it stands out.
    """

    text: str
    ref: Ref | None = None
    code: bool = False
    note: bool = False
    strong: bool = False


Cell = tuple[Piece, ...]
"""The content of one field of a table; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column.

    Attributes:
        name: Its stable name, as in the options of the directives.
        label: What its header says.
        number: Whether it holds counts or marks, which are centred.
    """

    name: str
    label: Cell
    number: bool = False


class Row(NamedTuple):
    """A row.

    Attributes:
        cells: One for each column; the first is the header of the row.
        spec: The spec that the row describes, if it describes one.
        anchor: The place in the page that the row is, if links of that page lead to it.
    """

    cells: tuple[Cell, ...]
    spec: Spec | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table.

    Attributes:
        kind: What kind of table it is: ``specs``, ``packages``, ``matrix``.
        columns: The columns.
        rows: The rows.
        footer: A last row of totals.
        caption: The visible caption, or nothing.
        title: What the table shows, in a few words, for those who cannot see it.
        common: Variants that all its rows share, said once.
        remark: A sentence on what the table leaves out or how it counts, or nothing.
        anchored: Whether its rows are where references to their specs lead.
        is_cut: Whether rows or columns were left out since the table would be far larger than what it shows.
        unmatched: The places of the queries that match nothing, among those of the recipe.
    """

    kind: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    footer: Row | None = None
    caption: str = ""
    title: str = ""
    common: tuple[str, ...] = ()
    remark: str = ""
    anchored: bool = False
    is_cut: bool = False
    unmatched: tuple[int, ...] = ()
