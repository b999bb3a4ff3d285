"""A checker of links: every address in the pages of a built site that stays within the site must lead somewhere."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ADDRESSES = frozenset({"href", "src", "poster", "data", "action"})


@dataclass(slots=True, kw_only=True)
class _Page:
    """What a page offers, and what it asks for."""

    ids: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = _Page()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.page.ids.append(value or "")
            elif name == "name" and tag == "a":
                self.page.names.add(value or "")
            elif name in _ADDRESSES and tag != "base":
                self.page.links.append(value or "")
            elif name == "srcset":
                self.page.links += [part.split()[0] for part in (value or "").split(",")]


class Site:
    """The HTML pages below a folder.

    Args:
        root: The folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.pages = {path.relative_to(root).as_posix(): _read(path) for path in root.rglob("*.html")}

    def faults(self) -> Iterator[str]:
        """Yield what is wrong: addresses that lead nowhere, and ids that stand twice in a page."""
        for name, page in sorted(self.pages.items()):
            for twice in sorted({each for each in page.ids if page.ids.count(each) > 1}):
                yield f"{name}: the id '{twice}' stands there {page.ids.count(twice)} times"
            for link in dict.fromkeys(page.links):
                if (fault := self.fault(name, link)) is not None:
                    yield f"{name}: '{link}' {fault}"

    def fault(self, page: str, link: str) -> str | None:
        """What is wrong with an address that stands in a page; None if it is right, or leads out of the site."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return None
        target = (
            posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path))) if parts.path else page
        )
        if target.startswith(("..", "/")):
            return "leads out of the site"
        if (self._root / target).is_dir():
            target = posixpath.join(target, "index.html") if target != "." else "index.html"
        if not (self._root / target).is_file():
            return "leads to no file"
        fragment = unquote(parts.fragment)
        if not fragment or target not in self.pages:
            return None
        found = self.pages[target]
        return None if fragment in found.ids or fragment in found.names else f"names no place in {target}"


def _read(path: Path) -> _Page:
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return reader.page
