"""Work in proportion: what a page costs to read and to show, in memory and in HTML, is bounded by the size of its file.

Memory and sizes are measured, never seconds: what takes long does so because it makes much, or is bounded by counts.
"""

from __future__ import annotations

import itertools
import json
import os
import string
import tracemalloc
from typing import TYPE_CHECKING, Any, Final

import pytest

from sphinxext_cache.catalog import Catalog, Code, Package, read_front_matter
from sphinxext_cache.config.settings import CacheConfig
from sphinxext_cache.render.html import HtmlRenderer
from sphinxext_cache.tables import build, matrix_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinxext_cache.tables import Ref
    from sphinxext_cache.tables.description import Description

SIZE: Final = (1 << 20) if os.environ.get("SOAK") else (1 << 16)
"""How large the pages are, in bytes; ``make soak`` takes its time."""
MOST_MEMORY: Final = 60
MOST_HTML: Final = 20
"""How many bytes there may be for each byte of a page."""
_LEAST_MEMORY: Final = 400_000
_LEAST_HTML: Final = 4_000
"""What there may be for the smallest page."""

_ALPHABET: Final = string.ascii_lowercase + string.digits


def _names(length: int = 1) -> Iterator[str]:
    """All names, the shortest first."""
    for size in itertools.count(length):
        yield from map("".join, itertools.product(_ALPHABET, repeat=size))


def _take(count: int, names: Iterator[str]) -> list[str]:
    return list(itertools.islice(names, count))


