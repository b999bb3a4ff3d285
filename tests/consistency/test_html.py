"""The HTML of tables, cell by cell, beside the pieces that it is made of; one renderer writes many tables."""

from __future__ import annotations

from collections import defaultdict
from copy import deepcopy
from dataclasses import replace
from itertools import islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinxext_cache.catalog import Catalog, load
from sphinxext_cache.config.settings import CacheConfig
from sphinxext_cache.render.html import HtmlRenderer
from sphinxext_cache.tables import (
    CELLS,
    COLUMNS,
    FACETS,
    MatrixRecipe,
    SpecsRecipe,
    TagsRecipe,
    build,
    matrix_table,
    packages_table,
)
from tests.consistency.drawn import tables
from tests.consistency.generated import write_generated
from tests.hostile import write_hostile_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pytest

    from sphinxext_cache.tables import Cell, Ref, Table
    from tests.corpora import Corpus


class _Shown(NamedTuple):
    """A character that is shown, and how."""

    character: str
    link: str | None
    code: bool
    note: bool
    strong: bool


_Row = tuple[str | None, list[list[_Shown]]]
"""The anchor of a row, and its cells."""

_ITSELF = "#"


class _Pages:
    """Links as the pages of a folder have them: each leads to itself in a way of its own."""

    def __init__(self) -> None:
        self.page = ""

    def link(self, ref: Ref) -> str | None:
        """Some address of all that has one."""
        if ref.kind == "package" and ref.name == self.page:
            return _ITSELF
        return None if ref.name.endswith("9") else f'../{ref.kind}s/{ref.tag}/{ref.name}?"&<'


def _written(renderer: HtmlRenderer, table: Table) -> list[_Row]:
    """The rows of a table as they are in its HTML, from the headers of its columns to its footer."""
    html = BeautifulSoup(renderer.table(table), "html.parser").table
    assert html is not None
    return [(_anchor(row), list(map(_characters, row.find_all(["th", "td"])))) for row in html.find_all("tr")]


def _anchor(row: Tag) -> str | None:
    return str(row["id"]) if row.has_attr("id") else None


def _characters(cell: Tag) -> list[_Shown]:
    """What is in a cell, without blanks, and without how to install a spec and how much is folded away."""
    found: list[_Shown] = []
    for text in cell.find_all(string=True):
        around = list(takewhile(lambda parent: parent is not cell, text.parents))
        names = {each.name for each in around}
        link = next((str(each["href"]) for each in around if each.name == "a"), None)
        note = any("cache-note" in each.get_attribute_list("class") for each in around)
        folds = any("cache-fold" in each.get_attribute_list("class") for each in around)
        if "summary" not in names and (folds or "details" not in names):
            style = link, "code" in names, note, "strong" in names
            found += [_Shown(character, *style) for character in "".join(text.split())]
    return found


def _meant(pages: _Pages, table: Table) -> list[_Row]:
    """The same of its rows and pieces."""
    labels = tuple(column.label for column in table.columns)
    rows: list[_Row] = [(None, [_said(pages, cell) for cell in labels])]
    for number, row in enumerate(table.rows):
        anchor = table.anchors.get(number)
        cells = [_said(pages, cell) for cell in row.cells]
        if table.anchored and row.spec and row.spec.hash:
            anchor = row.spec.hash
            if table.columns[0].name == "hash":
                cells[0] = [shown._replace(link=f"#{anchor}") for shown in cells[0]]
        rows.append((anchor, cells))
    return rows + ([(None, [_said(pages, cell) for cell in table.footer])] if table.footer else [])


def _said(pages: _Pages, cell: Cell) -> list[_Shown]:
    return [
        _Shown(character, link, piece.code, piece.note, piece.strong)
        for piece in cell
        for link in [piece.url or (pages.link(piece.ref) if piece.ref else None)]
        for character in "".join(piece.text.split())
    ]


def _tables_of(catalog: Catalog, tag: str, columns: Iterable[str]) -> Iterator[tuple[str, Table]]:
    """The tables of a tag in the order of its pages, each with the name of the package whose page it is on."""
    packages = catalog.packages(tag)
    config = CacheConfig(columns=[*columns])
    for package in islice(packages, 0, None, 1 + len(packages) // 60):
        description = config.describe(package, catalog)
        yield package.name, matrix_table(package.specs, description.matrix)
        yield package.name, build(description.specs, catalog)
    specs = [spec for package in packages for spec in package.specs]
    yield "", replace(packages_table(specs), anchors={0: "letter-a"})
    for stack in catalog.stacks(tag):
        yield "", packages_table([spec for spec in specs if stack in spec.stacks], ("targets",))
    for number, (rows, across) in enumerate(zip(FACETS, [*FACETS][1:], strict=False)):
        yield "", matrix_table(specs, MatrixRecipe(queries=(), rows=rows, columns=across, cell=CELLS[number % 4]))
    yield "", matrix_table(specs, MatrixRecipe(queries=(), cell="packages", totals=True))
    yield "", build(SpecsRecipe(queries=("",), tag=tag, columns=("version", "hash", "size"), limit=50), catalog)
    yield "", build(TagsRecipe(), catalog)


def _compare(catalog: Catalog) -> None:
    """Write the tables of all tags, with one renderer for each of them."""
    compared: defaultdict[str, int] = defaultdict(int)
    for columns in (CacheConfig().columns, ["version", *COLUMNS]):
        for tag in catalog.tags:
            pages = _Pages()
            renderer = HtmlRenderer(pages.link, passing={"package"})
            for pages.page, table in _tables_of(catalog, tag, columns):
                assert _written(renderer, table) == _meant(pages, table), (tag, pages.page, table.kind)
                compared[table.kind] += table.height
    assert min(compared[kind] for kind in ("specs", "packages", "matrix", "tags")) > 0


def test_tables_of_every_generation_say_in_html_what_their_pieces_say(corpus: Corpus) -> None:
    _compare(load([corpus.site]))


def test_tables_of_hostile_pages_say_in_html_what_their_pieces_say(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("hostile")
    write_hostile_tree(root)

    _compare(load([root]))


def test_tables_of_strange_names_say_in_html_what_their_pieces_say(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("generated")
    write_generated(root)

    _compare(load([root]))


@given(st.lists(tables(), min_size=2, max_size=3))
@settings(max_examples=60)
def test_any_tables_say_in_html_what_their_pieces_say(drawn: list[Table]) -> None:
    pages = _Pages()
    renderer = HtmlRenderer(pages.link, passing={"package"})

    def compare(table: Table) -> None:
        assert _written(renderer, table) == _meant(pages, table)

    for table in drawn:
        # No cell lives longer than this copy, unless the renderer keeps it.
        compare(deepcopy(table))


def test_a_cell_that_tables_share_is_written_once(corpus: Corpus) -> None:
    asked: list[Ref] = []

    def link(ref: Ref) -> None:
        asked.append(ref)

    renderer = HtmlRenderer(link)
    catalog = load([corpus.site])
    table = packages_table(catalog.specs())

    first, second = renderer.table(table), renderer.table(packages_table(catalog.specs()))

    assert first == second
    assert len(asked) == len({ref for row in table.rows for cell in row.cells for piece in cell if (ref := piece.ref)})
