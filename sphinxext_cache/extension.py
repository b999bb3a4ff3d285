"""A table of contents of the extension: each feature sets itself up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_cache.config import setup_config
from sphinxext_cache.documents.directives import setup_directives
from sphinxext_cache.documents.expand import setup_writing
from sphinxext_cache.documents.front_matter_documents import setup_front_matter_documents
from sphinxext_cache.documents.roles import setup_roles
from sphinxext_cache.domain.cache_domain import setup_domain
from sphinxext_cache.domain.indices import setup_indices
from sphinxext_cache.domain.references import setup_references
from sphinxext_cache.messages import setup_messages
from sphinxext_cache.pages.collect import setup_pages
from sphinxext_cache.pages.open_graph import setup_open_graph
from sphinxext_cache.pages.scripts import setup_scripts
from sphinxext_cache.pages.search import setup_search
from sphinxext_cache.pages.theming import setup_theming
from sphinxext_cache.rebuild.changes import setup_incremental

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup_features(app: Sphinx) -> None:
    """Set up every feature; the domain before what belongs to it."""
    setup_messages(app)
    setup_config(app)
    setup_domain(app)
    setup_directives(app)
    setup_roles(app)
    setup_front_matter_documents(app)
    setup_incremental(app)
    setup_references(app)
    setup_writing(app)
    setup_theming(app)
    setup_scripts(app)
    setup_open_graph(app)
    setup_pages(app)
    setup_search(app)
    setup_indices(app)
