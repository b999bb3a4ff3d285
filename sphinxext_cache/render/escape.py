"""Escapes strings for HTML with a cache, since the same few thousand names are on most pages."""

from __future__ import annotations

from functools import lru_cache
from html import escape as escape_html
from typing import Final

escape: Final = lru_cache(maxsize=1 << 14)(escape_html)
"""Escapes a string that occurs repeatedly; use `html.escape` for one that does not."""
