"""Plan the feed of changes, an Atom feed (RFC 4287) with an entry for each tag that has changes.

An entry depends only on its tag and on the previous one, and not on the build that writes it, so its URL and its date
stay the same in later builds.
"""

from __future__ import annotations

import posixpath
from functools import partial
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from sphinxext_cache.domain.published_site import base_url
from sphinxext_cache.messages import _
from sphinxext_cache.pages.page import Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from sphinxext_cache.catalog import Catalog
    from sphinxext_cache.domain.cache_domain import CacheDomain
    from sphinxext_cache.pages.digests import Digests

_NO_DAY = "1970-01-01"
"""The date of entries if no tag has a known date, since Atom requires one."""


class _Entry(NamedTuple):
    """A tag that may have changes.

    Attributes:
        tag: The tag.
        before: The previous tag.
        address: The URL of the page of its changes on the published site.
        day: The date of the tag.
    """

    tag: str
    before: str
    address: str
    day: str


def plan_feed(domain: CacheDomain, digests: Digests, outline: Callable[[str], str]) -> Iterator[Plan]:
    """Plan the feed, if there is one.

    Args:
        domain: The domain, with the tags and the names of their pages.
        digests: The digests of pages.
        outline: Gives an outline of the changes in a tag; empty if there are none.
    """
    name = domain.page_places.feed if domain.page_places is not None else None
    if name is not None:
        config = domain.builder.config
        address = posixpath.join(base_url(config), name[1:])
        published = address, config.project, config.language
        entries = list(_entries(domain))
        yield Plan(name, "feed", digests.feed(entries, published), partial(_make, domain, entries, published, outline))


def feed_link(domain: CacheDomain) -> str:
    """The HTML element that links pages to the feed; empty if there is none."""
    name = domain.page_places.feed if domain.page_places is not None else None
    if name is None:
        return ""
    config = domain.builder.config
    address = posixpath.join(base_url(config), name[1:])
    title = _title(config.project)
    return f'<link rel="alternate" type="application/atom+xml" title="{title}" href="{escape(address)}" />'


def _entries(domain: CacheDomain) -> Iterator[_Entry]:
    """The tags with a page of changes, from the newest to the oldest."""
    catalog, names, builder = domain.catalog, domain.page_names, domain.builder
    days = days_of(catalog)
    for tag in catalog.tags_in_time:
        before, page = catalog.tag_before(tag), names.changes(tag)
        if before is not None and page is not None:
            yield _Entry(tag, before, posixpath.join(base_url(builder.config), builder.get_target_uri(page)), days[tag])


def days_of(catalog: Catalog) -> Mapping[str, str]:
    """The date of each tag; if unknown, that of the nearest previous tag with a date, else of the nearest later one."""
    known = [(tag, catalog.day(tag)) for tag in reversed(catalog.tags_in_time)]
    last: date | None = next((day for _tag, day in known if day is not None), None)
    found: dict[str, str] = {}
    for tag, day in known:
        last = day or last
        found[tag] = last.isoformat() if last is not None else _NO_DAY
    return found


def _make(
    domain: CacheDomain, entries: list[_Entry], published: tuple[str, str, str], outline: Callable[[str], str]
) -> bytes:
    """Make the feed."""
    address, project, language = published
    made = [text for each in entries if (text := _entry(each, outline(each.tag)))]
    updated = max((each.day for each in entries), default=_NO_DAY)
    index = domain.page_names.index or ""
    above = posixpath.join(base_url(domain.builder.config), domain.builder.get_target_uri(index))
    lines = (
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(language)}">',
        f"<title>{_title(project)}</title>",
        f"<id>{escape(address)}</id>",
        f"<updated>{updated}T00:00:00Z</updated>",
        f"<author><name>{_text(project)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{escape(address)}"/>',
        f'<link rel="alternate" type="text/html" href="{escape(above)}"/>',
        "<generator>sphinxext-cache</generator>",
        *made,
        "</feed>",
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _entry(entry: _Entry, said: str) -> str:
    """An entry as XML; empty if there are no changes."""
    if not said:
        return ""
    title = _("{tag}: what changed since {before}").format(tag=entry.tag, before=entry.before)
    lines = (
        "<entry>",
        f"<title>{_text(title)}</title>",
        f"<id>{escape(entry.address)}</id>",
        f"<updated>{entry.day}T00:00:00Z</updated>",
        f'<link rel="alternate" type="text/html" href="{escape(entry.address)}"/>',
        f"<summary>{_text(said)}</summary>",
        "</entry>",
    )
    return "\n".join(lines)


def _title(project: str) -> str:
    return _text(_("{project}: changes in the build cache").format(project=project))


def _text(text: str) -> str:
    """Escape text for XML, and replace nonprintable characters by spaces, since XML allows no control characters."""
    return escape("".join(character if character.isprintable() else " " for character in text))
