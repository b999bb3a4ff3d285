from __future__ import annotations

import pytest

from sphinxext_cache.catalog import header
from sphinxext_cache.catalog.header import HeaderError, cut, one_line_fields, yaml_fields


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"---\na: 1\n---", b"a: 1\n"),
        (b"---\na: 1\n---\n", b"a: 1\n"),
        (b"---\na: 1\n---\nbody\n---\n", b"a: 1\n"),
        (b"---\na: 1\n...\n", b"a: 1\n"),
        (b"---  \na: 1\n--- \t\nbody", b"a: 1\n"),
        (b"---\r\na: 1\r\n---\r\n", b"a: 1\r\n"),
        (b"\xef\xbb\xbf---\na: 1\n---", b"a: 1\n"),
        (b"---\na: '----'\n----\n---x\n---", b"a: '----'\n----\n---x\n"),
        (b"---\n---", b""),
    ],
)
def test_a_header_stands_between_the_first_two_lines_of_dashes(data: bytes, expected: bytes) -> None:
    assert cut(data) == expected


@pytest.mark.parametrize("data", [b"", b"---", b"----\na\n---\n", b"# Title\n\n---\na: 1\n---\n", b" ---\n---\n"])
def test_a_file_that_does_not_begin_with_dashes_has_no_header(data: bytes) -> None:
    assert cut(data) is None


def test_a_header_that_does_not_end_is_an_error_at_the_last_line() -> None:
    with pytest.raises(HeaderError, match="does not end") as caught:
        cut(b"---\ntitle: x\nlayout: cache\n")
    assert caught.value.line == 4


def test_fields_of_one_line_are_cut_without_being_decoded() -> None:
    fields = one_line_fields(b'title: "x"\n\nmeta: {"a": 1}\r\nspec_details:   []\n')
    assert fields is not None
    assert {key: (field.value, field.line) for key, field in fields.items()} == {
        "title": (b'"x"', 2),
        "meta": (b'{"a": 1}', 4),
        "spec_details": (b"[]", 5),
    }


@pytest.mark.parametrize(
    "text",
    [
        b"a:\n- b\n",
        b"a: 1\na: 2\n",
        b"a: &x 1\n",
        b"a: *x\n",
        b"a: !!str 1\n",
        b"a: |\n",
        b"a: >\n",
        b"# comment\n",
        b"a:1\n",
        b"- a\n",
        b"a: # nothing\n",
        b"a: [1,\n  2]\n",
        b"a.b: 1\n",
    ],
)
def test_any_other_header_has_no_fields_of_one_line(text: bytes) -> None:
    assert one_line_fields(text) is None


def test_every_yaml_scalar_but_null_is_text() -> None:
    fields = yaml_fields(b"version: 1.10\nyes: yes\ndate: 2025-04-20\noctal: 010\nnothing:\ntilde: ~\nquoted: '~'\n")
    assert fields.values == {
        "version": "1.10",
        "yes": "yes",
        "date": "2025-04-20",
        "octal": "010",
        "nothing": None,
        "tilde": None,
        "quoted": "~",
    }


def test_every_yaml_value_has_its_line() -> None:
    fields = yaml_fields(b"a: 1\nb:\n- x\n- y: 1\n  z: 2\n")
    assert fields.values == {"a": "1", "b": ["x", {"y": "1", "z": "2"}]}
    assert fields.line(("a",)) == 2
    assert fields.line(("b", 0)) == 4
    assert fields.line(("b", 1, "z")) == 6


def test_the_line_of_an_unknown_value_is_that_of_what_it_stands_in() -> None:
    fields = yaml_fields(b"a: 1\nb:\n- x: 1\n")
    assert fields.line(("b", 0, "missing", 3)) == 4
    assert fields.line(("missing",)) == 1
    assert fields.line(()) == 1


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        (b"a: 1\nb: \xff\n", "not UTF-8: invalid start byte, byte 0xff", 3, 0),
        (b"a: 1\nb: x\x00\n", "the character U+0000 is not allowed", 3, 5),
        (b"a: 1\nb: [1, 2\n", "not valid YAML", 4, 1),
        (b"a: 1\nb: *x\n", r"YAML alias '\*x' is not allowed", 3, 4),
        (b"a: &x 1\n", "YAML anchor '&x' is not allowed", 2, 4),
        (b"a: !!python/name:os.system x\n", "YAML tags", 2, 4),
        (b"a: !own [1]\n", "YAML tags", 2, 4),
        (b"a: 1\na: 2\n", "the key 'a' stands twice", 3, 1),
        (b"a: 1\n--- b\n", "a second YAML document begins here", 3, 5),
        (b"? [a]\n: 1\n", "a list or a map stands where a key is expected", 2, 3),
        (b"- a\n", "not a map", 2, 0),
        (b"just text\n", "not a map", 2, 0),
        (b"", "not a map", 2, 0),
    ],
)
def test_what_a_page_must_not_hold_is_an_error_with_its_place(
    text: bytes, message: str, line: int, column: int
) -> None:
    with pytest.raises(HeaderError, match=message.replace("+", r"\+")) as caught:
        yaml_fields(text)
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize("layer", ["[", "{a: "])
def test_yaml_may_nest_as_deep_as_the_limit_and_no_deeper(layer: str) -> None:
    close = {"[": "]", "{a: ": "}"}[layer]
    allowed = header.MAX_DEPTH - 1
    assert yaml_fields(f"a: {layer * allowed}{close * allowed}".encode()).values.keys() == {"a"}
    with pytest.raises(HeaderError, match="nested more than 16 deep"):
        yaml_fields(f"a: {layer * (allowed + 1)}{close * (allowed + 1)}".encode())


def test_yaml_a_hundred_thousand_deep_is_an_error_and_no_more() -> None:
    with pytest.raises(HeaderError):
        yaml_fields(b"a: " + b"[" * 100_000)


def test_yaml_may_not_hold_more_values_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(header, "MAX_NODES", 100)
    with pytest.raises(HeaderError, match="more than 100 values") as caught:
        yaml_fields(b"a:\n" + b"- x\n" * 200)
    assert caught.value.line > 90
