"""Reads the catalog for a build, and finds the documents that a change of it touches.

A document is read again when a table or a description in it would say something else, and written again when one
of its references would lead elsewhere. Both are known by a digest of the answer, kept with the document.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sphinx
from sphinx import addnodes
from sphinx.util.display import progress_message

from sphinxext_cache.catalog import load
from sphinxext_cache.config import CacheConfig
from sphinxext_cache.domain import CacheDomain, Described, cache_domain
from sphinxext_cache.own_pages import find_own_pages
from sphinxext_cache.page_names import generates_pages
from sphinxext_cache.questions import answer
from sphinxext_cache.tables import Recipe, build, digest, packages_of
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
        if any(answer(domain.catalog, asked) != known for asked, known in answers.items())
    ]


def note_references(app: Sphinx, doctree: nodes.document) -> None:
    """Note what a document refers to; `find_moved` fills in the answers when everything is read."""
    references = cache_domain(app.env).references
    for node in doctree.findall(addnodes.pending_xref):
        if node.get("refdomain") == CacheDomain.name:
            references.setdefault(app.env.docname, {})[node["reftype"], node["reftarget"]] = None


def find_moved(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The documents that must be written again, since what they link to has come, gone or moved."""
    domain = cache_domain(env)
    moved = _tables_of_moved_packages(domain)
    for docname, references in domain.references.items():
        for (kind, target), known in list(references.items()):
            places = [domain.locate(ref) for ref in domain.lookup(kind, target)]
            if known != places:
                references[kind, target] = places
                moved.add(docname)
    if sphinx.version_info < (8, 2) and _has_changed(domain):
        # Without a document to write, such a Sphinx ends the build before it comes to generated pages.
        moved.add(env.config.root_doc)
    return sorted(moved)


def _has_changed(domain: CacheDomain) -> bool:
    """Whether the catalog is another than in the build before."""
    tags = domain.catalog.tags
    packages = [(package.tag, package.name, package.digest) for tag in tags for package in domain.catalog.packages(tag)]
    before, domain.data["catalog"] = domain.data["catalog"], digest(packages)
    return bool(before != domain.data["catalog"])


def _tables_of_moved_packages(domain: CacheDomain) -> set[str]:
    """The documents with tables of packages that are described elsewhere than in the build before."""
    places = {key: found[0] for key, found in domain.packages.items()}
    before: dict[tuple[str, str], Described] = domain.data["places"]
    domain.data["places"] = places
    moved = {key for key in places.keys() | before.keys() if not _same_place(places.get(key), before.get(key))}
    if not moved:
        return set()
    return {
        docname
        for docname, answers in domain.answers.items()
        for asked in answers
        if isinstance(asked, Recipe) and not moved.isdisjoint(packages_of(build(asked, domain.catalog)))
    }


def _same_place(one: Described | None, other: Described | None) -> bool:
    """Whether links lead to the same place; on which line it is described is none of their business."""
    return (one and one._replace(line=0)) == (other and other._replace(line=0))


def setup_incremental(app: Sphinx) -> None:
    """Connect the handlers, in the order in which a build comes to them."""
    app.connect("builder-inited", load_catalog)
    app.connect("env-get-outdated", find_outdated)
    app.connect("doctree-read", note_references)
    app.connect("env-updated", find_moved)