def _spec(number: int, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 any value
    """A spec that takes few bytes."""
    digest = "".join("abcdefghijklmnopqrstuvwxyz234567"[number >> shift & 31] for shift in range(0, 160, 5))
    return {
        "hash": digest,
        "compiler": "none",
        "versions": ["1"],
        "variants": [],
        "os": "a",
        "platform": "b",
        "target": "c",
        "stacks": [],
        **changes,
    }


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _yaml(value: object) -> str:
    """YAML in as few bytes as it can be; nothing needs quotes here."""
    if isinstance(value, list):
        return f"[{','.join(map(_yaml, value))}]"
    if isinstance(value, dict):
        return f"{{{','.join(f'{key}: {_yaml(each)}' for key, each in value.items())}}}"
    return str(value)


def _block(value: object) -> str:
    return "\n" + "\n".join(f"- {_yaml(each)}" for each in value) if isinstance(value, list) else _yaml(value)


def _page(*lines: str, title: str = "z") -> bytes:
    return "\n".join(["---", f"title: {title}", "layout: cache", "categories: [package, x]", *lines, "---"]).encode()


def _filled(make: Callable[[int], object], write: Callable[[object], str] = _json, key: str = "spec_details") -> bytes:
    """A page of as many entries as there is room for."""
    entries: list[object] = []
    size = 0
    while size < SIZE:
        entries.append(make(len(entries)))
        size += len(write([entries[-1]]))
    return _page(f"{key}:{'' if write is _block else ' '}{write(entries)}")


def _specs_of(**fields: Callable[[], Any]) -> Callable[[int], object]:
    return lambda number: _spec(number, **{key: make() for key, make in fields.items()})


def _next(length: int = 1, count: int | None = None) -> Callable[[], Any]:
    """New names each time: one, or a list of some."""
    names = _names(length)
    return (lambda: next(names)) if count is None else (lambda: _take(count, names))


def _one(**fields: Any) -> bytes:  # noqa: ANN401 any value
    return _page(f"spec_details: {_json([_spec(0, **fields)])}")


_LETTERS: Final = list(_ALPHABET)
_PAGES: Final[dict[str, Callable[[], bytes]]] = {
    "a stack and a target each": lambda: _filled(_specs_of(stacks=_next(count=1), target=_next())),
    "a stack and a target each, in YAML": lambda: _filled(_specs_of(stacks=_next(count=1), target=_next()), _yaml),
    "all different": lambda: _filled(
        _specs_of(stacks=_next(count=1), target=_next(), os=_next(), compiler=_next(3), variants=_next(count=1))
    ),
    "all alike": lambda: _filled(_spec),
    "all alike, in YAML": lambda: _filled(_spec, _yaml),
    "all alike, in block YAML": lambda: _filled(_spec, _block),
    "ten stacks each": lambda: _filled(_specs_of(stacks=_next(count=10)), _yaml),
    "200 stacks each": lambda: _filled(_specs_of(stacks=_next(count=200))),
    "the same short stacks": lambda: _filled(lambda number: _spec(number, stacks=_LETTERS), _yaml),
    "the same stacks and a target each": lambda: _filled(_specs_of(stacks=lambda: _LETTERS, target=_next()), _yaml),
    "one spec of many stacks": lambda: _one(stacks=_take(SIZE // 8, _names())),
    "one spec of one stack, often": lambda: _one(stacks=["a"] * (SIZE // 4)),
    "one spec of many variants": lambda: _one(variants=_take(SIZE // 8, _names())),
    "one spec of variants to escape": lambda: _one(variants=["'"] * (SIZE // 4)),
    "variants in common": lambda: _filled(lambda number: _spec(number, variants=_LETTERS)),
    "many variants each": lambda: _filled(_specs_of(variants=_next(3, 50))),
    "dependencies of their own": lambda: _filled(
        lambda number: _spec(number, dependencies=[{"name": f"a{number}-{place}"} for place in range(12)])
    ),
    "versions to escape": lambda: _filled(lambda number: _spec(number, versions=["'" * 30 + str(number)])),
    "versions of many parts": lambda: _filled(lambda number: _spec(number, versions=["1a" * 20 + str(number)])),
    "a version as long as the page": lambda: _one(versions=["1a" * (SIZE // 2)]),
    "names of many numbers": lambda: _filled(lambda number: _spec(number, compiler="1a" * 50 + str(number))),
    "spec strings": lambda: _filled(lambda _: "z@1 arch=a-b-c", _yaml, "spec_names"),
    "spec strings of a target each": lambda: _filled(lambda number: f"z@1 arch=a-b-t{number}", _yaml, "spec_names"),
    "spec strings as keys": lambda: _filled(lambda _: {"z@1 arch=a-b-c": "a"}, _json, "spec_files"),
    "spec strings that are none": lambda: _filled(lambda _: "z@", _json, "spec_names"),
    "sizes that are none": lambda: _filled(lambda number: _spec(number, size="x")),
    "stacks that are none": lambda: _filled(lambda number: _spec(number, stacks=["/"] * 50)),
    "keys that are none": lambda: _filled(lambda _: {f"target{number}": "" for number in range(60)}),
    "the same hash": lambda: _filled(lambda _: _spec(0)),
    "faults in indented JSON": lambda: _page(
        f"spec_details: {json.dumps([_spec(0, os=None)] * (SIZE // 200), indent=1)}"
    ),
    "a title as long as the page": lambda: _page(title="x" * SIZE),
    "nothing but lines": lambda: _page("\n" * SIZE),
    "nothing but keys": lambda: _page(*(f"{name}:" for name in _take(SIZE // 5, _names()))),
    "a bracket, quotes": lambda: _page(f"meta: ['{' #' * (SIZE // 2)}\"]"),
    "what is counted by stack": lambda: _page(
        f"meta: {_json({'num_specs_by_stack': dict.fromkeys(_take(SIZE // 8, _names()), 1)})}",
        f"spec_details: {_json([_spec(0)])}",
    ),
}
_ITEMS: Final = ("[]", "{}", "1", '"ab"', '{"a":1}', "[1]", "[[[[[[[[]]]]]]]]")
_PLACES: Final = (
    "other: {}\nspec_details: [{spec}]",
    'meta: {{"other": {}}}\nspec_details: [{spec}]',
    'meta: {{"versions": {}}}\nspec_details: [{spec}]',
    "category: {}\nspec_details: [{spec}]",
    'spec_details: [{spec}, {{"other": {}}}]',
    "spec_details: {}",
    "spec_names: {}",
    'spec_details: [{spec}, {{"stacks": {}}}]',
    "? other\n: {}\nspec_details: [{spec}]",
)
"""Where a list of very many items may stand."""


def _many(item: str, place: str, write: Callable[[str], str]) -> bytes:
    items = f"[{','.join([item] * (SIZE // (len(item) + 1)))}]"
    return _page(write(place.replace("{}", "\0").format(spec=_json(_spec(0)))).replace("\0", write(items)))


def _shown(package: Package) -> Iterator[str]:
    """What of the package's page is made of data: its tables, its sentence, its commands."""

    def link(ref: Ref) -> str:
        return f"#{ref.name}" if ref.kind == "spec" else f"../{ref.kind}s/{ref.name}.html"

    description = _describe(package)
    renderer = HtmlRenderer(link)
    yield renderer.pieces(description.summary)
    yield renderer.table(matrix_table(package.specs, description.matrix))
    yield renderer.table(build(description.specs, Catalog([package])))
    yield description.install.session() if description.install else ""


def _assert_in_proportion(content: bytes) -> None:
    tracemalloc.start()
    try:
        package = read_front_matter(content, "specs.md").package
        html = sum(len(part.encode()) for part in _shown(package)) if package else 0
        memory = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert memory <= MOST_MEMORY * len(content) + _LEAST_MEMORY
    assert html <= MOST_HTML * len(content) + _LEAST_HTML


def _describe(package: Package) -> Description:
    return CacheConfig().describe(package, Catalog([package]))


@pytest.fixture(autouse=True, scope="module")
def _imported() -> None:
    """The modules that the first page needs, and the separators of its first large number, are memory of no page."""
    package = read_front_matter(_PAGES["spec strings"]()).package
    assert package is not None
    assert list(_shown(package))


@pytest.mark.parametrize("page", _PAGES)
def test_memory_and_html_are_in_proportion_to_the_page(page: str) -> None:
    _assert_in_proportion(_PAGES[page]())


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize("item", _ITEMS)
def test_memory_is_in_proportion_whatever_stands_wherever(item: str, place: str) -> None:
    _assert_in_proportion(_many(item, place, str))
    # The same is YAML, and no JSON, without its quotes.
    _assert_in_proportion(_many(item, place, lambda text: text.replace('"', "").replace(":1", ": 1")))


def test_what_is_passed_over_costs_next_to_nothing() -> None:
    """Very many lists under a key that no page has are not built, nor are they in a spec."""
    lists = f"[{'[],' * 300_000}[]]"
    for content in (
        _page(f"other: {lists}", f"spec_details: [{_json(_spec(0))}]"),
        _page("other:", f"  - {lists}", f"spec_details: [{_json(_spec(0))}]"),
        _page(f'spec_details: [{_json(_spec(0, stacks=["a"]))[:-1]},"other":{lists}}}]'),
        _page(f'spec_details: [{_json(_spec(0))[:-1]},"other":{lists}}}]  # a comment'),
    ):
        tracemalloc.start()
        package = read_front_matter(content).package
        memory = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert package is not None
        assert memory < 7 * len(content)


def test_a_matrix_that_would_be_too_large_shows_the_largest_rows_and_columns() -> None:
    """Given specs of a stack and a target each, and one stack with three, then that is shown; the table has all."""
    specs = [_spec(number, stacks=[f"stack{number}"], target=f"target{number}") for number in range(300)]
    specs += [_spec(number, stacks=["large"], target=f"target{number}") for number in range(300, 303)]

    found = read_front_matter(_page(f"spec_details: {_json(specs)}"))

    assert found.package is not None
    assert [(problem.code, problem.line) for problem in found.problems] == [(Code.LIMIT, 5)]
    assert found.problems[0].message.startswith("more stacks and targets than a matrix of so few specs can show: ")
    description = _describe(found.package)
    matrix = matrix_table(found.package.specs, description.matrix)
    assert matrix.is_cut
    assert len(matrix.rows) * len(matrix.columns) <= 10 * 303
    assert "large" in {row.cells[0][0].text for row in matrix.rows}
    assert (
        matrix.remark
        == f"The {len(matrix.rows)} largest of 301 rows and the {len(matrix.columns) - 2} largest of 303 columns."
    )
    assert matrix.footer[-1][0].text == "303", "a total counts what is not shown too"
    assert len(build(description.specs, Catalog([found.package])).rows) == 303


@pytest.mark.parametrize(("stacks", "targets"), [(1, 300), (300, 1), (40, 12), (17, 26)])
def test_a_matrix_of_few_rows_or_columns_shows_all_of_the_others_or_the_largest(stacks: int, targets: int) -> None:
    pairs = itertools.product(range(stacks), range(targets))
    specs = [_spec(n, stacks=[f"s{stack}"], target=f"t{target}") for n, (stack, target) in enumerate(pairs)]
    package = read_front_matter(_page(f"spec_details: {_json(specs)}")).package
    assert package is not None

    matrix = matrix_table(package.specs, _describe(package).matrix)

    assert not matrix.is_cut
    assert (len(matrix.rows), len(matrix.columns)) == (stacks, targets + 2)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (_one(stacks=_take(201, _names(2))), "spec_details[0].stacks: has 201 stacks; only the first 200 are used"),
        (
            _page(f"spec_details: {_json([_spec(n, stacks=_take(200, _names(n + 2))) for n in range(2)])}"),
            "spec_details[1].stacks: more than 239 stacks on one page; the others are left out",
        ),
        (
            _page("spec_names:", *["- z@1 arch=a-b-c"] * 200),
            "spec_names[154]: more than 154 specs; the others are left out",
        ),
    ],
)
def test_what_is_beyond_a_limit_is_left_out_and_told_once(content: bytes, message: str) -> None:
    found = read_front_matter(content)
    assert [(problem.code, problem.message) for problem in found.problems] == [(Code.LIMIT, message)]
    assert found.package is not None
    assert found.package.specs


def test_a_page_may_have_25000_specs() -> None:
    details = [_spec(number) for number in range(25_001)]
    assert read_front_matter(_page(f"spec_details: {_json(details[:-1])}", "meta: {}")).problems == ()
    found = read_front_matter(_page(f"spec_details: {_json(details)}", "meta: {}"))
    assert [problem.message for problem in found.problems] == [
        "spec_details[25000]: more than 25000 specs; the others are left out"
    ]
    assert found.package is not None
    assert len(found.package.specs) == 25_000
