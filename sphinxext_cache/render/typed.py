"""Renders code in HTML: variants share an element, since a row may have 80, and lists of patches are folded."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from sphinxext_cache.messages import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

_PATCHES: Final = "patches"
"""A substring of each text with patches, for a quick check, since most have none."""
PATCHES: Final = ("patches:=", "patches=")
"""The prefixes of variants whose values are checksums."""


def typed_html(texts: Sequence[str]) -> str:
    """Render strings with spaces between them; several patches are folded behind their number."""
    if _PATCHES not in (joined := " ".join(texts)):
        return f"<code>{escape(joined)}</code>"
    parts: list[str] = []
    together: list[str] = []
    for text in texts:
        if text.startswith(PATCHES) and "," in text:
            if together:
                parts.append(_code(together))
            count = plural("{n} patch", "{n} patches", text.count(",") + 1)
            parts.append(f'<details class="cache-fold"><summary>{escape(count)}</summary>{_code([text])}</details>')
            together = []
        else:
            together.append(text)
    return " ".join([*parts, _code(together)] if together else parts)


def _code(texts: Sequence[str]) -> str:
    return f"<code>{escape(' '.join(texts))}</code>"
