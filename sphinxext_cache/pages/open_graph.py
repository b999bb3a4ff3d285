"""Tells of generated pages what `sphinxext.opengraph` tells of documents, where a project has that extension.

It makes its tags from the doctree of a page, and generated pages have none.
"""

from __future__ import annotations

import os
import re
from html import escape
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from sphinxext_cache.pages.theming import PAGE_KIND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

_EXTENSION: Final = "sphinxext.opengraph"
_DESCRIPTION: Final = re.compile(r'<meta name="description" content="([^"]*)"')


def add_tags(app: Sphinx, name: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Add the tags to those of a generated page."""
    if _EXTENSION in app.extensions and PAGE_KIND in context:
        lines = [f'<meta property="{key}" content="{text}" />' for key, text in _tags(app, name, context)]
        context["metatags"] = "\n".join([context["metatags"], *lines, *app.config.ogp_custom_meta_tags])


def _tags(app: Sphinx, name: str, context: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the tags, each with its text as it is in an attribute."""
    config = app.config
    site = config.ogp_site_url or os.environ.get("READTHEDOCS_CANONICAL_URL", "")
    base = getattr(config, "ogp_canonical_url", None) or site
    yield "og:title", context["title"]
    yield "og:type", config.ogp_type
    yield "og:url", escape(urljoin(base, app.builder.get_target_uri(name)))
    if config.ogp_site_name is not False:
        yield "og:site_name", escape(config.ogp_site_name or config.project)
    # What a page says of itself is there already; a theme or a project may have said something before.
    for description in _DESCRIPTION.findall(context["metatags"])[-1:]:
        yield "og:description", description
    if config.ogp_image:
        yield "og:image", escape(urljoin(site, config.ogp_image))
