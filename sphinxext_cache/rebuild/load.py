"""Reads the catalog, once for each build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.display import progress_message

from sphinxext_cache.catalog import load
from sphinxext_cache.config.settings import CacheConfig
from sphinxext_cache.documents.front_matter_documents import FrontMatterDocuments
from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.warnings import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def load_catalog(app: Sphinx) -> None:
    """Read the sources, warn of what is wrong there, and give the catalog to the domain."""
    config = CacheConfig.of(app.config)
    domain = cache_domain(app.env)
    with progress_message("reading build cache"):
        documents = FrontMatterDocuments(app)
        catalog = load(
            [documents, *config.source_paths(Path(app.srcdir), Path(app.confdir))],
            select=config.select,
            default_tag=config.default_tag,
            hidden_stacks=config.hidden_stacks,
            exclude=(Path(app.outdir), Path(app.doctreedir)),
        )
    for problem in catalog.problems:
        warn(problem)
    domain.attach(catalog, config, app.builder, documents.packages)
