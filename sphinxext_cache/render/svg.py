"""Renders a `Picture` to SVG: inline in a page, with the colours of the theme, or as a file for e-books and PDF.

Sizes are in CSS pixels. Pictures are not scaled, so that text stays legible; on a narrow screen, the box around a
picture scrolls. All labels are escaped here, and cut to `_LONGEST` characters.
"""

from __future__ import annotations

from html import escape
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple

from docutils.utils import column_width

from sphinxext_cache.messages import _
from sphinxext_cache.render.layout import cell_text
from sphinxext_cache.tables.picture import LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sphinxext_cache.tables import Column
    from sphinxext_cache.tables.picture import Kind, Picture

_LETTER: Final = 7.2
"""The average width of a letter in a wide font."""
_BOLD: Final = 1.15
"""The width of bold letters relative to normal ones."""
_LONGEST: Final = 26
"""The maximum number of characters of a label."""
_ROW: Final = 20
_GAP: Final = 8
_SLANT: Final = 0.71
"""The horizontal and vertical extent of a slanted label, relative to its length."""
_WIDTH: Final = 520
"""The width of the area with columns or bars."""
_HEIGHT: Final = 120
"""The maximum height of vertical bars."""
_BAR: Final = 80
"""The length of the longest bar in a table."""
_SPACED: Final = 20
"""The minimum distance between slanted labels."""


class _Drawing(NamedTuple):
    """A drawing.

    Attributes:
        width: The width.
        height: The height.
        shapes: The SVG elements.
    """

    width: float
    height: float
    shapes: Sequence[str]


def inline_svg(picture: Picture) -> str:
    """Render a picture as an inline element. Style sheets may colour its shapes differently from the text."""
    return _element(picture, 'class="cache-svg" fill="currentColor"', "")


def svg_file(picture: Picture) -> bytes:
    """Render a picture as a file with fixed colours, since viewers do not know the theme."""
    ground = '<path fill="#fff" d="M0 0h9999v9999H0z"/>'
    text = _element(picture, 'xmlns="http://www.w3.org/2000/svg" fill="#111"', ground)
    return text.replace('stroke="currentColor"', 'stroke="#2b6cb0"').encode()


def drawn_html(picture: Picture, shape: str) -> str:
    """Wrap a picture in a box that scrolls on narrow screens, with its legend below.

    Args:
        picture: The picture.
        shape: The picture rendered as an element.
    """
    key = f'<p class="cache-legend">{_text(picture.key)}</p>\n' if picture.key else ""
    return (
        f'<div class="cache-drawn" role="group" tabindex="0" aria-label="{_text(picture.title)}">{shape}</div>\n{key}'
    )


def with_bars(column: Column, fields: list[str]) -> list[str]:
    """Add a bar after the count in each HTML field of a column, if the column has bars."""
    if not column.bars:
        return fields
    counts = [int("".join(filter(str.isdecimal, cell_text(cell))) or 0) for cell in column.cells]
    most = max(*counts, 1)
    lengths = [_n(_BAR * count / most) for count in counts]
    # Hidden from screen readers, since the number is next to it.
    opening = (
        f'<svg class="cache-svg" aria-hidden="true" direction="ltr" width="{_BAR}" height="8">'
        '<path stroke="currentColor" stroke-width="8" d="M0 4h'
    )
    return [
        field.replace("</td>", f'{opening}{length}"/></svg></td>', 1)
        for field, length in zip(fields, lengths, strict=True)
    ]


def behind_html(table: str) -> str:
    """Wrap the table of a picture in a closed ``<details>`` element."""
    summary = escape(_("As a table"))
    return f'<details class="cache-behind"><summary>{summary}</summary>\n{table}</details>\n'


def _element(picture: Picture, attributes: str, ground: str) -> str:
    drawing = _DRAWN[picture.kind](picture)
    width, height = round(drawing.width), round(drawing.height)
    # Text is anchored at its start or end, which must be on the same side in every language.
    return (
        f'<svg {attributes} role="img" direction="ltr" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">'
        f"<title>{_text(picture.title)}</title><desc>{_text(picture.description)}</desc>"
        f"{ground}{''.join(drawing.shapes)}</svg>"
    )


def _text(text: str) -> str:
    """Escape a string for XML, without unprintable characters such as those that change the writing direction."""
    return escape("".join(letter for letter in text if letter.isprintable()))


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"


def _reach(labels: Sequence[str]) -> float:
    """Return the width of the widest label."""
    return max((column_width(_short(label)) for label in labels), default=0) * _LETTER


def _label(x: float, y: float, text: str, *, anchor: str = "start", strong: bool = False, slanted: bool = False) -> str:
    """Draw a label; if it is cut, the full text is shown on hover."""
    placed = f'x="{_n(x)}" y="{_n(y)}"' if not slanted else f'transform="translate({_n(x)} {_n(y)})rotate(-45)"'
    given = (f' text-anchor="{anchor}"' if anchor != "start" else "") + (' font-weight="700"' if strong else "")
    whole = f"<title>{_text(text)}</title>" if len(text) > _LONGEST else ""
    return f"<text {placed}{given}>{_text(_short(text))}{whole}</text>"


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _line(width: float, path: str, opacity: float = 1) -> str:
    """Draw bars as lines of a given thickness."""
    faint = f' opacity="{opacity:g}"' if opacity != 1 else ""
    return f'<path stroke="currentColor" stroke-width="{_n(width)}"{faint} d="{path}"/>' if path else ""


