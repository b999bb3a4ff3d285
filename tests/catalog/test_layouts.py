"""The same data is the same page, however it is written: as lines of JSON, with a comment, indented, as YAML."""

from __future__ import annotations

import copy
import json
import os
import random
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml

from sphinxext_cache.catalog import read_front_matter
from tests.pages import TAG, detail, front_matter, meta_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinxext_cache.catalog import FrontMatter

COUNT: Final = 20_000 if os.environ.get("SOAK") else 2_000
"""How many pages are made up; ``make soak`` takes its time."""

_LITERALS: Final = (
    "1.10",
    "1.5",
    "0",
    "-0",
    "-1",
    "010.5",
    "1e3",
    "true",
    "false",
    "null",
    "9" * 18,
    "9" * 19,
    "9" * 40,
)
"""Scalars without quotes, by what they look like in a file; some are no JSON."""
_TEXTS: Final = (
    *("", "-", "~", "null", "Null", "yes", "true", "1.10", "010", "1e3", "12", "-0", "0x10", "9" * 18, "9" * 19),
    *("+mpi", "~mpi", "patches:=1,2", "a b", " a", "a ", "a: b", "a #b", "#", "[a]", "{a: b}", "- a", "'", '"', "\\"),
    *("*a", "&a", "!a", "%a", "@a", "`a`", "|", ">", "?", ":", "---", "...", "é", "漢字", "\U0001f600", "x" * 90),
    *(
        "\u200b",
        "a\u200eb",
        "\u200f",
        "\u061c",
        "\u00ad",
        "\u2066",
        "\ufeff",
        "\u3164",
        "\x07",
        "\x7f",
        "\u2028",
        "a\nb",
    ),
    *("root", "e4s", "E4S-2", "../x", "zen4", "x86_64_v3", "gcc@=11.4.0", "none", "https://example.org/x", "java:x"),
)
_Dumper: Final = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_KEYS: Final = (*detail(), "tarball", "arches", "architecture", "signed", "variant", "tgt", "stack", "oss")


def _write(data: dict[str, Any], dump: Callable[[str, object], str]) -> list[str]:
    """Write each key of a page. What dumps it sees literals as text, which loses its quotes afterwards."""
    lines = []
    for key, value in data.items():
        text = dump(key, value)
        for literal in _LITERALS:
            text = text.replace(f"'@{literal}@'", literal).replace(f'"@{literal}@"', literal)
        lines.append(text)
    return lines


def _json(key: str, value: object) -> str:
    return f"{key}: {json.dumps(value)}"


def _indented(key: str, value: object) -> str:
    return f"{key}: {json.dumps(value, indent=1)}"


def _block(key: str, value: object) -> str:
    dumped: str = yaml.dump({key: value}, Dumper=_Dumper, default_flow_style=False, sort_keys=False, allow_unicode=True)
    return dumped.rstrip("\n")


def _layouts(data: dict[str, Any], dice: random.Random) -> dict[str, bytes]:
    """The same page in every layout."""
    data = copy.deepcopy(data)  # PyYAML writes what it meets twice as an alias
    lines = _write(data, _json)
    commented = list(lines)
    commented.insert(dice.randrange(len(lines) + 1), "# a comment: of somebody")
    return {
        "JSON": front_matter(*lines),
        "commented": front_matter(*commented),
        "ignored": front_matter("unknown: {a: [&x 1, }", *lines),
        "indented": front_matter(*_write(data, _indented)),
        "YAML": front_matter(*_write(data, _block)),
    }


def _told(page: FrontMatter) -> list[tuple[str, str]]:
    return [(problem.code.value, problem.message) for problem in page.problems]


def _assert_alike(data: dict[str, Any], dice: random.Random) -> FrontMatter:
    pages = _layouts(data, dice)
    read = {layout: read_front_matter(content, "specs.md") for layout, content in pages.items()}
    expected = read["JSON"]
    for layout, page in read.items():
        assert (page.package, _told(page)) == (expected.package, _told(expected)), f"{layout} of {pages['JSON']!r}"
    return expected


@pytest.mark.parametrize("part", range(5))
def test_made_up_pages_are_the_same_in_every_layout(part: int) -> None:
    """Given pages with anything anywhere, when they are written in each way, then packages and problems are equal."""
    dice = random.Random(part)  # noqa: S311 the same each time
    with_problems = with_package = 0
    for _ in range(COUNT // 5):
        page = _assert_alike(_page(dice), dice)
        with_problems += bool(page.problems)
        with_package += page.package is not None
    assert with_problems > COUNT / 20
    assert with_package > COUNT / 20


def _page(dice: random.Random) -> dict[str, Any]:
    """A page of which most is as it should be."""
    details = [_detail(dice, number) for number in range(dice.choice((0, 1, 1, 2, 3, 5)))]
    data: dict[str, Any] = {
        "title": "zlib",
        "layout": "cache",
        "categories": ["package", TAG],
        "meta": _meta(dice, details),
        "spec_details": details,
    }
    if dice.random() < 0.1:
        del data["spec_details"]
        spec = "zlib@1.2%gcc@9 arch=linux-rhel8-zen2"
        texts = [dice.choice((spec, f"{spec} ^cmake@3", f"{spec}+pic", "zlib", _any(dice, 0))) for _ in range(3)]
        data["spec_names"] = [text if dice.random() < 0.5 else {str(text): "file.json"} for text in texts]
    while dice.random() < 0.3:
        key = dice.choice((*data, "spec_files", "category", "titel", "layuot"))
        if dice.random() < 0.3:
            data.pop(key, None)
        else:
            data[key] = _any(dice, 3)
    return data


def _detail(dice: random.Random, number: int) -> dict[str, Any]:
    entry = detail(number if dice.random() < 0.9 else 0)
    while dice.random() < 0.4:
        key = dice.choice(_KEYS)
        if dice.random() < 0.3:
            entry.pop(key, None)
        elif key in {"variants", "versions", "stacks"} and dice.random() < 0.7:
            entry[key] = [_any(dice, 0) for _ in range(dice.choice((0, 1, 1, 2)))]
        else:
            entry[key] = _any(dice, 2)
    return entry


def _meta(dice: random.Random, details: list[dict[str, Any]]) -> object:
    try:
        meta: dict[str, Any] = meta_of(details)
    except (KeyError, TypeError):
        return {}
    while dice.random() < 0.3:
        meta[dice.choice(list(meta))] = _any(dice, 2)
    return meta


def _any(dice: random.Random, depth: int) -> object:
    """Any value at all."""
    kind = dice.random()
    if depth and kind < 0.2:
        return [_any(dice, depth - 1) for _ in range(dice.randrange(3))]
    if depth and kind < 0.4:
        return {str(dice.choice(_TEXTS)): _any(dice, depth - 1) for _ in range(dice.randrange(3))}
    return f"@{dice.choice(_LITERALS)}@" if kind < 0.6 else dice.choice(_TEXTS)
