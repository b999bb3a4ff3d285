"""The same tables as HTML and as docutils nodes: every text that one shows, the other shows too."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, islice
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from hypothesis import given, settings

from sphinxext_cache.catalog import Catalog, Package, load
from sphinxext_cache.render.doctree import table_to_nodes
from sphinxext_cache.render.html import HtmlRenderer
from sphinxext_cache.render.surroundings import Surroundings
from sphinxext_cache.tables import (
    CELLS,
    FACETS,
    MatrixRecipe,
    PackagesRecipe,
    SpecsRecipe,
    Table,
    TagsRecipe,
    build,
)
from sphinxext_cache.tables.columns import COLUMNS
from tests.consistency import shown
from tests.consistency.drawn import tables
from tests.consistency.generated import RELEASE, TAG, write_generated
from tests.projects import make_spec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bs4 import Tag

    from sphinxext_cache.tables import Recipe

_Texts = list[str]


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    root = tmp_path_factory.mktemp("renderers")
    write_generated(root)
    return load([root])


def _recipes() -> Iterator[Recipe]:
    columns = ("hash", "version", "compiler", "os", "target", "variants", "stacks")
    yield SpecsRecipe(queries=("7zip",), columns=columns, tag=TAG, anchored=True)
    yield SpecsRecipe(queries=("_",), columns=tuple(COLUMNS), tag=TAG, anchored=True)
    yield SpecsRecipe(queries=("py-*", "tag=*"), columns=columns, limit=100, sort=("-version", "target"))
    yield SpecsRecipe(queries=("stack=e4s tag=*",), columns=tuple(COLUMNS), exact_columns=True, limit=1)
    yield SpecsRecipe(queries=("hdf5",), columns=columns)
    yield PackagesRecipe(queries=("",), tag=TAG)
    yield PackagesRecipe(queries=("tag=*",))
    yield TagsRecipe()
    yield TagsRecipe(queries=("stack=e4s",))
    for rows, across in combinations(FACETS, 2):
        for cell in CELLS:
            queries = ("py-made2* tag=*",) if "package" in {rows, across} else (f"tag={RELEASE}",)
            yield MatrixRecipe(queries=queries, rows=rows, columns=across, cell=cell, totals=True)
    yield MatrixRecipe(queries=("tag=*",), rows="tag", columns="os")


def _built(catalog: Catalog) -> Iterator[tuple[Recipe, Table]]:
    """The tables, every third with a caption of its author."""
    for number, recipe in enumerate(_recipes()):
        table = build(recipe, catalog)
        yield recipe, replace(table, caption='A "caption" & <more>') if number % 3 == 1 else table


def test_every_kind_of_table_says_the_same_in_html_and_in_docutils_nodes(catalog: Catalog) -> None:
    kinds, remarks, footers, shared = set(), 0, 0, 0
    for recipe, table in _built(catalog):
        expected = _html_texts(table)
        assert _node_texts(table) == expected, recipe
        kinds.add(table.kind)
        remarks += bool(table.remark)
        footers += bool(table.footer)
        shared += bool(table.common)
    assert kinds == {"specs", "packages", "tags", "matrix"}
    assert min(remarks, footers, shared) > 0, "everything that a table can have has been compared"


@pytest.mark.parametrize("output", ["text", "man", "texinfo", "latex"])
def test_tables_for_lines_of_limited_length_lose_nothing(catalog: Catalog, output: str) -> None:
    for recipe, table in islice(_built(catalog), 0, None, 4):
        assert _node_texts(table, output) == [_squeezed(text) for text in _html_texts(table)], recipe


@given(tables())
@settings(max_examples=60)
def test_any_table_says_the_same_in_html_and_in_docutils_nodes(table: Table) -> None:
    assert _node_texts(table) == _html_texts(table)


def _html_texts(table: Table) -> _Texts:
    """What is said above the table, its caption, its rows from header to footer, and what is said below."""
    html = HtmlRenderer(lambda ref: f"#{ref.kind}").table(table)
    soup = BeautifulSoup(html, "html.parser")
    for details in soup.find_all("details"):
        if "cache-fold" in details.get_attribute_list("class"):
            # How much is folded away is said in HTML only, where it can be.
            for summary in details.find_all("summary"):
                summary.decompose()
            details.unwrap()
        else:
            # So is how to install a spec.
            details.decompose()
    made = soup.find("table")
    assert made is not None
    caption = made.find("caption")
    return [
        _all_texts(soup.find_all(class_="cache-common")),
        shown.text_of(caption) if caption else "",
        *("|".join(shown.text_of(cell) for cell in row.find_all(["th", "td"])) for row in made.find_all("tr")),
        _all_texts(soup.find_all("p", class_="cache-remark")),
    ]


def _all_texts(elements: Iterable[Tag]) -> str:
    return " ".join(shown.text_of(element) for element in elements)


def _node_texts(table: Table, output: str = "") -> _Texts:
    """The same of the nodes. Parts of a table that stand one below the other are put together."""
    made = table_to_nodes(table, Surroundings(docname="index"), output)
    for root in made:
        for raw in list(root.findall(nodes.raw)):
            if raw.parent is not None:
                raw.parent.remove(raw)
    parts = [
        [list(row.findall(nodes.entry)) for row in node.findall(nodes.row)]
        for node in made
        if isinstance(node, nodes.table)
    ]
    # Each part begins with the same column.
    rows = [
        "|".join(_text(entry) for at, part in enumerate(parts) for entry in part[number][1 if at else 0 :])
        for number in range(len(parts[0]))
    ]
    titles = [title for node in made if isinstance(node, nodes.table) for title in node.findall(nodes.title)]
    texts = [
        _paragraph(made, "cache-common"),
        " ".join(map(_text, titles)) or _paragraph(made, "cache-caption"),
        *rows,
        _paragraph(made, "cache-remark"),
    ]
    return list(map(_squeezed, texts)) if output else texts


def _paragraph(made: list[nodes.Element], name: str) -> str:
    return " ".join(_text(node) for node in made if isinstance(node, nodes.paragraph) and name in node["classes"])


def _text(node: nodes.Element) -> str:
    return shown.plain(" ".join(node.astext().split()))


def _squeezed(text: str) -> str:
    """A text without the blanks, which stand elsewhere when it is broken into lines."""
    return "".join(text.split())


def test_a_table_may_begin_with_any_column_and_is_escaped_all_the_same() -> None:
    attack = "<script>alert(1)</script>"
    specs = [make_spec(os=attack, variants=()), make_spec(os=attack, version="1.12", variants=("+mpi",))]
    catalog = Catalog([Package(name="hdf5", tag="develop", specs=tuple(specs))])

    for first in ("os", "variants", "stacks", "version"):
        recipe = SpecsRecipe(queries=("hdf5",), columns=(first, "hash"), exact_columns=True, anchored=True)
        table = build(recipe, catalog)
        assert _node_texts(table) == _html_texts(table)
        assert attack not in HtmlRenderer(lambda _ref: None).table(table)
