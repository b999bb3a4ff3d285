"""Reads the bytes of a file of facts, whose contents tell its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from sphinxext_cache.catalog.fact_files.listings import Listing, entries_of
from sphinxext_cache.catalog.fact_files.module_index import MODULE_INDEX, read_module_index
from sphinxext_cache.catalog.fact_files.own_csv import is_table, read_table
from sphinxext_cache.catalog.fact_files.own_yaml import OwnYaml
from sphinxext_cache.catalog.fact_files.said import FactsFile
from sphinxext_cache.catalog.fact_files.yaml_tree import TreeError, read_tree
from sphinxext_cache.catalog.limits import MAX_BYTES
from sphinxext_cache.catalog.problems import Code

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinxext_cache.catalog.fact_files.report import Report
    from sphinxext_cache.catalog.fact_files.yaml_tree import Entries

_JSON: Final = (b"{", b"[")
_EXPECTED: Final = "a map of packages to facts, in YAML, or a table whose first column is 'package'"


def read_facts(data: bytes, report: Report, package: Callable[[str], str | None]) -> FactsFile:
    """Read a file.

    Args:
        data: What is in it.
        report: Takes what is wrong with it.
        package: Gives the name of the package in the catalog that a listing means by a name; None if there is none.
    """
    if len(data) > MAX_BYTES:
        report.add(f"larger than {MAX_BYTES} bytes; it is left out", code=Code.LIMIT)
        return FactsFile(report=report)
    data = data.removeprefix(b"\xef\xbb\xbf")
    if data.lstrip()[:1] in _JSON and (found := _read_listing(data, report, package)):
        return found
    text = _text(data, report)
    if text is None:
        return FactsFile(report=report)
    if is_table(text):
        return FactsFile(report=report, said=list(read_table(text, report)))
    return _read_yaml(text, report)


def _text(data: bytes, report: Report) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        report.add(f"not UTF-8: {error.reason}, byte 0x{data[error.start]:02x}; the file is left out", line)
        return None


def _read_yaml(text: str, report: Report) -> FactsFile:
    try:
        root = read_tree(text)
    except TreeError as error:
        report.add(f"{error.message}; the file is left out", error.line, column=error.column)
        return FactsFile(report=report)
    if root.entries is not None:
        return _read_map(root.entries, report)
    if root.kind != "empty":
        report.add(f"is {root.kind}, not {_EXPECTED}; the file is left out", root.line)
    return FactsFile(report=report)


def _read_map(entries: Entries, report: Report) -> FactsFile:
    if len(entries) == 1 and entries[0][0].text == MODULE_INDEX:
        return FactsFile(report=report, said=list(read_module_index(entries[0][1].entries or [], report)))
    own = OwnYaml(entries, report)
    return FactsFile(report=report, said=own.said, extra=own.extra)


def _read_listing(data: bytes, report: Report, package: Callable[[str], str | None]) -> FactsFile | None:
    """Read what a program lists; None if it is something else, which YAML tells more of."""
    try:
        value = msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    entries = entries_of(value)
    if entries is None:
        return None
    said = list(Listing(data, report, package).read(entries))
    if isinstance(value, list) and not said and not report.problems:
        report.add("does not list any package of the catalog")
    return FactsFile(report=report, said=said, is_own=False)
