"""Expands files that may be compressed, within the limits on their size."""

from __future__ import annotations

import gzip
import zlib
from io import BytesIO
from typing import Final

from sphinxext_cache.catalog.limits import MAX_GRAPH_BYTES, MAX_ITEMS, MAX_MAPS
from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.sources.findings import UnusableError

_GZIP: Final = b"\x1f\x8b"


def expand(data: bytes) -> bytes:
    """The content of a file, compressed by gzip or not.

    Args:
        data: The file.

    Raises:
        UnusableError: It cannot be expanded, or holds too much.
    """
    if data[: len(_GZIP)] == _GZIP:
        try:
            with gzip.GzipFile(fileobj=BytesIO(data)) as file:
                data = file.read(MAX_GRAPH_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise UnusableError(Code.SOURCE, (), f"cannot be expanded: {error}") from None
    if len(data) > MAX_GRAPH_BYTES:
        raise UnusableError(Code.LIMIT, (), f"larger than {MAX_GRAPH_BYTES} bytes, the limit for such a file")
    if data.count(b"{") > MAX_MAPS:
        raise UnusableError(Code.LIMIT, (), f"contains more than {MAX_MAPS} specs and dependencies")
    if data.count(b",") > MAX_ITEMS:
        raise UnusableError(Code.LIMIT, (), f"contains more than {MAX_ITEMS} values")
    return data
