"""Open Graph tags for generated pages, as `sphinxext.opengraph` adds them to documents, if a project uses it.

The extension makes its tags from the doctree of a page, which generated pages do not have.
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
    """Add Open Graph tags to the meta tags of a generated page, if the extension is loaded.

    Args:
        app: The application.
        name: The name of the page.
        title: Its title, as HTML.
        metatags: Its other meta tags.
    """
    if _EXTENSION not in app.extensions:
        return metatags
    lines = [f'<meta property="{key}" content="{text}" />' for key, text in _tags(app, name, title, metatags)]
    return "\n".join([metatags, *lines, *app.config.ogp_custom_meta_tags])


def _tags(app: Sphinx, name: str, title: str, metatags: str) -> Iterator[tuple[str, str]]:
    """Yield the property and the content of each tag, escaped for attributes."""
    config = app.config
    site = config.ogp_site_url or os.environ.get("READTHEDOCS_CANONICAL_URL", "")
    base = getattr(config, "ogp_canonical_url", None) or site
    yield "og:title", title
    yield "og:type", config.ogp_type
    yield "og:url", escape(urljoin(base, app.builder.get_target_uri(name)))
    if config.ogp_site_name is not False:
        yield "og:site_name", escape(config.ogp_site_name or config.project)
    # The last description is that of the page; a theme or a project may have added others before it.
    for description in _DESCRIPTION.findall(metatags)[-1:]:
        yield "og:description", description
    if config.ogp_image:
        yield "og:image", escape(urljoin(site, config.ogp_image))
