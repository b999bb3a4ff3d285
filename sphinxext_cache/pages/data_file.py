"""The data file of a tag: all its specs as compact JSON, for the explorer and for other programs.

Each value is stored once, in a list in the order shown to readers; a column has the number of the value of each spec.
The documentation describes the format; `FORMAT` is increased when programs that read the file would notice a change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from sphinxext_cache.pages.data_dependencies import encode_dependencies
from sphinxext_cache.pages.data_facts import encode_facts
from sphinxext_cache.tables.columns import COLUMNS
from sphinxext_cache.tables.load import SPACK, load_commands

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinxext_cache.catalog import Facts, Graph, Spec
    from sphinxext_cache.tables.spec_column import SpecColumn

FORMAT: Final = 1
"""The version of the format."""


def encode_specs(tag: str, specs: Sequence[Spec], graph: Graph | None = None, facts: Facts | None = None) -> bytes:
    """Encode the data file of a tag.

    Args:
        tag: The tag.
        specs: Its specs, in any order. In the file, they are sorted by package, then from the newest to the oldest
            version, then by target.
        graph: The dependencies in the tag; None to omit them.
        facts: The facts about the specs that do not come from builds; None to omit them.
    """
    values: dict[str, list[Any]] = {}
    columns: dict[str, list[int]] = {}
    told = [column for column in COLUMNS.values() if column.place == "columns" and column.is_told(specs)]
    for column in told:
        if not column.singular:
            values[column.name], columns[column.name] = _single(column, specs)
    order = _order(specs, columns)
    columns = {name: [codes[place] for place in order] for name, codes in columns.items()}
    for column in told:
        if column.singular:
            several = [column.value(specs[place]) for place in order]
            distinct = dict.fromkeys(several)  # in order of appearance, since similar neighbours compress well
            values[column.singular] = column.order.sort({value for found in distinct for value in found})
            codes = {value: code for code, value in enumerate(values[column.singular])}
            values[column.name] = [[codes[value] for value in found] for found in distinct]
            columns[column.name] = _numbers(several, distinct)
    ordered = [specs[place] for place in order]
    dependencies = encode_dependencies(ordered, graph) if graph else None
    said = encode_facts(ordered, values["package"], facts) if facts else {}
    loads = _loads(ordered, facts) if facts else {}
    file = {
        "format": FORMAT,
        "tag": tag,
        "specs": len(specs),
        "values": values,
        "columns": columns,
        # Close to the values, since many names occur in both.
        **({} if dependencies is None else {"dependencies": dependencies}),
        **({"facts": said} if said else {}),
        **({"load": loads} if loads else {}),
        "hashes": [spec.hash for spec in ordered],
    }
    return msgspec.json.encode(file) + b"\n"


def _loads(specs: Sequence[Spec], facts: Facts) -> dict[str, str]:
    """The commands that load specs that are not in a cache, by number; `SPACK` is stored without the hash."""
    own = f"{SPACK} /"
    return {
        str(number): SPACK if command.startswith(own) else command
        for number, command in enumerate(load_commands(specs, facts))
        if command is not None
    }


def _single(column: SpecColumn, specs: Sequence[Spec]) -> tuple[list[str | None], list[int]]:
    """The distinct values of a column, in order, and for each spec the place of its value among them."""
    found = list(map(column.value, specs))
    if set(map(type, found)) <= {str, type(None)}:
        texts, known = found, sorted(set(found) - {None})
    else:
        texts = [None if value is None else str(value) for value in found]
        spelt = dict(zip(texts, found, strict=True))
        known = [spelt[text] for text in sorted(spelt.keys() - {None})]  # equal values may be spelt differently
    values = [*map(str, column.order.sort(known)), *([None] if None in texts else [])]
    return values, _numbers(texts, values)


def _order(specs: Sequence[Spec], columns: dict[str, list[int]]) -> list[int]:
    """The places of the specs in the order of the file."""
    keys = list(
        zip(
            columns["package"],
            [-code for code in columns["version"]],
            columns["target"],
            columns["compiler"],
            columns["os"],
            columns["platform"],
            [(spec.hash or "", spec.variants, spec.stacks) for spec in specs],
            strict=True,
        )
    )
    return sorted(range(len(specs)), key=keys.__getitem__)


def _numbers(found: Iterable[Any], values: Iterable[Any]) -> list[int]:
    """The place of each item among the values."""
    codes = {value: code for code, value in enumerate(values)}
    return [codes[value] for value in found]
