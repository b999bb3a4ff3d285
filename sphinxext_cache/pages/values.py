"""The values that differ between generated pages that look the same, and where they are in the context.

The theme and all handlers of `PAGE_EVENT` may change the context. So values of other types than Sphinx or we would set
fit no slot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sphinxext_cache.domain.page_names import folder_of, names_above
from sphinxext_cache.pages.slots import (
    BODY,
    FOLDER,
    META,
    NAME,
    NEIGHBOURS,
    PLAIN_NAME,
    PLAIN_TITLE,
    TAG,
    TITLE,
    Mark,
    base_of,
    beside,
    fixed_values,
    outline_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_cache.pages.body import Body
    from sphinxext_cache.pages.page import Kind

    Neighbour = tuple[str, str] | None
    """The name and the title of the previous or the next page; None if there is none."""


class Ours(NamedTuple):
    """Our part of a page.

    Attributes:
        name: Its name.
        kind: Its kind.
        tag: Its tag; empty if it belongs to none.
        folder: The folder of its tag.
        title: Its title, as HTML, like all that follow.
        meta: Its meta tags.
        previous: The previous page.
        next: The next page.
        body: Its body.
    """

    name: str
    kind: Kind
    tag: str
    folder: str
    title: str
    meta: str
    previous: Neighbour
    next: Neighbour
    body: Body


class Layout(NamedTuple):
    """The location of the pages of a folder.

    Attributes:
        folder: The folder in the output of the builder.
        own: The name of its pages, with slots.
        key: A key that is the same for folders with the same relative URLs to all other pages.
        slots: The values of the slots that are the same for all of its pages.
    """

    folder: str
    own: str
    key: str
    slots: Mapping[str, str]


class Values:
    """Finds the values of pages.

    Args:
        builder: The builder, which determines the paths of pages.
    """

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self._builder = builder
        self._above = names_above(builder.env.all_docs)
        self._layouts: dict[tuple[str, bool], Layout] = {}
        self._apart: set[str] = set()

    def layout(self, ours: Ours) -> Layout:
        """The layout of a page. It is the same for all tags, unless there are documents among their folders."""
        above, _slash, base = ours.name.rpartition("/")
        known = self._layouts.get((above, base == "index"))
        if known is not None:
            return known
        folder = folder_of(self._builder, ours.name)
        top, _slash, segment = ours.folder.rpartition("/")
        is_plain = PLAIN_NAME.fullmatch(segment) and PLAIN_NAME.fullmatch(ours.tag)
        is_shared = top and top not in self._above and folder not in self._apart and is_plain
        marked = f"{top}/{FOLDER}{above[len(ours.folder) :]}" if is_shared else above
        found = self._layouts[above, base == "index"] = Layout(
            folder=folder,
            own=f"{marked}/{NAME}",
            key=folder_of(self._builder, f"{marked}/{base}"),
            slots={FOLDER: segment, TAG: ours.tag} if is_shared else {},
        )
        return found

    def set_apart(self, layout: Layout) -> None:
        """Record that the pages of a folder look different from those of other folders with the same layout."""
        self._apart.add(layout.folder)
        self._layouts.clear()

    def of(self, ours: Ours) -> dict[str, str] | None:
        """The values of the slots of a page, except its body; None if the page does not fit into a frame."""
        values = {NAME: base_of(ours.name), TITLE: ours.title, META: ours.meta, **self.layout(ours).slots}
        return self._with_neighbours(ours.name, values, {"prev": ours.previous, "next": ours.next})

    def within(self, context: dict[str, Any], ours: Ours) -> dict[str, str] | None:
        """The values of the slots of a page, from its context; None if the page does not fit into a frame."""
        texts = (context.get(key) for key in ("title", "body", "metatags", "toc"))
        if not all(isinstance(text, str) for text in texts):
            return None
        if not callable(context.get("pathto")) or not isinstance(context.get("rellinks"), list):
            return None
        links = self._neighbour_links(context)
        neighbours: dict[str, Neighbour] = {}
        for neighbour, (key, _name, _title) in NEIGHBOURS.items():
            match context.get(neighbour):
                case None:
                    neighbours[neighbour] = None
                case {"title": str() as title} if key in links:
                    neighbours[neighbour] = links[key][0], title
                case _:
                    return None
        values = {NAME: base_of(ours.name), TITLE: context["title"], META: context["metatags"]}
        values |= {BODY: context["body"], **self.layout(ours).slots}
        return self._with_neighbours(ours.name, values, neighbours)

    def fixed(self, context: dict[str, Any], ours: Ours) -> dict[str, Any] | None:
        """The values of a context besides those of the page; None if one has an unknown type."""
        layout, parents = self.layout(ours), context.get("parents")
        if TAG in layout.slots and type(parents) is list and all(type(parent) is dict for parent in parents):
            titles = [parent.get("title") for parent in parents]
            tagged = [
                {**parent, "title": TAG} if type(title) is str and title == ours.tag else parent
                for parent, title in zip(parents, titles, strict=True)
            ]
            context = {**context, "parents": tagged}
        return fixed_values(ours.name, layout.own, context, self._builder.globalcontext)

    def marked(self, context: dict[str, Any], layout: Layout) -> dict[str, Any]:
        """The context of a page, with marks in place of its values."""
        name, own, pathto = context["pagename"], Mark(layout.own), context["pathto"]
        marked = {**context, "pagename": own, "current_page_name": own}
        marked |= {"title": Mark(TITLE), "body": BODY, "metatags": META, "toc": outline_of(context)}
        if isinstance(context.get("pageurl"), str):
            marked["pageurl"] = context["pageurl"].replace(name, own)
        links = self._neighbour_links(context)
        for neighbour, (key, name_slot, title_slot) in NEIGHBOURS.items():
            if context.get(neighbour):
                page = beside(name, name_slot)
                links[key] = (page, title_slot, key, links[key][3])
                marked[neighbour] = {**context[neighbour], "link": pathto(page), "title": title_slot}
        marked["rellinks"] = [*self._builder.globalcontext["rellinks"], *links.values()]
        # The URL of the page itself does not depend on the mark.
        marked["pathto"] = lambda uri, *rest, **named: pathto(name if uri is own else uri, *rest, **named)
        return marked

    def _with_neighbours(
        self, name: str, values: dict[str, str], neighbours: Mapping[str, Neighbour]
    ) -> dict[str, str] | None:
        """Add the values of the neighbours of a page.

        Returns:
            The values; None if a name or a title is not plain, a neighbour is in another folder, or documents lie below
            the page.
        """
        names, titles = [values[NAME]], [values[TITLE]]
        for neighbour, there in neighbours.items():
            if there is None:
                continue
            if not self._are_together(name, there[0]):
                return None
            _key, name_slot, title_slot = NEIGHBOURS[neighbour]
            values[name_slot], values[title_slot] = base_of(there[0]), there[1]
            names.append(values[name_slot])
            titles.append(there[1])
        plain = all(map(PLAIN_NAME.fullmatch, names)) and all(map(PLAIN_TITLE.fullmatch, titles))
        return values if plain and name not in self._above else None

    def _are_together(self, name: str, other: str) -> bool:
        """Whether two pages lie in the same folder, both by name and in the output."""
        return beside(name, "") == beside(other, "") and (base_of(name) == "index") == (base_of(other) == "index")

    def _neighbour_links(self, context: dict[str, Any]) -> dict[str, tuple[str, str, str, str]]:
        """The links that only this page has, not all pages, by access key: page, title, access key, text."""
        links = context["rellinks"][len(self._builder.globalcontext["rellinks"]) :]
        return {link[2]: link for link in links if type(link) is tuple and [*map(type, link[:3:2])] == [str, str]}
