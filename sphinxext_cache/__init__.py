"""Package pages, spec tables and matrices of Spack build caches in Sphinx documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up the extension. Sphinx calls this; `extension` lists the features."""
    from sphinxext_cache.extension import setup_features  # noqa: PLC0415 `catalog` must not import Sphinx

    setup_features(app)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
