"""Limits on the contents of files. Whatever exceeds them is left out, with a problem of the code ``limit``.

Together they keep the work for a file, and the HTML made from it, in proportion to its size.
"""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 16 * 1024 * 1024
"""Size of a file; the largest real one has 0.8 MB."""
MAX_GRAPH_BYTES: Final = 512 * 1024 * 1024
"""Size of a lockfile, a database or an index, expanded; one of 100,000 specs has 130 MB."""
MAX_MAPS: Final = 4_000_000
"""Specs, dependencies and other maps in such a file; one of 100,000 specs has 2,000,000."""
MAX_ITEMS: Final = 16_000_000
"""Values of all kinds in such a file; one of 100,000 specs has 10,000,000."""
MAX_NODES: Final = 500_000
"""Specs in such a file, whether they are shown or not; the public cache has 60,000 of a tag."""
MAX_DEPTH: Final = 16
"""Nesting of front matter; that of the public cache has 4."""
MAX_VALUES: Final = 500_000
"""Scalars, lists and maps in what is not JSON; the largest real one, written as YAML, has 60,000."""
MAX_SPECS: Final = 25_000
"""Specs of a package in one file; the largest real one has 2,000."""
MAX_STACKS: Final = 200
"""Stacks of a spec; the public cache has 40 in all. See `max_names` for those of a file."""
MAX_DEPENDENCIES: Final = 1_000
"""Direct dependencies of a spec; the largest real ones have fewer than 200."""
MAX_VARIANTS: Final = 1_000
"""Variants of a spec in one of Spack's files; the largest real ones have 80."""
MAX_VARIANT_VALUES: Final = 1_000
"""Values of one of them; real ones have 40."""
MAX_VIRTUALS: Final = 100
"""Interfaces that a spec provides, to all or to one; real ones have 10."""
MAX_SIZE: Final = 10**18 - 1
"""Bytes of a tarball: what is larger is no size."""
MAX_FACT: Final = 10_000
"""Characters of a fact; a description of four pages."""
MAX_FACT_ITEMS: Final = 100
"""Values of a fact that is a list."""
MAX_BROAD_KEYS: Final = 200
"""Keys of facts that name no package: for each of them all packages are looked through."""
MAX_FACT_NAMES: Final = 200
"""Facts by name: each may be a column."""
MAX_PROBLEMS: Final = 100
"""How many problems of one file are listed; more would only bury those of others."""

_SMALL_MATRIX: Final = 500
_FIELDS_PER_SPEC: Final = 10
_FEW_STRINGS: Final = 100
_BYTES_PER_NAME: Final = 64


def max_fields(specs: int) -> int:
    """How many fields a matrix may have, its headers included; one of 40 stacks and 10 targets may always be shown."""
    return max(_SMALL_MATRIX, _FIELDS_PER_SPEC * specs)


def max_strings(size: int) -> int:
    """How many spec strings a file may have: the shortest of them are far shorter than the row of a table.

    Args:
        size: The size of the front matter in bytes.
    """
    return min(MAX_SPECS, _FEW_STRINGS + size // _BYTES_PER_NAME)


def max_names(size: int) -> int:
    """How many stacks all specs of a file may have together: each has a page of its own.

    Args:
        size: The size of the file, or of its front matter, in bytes.
    """
    return MAX_STACKS + size // _BYTES_PER_NAME
