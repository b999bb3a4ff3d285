from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_cache.catalog.names import is_printable, is_safe_segment, natural_key, printable, shorten


@pytest.mark.parametrize(
    "ordered",
    [
        ["e4s", "E4S-2"],
        ["pkg9", "pkg10"],
        ["pkg", "pkg1", "pkg1a", "pkg2"],
        ["e4s-neoverse-v2", "e4s-neoverse_v1"],
        ["A", "a", "B", "b"],
        ["pkg01", "pkg1", "pkg02"],
        ["9" * 5_000, "1" + "0" * 5_000],
    ],
)
def test_names_sort_as_people_sort_them(ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=natural_key) == ordered


@given(st.lists(st.text()))
def test_any_names_have_one_order(names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(names, key=natural_key) == sorted(backwards, key=natural_key)


@pytest.mark.parametrize(
    "name", ["hdf5", "py-pyproject-hooks", "root", "x86_64_v3", "gtk+", "7zip", "_", "v0.23.1", "console", "x" * 127]
)
def test_real_names_are_safe_segments(name: str) -> None:
    assert is_safe_segment(name)


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", "../x", "a/b", "a\\b", ".git", "-rf", "+x", "a.", "a b", "a\n", "a\0", "é", "a%2f", "a#b"),
        *("a?b", "con", "NUL", "aux.md", "com1", "LPT9.txt", "<b>", "a'b", 'a"b', "a:b", "x" * 128),
    ],
)
def test_what_is_no_plain_name_is_no_safe_segment(name: str) -> None:
    assert not is_safe_segment(name)


@pytest.mark.parametrize(
    "text", ["\0", "\x1b[2J", "a\nb", "\t", "\x7f", "\x85", "\u2028", "\ud800", "\uffff", "\u202eb", "a\u2066"]
)
def test_what_xml_or_a_terminal_cannot_show_is_not_printable(text: str) -> None:
    assert not is_printable(text)
    assert is_printable(printable(text))


@pytest.mark.parametrize("text", ["", "patches:=a,b", "é", "漢字", "\U0001f600", "<script>"])
def test_printable_text_is_shown_as_it_is(text: str) -> None:
    assert is_printable(text)
    assert printable(text) == text


def test_a_long_text_is_shortened_to_its_limit() -> None:
    assert shorten("x" * 80) == "x" * 80
    assert shorten("x" * 81) == "x" * 79 + "…"


@given(st.text(st.characters(), max_size=300))
def test_a_shortened_text_is_printable_and_short(text: str) -> None:
    shown = shorten(text)
    assert is_printable(shown)
    assert len(shown) <= 80
