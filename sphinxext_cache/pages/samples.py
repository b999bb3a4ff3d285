"""Render a few sample pages without content: if they are unchanged, the theme renders all pages as before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinxext_cache.digest import digest, digest_bytes
from sphinxext_cache.files import read, remove
from sphinxext_cache.host.builders import writes_html
from sphinxext_cache.host.rendering import TEMPLATE
from sphinxext_cache.pages.listeners import Listeners
from sphinxext_cache.pages.theming import PAGE_KIND

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder


def samples_of(app: Sphinx, names: Iterable[str]) -> dict[str, str]:
    """Digests of pages without content, as the theme renders them now, by name.

    There are none if a handler must be called for every page, or if the theme cannot render a page without content.

    Args:
        app: The application.
        names: The names of the pages.
    """
    builder = app.builder
    if not writes_html(builder) or Listeners(app).counting:
        return {}
    aside = Path(app.doctreedir, "sphinxext-cache-sample.tmp")
    found: dict[str, str] = {}
    try:
        for name in names:
            builder.handle_page(name, _nothing(builder), TEMPLATE, outfilename=aside)
            found[name] = digest((digest_bytes(read(aside) or b""), _shared(builder)))
    except Exception:  # noqa: BLE001 a template can raise anything
        return {}
    finally:
        remove(aside)
    return found


def _shared(builder: StandaloneHTMLBuilder) -> list[tuple[str, object]]:
    """The values of the project that pages may show, such as the date, even if the samples do not show them."""
    values = builder.globalcontext.items()
    return sorted((name, value) for name, value in values if isinstance(value, str | int | None))


def _nothing(builder: StandaloneHTMLBuilder) -> dict[str, Any]:
    """The context of a page without content."""
    shared = builder.globalcontext
    return {
        "title": "",
        "parents": [],
        "body": "",
        "metatags": shared.get("metatags", ""),
        "prev": None,
        "next": None,
        "rellinks": list(shared["rellinks"]),
        "toc": "",
        "display_toc": False,
        PAGE_KIND: "package",
    }
