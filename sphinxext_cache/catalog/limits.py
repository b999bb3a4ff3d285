"""How much a page may hold. What is beyond is left out with a problem of the code ``limit``.

Together they see to it that the work for a page, and the HTML made of it, stay in proportion to the size of its file.
"""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 16 * 1024 * 1024
"""Size of a page; the largest real one has 0.8 MB."""
MAX_DEPTH: Final = 16
"""Nesting of a front matter; real pages have 4."""
MAX_VALUES: Final = 500_000
"""Scalars, lists and maps in what is not JSON; the largest real page, written as YAML, has 60,000."""
MAX_SPECS: Final = 25_000
"""Specs of a page; the largest real one has 2,000."""
MAX_STACKS: Final = 200
"""Stacks of a spec; the public cache has 40 in all. See `max_names` for those of a page."""
MAX_SIZE: Final = 10**18 - 1
"""Bytes of a tarball: what is larger is no size."""
MAX_PROBLEMS: Final = 100
"""How many problems of one page are listed; more would only bury those of other pages."""

_SMALL_MATRIX: Final = 500
_FIELDS_PER_SPEC: Final = 10
_FEW_STRINGS: Final = 100
_BYTES_PER_NAME: Final = 64


def max_fields(specs: int) -> int:
    """How many fields a matrix may have, its headers included; one of 40 stacks and 10 targets may always be shown."""
    return max(_SMALL_MATRIX, _FIELDS_PER_SPEC * specs)


def max_strings(size: int) -> int:
    """How many spec strings a page may have: the shortest of them are far shorter than the row of a table.

    Args:
        size: The size of the front matter in bytes.
    """
    return min(MAX_SPECS, _FEW_STRINGS + size // _BYTES_PER_NAME)


def max_names(size: int) -> int:
    """How many stacks all specs of a page may have together: each has a generated page of its own.

    Args:
        size: The size of the front matter in bytes.
    """
    return MAX_STACKS + size // _BYTES_PER_NAME
