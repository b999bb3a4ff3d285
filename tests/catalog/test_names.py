from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_cache.catalog.names import (
    is_printable,
    is_safe_segment,
    natural_key,
    none_last,
    printable,
    shorten,
)
from sphinxext_cache.catalog.nearest import nearest


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
    "text",
    [
        *("\0", "\x1b[2J", "a\nb", "\t", "\x7f", "\x85", "\u2028", "\u2029", "\ud800", "\uffff", "\U0010ffff"),
        *("\u061c", "\u200e", "\u200f", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))),
        *("\u00ad", "\u034f", "\u180e", "\u200b", "\u200c", "\u200d", "\u2060", "\u2061", "\ufeff", "\ufff9"),
        *("\u115f", "\u3164", "\uffa0", "\u2800", "\ufe0f", "\U000e0001", "\U000e0041", "\U000e0100", "\U0001d173"),
        *("\u0378", "\U000e1234"),
    ],
)
def test_what_nobody_can_see_is_not_printable_and_shown_with_escapes(text: str) -> None:
    for around in (text, f"a{text}", f"{text}b", f"é{text}"):
        assert not is_printable(around)
        shown = printable(around)
        assert is_printable(shown)
        assert "\\" in shown
        assert around.startswith("é") == shown.startswith("é"), "the rest stays legible"


@pytest.mark.parametrize("text", ["", "patches:=a,b", "é", "漢字", "e\u0301", "\u00a0", "\U0001f600", "<script>"])
def test_printable_text_is_shown_as_it_is(text: str) -> None:
    assert is_printable(text)
    assert printable(text) == text


@given(st.lists(st.sampled_from(["a", "B", "b", "1", "01", "10", "9", "0", "-", "_", "é"]), max_size=6), st.data())
def test_a_natural_key_compares_as_its_parts_do(parts: list[str], data: st.DataObject) -> None:
    """Text without regard to case, numbers by their value, the shorter one first."""
    one = "".join(parts)
    other = "".join(data.draw(st.permutations(parts)))[: data.draw(st.integers(0, 12))]

    def key(name: str) -> list[object]:
        found = re.split(r"([0-9]+)", name.casefold())
        return [int(part) if index % 2 else part for index, part in enumerate(found)]

    assert (key(one), one) < (key(other), other) or (natural_key(one) >= natural_key(other))
    assert (key(one), one) >= (key(other), other) or (natural_key(one) < natural_key(other))


@pytest.mark.parametrize("names", [["gcc@9", None, "none-such", "zig"], [None], ["a", ""]])
def test_no_name_comes_last(names: list[str | None]) -> None:
    assert max(names, key=none_last) in {None, ""}


@pytest.mark.parametrize(
    ("name", "near"),
    [("variants", "variant"), ("target", "tgt"), ("stacks", "stack"), ("title", "titel"), ("os", ""), ("x" * 99, "")],
)
def test_the_nearest_name_is_one_that_somebody_may_have_meant(name: str, near: str) -> None:
    assert (
        "".join(nearest(name, ["variant", "tgt", "stack", "titel", "something", "x" * 99, "x" * 100_000], most=1))
        == near
    )


def test_a_long_text_is_shortened_to_its_limit() -> None:
    assert shorten("x" * 80) == "x" * 80
    assert shorten("x" * 81) == "x" * 79 + "…"


@given(st.text(st.characters(), max_size=300))
def test_a_shortened_text_is_printable_and_short(text: str) -> None:
    shown = shorten(text)
    assert is_printable(shown)
    assert len(shown) <= 80
