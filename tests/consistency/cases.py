"""Directives and roles in a document, each with the figures that it must show.

A case is a piece of a document and a check of what became of it. All cases of a project are built at once, each in a
container of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from tests.consistency import raw, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bs4 import Tag

    from tests.consistency.raw import RawSpec

FACETS: Final = ("stack", "target", "os", "platform", "compiler", "version", "package", "tag")
CELLS: Final = ("specs", "packages", "versions", "mark")
_ALL_COLUMNS: Final = "hash, package, tag, version, compiler, platform, os, target, variants, stacks, size"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One directive or role.

    Attributes:
        kind: Its name.
        text: What stands in the document.
        check: Looks at what is shown, and fails if a figure is wrong.
    """

    kind: str
    text: str
    check: Callable[[Tag], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query so plain that what it matches can be told without knowing queries.

    Attributes:
        query: Its text.
        specs: What it must match, of all that was read.
        tag: The value of the option ``:tag:``.
    """

    query: str
    specs: list[RawSpec]
    tag: str

    def directive(self, name: str, *options: str) -> str:
        head = [f".. cache:{name}:: {self.query}", f"   :tag: {self.tag}", *(f"   :{option}" for option in options)]
        return "\n".join(head)


def questions(specs: list[RawSpec], tag: str) -> Iterator[Question]:
    """Plain questions about a tag: everything, one value of each facet, one variant."""
    there = [spec for spec in specs if spec.tag == tag]
    patterns = {"stack": "stack={}", "target": "target={}", "os": "os={}", "platform": "platform={}"}
    yield Question(query="", specs=there, tag=tag)
    for facet, pattern in patterns.items():
        for value in sorted(raw.texts(there, facet)):
            if value != raw.UNKNOWN and value.replace(".", "").replace("_", "").replace("-", "").isalnum():
                found = [spec for spec in there if value in spec.values(facet)]
                yield Question(query=pattern.format(value), specs=found, tag=tag)
    for variant in ("+mpi", "~shared", "build_type=Release", "symbol_suffix=64_"):
        if found := [spec for spec in there if variant in spec.variants]:
            yield Question(query=variant, specs=found, tag=tag)
    if found := [spec for spec in there if spec.compiler == raw.NO_COMPILER]:
        yield Question(query="%none", specs=found, tag=tag)
    if found := [spec for spec in there if spec.package.startswith("py-made2")]:
        yield Question(query="py-made2*", specs=found, tag=tag)


def matrices(question: Question, *, facets: Iterable[str] = FACETS) -> Iterator[Case]:
    """Every pair of facets with every kind of cell; with counts of specs also the other way round, and bare."""
    for rows, columns in combinations(facets, 2):
        for cell in CELLS:
            yield _matrix(question, rows, columns, cell, totals=True)
        yield _matrix(question, columns, rows, "specs", totals=True)
        yield _matrix(question, columns, rows, "versions", totals=False)


def _matrix(question: Question, rows: str, columns: str, cell: str, *, totals: bool) -> Case:
    def check(place: Tag) -> None:
        table = shown.only_table(place, "matrix")
        expected = raw.grid(question.specs, rows, columns, cell, totals=totals)
        assert table.grid(lists=cell == "versions") == expected

    options = [f"rows: {rows}", f"columns: {columns}", f"cell: {cell}", *(["totals:"] if totals else [])]
    return Case(kind="matrix", text=question.directive("matrix", *options), check=check)


def packages(question: Question) -> Iterator[Case]:
    """The packages in every style."""
    expected = {name: row for (_tag, name), row in raw.package_rows(question.specs).items()}

    def check_table(place: Tag) -> None:
        table = shown.only_table(place, "packages")
        assert table.header == ["Package", "Version", "Specs", "Stack", "Target"]
        check_packages(table, question.specs)

    def check_list(place: Tag) -> None:
        items = [shown.text_of(item).split(" ", 1) for item in place.find_all("li")]
        assert len(items) == len(expected)
        assert {name: shown.names_of(versions) for name, versions in items} == {
            name: row["Version"] for name, row in expected.items()
        }

    def check_inline(place: Tag) -> None:
        assert shown.names_of(shown.text_of(place)) == expected.keys()

    yield Case(kind="packages", text=question.directive("packages"), check=check_table)
    yield Case(kind="packages", text=question.directive("packages", "style: list"), check=check_list)
    yield Case(kind="packages", text=question.directive("packages", "style: inline"), check=check_inline)


def specs(question: Question) -> Iterator[Case]:
    """The specs, with all columns; and the newest three of them."""

    def check_all(place: Tag) -> None:
        check_specs(shown.only_table(place, "specs"), question.specs)

    def check_limited(place: Tag) -> None:
        table = shown.only_table(place, "specs")
        count = len(question.specs)
        assert len(table.rows) == min(3, count)
        assert table.remark == (f"The first 3 of {count} specs." if count > 3 else "")
        first = shown.text_of(next(table.by_column())["Version"])
        newest = raw.newest(question.specs)
        assert first == newest or newest is None

    yield Case(kind="specs", text=question.directive("specs", f"columns: {_ALL_COLUMNS}"), check=check_all)
    yield Case(
        kind="specs",
        text=question.directive("specs", "columns: hash, version", "limit: 3", "sort: -version"),
        check=check_limited,
    )


def figures(question: Question) -> Iterator[Case]:
    """The two roles that say a figure."""
    query = f"{question.query} tag={question.tag}".strip()

    def check_count(place: Tag) -> None:
        assert shown.text_of(place) == str(len(question.specs))

    def check_version(place: Tag) -> None:
        newest = raw.preferred(question.specs)
        assert shown.text_of(place) in ({newest} if newest else raw.texts(question.specs, "version"))

    yield Case(kind="count", text=f":cache:count:`{query}`", check=check_count)
    yield Case(kind="version", text=f":cache:version:`{query}`", check=check_version)


def tags(all_specs: list[RawSpec]) -> Iterator[Case]:
    """The tags: all, and those in which a stack was built."""
    stack = min(raw.stacks_of(all_specs))
    for query, found in (("", all_specs), (f"stack={stack}", [spec for spec in all_specs if stack in spec.stacks])):

        def check(place: Tag, found: list[RawSpec] = found) -> None:
            check_tags(shown.only_table(place, "tags"), found)

        yield Case(kind="tags", text=f".. cache:tags:: {query}", check=check)


def check_tags(table: shown.ShownTable, found: list[RawSpec]) -> None:
    """Compare a table of tags with the specs that it counts."""
    rows = {shown.text_of(row["Tag"]).removesuffix(" default"): row for row in table.by_column()}
    assert len(rows) == len(table.rows)
    assert rows.keys() == raw.texts(found, "tag")
    for tag, row in rows.items():
        there = [spec for spec in found if spec.tag == tag]
        assert shown.text_of(row["Packages"]) == str(len(raw.texts(there, "package")))
        assert shown.text_of(row["Specs"]) == str(len(there))
        assert shown.text_of(row["Stacks"]) == str(len(raw.stacks_of(there)))


def check_packages(table: shown.ShownTable, found: list[RawSpec]) -> None:
    """Compare a table of packages of one tag with the specs that it counts, in the columns that it has."""
    expected = {name: row for (_tag, name), row in raw.package_rows(found).items()}
    assert len(table.rows) == len(expected)
    assert table.header[:3] == ["Package", "Version", "Specs"]
    seen = set()
    for row in table.by_column():
        said = {column: shown.text_of(cell) for column, cell in row.items()}
        package = said.pop("Package")
        seen.add(package)
        for column, text in said.items():
            wanted = expected[package][column]
            assert (text if column == "Specs" else shown.names_of(text)) == wanted, (package, column)
    assert seen == expected.keys()


def check_specs(table: shown.ShownTable, found: list[RawSpec]) -> None:
    """Compare a table of specs with those that it must show; a column that it lacks must be empty for all."""
    expected = raw.spec_rows(found)
    assert set(table.common) == raw.shared_variants(found)
    assert len(table.rows) == len(expected)
    seen = set()
    for row in table.by_column():
        spec_hash = _hash_of(row.pop("Hash"), expected)
        seen.add(spec_hash)
        wanted = expected[spec_hash]
        for column, cell in row.items():
            column = column.replace("Variant that differs", "Variant")  # noqa: PLW2901 what the header says of it
            said: object = shown.text_of(cell)
            if column == "Variant":
                said = shown.variants_of(cell)
            elif column == "Stack":
                said = shown.names_of(shown.text_of(cell))
            assert said == wanted[column], (spec_hash, column)
    assert len(seen) == len(expected)
    columns = {column.replace("Variant that differs", "Variant") for column in table.header}
    for missing in {"Version", "Compiler", "OS", "Target", "Variant", "Stack"} - columns:
        assert {str(row[missing]) for row in expected.values()} <= {"frozenset()", "('', 1)"}, missing


def _hash_of(cell: Tag, expected: Iterable[str]) -> str:
    """The whole hash, which the HTML holds in the link, and as the anchor where there is one."""
    link = cell.find("a")
    assert link is not None
    whole = str(link["href"]).partition("#")[2]
    assert shown.text_of(link) == whole[:7]
    assert whole in expected
    row = cell.parent
    assert row is not None
    assert row.get("id") in {None, whole}
    return whole


def document(cases: list[Case]) -> str:
    """A document with all cases."""
    blocks = []
    for number, case in enumerate(cases):
        lines = "\n".join(f"   {line}" if line else "" for line in case.text.splitlines())
        blocks.append(f".. container:: case-{number}\n\n{lines}\n")
    return "\n".join(["Cases", "=====", "", *blocks])


def check_document(page: Tag, cases: list[Case]) -> None:
    """Check every case, and name all that fail."""
    places = {name: place for place in page.find_all("div", class_="container") for name in place["class"]}
    failed = []
    for number, case in enumerate(cases):
        try:
            case.check(places[f"case-{number}"])
        except AssertionError as error:
            failed.append(f"{case.text}\n{error}")
    assert not failed, f"{len(failed)} of {len(cases)} cases show a wrong figure, first:\n{failed[0]}"
