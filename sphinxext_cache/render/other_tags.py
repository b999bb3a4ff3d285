"""Renders `OtherTags` to an HTML list, in which older tags are folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_cache.messages import plural
from sphinxext_cache.render.escape import escape
from sphinxext_cache.tables.other_tags import SHOWN

if TYPE_CHECKING:
    from sphinxext_cache.render.html import Link
    from sphinxext_cache.tables.other_tags import Newest, OtherTags


class OtherTagsRenderer:
    """Renders the lists of other tags that contain a package.

    Args:
        shared: Whether the pages of a package have the same links to other tags in all tags; if so, each link is
            rendered once.
    """

    def __init__(self, *, shared: bool) -> None:
        self._shared = shared
        self._known: dict[str, dict[Newest, str]] = {}

    def html(self, others: OtherTags, link: Link) -> str:
        """Render the list.

        Args:
            others: The other tags of a package.
            link: Returns the URL of a reference, or None if it has no target.
        """
        known = self._known.setdefault(others.package, {}) if self._shared else {}
        items = [known.get(newest) or known.setdefault(newest, _item(newest, others, link)) for newest in others.newest]
        if others.older:
            items.append(f"<li>{escape(others.older)}</li>\n")
        shown = len(items) if len(items) <= SHOWN + 1 and not others.older else SHOWN
        text = f'<ul class="cache-tags-of">\n{"".join(items[:shown])}</ul>\n'
        if folded := items[shown:]:
            summary = escape(plural("{n} more tag", "{n} more tags", others.total - shown))
            text += f'<details class="cache-behind"><summary>{summary}</summary>\n'
            text += f'<ul class="cache-tags-of">\n{"".join(folded)}</ul>\n</details>\n'
        return text


def _item(newest: Newest, others: OtherTags, link: Link) -> str:
    address = link(others.ref(newest.tag))
    tag = escape(newest.tag)
    named = tag if address is None else f'<a href="{escape(address)}">{tag}</a>'
    return f"<li>{named} {escape(newest.version)}</li>\n"
