"""The rows of a table in HTML, and the bodies in which a browser gets them; `render.html` makes what is in a cell."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinxext_cache.tables import Cell
    from sphinxext_cache.tables.model import Builds

_FIRST: Final = 200
"""Rows of the first body. A browser that lays out more of them at once keeps its reader waiting."""
_LATER: Final = 20
"""Rows of each further body: an even number, for themes colour every other row."""


def rows_html(headers: Sequence[str], fields: Sequence[Sequence[str]]) -> list[str]:
    """The rows, of their headers, and of the other columns."""
    # Who takes the text out of a table, such as a search or a preview, would have cells run into each other.
    rows = map("\n".join, zip(headers, *(fields or [[""] * len(headers)]), strict=True))
    return [f"{row}</tr>\n" for row in rows]


def with_builds(headers: Sequence[str], builds: Sequence[Builds], pieces: Callable[[Cell], str]) -> list[str]:
    """The headers of rows with what each opens to.

    Args:
        headers: The headers, each of which ends with its cell.
        builds: What each opens to.
        pieces: Renders a line of it.
    """
    return [
        f"{header.removesuffix('</th>')}{_details(each, pieces)}</th>" if each.label else header
        for header, each in zip(headers, builds, strict=True)
    ]


def _details(builds: Builds, pieces: Callable[[Cell], str]) -> str:
    lines = "".join([f"<li>{pieces(line)}</li>\n" for line in builds.lines])
    return f'<details class="cache-builds"><summary>{escape(builds.label)}</summary>\n<ul>\n{lines}</ul>\n</details>'


def bodies_of(count: int) -> list[range]:
    """Which rows are in each body; no cell reaches over more."""
    ends = [*range(min(_FIRST, count), count, _LATER), count]
    return [range(start, end) for start, end in zip([0, *ends], ends, strict=False)]


def bodies_html(rows: Sequence[str]) -> str:
    """The rows in a body; those of a long table in several, all but the first of which a script takes up one by one."""
    first, *later = [rows[body.start : body.stop] for body in bodies_of(len(rows))]
    return f"<tbody>\n{''.join(first)}</tbody>\n" + "".join(
        [f'<tbody class="cache-later">\n{"".join(some)}</tbody>\n' for some in later]
    )
