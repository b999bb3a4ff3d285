"""How pictures are drawn: whatever their labels say, legible, and small."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from sphinxext_cache.render.svg import inline_svg, svg_file
from sphinxext_cache.tables import Picture

_KINDS = ("timeline", "grid", "columns", "bars")
_HOSTILE = '<script>alert("1")</script>\u202e&amp;\x0b' + "x" * 300


def _picture(kind: str, name: str = "zen4", *, rows: int = 3, columns: int = 3) -> Picture:
    if kind in {"columns", "bars"}:
        rows, columns = (1, columns) if kind == "columns" else (rows, 2)
    return Picture(
        kind=kind,  # type: ignore[arg-type]  # each kind in turn
        title=name,
        description=name,
        rows=(name,) * rows,
        columns=(name,) * columns,
        values=tuple((1,) * columns for _row in range(rows)),
    )


@pytest.mark.parametrize("kind", _KINDS)
def test_what_a_label_says_is_text(kind: str) -> None:
    svg = BeautifulSoup(inline_svg(_picture(kind, _HOSTILE)), "html5lib")

    assert svg.select("script") == []
    texts = [element.get_text() for element in svg.select("svg > title, svg > desc, text > title")]
    assert set(texts) >= {'<script>alert("1")</script>&amp;' + "x" * 300}, "but for what turns writing round"


@pytest.mark.parametrize("kind", _KINDS)
def test_a_file_is_well_formed_and_has_colours_of_its_own(kind: str) -> None:
    root = ET.fromstring(svg_file(_picture(kind, _HOSTILE)))  # noqa: S314 it is ours

    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert b"currentColor" not in svg_file(_picture(kind))


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize("count", [1, 7, 90])
def test_letters_have_twelve_pixels_and_lie_within_the_picture(kind: str, count: int) -> None:
    text = inline_svg(_picture(kind, "develop-2025-10-12", rows=count, columns=count))
    svg = BeautifulSoup(text, "html5lib").select("svg")[0]

    width, height = float(svg["width"]), float(svg["height"])  # type: ignore[arg-type]  # there is one of each
    assert svg["font-size"] == "12"
    assert svg["direction"] == "ltr", "in every language, a label ends where its bar begins"
    assert svg["viewBox"] == f"0 0 {svg['width']} {svg['height']}", "it is shown as large as it is drawn"
    assert not re.search(r"font-size(?!=\"12\")", text)
    for label in svg.select("text"):
        across, down = label.get("x"), label.get("y")
        if across is None:
            across, down = re.findall(r"[\d.]+", str(label["transform"]))[:2]
        length = 7 * len(label.find(string=True, recursive=False) or "")
        slant = 0.71 if label.get("transform") else 1
        start = float(str(across)) - (length * slant if label.get("text-anchor") == "end" else 0)
        end = float(str(across)) + (0 if label.get("text-anchor") == "end" else length)
        assert start >= -1
        assert end <= width + 1
        assert 0 <= float(str(down)) + (length * slant if label.get("transform") else 0) <= height + 1


def test_labels_below_a_picture_are_as_many_as_there_is_room_for_and_the_last_is_among_them() -> None:
    tags = tuple(f"develop-{number:02}" for number in range(90))
    picture = _picture("columns", columns=90)._replace(columns=tags)

    labels = [text.get_text() for text in BeautifulSoup(inline_svg(picture), "html5lib").select("text")]

    below = [label for label in labels if label.startswith("develop")]
    assert below[0] == "develop-89"
    assert 10 < len(below) < 45


def test_a_long_history_is_small() -> None:
    picture = _picture("timeline", rows=20, columns=85)

    assert len(inline_svg(picture)) < 5000
