"""Reads the catalog for a build, and finds the documents that a change of it touches.

A document is read again when a table or a description in it would say something else, and written again when one
of its references would lead elsewhere. Both are known by a digest of the answer, kept with the document.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx import addnodes
from sphinx.util.display import progress_message

from sphinxext_cache.catalog import load
from sphinxext_cache.config import CacheConfig
from sphinxext_cache.domain import CacheDomain, cache_domain, generates_pages
from sphinxext_cache.own_pages import find_own_pages
from sphinxext_cache.warnings import warn

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def load_catalog(app: Sphinx) -> None:
    """Read the sources, warn of what is wrong there, and give the catalog to the domain."""
    config = CacheConfig.of(app.config)
    domain = cache_domain(app.env)
    with progress_message("reading build cache"):
        own = find_own_pages(app)
        catalog = load(
            config.source_folders(Path(app.confdir)),
            files=[file for file, _tag, _name in own.values()],
            select=config.select,
            default_tag=config.default_tag,
            hidden_stacks=config.hidden_stacks,
        )
    for problem in catalog.problems:
        warn(problem)
    domain.own_pages = {docname: (tag, name) for docname, (_file, tag, name) in own.items()}
    domain.attach(catalog, config, has_pages=generates_pages(app.builder, config))


def find_outdated(
    _app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], _removed: set[str]
) -> list[str]:
    """The documents whose tables or descriptions would say something else than when they were read."""
    domain = cache_domain(env)
    return [
        docname
        for docname, answers in domain.answers.items()
        if any(domain.answer(asked) != known for asked, known in answers.items())
    ]


def note_references(app: Sphinx, doctree: nodes.document) -> None:
    """Note what a document refers to; `find_moved` fills in the answers when everything is read."""
    references = cache_domain(app.env).references
    for node in doctree.findall(addnodes.pending_xref):
        if node.get("refdomain") == CacheDomain.name:
            references.setdefault(app.env.docname, {})[node["reftype"], node["reftarget"]] = None


def find_moved(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The documents that must be written again, since what they refer to has come, gone or moved."""
    domain = cache_domain(env)
    moved = []
    for docname, references in domain.references.items():
        for (kind, target), known in list(references.items()):
            places = [domain.locate(ref) for ref in domain.lookup(kind, target)]
            if known != places:
                references[kind, target] = places
                moved.append(docname)
    return moved


def setup_incremental(app: Sphinx) -> None:
    """Connect the handlers, in the order in which a build comes to them."""
    app.connect("builder-inited", load_catalog)
    app.connect("env-get-outdated", find_outdated)
    app.connect("doctree-read", note_references)
    app.connect("env-updated", find_moved)
