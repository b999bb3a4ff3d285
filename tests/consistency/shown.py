"""What a built page shows, taken from its HTML: tables by the texts of their headers, and sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.consistency.raw import Grid

_NUMBER: Final = re.compile(r"(?<![\w=:,.-])\d{1,3}(?:,\d{3})+(?![\w,.-])")
"""A number with separators of thousands, which the value of a variant is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTable:
    """One of our tables, with what stands above it."""

    table: Tag

    @property
    def header(self) -> list[str]:
        return [text_of(cell) for row in self._rows("thead") for cell in row]

    @property
    def rows(self) -> list[list[Tag]]:
        return self._rows("tbody")

    @property
    def footer(self) -> list[Tag]:
        return [cell for row in self._rows("tfoot") for cell in row]

    def _rows(self, part: str) -> list[list[Tag]]:
        found = self.table.find_all(part, recursive=False)
        return [
            row.find_all(["th", "td"], recursive=False)
            for each in found
            for row in each.find_all("tr", recursive=False)
        ]

    @property
    def common(self) -> tuple[str, ...]:
        """The variants that are said once, above the table."""
        above = self._box().find_previous_sibling()
        if above is None or "cache-common" not in above.get_attribute_list("class"):
            return ()
        return tuple(code.get_text() for code in above.find_all("code"))

    @property
    def remark(self) -> str:
        """The sentence below the table."""
        below = self._box().find_next_sibling()
        return text_of(below) if below is not None and "cache-remark" in below.get_attribute_list("class") else ""

    def _box(self) -> Tag:
        box = self.table.find_parent(class_="cache-box")
        assert box is not None
        return box

    def grid(self, *, lists: bool) -> Grid:
        """What a matrix says; cells are lists of versions, or one text."""
        _corner, *columns = self.header
        assert len(set(columns)) == len(columns)
        found: Grid = {}
        for part in ("tbody", "tfoot"):
            for cells in self._rows(part):
                row, *texts = map(text_of, cells)
                for column, text in zip(columns, texts, strict=True):
                    assert (row, column) not in found
                    is_list = lists and part == "tbody" and column != "Total" and text != "\N{EN DASH}"
                    found[row, column] = names_of(text) if is_list else text
        return found

    def by_column(self) -> Iterator[dict[str, Tag]]:
        """The cells of each row by what their headers say."""
        header = self.header
        for row in self.rows:
            yield dict(zip(header, row, strict=True))


def read(path: Path) -> BeautifulSoup:
    """A page. Python's own parser will do where markup is known to be right, and takes a third of the time."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def tables(place: Tag, kind: str = "table") -> list[ShownTable]:
    """Our tables of a kind."""
    return [ShownTable(table=table) for table in place.find_all("table", class_=f"cache-{kind}")]


def only_table(place: Tag, kind: str) -> ShownTable:
    """The one table of a kind."""
    (found,) = tables(place, kind)
    return found


def text_of(element: Tag) -> str:
    """The text, without its line breaks, separators of thousands and the number of values that are folded away."""
    folds = {id(fold) for fold in element.select("details.cache-fold > summary")}
    said = (text for text in element.strings if id(text.parent) not in folds)
    return plain(" ".join("".join(said).split()))


def plain(text: str) -> str:
    """A text without separators of thousands."""
    return _NUMBER.sub(lambda number: number[0].replace(",", ""), text)


def names_of(text: str) -> frozenset[str]:
    """The names in a list with commas, none of them twice."""
    names = text.split(", ") if text else []
    assert len(set(names)) == len(names), text
    return frozenset(names)


def variants_of(cell: Tag) -> tuple[str, int]:
    """The variants of a spec, and how many builds there are that differ from it only in their dependencies."""
    note = cell.find(class_="cache-note")
    twins = 1
    if note is not None:
        count, _, rest = text_of(note).partition(" ")
        assert rest == "builds that differ only in their dependencies"
        twins = int(count)
    return " ".join(code.get_text() for code in cell.find_all("code")), twins


def links_to(element: Tag, folder: str) -> tuple[str, ...]:
    """The texts of links to generated pages of a folder."""
    return tuple(text_of(link) for link in element.find_all("a") if f"{folder}/" in str(link["href"]))
