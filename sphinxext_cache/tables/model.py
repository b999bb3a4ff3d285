"""The contents of a table, independent of the output format: a `Table` has `Column`s, whose cells consist of `Piece`s.

Most cells of the many tables of a build are equal. They share one object, so that renderers recognise them by identity.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from sphinxext_cache.messages import numeral

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sphinxext_cache.catalog import Spec
    from sphinxext_cache.tables.picture import Picture


class Ref(NamedTuple):
    """A reference to an object of the domain, or to a page.

    Attributes:
        kind: The object type of the domain: ``package``, ``spec``, ``stack``, ``target`` or ``tag``; or ``explorer``,
            the page that searches all specs of a tag; ``changes``, the page of the changes since the previous tag; or
            ``doc``, a document of the project.
        tag: The tag of the object; empty for a document.
        name: The name; for a spec its hash, for an explorer and changes their tag.
    """

    kind: str
    tag: str
    name: str


class Piece(NamedTuple):
    """A run of text in one style.

    Attributes:
        text: The text.
        ref: The object or page that it links to.
        code: Whether it is something to type.
        note: Whether it is emphasized: a remark on the data rather than the data itself, or emphasis in a fact.
        strong: Whether it stands out.
        folded: Whether interactive outputs hide it until the reader expands the cell; all pieces after it are folded,
            too.
        url: The external URL that it links to; empty for none.
    """

    text: str
    ref: Ref | None = None
    code: bool = False
    note: bool = False
    strong: bool = False
    folded: bool = False
    url: str = ""

    def __repr__(self) -> str:
        """Format it as a plain tuple, since formatting the field names would dominate the time to compute digests."""
        return tuple.__repr__(self)


SEPARATOR: Final = ", "
COMMA: Final = Piece(SEPARATOR)
"""The separator between the values of a list."""

Cell = tuple[Piece, ...]
"""The content of one field of a table; empty for none."""


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> Cell:
    """A cell of plain text; equal strings share one object."""
    return (Piece(text),)


@lru_cache(maxsize=1 << 14)
def typed(text: str) -> Piece:
    """A piece of text to type; equal strings share one object."""
    return Piece(text, code=True)


class Column(NamedTuple):
    """A column.

    Attributes:
        name: Its stable name, as in the options of the directives.
        label: Its header.
        cells: Its cells, one for each row; those of the first column are the row headers.
        number: Whether it holds counts or marks, which are aligned at their end.
        prose: Whether it holds sentences, which have a line length of their own.
        shared: Whether other tables have the same cells, so that renderers should cache them.
        fact: For a fact, the kind of its values, or ``list``; else empty.
        value: For a column of a matrix, its value as written in queries, if the header differs; else empty.
        bars: Whether a bar beside each count shows how large it is, where there are pictures.
    """

    name: str
    label: Cell
    cells: Sequence[Cell] = ()
    number: bool = False
    shared: bool = True
    prose: bool = False
    fact: str = ""
    value: str = ""
    bars: bool = False


def count_column(name: str, heading: str, counts: Iterable[int], *, bars: bool = False) -> Column:
    """A column of counts; see `Column` for the arguments."""
    return Column(
        name=name, label=plain(heading), cells=[plain(numeral(count)) for count in counts], number=True, bars=bars
    )


Titles: TypeAlias = "tuple[tuple[str, str], ...]"
"""The headers that an author chose, by column name."""


def titled(columns: Iterable[Column], titles: Titles) -> tuple[Column, ...]:
    """The columns, with the headers that the author chose."""
    given = dict(titles)
    return tuple(
        column._replace(label=plain(given[column.name])) if column.name in given else column for column in columns
    )


class Row(NamedTuple):
    """A row, for renderers that write a table row by row.

    Attributes:
        cells: One cell for each column.
        spec: The spec that the row describes, if it describes one.
    """

    cells: tuple[Cell, ...]
    spec: Spec | None = None


Meanings: TypeAlias = "tuple[tuple[str, Cell], ...]"
"""The names of variants, each with its description."""


class Builds(NamedTuple):
    """The builds that a row expands to.

    Attributes:
        label: The number of builds, as text; empty if there are none.
        lines: The first builds, one per line; the last line may link to all of them.
    """

    label: str
    lines: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table.

    Attributes:
        kind: The kind of table, such as ``specs``, ``packages`` or ``matrix``.
        look: Another name for style sheets; empty for none.
        columns: The columns, with the same number of cells each.
        specs: The spec that each row describes; empty if the rows do not describe specs.
        merged: The number of leading columns in which equal cells below each other are merged.
        tag: The tag of all packages that the rows describe; empty if there are several, or if the specs state it.
        commands: The command that makes each spec ready to use: an empty string if there is none, None if the spec is
            in a build cache; no items at all if every spec is.
        anchors: The anchors of rows that links on the page refer to, by row number.
        values: For a matrix, the values of its rows as written in queries, by row number, where the headers differ.
        builds: The builds that each row expands to, for interactive outputs; empty if no row expands.
        footer: The cells of a last row of totals; empty if there is none.
        caption: The visible caption; empty for none.
        title: A short description, for readers who cannot see the table.
        common: The variants that all rows share, shown once.
        meanings: The descriptions of the variants in its rows, as far as facts state them; for interactive outputs.
        remark: A sentence on what the table leaves out or how it counts; empty for none.
        anchored: Whether its rows are the targets of references to their specs.
        is_cut: Whether rows or columns were left out because the table would be far larger than its data.
        unshown: The names of the facts about these specs that are in none of its columns.
        unmatched: The positions, in the recipe, of the queries that match nothing.
        picture: A picture of the same contents; None for none.
    """

    kind: str
    look: str = ""
    columns: tuple[Column, ...]
    merged: int = 0
    specs: Sequence[Spec] = ()
    tag: str = ""
    commands: Sequence[str | None] = ()
    anchors: Mapping[int, str] = field(default_factory=dict)
    values: Mapping[int, str] = field(default_factory=dict)
    builds: tuple[Builds, ...] = ()
    footer: tuple[Cell, ...] = ()
    caption: str = ""
    title: str = ""
    common: tuple[str, ...] = ()
    meanings: Meanings = ()
    remark: str = ""
    anchored: bool = False
    is_cut: bool = False
    unshown: tuple[str, ...] = ()
    unmatched: tuple[int, ...] = ()
    picture: Picture | None = None

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.columns[0].cells)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows, without the footer."""
        cells = zip(*(column.cells for column in self.columns), strict=True)
        return tuple(map(Row, cells, self.specs or repeat(None)))