def _axis(columns: Sequence[str], left: float, top: float, step: float) -> Iterator[str]:
    """Draw slanted labels below columns: as many as fit, always including the last."""
    every = ceil(_SPACED / step)
    for at in range(len(columns) - 1, -1, -every):
        x = left + (at + 0.5) * step
        yield _label(x + 4, top + 12, columns[at], anchor="end", slanted=True)


def _timeline(picture: Picture) -> _Drawing:
    step = max(8, min(44, _WIDTH / len(picture.columns)))
    below = _reach(picture.columns) * _SLANT
    left = max(_reach(picture.rows) + _GAP, below - step / 2)
    width, height = step * len(picture.columns), _ROW * len(picture.rows)
    lines, shapes = "", []
    for row, (name, values) in enumerate(zip(picture.rows, picture.values, strict=True)):
        y = row * _ROW + _ROW / 2
        shapes.append(_label(left - _GAP, y + 4, name, anchor="end"))
        at = left
        for there, fields in groupby(values):
            length = step * len(list(fields))
            lines += f"M{_n(at + 1)} {_n(y)}h{_n(length - 2)}" if there else ""
            at += length
    ruled = "".join(f"M{_n(left)} {_n(row * _ROW + _ROW / 2)}h{_n(width)}" for row in range(len(picture.rows)))
    shapes += [_line(1, ruled, 0.25), _line(10, lines), *_axis(picture.columns, left, height, step)]
    return _Drawing(left + width + _GAP, height + below + 16, shapes)


def _grid(picture: Picture) -> _Drawing:
    step, size = 22, 18
    below = _reach(picture.columns) * _SLANT
    left = max(_reach(picture.rows) + _GAP, below - step / 2)
    height = step * len(picture.rows)
    paths = [""] * LEVELS
    shapes = []
    for row, (name, values) in enumerate(zip(picture.rows, picture.values, strict=True)):
        y = row * step + step / 2
        shapes.append(_label(left - _GAP, y + 4, name, anchor="end", strong=row == picture.strong))
        for column, level in enumerate(values):
            if level:
                paths[level - 1] += f"M{_n(left + column * step + 2)} {_n(y)}h{size}"
    shapes += [_line(size, path, (level + 1) / LEVELS) for level, path in enumerate(paths)]
    shapes += _axis(picture.columns, left, height, step)
    return _Drawing(left + step * len(picture.columns) + _GAP, height + below + 16, shapes)


def _columns(picture: Picture) -> _Drawing:
    (values,) = picture.values
    most = max(*values, 1)
    step = max(8, min(44, _WIDTH / len(values)))
    below = _reach(picture.columns) * _SLANT
    left, top = max(_reach([str(most)]) + _GAP, below - step / 2), 16.0
    width, foot = step * len(values), top + _HEIGHT
    bars = "".join(
        f"M{_n(left + (at + 0.5) * step)} {_n(foot)}v{_n(-_HEIGHT * value / most)}" for at, value in enumerate(values)
    )
    shapes = [
        _line(1, f"M{_n(left)} {_n(top)}h{_n(width)}M{_n(left)} {_n(foot)}h{_n(width)}", 0.25),
        _label(left - _GAP, top + 4, str(most), anchor="end"),
        _label(left - _GAP, foot + 4, "0", anchor="end"),
        _line(step * 0.7, bars),
        *_axis(picture.columns, left, foot, step),
    ]
    return _Drawing(left + width + _GAP, foot + below + 16, shapes)


def _bars(picture: Picture) -> _Drawing:
    most = max(max(values) for values in picture.values) or 1
    left, width = _reach(picture.rows) * _BOLD + _GAP, _WIDTH / 2
    outer, inner, shapes = "", "", []
    for row, (name, (whole, part)) in enumerate(zip(picture.rows, picture.values, strict=True)):
        y = row * _ROW + _ROW / 2
        strong = row == picture.strong
        outer += f"M{_n(left)} {_n(y)}h{_n(width * whole / most)}" if whole else ""
        inner += f"M{_n(left)} {_n(y)}h{_n(width * part / most)}" if part else ""
        shapes += [
            _label(left - _GAP, y + 4, name, anchor="end", strong=strong),
            _label(left + width * whole / most + 6, y + 4, f"{whole} ({part})", strong=strong),
        ]
    foot = _ROW * len(picture.rows) + _ROW
    for place, meaning in enumerate(picture.columns):
        # The legend of the bars, the lighter one first; the label of the darker one is in brackets, as its numbers are.
        at = left + place * (_reach(picture.columns) + 4 * _GAP)
        square = f"M{_n(at)} {_n(foot)}h12"
        outer, inner = (outer + square, inner) if place == 0 else (outer, inner + square)
        shapes.append(_label(at + 18, foot + 4, meaning if place == 0 else f"({meaning})"))
    shapes += [_line(12, outer, 0.45), _line(12, inner)]
    legend = 2 * _reach(picture.columns) + 8 * _GAP
    return _Drawing(left + max(width + 12 * _LETTER, legend), foot + _ROW / 2, shapes)


_DRAWN: Final[Mapping[Kind, Callable[[Picture], _Drawing]]] = {
    "timeline": _timeline,
    "grid": _grid,
    "columns": _columns,
    "bars": _bars,
}
"""The function that draws each kind of picture."""
