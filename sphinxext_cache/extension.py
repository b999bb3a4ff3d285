"""Sets up the extension: registers its features and connects the timetable of event handlers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sphinxext_cache.config.conf_py import warn_of_unknown_cpus, warn_of_unknown_names
from sphinxext_cache.config.register import keep_sources_out_of_documents, read_config, setup_config
from sphinxext_cache.documents.directives import setup_directives
from sphinxext_cache.documents.expand import choose_writer, setup_expansion
from sphinxext_cache.documents.front_matter_documents import take_front_matter
from sphinxext_cache.documents.roles import setup_roles
from sphinxext_cache.domain.addresses import setup_addresses
from sphinxext_cache.domain.cache_domain import setup_domain
from sphinxext_cache.domain.indices import link_indices, name_objects, setup_indices
from sphinxext_cache.domain.references import note_references, setup_references, update_labels, warn_missing
from sphinxext_cache.messages import setup_messages
from sphinxext_cache.pages.collect import Collector
from sphinxext_cache.pages.samples import samples_of
from sphinxext_cache.pages.scripts import StaticFiles, load_files
from sphinxext_cache.pages.search import SearchFeed
from sphinxext_cache.pages.theming import Folders, look_of, show_local_contents, warn_of_unused_templates
from sphinxext_cache.rebuild.changes import Changes
from sphinxext_cache.rebuild.load import check_documents, check_names
from sphinxext_cache.rebuild.rest import Rest

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx


class Stop(NamedTuple):
    """An event handler in the timetable.

    Attributes:
        event: The name of the event.
        priority: The priority of the handler; handlers of equal priority are called in the order of the timetable.
        handler: The function to call.
        why: The reason for the priority: what must happen before or after the call; empty if any time will do.
    """

    event: str
    priority: int
    handler: Callable[..., Any]
    why: str


_USUAL = 500
"""The default priority in Sphinx."""


def timetable() -> tuple[Stop, ...]:
    """Return the event handlers, in the order in which a build emits the events."""
    changes, collector, folders = Changes(), Collector(), Folders()
    rest = Rest(changes, look_of, samples_of)
    search, static, later = SearchFeed(rest), StaticFiles(rest), rest.later
    return (
        Stop(
            "config-inited",
            100,
            read_config,
            "before Sphinx checks the types of values, to fix them first",
        ),
        Stop("config-inited", _USUAL, name_objects, "once the words of the project are known"),
        Stop("config-inited", _USUAL, warn_of_unknown_names, ""),
        Stop("config-inited", _USUAL, warn_of_unknown_cpus, ""),
        Stop("config-inited", _USUAL, keep_sources_out_of_documents, "before Sphinx looks for documents"),
        Stop(
            "builder-inited",
            1,
            changes.begin,
            "before others change the configuration, of which we keep a digest",
        ),
        Stop("builder-inited", _USUAL, warn_of_unused_templates, ""),
        Stop("builder-inited", _USUAL, search.join, "before the builder loads its search index"),
        Stop("builder-inited", _USUAL, rest.begin, "before the environment determines the outdated documents"),
        Stop("builder-inited", 900, choose_writer, "after other extensions register visitors"),
        Stop(
            "env-get-outdated",
            99,
            rest.compare_documents,
            "before the catalog is queried, as it may not have to be",
        ),
        Stop(
            "env-get-outdated",
            100,
            later(changes.find_outdated),
            "before another extension queries the catalog of this build",
        ),
        Stop(
            "env-get-outdated",
            _USUAL,
            later(check_names),
            "after warnings are counted: one more makes the next build warn too",
        ),
        Stop("env-get-outdated", _USUAL, later(check_documents), "likewise, and once all documents are known"),
        Stop("env-before-read-docs", 100, rest.compare_reading, "before a document is read"),
        Stop("source-read", 100, take_front_matter, "before another extension, or a parser, sees the front matter"),
        Stop("doctree-read", _USUAL, note_references, ""),
        Stop("env-updated", 100, later(collector.settle), "before anything asks for the path of a page"),
        Stop("env-updated", _USUAL, later(changes.find_stale), "after the paths of pages are settled: links need them"),
        Stop("env-updated", _USUAL, later(update_labels), "after the paths of pages are settled: labels need them"),
        Stop("env-updated", _USUAL, folders.begin, "once all documents are known"),
        Stop("env-updated", _USUAL, later(link_indices), "after the paths of pages are settled: indices need them"),
        Stop("write-started", _USUAL, static.add, "after Sphinx compares the configuration with the last one"),
        Stop("doctree-resolved", _USUAL, changes.note_written, ""),
        Stop("warn-missing-reference", _USUAL, warn_missing, ""),
        Stop(
            "html-collect-pages",
            900,
            later(collector.write),
            "after other extensions, which may take some paths",
        ),
        Stop("html-collect-pages", 910, later(search.feed), "while other processes write pages, if there are any"),
        Stop("html-collect-pages", 950, rest.note, "once pages have their final look"),
        Stop("html-page-context", 100, folders.on_page, "before themes build their navigation in their handlers"),
        Stop("html-page-context", _USUAL, load_files, ""),
        Stop("html-page-context", 900, show_local_contents, "after Furo decides whether a page has local contents"),
        Stop("build-finished", 1, later(collector.finish), "before anything reads the pages"),
        Stop("build-finished", _USUAL, later(search.note), "after Sphinx writes its search index"),
        Stop("build-finished", 9_000, collector.review, "after other extensions change the written pages"),
        Stop("build-finished", 9_900, rest.end, "after everything that adds to the record"),
    )


def setup_features(app: Sphinx) -> None:
    """Register all features, the domain before its parts, and connect the event handlers of the timetable."""
    setup_messages(app)
    setup_config(app)
    setup_domain(app)
    setup_directives(app)
    setup_roles(app)
    setup_references(app)
    setup_addresses(app)
    setup_expansion(app)
    setup_indices(app)
    for stop in timetable():
        app.connect(stop.event, stop.handler, stop.priority)
