"""The contents of a table, without its look: a `Table` of `Column` of cells of `Piece`.

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
    """A name that has a place of its own.

    Attributes:
        kind: The object type of the domain: ``package``, ``spec``, ``stack``, ``target`` or ``tag``; or ``explorer``,
            the page that searches all specs of a tag; ``changes``, that of what changed since the tag before; or
            ``doc``, a document of the project.
        tag: The tag in which it is meant; empty for a document.
        name: The name; for a spec its hash, for an explorer and changes their tag.
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
        note: Whether it is set off: a remark of ours on the facts rather than one of them, or what somebody emphasized.
        strong: Whether it stands out.
        folded: Whether it comes out only when it is asked for, where readers can ask; all that is behind it is, too.
        url: The address on another site that it links to; empty for none.
    """

    text: str
    ref: Ref | None = None
    code: bool = False
    note: bool = False
    strong: bool = False
    folded: bool = False
    url: str = ""

    def __repr__(self) -> str:
        """As a tuple: digests ask for it, and names of the fields would take most of their time."""
        return tuple.__repr__(self)


SEPARATOR: Final = ", "
COMMA: Final = Piece(SEPARATOR)
"""What is between the values of a list."""

Cell = tuple[Piece, ...]
"""The content of one field of a table; empty for none."""


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> Cell:
    """The cell that says just that; for the same string, it is the same one."""
    return (Piece(text),)


@lru_cache(maxsize=1 << 14)
def typed(text: str) -> Piece:
    """The piece that says something to type; for the same string, it is the same one."""
    return Piece(text, code=True)


class Column(NamedTuple):
    """A column.

    Attributes:
        name: Its stable name, as in the options of the directives.
        label: What its header says.
        cells: Its cells, one for each row; those of the first column are the headers of the rows.
        number: Whether it holds counts or marks, which are aligned at their end.
        prose: Whether it holds sentences, which are read at a measure of their own.
        shared: Whether its cells are those of other tables, too, so that who shows them does well to remember them.
        fact: What kind of values it has, if these are what somebody said: that of a fact, or ``list``; else empty.
        value: What queries call what a column of a matrix is of, where its header says otherwise.
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
    """A column of counts; see `Column` for what it is given."""
    return Column(
        name=name, label=plain(heading), cells=[plain(numeral(count)) for count in counts], number=True, bars=bars
    )


Titles: TypeAlias = "tuple[tuple[str, str], ...]"
"""What headers say where an author has other words, by the names of columns."""


def titled(columns: Iterable[Column], titles: Titles) -> tuple[Column, ...]:
    """The same columns with the headers that their author gave them."""
    given = dict(titles)
    return tuple(
        column._replace(label=plain(given[column.name])) if column.name in given else column for column in columns
    )


class Row(NamedTuple):
    """A row, as those see it who write a table row by row.

    Attributes:
        cells: One for each column.
        spec: The spec that the row describes, if it describes one.
    """

    cells: tuple[Cell, ...]
    spec: Spec | None = None


Meanings: TypeAlias = "tuple[tuple[str, Cell], ...]"
"""The names of variants, each with what it means."""


class Builds(NamedTuple):
    """What a row opens to.

    Attributes:
        label: How many builds there are; empty if there is none.
        lines: The first of them, each in a line; the last line may lead to all.
    """

    label: str
    lines: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table.

    Attributes:
        kind: What kind of table it is: ``specs``, ``packages``, ``matrix``.
        look: What else style sheets know it by, or nothing.
        columns: The columns, with the same number of cells each.
        specs: The specs that the rows describe, one each; empty if they describe none.
        merged: Of how many columns, the first ones, a cell reaches down over the rows that say the same.
        tag: The tag of all packages that the rows describe; empty if there are several, or the specs say it.
        commands: What to type to use each of these: empty for nothing, None if a cache has it; no item if it has all.
        anchors: The places in the page that rows are, if links of that page lead to them, by the number of the row.
        values: What queries call what rows of a matrix are of, where their headers say otherwise, by their numbers.
        builds: What each row opens to, in outputs where something opens; empty if none does.
        footer: The cells of a last row of totals; empty if there is none.
        caption: The visible caption, or nothing.
        title: What the table shows, in a few words, for those who cannot see it.
        common: Variants that all its rows share, said once.
        meanings: What the variants in its rows mean, as far as somebody says it; for outputs where something opens.
        remark: A sentence on what the table leaves out or how it counts, or nothing.
        anchored: Whether its rows are where references to their specs lead.
        is_cut: Whether rows or columns were left out since the table would be far larger than what it shows.
        unshown: The names of what is said of these specs and is in none of its columns.
        unmatched: The places of the queries that match nothing, among those of the recipe.
        picture: What draws the same; None if nothing does.
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
        """How many rows there are."""
        return len(self.columns[0].cells)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows, without the footer."""
        cells = zip(*(column.cells for column in self.columns), strict=True)
        return tuple(map(Row, cells, self.specs or repeat(None)))
