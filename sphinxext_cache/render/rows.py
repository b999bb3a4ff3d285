"""Assembles the rows and ``<tbody>`` elements of an HTML table; `render.html` renders the cells."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinxext_cache.tables import Cell
    from sphinxext_cache.tables.model import Builds

_FIRST: Final = 200
"""The number of rows in the first body; browsers take too long to lay out more at once."""
_LATER: Final = 20
"""The number of rows in each further body; it is even, since themes colour every other row."""


def rows_html(headers: Sequence[str], fields: Sequence[Sequence[str]]) -> list[str]:
    """Join row headers and the fields of the other columns to rows."""
    # The line breaks separate the cells for programs that extract the text, such as searches or previews.
    rows = map("\n".join, zip(headers, *(fields or [[""] * len(headers)]), strict=True))
    return [f"{row}</tr>\n" for row in rows]


def with_builds(headers: Sequence[str], builds: Sequence[Builds], pieces: Callable[[Cell], str]) -> list[str]:
    """Return the headers of rows with the builds of each in a ``<details>`` element.

    Args:
        headers: The headers, which end with the closing tag of their cell.
        builds: The builds of each row.
        pieces: Renders a line about a build.
    """
    return [
        f"{header.removesuffix('</th>')}{_details(each, pieces)}</th>" if each.label else header
        for header, each in zip(headers, builds, strict=True)
    ]


def _details(builds: Builds, pieces: Callable[[Cell], str]) -> str:
    lines = "".join([f"<li>{pieces(line)}</li>\n" for line in builds.lines])
    return f'<details class="cache-builds"><summary>{escape(builds.label)}</summary>\n<ul>\n{lines}</ul>\n</details>'


def bodies_of(count: int) -> list[range]:
    """Return the range of rows in each body; merged cells must not span several bodies."""
    ends = [*range(min(_FIRST, count), count, _LATER), count]
    return [range(start, end) for start, end in zip([0, *ends], ends, strict=False)]


def bodies_html(rows: Sequence[str]) -> str:
    """Put rows into a body, or into several for a long table; a script takes over the later ones one by one."""
    first, *later = [rows[body.start : body.stop] for body in bodies_of(len(rows))]
    return f"<tbody>\n{''.join(first)}</tbody>\n" + "".join(
        [f'<tbody class="cache-later">\n{"".join(some)}</tbody>\n' for some in later]
    )
