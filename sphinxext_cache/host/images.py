"""Determines which image formats a builder supports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils.utils import new_document
from sphinx.transforms.post_transforms.images import ImageConverter

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.registry import SphinxComponentRegistry

_SVG: Final = "image/svg+xml"


def shows_svg(builder: Builder) -> bool:
    """Return whether a builder supports SVG, or an extension can convert it to a format that the builder supports.

    An extension may be installed without the program that it runs.

    Watched by:
        tests/builders/test_pictures.py::test_a_pdf_has_the_picture_where_something_converts_it
    """
    shown = builder.supported_image_types
    if _SVG in shown:
        return True
    for kind in _registry(builder).get_post_transforms():
        if issubclass(kind, ImageConverter) and any((_SVG, other) in kind.conversion_rules for other in shown):
            if kind.available is None:
                kind.available = _is_available(builder, kind)
            if kind.available:
                return True
    return False


def _registry(builder: Builder) -> SphinxComponentRegistry:
    """Return the registry of components; since Sphinx 9, ``builder.app`` should not be used."""
    known: SphinxComponentRegistry | None = getattr(builder, "_registry", None)
    return builder.app.registry if known is None else known


def _is_available(builder: Builder, kind: type[ImageConverter]) -> bool:
    """Return whether an image converter is available, which Sphinx checks once in a build."""
    document = new_document("")
    document.settings.env = builder.env
    return kind(document).is_available()
