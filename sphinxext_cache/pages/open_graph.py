"""Tells of generated pages what `sphinxext.opengraph` tells of documents, where a project has that extension.

It makes its tags from the doctree of a page, and generated pages have none.
"""

from __future__ import annotations

import os
import re
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

_EXTENSION: Final = "sphinxext.opengraph"
_DESCRIPTION: Final = re.compile(r'<meta name="description" content="([^"]*)"')


def with_tags(app: Sphinx, name: str, title: str, metatags: str) -> str:
    """Add the tags to those of a generated page.

    Args:
        app: The application.
        name: The name of the page.
        title: Its title, as HTML.
        metatags: The tags that it has.
    """
    if _EXTENSION not in app.extensions:
        return metatags
    lines = [f'<meta property="{key}" content="{text}" />' for key, text in _tags(app, name, title, metatags)]
    return "\n".join([metatags, *lines, *app.config.ogp_custom_meta_tags])


def _tags(app: Sphinx, name: str, title: str, metatags: str) -> Iterator[tuple[str, str]]:
    """Yield the tags, each with its text as it is in an attribute."""
    config = app.config
    site = config.ogp_site_url or os.environ.get("READTHEDOCS_CANONICAL_URL", "")
    base = getattr(config, "ogp_canonical_url", None) or site
    yield "og:title", title
    yield "og:type", config.ogp_type
    yield "og:url", escape(urljoin(base, app.builder.get_target_uri(name)))
    if config.ogp_site_name is not False:
        yield "og:site_name", escape(config.ogp_site_name or config.project)
    # What a page says of itself is there already; a theme or a project may have said something before.
    for description in _DESCRIPTION.findall(metatags)[-1:]:
        yield "og:description", description
    if config.ogp_image:
        yield "og:image", escape(urljoin(site, config.ogp_image))
