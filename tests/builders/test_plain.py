"""Tables that are made of characters: reports and manual pages."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from tests.projects import make_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.builders.runs import Run
    from tests.projects import Project


def _text_tables(text: str) -> Iterator[list[str]]:
    for is_table, lines in groupby(text.splitlines(), key=lambda line: line.lstrip().startswith(("+-", "|"))):
        if is_table:
            yield list(lines)


def test_the_lines_of_a_table_in_text_are_equally_wide(build_example: Callable[[str], Run]) -> None:
    paths = [path for path in build_example("text").outdir.rglob("*.txt") if "doctrees" not in path.parts]
    tables = [table for path in paths for table in _text_tables(path.read_text(encoding="utf-8"))]

    assert len(tables) > 10
    assert [table for table in tables if len({len(line) for line in table}) != 1] == []
    assert max(len(table[0]) for table in tables) <= 120


def _columns(table: list[str]) -> list[str]:
    """The text of each column, as if no cell had been broken into lines."""
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table if "| " in line]
    return ["".join(column) for column in zip(*cells, strict=True)]


def test_a_word_that_is_too_long_breaks_where_it_has_joints(wide: Project) -> None:
    page = wide.build("text")

    (table,) = _text_tables(page.text("specs.txt"))
    patches = "patches:=" + ",".join(make_hash(str(number)) for number in range(9))
    assert patches in "".join(_columns(table))
    assert max(map(len, table)) <= 120


def test_a_matrix_of_many_targets_is_divided_into_parts_that_fit(wide: Project) -> None:
    tables = list(_text_tables(wide.build("text").text("matrix.txt")))

    assert len(tables) > 1
    assert {table[1].split("|")[1].strip() for table in tables} == {"Stack"}
    assert max(len(table[0]) for table in tables) <= 120
    headers = [cell for table in tables for cell in _columns(table[:2])[1:]]
    assert len(headers) == 21, "twenty targets and the total, each once"
    assert headers[-1] == "Total"


def test_a_table_fits_the_terminal_of_a_manual_page(build_example: Callable[[str], Run]) -> None:
    page = build_example("man").text("*.1")
    tables = re.findall(r"\.TS\n.*?\.TE\n", page, re.DOTALL)
    ours = [table for table in tables if ".nf" in table]

    assert len(ours) > 10
    for table in ours:
        body = table.partition("T{\n")[2]
        rows = [row.split("T}\tT{") for row in re.split(r"T\}\n_\nT\{|T\}\n\.TE", body)[:-1]]
        columns = zip(*rows, strict=True)
        widths = [max(len(_shown(line)) for cell in column for line in cell.splitlines()) for column in columns]
        assert sum(widths) + 3 * len(widths) <= 73


def _shown(line: str) -> str:
    """What groff shows of a line of a cell."""
    return "" if line.startswith(".") else re.sub(r"\\\(..|\\[-&]", "x", line)
