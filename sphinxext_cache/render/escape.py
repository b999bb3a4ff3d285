"""Escapes strings for HTML, and remembers them: the same few thousand names are on most pages."""

from __future__ import annotations

from functools import lru_cache
from html import escape as escape_html
from typing import Final

escape: Final = lru_cache(maxsize=1 << 14)(escape_html)
"""Escapes a string that comes again; of one that does not, the caller asks `html.escape`."""
