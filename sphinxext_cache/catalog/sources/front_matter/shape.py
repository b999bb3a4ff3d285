"""Which part of a header is kept: what counts, and of whatever else is there no more than its kind.

`values` builds it from JSON and `events` from YAML, and the same data is the same in either. Every scalar but null is
text, as in YAML: ``1.10`` is not 1.1.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from sphinxext_cache.catalog.sources.draft import Edge
from sphinxext_cache.catalog.sources.front_matter.header import KEYS
from sphinxext_cache.catalog.sources.front_matter.wire import FullDetail, Meta

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
"""A value of a header. A list or a map is empty if it lies deeper than `DEPTH`, and None under a key that does not
count."""

DEPTH: Final = 5
"""How many lists and maps a value may have in each other: specs are a list of maps of lists of maps of lists."""

_COUNTING: Final = {
    ("", 0): KEYS,
    ("meta", 1): frozenset(Meta.__struct_fields__),
    ("spec_details", 2): frozenset(FullDetail.__struct_fields__),
    ("spec_details", 4): frozenset(Edge.__struct_fields__),
}


def counting_keys(top: str, depth: int) -> frozenset[str] | None:
    """The keys that count in a map; None if all do.

    Args:
        top: The top-level key under which the map is; empty for the header itself.
        depth: How many lists and maps of that key's value there are down to it, itself among them.
    """
    return _COUNTING.get((top, depth))
