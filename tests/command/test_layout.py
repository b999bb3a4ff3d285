from __future__ import annotations

import pytest

from sphinxext_cache.command.layout import aligned, cells, counted

_ROWS = [("NAME", "VALUE", "N"), ("a", "short", "7"), ("bb", "x" * 60, "1,234")]


def test_columns_are_as_wide_as_what_is_in_them() -> None:
    assert [*aligned(_ROWS[:2], None, right={2})] == ["NAME  VALUE  N", "a     short  7"]


def test_numbers_are_aligned_to_the_right() -> None:
    assert [line[-5:] for line in aligned(_ROWS, None, right={2})] == ["    N", "    7", "1,234"]


def test_the_widest_column_gives_way_where_there_is_no_room() -> None:
    lines = [*aligned(_ROWS, 30)]

    assert lines[2] == f"bb    {'x' * 16}…  1,234"
    assert max(map(cells, lines)) <= 30


def test_no_column_becomes_unreadable() -> None:
    assert [*aligned([("a" * 20, "b" * 20)], 5)] == ["aaaaaaa…  bbbbbbb…"]


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("ü", 1)])
def test_a_string_takes_as_many_cells_as_a_terminal_gives_it(text: str, width: int) -> None:
    assert cells(text) == width


def test_wide_characters_are_cut_where_they_end() -> None:
    (line,) = aligned([("日本語" * 10, "x")], 20)

    assert line == "日本語日本語日本…  x"
    assert cells(line) == 20


@pytest.mark.parametrize(("number", "text"), [(0, "0 specs"), (1, "1 spec"), (1256, "1,256 specs")])
def test_numbers_agree_with_their_nouns(number: int, text: str) -> None:
    assert counted(number, "spec") == text
