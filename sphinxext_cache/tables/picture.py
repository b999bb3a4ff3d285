"""The contents of a picture, independent of its appearance: rows and columns, with a number in each field.

It belongs to a table with the same contents; `render.svg` draws it.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

STYLES: Final = ("both", "picture", "table")
"""The ways to show a table that has a picture."""
LEVELS: Final = 4
"""The number of shades of a grid."""

Kind: TypeAlias = Literal["timeline", "grid", "columns", "bars"]


class Picture(NamedTuple):
    """A picture.

    Attributes:
        kind: ``timeline``: a line for each row, drawn where the number is not 0; ``grid``: a square in each field, the
            darker the larger its number, which is at most `LEVELS`; ``columns``: an upright bar for each column, of one
            row; ``bars``: a bar for each row, within which that of the second column is darker.
        title: A short title.
        description: A one-sentence description, for readers who cannot see the picture.
        rows: The labels of the rows, from the top.
        columns: The labels of the columns, from the left; for ``bars``, the meanings of the two bars.
        values: The numbers of each row, one for each column.
        strong: The index of the row to highlight; None for none.
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
        """A visible explanation of a picture that needs one, which is a grid; else empty."""
        return self.description if self.kind == "grid" else ""
