"""Where columns get their widths, and words their breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sphinx.writers.text import my_wrap

from sphinxext_cache.render.layout import Line, break_word, column_widths, divide_row, wrap
from sphinxext_cache.tables import Piece, Row

_NAMES = st.text(alphabet="abc019,=:_-@./+~ ", max_size=80)


@given(_NAMES, st.integers(4, 30))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = wrap(text, width)

    assert max(map(len, lines)) <= width
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(_NAMES, st.integers(4, 30))
def test_the_text_writer_of_sphinx_breaks_no_line_again(text: str, width: int) -> None:
    lines = wrap(text, width)

    assert my_wrap("\n".join(lines), width) == [line for line in lines if line]


@pytest.mark.parametrize(
    ("word", "width", "pieces"),
    [
        ("cuda_arch:=80,90", 20, ["cuda_arch:=80,90"]),
        ("cuda_arch:=80,90", 10, ["cuda_", "arch:", "=", "80,", "90"]),
        ("gcc@13.2.0", 8, ["gcc@", "13.2.0"]),
        ("ubuntu22.04", 8, ["ubuntu", "22.04"]),
        ("2025.03.2", 6, ["2025.", "03.", "2"]),
        ("e4s-neoverse-v2", 20, ["e4s-", "neoverse-", "v2"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    ],
)
def test_a_word_breaks_at_its_joints_if_it_must(word: str, width: int, pieces: list[str]) -> None:
    assert break_word(word, width) == pieces


def test_columns_get_what_they_need_if_there_is_room() -> None:
    assert column_widths([7, 10, 30], [7, 8, 9], 60) == [7, 10, 30]


def test_a_column_of_very_long_texts_takes_what_the_others_can_spare() -> None:
    short, middle, long = column_widths([7, 20, 600], [7, 8, 9], 60)

    assert short == 7
    assert 8 <= middle <= 20
    assert long > 30


def test_without_room_the_widest_columns_are_cut_first() -> None:
    assert column_widths([7, 20, 600], [5, 12, 14], 21) == [5, 8, 8]


def test_a_row_taller_than_a_page_goes_on_in_the_next() -> None:
    long = Piece(",".join(["abcdefg"] * 40), code=True)
    row = Row(cells=((Piece("first"),), (long, Piece(" "), Piece("end"))))

    rows = divide_row(row, [8, 10], 10)

    assert len(rows) > 1
    assert [bool(part.cells[0]) for part in rows] == [True] + [False] * (len(rows) - 1)
    assert "".join(piece.text for part in rows for piece in part.cells[1]) == long.text + " end"
    assert {piece.code for part in rows for piece in part.cells[1] if "abc" in piece.text} == {True}


def test_a_word_of_capitals_gets_more_room_where_these_are_wider() -> None:
    line = Line(length=80, gap=2, broken=6, capital=0.25)

    assert line.width("gromacs") == 7
    assert line.width("GROMACS") == 9
