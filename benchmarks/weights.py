"""Weighs what readers download: bytes, which are the same on every machine."""

from __future__ import annotations

import gzip
import re
from importlib.util import find_spec
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_ROW: Final = re.compile(rb'<tr id="?[a-z0-9]{32}"?>.*?</tr>', re.DOTALL)
_LOADED: Final = re.compile(rb'(?:src|href)="[^"]*/(sphinxext-cache[\w-]*\.(?:css|js))')


def weigh(output: Path) -> dict[str, float]:
    """Weigh the pages of packages, and the scripts and styles that come with them.

    Args:
        output: What was built, with its generated pages in ``cache/``.
    """
    pages = [path.read_bytes() for path in sorted(output.glob("cache/*/packages/*.html"))]
    rows = [[len(row) for row in _ROW.findall(page)] for page in pages]
    # A checkout has them as they were written; an installed package has them as they are here.
    files = {
        path.name.encode(): _minified(path.name, path.read_text(encoding="utf-8")).encode()
        for path in (output / "_static").rglob("sphinxext-cache*")
        if path.suffix in {".css", ".js"}
    }
    gzipped = {name: len(gzip.compress(file, mtime=0)) for name, file in files.items()}
    every_page = [path.read_bytes() for path in output.rglob("*.html")]
    return {
        "bytes a spec row, median": median(size for page in rows for size in page),
        "bytes a package page, median": median(map(len, pages)),
        "bytes of a page beside its rows, median": median(
            len(page) - sum(sizes) for page, sizes in zip(pages, rows, strict=True)
        ),
        "scripts and styles, bytes": sum(map(len, files.values())),
        "scripts and styles, bytes gzipped": sum(gzipped.values()),
        "scripts and styles of a page, bytes gzipped": max(
            sum(gzipped[name] for name in set(_LOADED.findall(page))) for page in every_page
        ),
    }


def _minified(name: str, text: str) -> str:
    """A script or a style sheet as readers get it, which an installed package has as it is."""
    if find_spec("sphinxext_cache.assets") is None:
        return text
    from sphinxext_cache.assets import minify  # noqa: PLC0415 only a checkout has it

    return minify(name, text)
