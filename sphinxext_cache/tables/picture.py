"""The contents of a picture, without its look: rows against columns, with a number in each field.

It belongs to a table with the same contents; `render.svg` draws it.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

STYLES: Final = ("both", "picture", "table")
"""What an author may want to see of a table that has a picture."""
LEVELS: Final = 4
"""How many shades a grid has."""

Kind: TypeAlias = Literal["timeline", "grid", "columns", "bars"]


class Picture(NamedTuple):
    """A picture.

    Attributes:
        kind: ``timeline``: a line for each row, drawn where the number is not 0; ``grid``: a square in each field, the
            darker the larger its number, which is at most `LEVELS`; ``columns``: an upright bar for each column, of one
            row; ``bars``: a bar for each row, within which that of the second column is darker.
        title: What it shows, in a few words.
        description: What is to be seen in it, in a sentence, for those who cannot see it.
        rows: The labels of the rows, from the top.
        columns: The labels of the columns, from the left, of ``bars`` what the two bars mean.
        values: The numbers of each row, one for each column.
        strong: The row that stands out; None if none does.
    """

    kind: Kind
    title: str
    description: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]
    strong: int | None = None

    @property
    def key(self) -> str:
        """How the picture is read, where that is not plain; for everybody to see."""
        return self.description if self.kind == "grid" else ""
