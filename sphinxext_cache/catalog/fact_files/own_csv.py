"""Our own files of facts, as a table: the first column has the keys, each other column the facts of one name."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.fact_files.said import Said
from sphinxext_cache.catalog.fact_files.statements import Statements

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinxext_cache.catalog.fact_files.report import Report
    from sphinxext_cache.catalog.facts import Fact

_HEADER: Final = re.compile(r'[ \t]*"?(?:package|name|key)"?[ \t]*([,;\t])', re.IGNORECASE)
"""How a table begins; of the separators, what spreadsheets write in one country or another."""


def is_table(text: str) -> bool:
    """Tell whether a file is such a table, by how it begins."""
    return _HEADER.match(text) is not None


def read_table(text: str, report: Report) -> Iterator[Said]:
    """Read a table. An empty cell says nothing.

    Args:
        text: The table; `is_table` holds.
        report: Takes what is wrong with it.
    """
    header = _HEADER.match(text)
    rows = csv.reader(StringIO(text, newline=""), delimiter=header[1] if header else ",", strict=True)
    statements = Statements(report)
    try:
        names = _names(next(rows), statements)
        line = rows.line_num + 1
        for row in rows:
            if any(map(str.strip, row)):
                yield from _row(row, names, line, statements)
            line = rows.line_num + 1
    except csv.Error as error:
        report.add(f"not valid CSV: {error}; this line and those below it are ignored", rows.line_num)


def _names(header: Sequence[str], statements: Statements) -> list[str]:
    """The name of the facts in each column; empty for those that are left out."""
    names = [""]
    for written in header[1:]:
        name = statements.name(written, 1) if written.strip() else ""
        if name and name in names:
            statements.report.add(f"the column '{name}' occurs twice; the first one is used", 1)
            name = ""
        names.append(name)
    return names


def _row(row: Sequence[str], names: Sequence[str], line: int, statements: Statements) -> Iterator[Said]:
    about = row[0].strip()
    if not about:
        statements.report.add("the first cell, which says what the row is about, is empty; the row is left out", line)
        return
    if len(row) > len(names):
        message = f"the row has {len(row)} cells, but the header has {len(names)}; the extra cells are left out"
        statements.report.add(message, line)
    facts: dict[str, Fact] = {}
    for name, cell in zip(names, row, strict=False):
        fact = statements.fact(name, cell, about, line) if name and cell.strip() else None
        if fact is not None:
            facts[name] = fact
    yield Said(key=about, line=line, facts=facts)
