"""The node for a reference to an object, wherever its place is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.util.nodes import make_refnode

from sphinxext_cache.host.builders import has_links

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from sphinxext_cache.domain.places import Places
    from sphinxext_cache.tables import Ref

PUBLISHED: Final = "published"
"""The attribute of references to the published site in outputs without links, where readers can only read the URL."""


def link_to(
    places: Places, builder: Builder, from_page: str, ref: Ref, content: nodes.Element
) -> nodes.reference | nodes.Element:
    """A reference to an object, or just its text if this builder has no place for it, or no links.

    Args:
        places: The places of objects.
        builder: The builder.
        from_page: The document or page that contains the reference.
        ref: The object.
        content: The content of the reference.
    """
    address, place = places.address(builder, from_page, ref), places.locate(ref)
    linked = has_links(builder)
    if address is None or place is None or (place.is_document and not linked):
        return content
    title = f"/{ref.name}" if ref.kind == "spec" else None
    if place.is_document:
        source = place.page if address.startswith("#") else from_page
        return make_refnode(builder, source, place.page, place.anchor, content, title)
    made = nodes.reference("", "", content, internal=places.in_this_build(place), refuri=address)
    if title:
        made["reftitle"] = title
    if not linked:
        made[PUBLISHED] = True
    return made
