"""Spack's ``module-index.yaml``: which module belongs to which spec. The paths in it are never read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.fact_files.said import Said
from sphinxext_cache.catalog.fact_files.statements import Statements
from sphinxext_cache.catalog.names import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxext_cache.catalog.fact_files.report import Report
    from sphinxext_cache.catalog.fact_files.yaml_tree import Entries

MODULE_INDEX: Final = "module_index"
"""The only key of such a file."""


def read_module_index(entries: Entries, report: Report) -> Iterator[Said]:
    """Read the entries of an index, each a hash with the name of its module.

    Args:
        entries: The entries.
        report: Takes what is wrong with them.
    """
    statements = Statements(report)
    for key, node in entries:
        about = f"/{key.text or ''}"
        names = [value for each, value in node.entries or () if each.text == "use_name"]
        if not names or not names[-1].text:
            report.add(f"'{shorten(about)}' has no 'use_name', which names a module; it is left out", key.line)
            continue
        fact = statements.fact("module", names[-1].text, about, names[-1].line)
        if fact is not None:
            yield Said(key=about, line=key.line, facts={"module": fact})
