from __future__ import annotations

import json
from typing import Any

import pytest

from sphinxext_cache.catalog.limits import MAX_DEPTH
from sphinxext_cache.catalog.sources.front_matter import events
from sphinxext_cache.catalog.sources.front_matter.header import HeaderError
from sphinxext_cache.catalog.sources.front_matter.values import read_values
from tests.pages import detail

_KEY = "spec_names"  # of which nothing is left out but what lies too deep


def _read(text: str) -> Any:  # noqa: ANN401 a value of any type
    return read_values(f"{_KEY}:{text}".encode()).values[_KEY]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.10", "1.10"),
        ("yes", "yes"),
        ("true", "true"),
        ("2025-04-20", "2025-04-20"),
        ("010", "010"),
        ("-0", "-0"),
        ("1e3", "1e3"),
        ("9" * 30, "9" * 30),
        ("null", None),
        ("~", None),
        ("", None),
        ("'~'", "~"),
        ('"null"', "null"),
        ("[]", []),
        ("{}", {}),
        ('"\\ud83d\\ude00"', "\U0001f600"),
        ('"\\\\ud83d\\\\ude00"', "\\ud83d\\ude00"),
    ],
)
def test_every_scalar_but_null_is_text_in_json_and_in_yaml(text: str, value: object) -> None:
    assert _read(f" {text}") == value
    assert _read(f" {text}  # a comment") == value
    if text:
        assert _read(f" [{text}]") == _read(f" [{text},]") == _read(f"\n- {text}") == [value]


def test_json_is_read_as_json_whatever_stands_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "build_values", lambda *_: pytest.fail("read as YAML"))
    text = json.dumps([detail()])
    for line in (
        f" {text}",
        f" {text}  # a comment",
        f"\n  {text}\n# a comment",
        f" {json.dumps([detail()], indent=1)}",
    ):
        assert _read(line) == [detail()]


@pytest.mark.parametrize("text", [' {"k": [[[[["a"]]]]]}', " {k: [[[[[a]]]]]}", "\n  k:\n  - - - - - a"])
def test_what_lies_deeper_than_any_page_is_left_out(text: str) -> None:
    assert _read(text) == {"k": [[[[[]]]]]}


@pytest.mark.parametrize("text", [' [{"hash": "a", "x": [1], "y": {}}]', "\n- hash: a\n  x: [1]\n  y: {}"])
def test_of_a_key_that_no_spec_has_only_the_name_is_kept(text: str) -> None:
    assert read_values(f"spec_details:{text}".encode()).values["spec_details"] == [{"hash": "a", "x": None, "y": None}]


@pytest.mark.parametrize("text", [' {"a": 1, "a": [2]}', " {a: 1, a: [2]}", "\n  a: 1\n  a: [2]"])
def test_of_a_key_that_stands_twice_in_a_value_the_last_counts(text: str) -> None:
    assert _read(text) == {"a": ["2"]}


@pytest.mark.parametrize("head", ["other: [1, \n", "a: {\n", "other:\n  - '\n", "other: [[[\nmore: ]]]\n"])
def test_a_key_that_no_page_has_is_not_even_parsed(head: str) -> None:
    text = f"title: x\n{head}" if head.startswith("other:\n") else f"title: x\nother: {'[' * 100_000} a ]\n"
    assert read_values(text.encode()).values == {"title": "x"}


def _lines(text: str, *paths: tuple[str | int, ...]) -> list[int]:
    return read_values(text.encode()).lines(paths)


@pytest.mark.parametrize(
    "text",
    [
        "title: 1\n# a comment\nmeta:\n  targets:\n  - x\n  - y\n",
        "title: 1\n\nmeta: {\n  targets: [\n    x,\n    y]}\n",
        'title: 1\n\nmeta: {\n  "targets": [\n    "x",\n    "y"]}\n',
        '{title: 1,\n\nmeta: {\n  "targets": [\n    "x",\n    "y"]}}\n',
    ],
)
def test_every_value_has_its_line(text: str) -> None:
    assert _lines(text, ("title",), ("meta", "targets", 0), ("meta", "targets", 1)) == [2, 6, 7]
    # That of an unknown value is the line of what it stands in.
    assert _lines(text, ("meta", "targets", 1, "missing", 3), ("meta", "missing"), ("missing",), ()) == [7, 4, 1, 1]


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        (b"a: 1\ntitle: \xff\n", "not UTF-8: invalid start byte, byte 0xff", 3, 0),
        (b"a: 1\ntitle: 'x\x00'\n", "the character U+0000 is not allowed", 3, 10),
        (b"a: 1\ntitle: {1, 2\n", "not valid YAML", 4, 1),
        (b"a: 1\ntitle: *x\n", r"YAML alias '\*x' is not allowed", 3, 8),
        (b"title: &x 1\n", "YAML anchor '&x' is not allowed", 2, 8),
        (b"title: [&x 1]\n", "YAML anchor '&x' is not allowed", 2, 9),
        (b"other: &x 1\n", "YAML anchor '&x' is not allowed", 2, 8),
        (b"a: !!python/name:os.system x\n", "YAML tags", 2, 4),
        (b"title: !own [1]\n", "YAML tags", 2, 8),
        (b"title: 1\ntitle: 2\n", "the key 'title' occurs twice", 3, 1),
        (b"{title: 1,\ntitle: 2}\n", "the key 'title' occurs twice", 3, 1),
        (b"title: 1\n--- b\n", "a second YAML document begins here", 3, 5),
        (b"title:\n ? [a]\n : 1\n", "found a list or a map where a key is expected", 3, 4),
        (b"- a\n", "not a map", 2, 0),
        (b"just text\n", "not a map", 2, 0),
        (b"", "not a map", 2, 0),
    ],
)
def test_what_a_page_must_not_hold_is_an_error_with_its_place(
    text: bytes, message: str, line: int, column: int
) -> None:
    with pytest.raises(HeaderError, match=message.replace("+", r"\+")) as caught:
        read_values(text)
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize("layer", ["[", '{"a": ', "{a: "])
def test_a_value_may_nest_as_deep_as_the_limit_and_no_deeper(layer: str) -> None:
    close = {"[": "]", "{": "}"}[layer[0]]
    allowed = MAX_DEPTH - 1
    assert _read(f" {layer * allowed}{close * allowed}") is not None
    for deep in (allowed + 1, 100_000):
        with pytest.raises(HeaderError, match="nested more than 16 levels deep"):
            _read(f" {layer * deep}{close * deep}")


def test_brackets_in_texts_are_no_nesting() -> None:
    texts = ["[" * 100, '"[{' * 100, "\\[" * 100]
    assert _read(f" {json.dumps(texts)}") == texts


def test_yaml_may_not_hold_more_values_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MAX_VALUES", 100)
    with pytest.raises(HeaderError, match="more than 100 values") as caught:
        read_values(b"title:\n" + b"- x\n" * 200)
    assert caught.value.line > 90
