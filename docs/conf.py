"""The documentation of sphinxext-cache, built with sphinxext-cache on the cache of the example project."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from sphinx.util.docutils import SphinxDirective

import sphinxext_cache
from sphinxext_cache.config import PREFIX, CacheConfig

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

project = "sphinxext-cache"
author = "The sphinxext-cache authors"
copyright = author
version = release = sphinxext_cache.__version__

extensions = ["myst_parser", "sphinxext_cache"]
exclude_patterns = ["_build"]
nitpicky = True
html_theme = "furo"
html_title = "sphinxext-cache"
myst_enable_extensions = ["colon_fence"]

cache_sources = ["../example_project/_cache"]
cache_default_tag = "develop-2025-10-12"


class ConfigValues(SphinxDirective):
    """Describes every value of `CacheConfig`, from what registers it."""

    def run(self) -> list[nodes.Node]:
        """Write one ``confval`` for each."""
        lines: list[str] = []
        defaults = CacheConfig()
        for item in fields(CacheConfig):
            types = " or ".join("None" if kind is type(None) else kind.__name__ for kind in item.metadata["types"])
            lines += [
                f".. confval:: {PREFIX}{item.name}",
                f"   :type: ``{types}``",
                f"   :default: ``{getattr(defaults, item.name)!r}``",
                "",
                f"   {item.metadata['help']}",
                "",
            ]
        return self.parse_text_to_nodes("\n".join(lines))


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("config-values", ConfigValues)
