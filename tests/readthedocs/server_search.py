"""What the search of Read the Docs indexes of a page, after the parser in its repository (`readthedocs/search`).

It looks at the main part of a page, without navigation and permalinks. Each `dt` with an id is a section, whose
content is its `dd`; each heading begins a section, which ends before the next heading. Texts are joined with nothing
between them, but for elements that the parser counts as blocks: rows and cells of tables are not among those. A hit
leads to the id of the heading, or of what holds it.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4.element import PageElement

_LEFT_OUT: Final = "nav, [role=navigation], [role=search], .headerlink, .linenos, .lineno, .toctree-wrapper"
_HEADING: Final = re.compile(r"h[1-6]$|header$")
_BLOCKS: Final = re.compile(
    r"(address|article|aside|blockquote|canvas|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|li"
    r"|main|nav|noscript|ol|p|pre|section|table|tfoot|ul|video)$"
)
# As its search engine splits text: at all but letters, digits, and a dot or an apostrophe between two of them.
_WORD: Final = re.compile(r"\w+(?:[.']\w+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What a search can find: the anchor where it leads, a title, and a text."""

    anchor: str
    title: str
    content: str

    @property
    def words(self) -> frozenset[str]:
        """The words of the text, as the search knows them."""
        return frozenset(word.lower() for word in _WORD.findall(f"{self.title} {self.content}"))


def index_page(html: str) -> list[Section]:
    """The sections of a page."""
    main = main_part(BeautifulSoup(html, "html5lib"))
    for element in main.select(_LEFT_OUT):
        element.decompose()
    found = list(_definitions(main))
    sections = [section for section, _elements in found]
    for element in itertools.chain.from_iterable(elements for _definition, elements in found):
        element.extract()
    before, _ended = _content(list(main.children), depth=3)
    heading = main.find("h1")
    if before:
        sections.append(Section(anchor="", title=_flat(heading.get_text()) if heading else "", content=before))
    for level in range(1, 7):
        sections += [_section(tag) for tag in main.find_all(f"h{level}")]
    return sections


def main_part(page: BeautifulSoup) -> Tag:
    """The part of a page that is indexed, and that is previewed for a link without a fragment."""
    for found in (page.select_one("[role=main]"), page.select_one("main")):
        if found is not None:
            return found
    heading = page.find("h1")
    parent = heading.parent if isinstance(heading, Tag) else page.body
    assert parent is not None
    return parent


def _definitions(main: Tag) -> Iterator[tuple[Section, tuple[Tag, Tag]]]:
    """The sections of `dt` with ids, each with the elements that no other section holds any more."""
    for term in main.select("dl > dt[id]:not([id=''])"):
        description = term.find_next_sibling("dd")
        if not isinstance(description, Tag):
            continue
        copy = BeautifulSoup(str(description), "html5lib")
        for inner in copy.select("dl > dt[id]:not([id=''])"):
            following = inner.find_next_sibling("dd")
            if isinstance(following, Tag):
                following.decompose()
            inner.decompose()
        section = Section(anchor=str(term["id"]), title=_flat(term.get_text()), content=_flat(copy.get_text()))
        yield section, (term, description)


def _section(heading: Tag) -> Section:
    start = heading.parent if heading.parent is not None and heading.parent.name == "header" else heading
    content, _ended = _content(list(start.next_siblings), depth=2)
    holder = heading if heading.get("id") else heading.parent
    anchor = str(holder.get("id") or "") if holder is not None else ""
    return Section(anchor=anchor, title=_flat(heading.get_text()), content=content)


def _content(nodes: list[PageElement], *, depth: int) -> tuple[str, bool]:
    """The text of nodes up to the next heading, which is looked for so many levels down; and whether there was one."""
    texts: list[str] = []
    ended = False
    for node in nodes:
        if not isinstance(node, Tag):
            texts.append(str(node) if type(node) is NavigableString else "")
            continue
        if _HEADING.match(node.name):
            ended = True
            break
        if _is_code(node):
            text = " ".join(_flat(block.get_text()) for block in node.find_all("pre"))
        elif depth == 0 or not node.contents:
            text = node.get_text()
        else:
            text, ended = _content(list(node.children), depth=depth - 1)
        texts.append(f"\n{text}\n" if _BLOCKS.match(node.name) else text)
        if ended:
            break
    return _flat("".join(texts)), ended


def _is_code(node: Tag) -> bool:
    names = node.get_attribute_list("class")
    return node.find("pre") is not None and any((name or "").startswith("highlight") for name in names)


def _flat(text: str) -> str:
    return " ".join(text.split())
