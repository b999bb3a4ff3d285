"""Attributes of HTML tables with data for scripts that is not in the cells."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Final

from sphinxext_cache.tables import COLUMNS

if TYPE_CHECKING:
    from sphinxext_cache.tables import Table
    from sphinxext_cache.tables.spec_column import SpecColumn

_in_json: Final = json.JSONEncoder(ensure_ascii=False).encode
_SHARED: Final = tuple(column for column in COLUMNS.values() if column.shared)


def order_attribute(table: Table, column: SpecColumn) -> str:
    """Return the attribute with the values of a column in ascending order, which scripts cannot determine."""
    values = dict(zip(map(column.key or column.value, table.specs), map(column.value, table.specs), strict=True))
    values.pop(None, None)
    if len(values) < 2:  # noqa: PLR2004 a single value needs no order
        return ""
    return f' data-order="{escape(_in_json(list(map(str, column.order.sort(values.values())))))}"'


def shared_values(table: Table) -> dict[str, str]:
    """Return the attributes with values that all specs of a table share and no column shows; only the tag if set."""
    shown = {column.name for column in table.columns}
    if table.tag:
        return {"data-tag": table.tag}
    return {
        f"data-{column.name}": str(values.pop() or "")
        for column in _SHARED
        if column.name not in shown and len(values := set(map(column.value, table.specs))) == 1
    }
