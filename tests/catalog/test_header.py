from __future__ import annotations

import pytest

from sphinxext_cache.catalog.sources.front_matter.header import HeaderError, cut, split, take_lines


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
    with pytest.raises(HeaderError, match="not closed") as caught:
        cut(b"---\ntitle: x\nlayout: cache\n")
    assert caught.value.line == 4


def test_a_header_is_taken_apart_at_its_keys_without_being_decoded() -> None:
    taken = split(b'title: "x"\n\nmeta: {"a": 1}\r\nother: [1]\nspec_details:\n# of hdf5\n- a\n  b\n\n# end\n')
    assert taken is not None
    assert {key: (field.value, field.line, field.last) for key, field in taken.fields.items()} == {
        "title": (b'"x"', 2, 3),
        "meta": (b'{"a": 1}', 4, 4),
        "spec_details": (b"# of hdf5\n- a\n  b", 6, 10),
    }
    assert taken.others == ["other"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"title:", b""),
        (b"title: x", b"x"),
        (b"title :  x \r", b"x"),
        (b"'title': x", b"x"),
        (b'"title": x', b"x"),
        (b"# layout: y\ntitle: x\n# layout: y", b"x"),
        (b"title:\n  x\n  y", b"x\n  y"),
        (b"title: [\nx\n]", None),
        (b"title: [\n  x\n]", b"[\n  x\n]"),
        (b"title: [x  # y", b"[x  # y"),
        (b"more of it: 1\ntitle: x\na: [1] # [", b"x"),
    ],
)
def test_a_value_ends_where_the_next_key_begins(text: bytes, value: bytes | None) -> None:
    taken = split(text)
    assert (taken and taken.fields["title"].value) == value


@pytest.mark.parametrize(
    "text",
    [
        b"- a\n",
        b"  title: x\n",
        b"{title: x}\n",
        b"? title\n: x\n",
        b"just text\n",
        b"title: x\n--- {}\n",
        b"title: &x y\n",
        b"ignored: *x\n",
        b"ignored: !x y\n",
        b"ignored: [1,\ntitle: x\n",
        b'ignored: "1\ntitle: x\n',
    ],
)
def test_a_header_of_which_only_yaml_can_tell_is_not_taken_apart(text: bytes) -> None:
    assert split(text) is None


def test_a_key_that_stands_twice_is_an_error_unless_it_is_passed_over() -> None:
    assert split(b"a: 1\na: 2\n") is not None
    with pytest.raises(HeaderError, match="the key 'title' occurs twice") as caught:
        split(b"title: x\nlayout: cache\ntitle: y\n")
    assert caught.value.line == 4


_LINES = b'title: "x"\nlayout: cache\nmeta: {"a: b": 1}\nspec_details: []'


@pytest.mark.parametrize(
    "data", [b"---\n%b\n---" % _LINES, b"---\n%b\n---\n" % _LINES, b"---\n%b\n\n---" % _LINES, b"---\n---"]
)
def test_a_header_as_the_site_writes_it_is_taken_apart_as_any_other(data: bytes) -> None:
    taken = split(cut(data) or b"")
    assert taken is not None
    assert take_lines(data) == {key.encode(): field.value for key, field in taken.fields.items()}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"---",
        b"---\n",
        b"---\n\n",
        b"\n---",
        b"----\n---",
        b"---\n%b" % _LINES,
        b"---\n%b---" % _LINES,
        b"---\n%b\n----" % _LINES,
        b"---\n%b\n---\n\n" % _LINES,
        b"---\n%b\n---\nbody\n" % _LINES,
        b"---\n%b\n---\nbody\n---" % _LINES,
        b"---\n%b\n...\ntitle: x\n---" % _LINES,
        b"---\r\n%b\n---" % _LINES,
        b"\xef\xbb\xbf---\n%b\n---" % _LINES,
        b"---\n%b\nother: 1\n---" % _LINES,
        b"---\n%b\ntitle: y\n---" % _LINES,
        b"---\n%b\n  y\n---" % _LINES,
        b"---\n\n%b\n---" % _LINES,
        b"---\n# x\n%b\n---" % _LINES,
        b"---\n%b\nmeta:\n---" % _LINES[:24],
        b"---\n%b\n'meta': {}\n---" % _LINES[:24],
    ],
)
def test_a_header_that_the_site_would_write_otherwise_is_left_to_others(data: bytes) -> None:
    assert take_lines(data) is None
