"""The page on queries: what it shows is so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from sphinxext_cache.catalog import QuerySyntaxError, parse_query

PAGE: Final = (Path(__file__).parents[2] / "docs" / "reference" / "queries.rst").read_text(encoding="utf-8")


def test_each_condition_of_the_table_is_a_query() -> None:
    _, _, first, _, second, _ = re.split(r"^==.*\n", PAGE, flags=re.MULTILINE)
    conditions = [text for row in (first + second).splitlines() for text in re.findall("``(.+?)``", row[:30])]
    assert len(conditions) > 30
    for text in conditions:
        assert parse_query(text) != parse_query("")


def test_the_message_is_that_of_the_error() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse_query("hdf5 +mpi openmpi")
    shown = "".join(f"   {line}\n" for line in str(caught.value).splitlines())
    assert shown in PAGE
