"""Sets the extension up: what it registers, and a timetable of the events of a build that it answers."""

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
    """A handler of an event.

    Attributes:
        event: The event.
        priority: When it is called among all handlers of the event; those with the same one, in the order of the table.
        handler: What is called.
        why: What must have happened before, or may not have happened yet; empty if that does not matter.
    """

    event: str
    priority: int
    handler: Callable[..., Any]
    why: str


_USUAL = 500
"""The priority of whoever asks for none."""


def timetable() -> tuple[Stop, ...]:
    """The events that one application answers, in the order in which a build comes to them."""
    changes, collector, folders = Changes(), Collector(), Folders()
    rest = Rest(changes, look_of, samples_of)
    search, static, later = SearchFeed(rest), StaticFiles(rest), rest.later
    return (
        Stop("config-inited", 100, read_config, "before Sphinx compares the types of values, which are right then"),
        Stop("config-inited", _USUAL, name_objects, "once the words of the project are known"),
        Stop("config-inited", _USUAL, warn_of_unknown_names, ""),
        Stop("config-inited", _USUAL, warn_of_unknown_cpus, ""),
        Stop("config-inited", _USUAL, keep_sources_out_of_documents, "before Sphinx looks for documents"),
        Stop(
            "builder-inited",
            1,
            changes.begin,
            "before others add to the configuration: we keep a digest of it",
        ),
        Stop("builder-inited", _USUAL, warn_of_unused_templates, ""),
        Stop("builder-inited", _USUAL, search.join, "before the builder loads its search index"),
        Stop("builder-inited", _USUAL, rest.begin, "before the environment says which documents are outdated"),
        Stop("builder-inited", 900, choose_writer, "after other extensions register visitors"),
        Stop("env-get-outdated", 99, rest.compare_documents, "before the catalog is asked, to see whether it must be"),
        Stop(
            "env-get-outdated",
            100,
            later(changes.find_outdated),
            "before another extension asks the catalog of this build",
        ),
        Stop(
            "env-get-outdated",
            _USUAL,
            later(check_names),
            "after it is noted how many warnings there were: one makes the next build warn too",
        ),
        Stop("env-get-outdated", _USUAL, later(check_documents), "likewise, and once all documents are known"),
        Stop("env-before-read-docs", 100, rest.compare_reading, "before a document is read"),
        Stop("source-read", 100, take_front_matter, "before another extension, or a parser, sees the front matter"),
        Stop("doctree-read", _USUAL, note_references, ""),
        Stop("env-updated", 100, later(collector.settle), "before anybody asks where a page lies"),
        Stop("env-updated", _USUAL, later(changes.find_stale), "after it is settled where pages lie: links lead there"),
        Stop("env-updated", _USUAL, later(update_labels), "after it is settled where pages lie: labels lead there"),
        Stop("env-updated", _USUAL, folders.begin, "once all documents are known"),
        Stop("env-updated", _USUAL, later(link_indices), "after it is settled where pages lie: an index does"),
        Stop("write-started", _USUAL, static.add, "after Sphinx compared the configuration with the last"),
        Stop("doctree-resolved", _USUAL, changes.note_written, ""),
        Stop("warn-missing-reference", _USUAL, warn_missing, ""),
        Stop("html-collect-pages", 900, later(collector.write), "after other extensions, which may write there"),
        Stop("html-collect-pages", 910, later(search.feed), "while other processes write pages, if any do"),
        Stop("html-collect-pages", 950, rest.note, "once pages look as they do at the end"),
        Stop("html-page-context", 100, folders.on_page, "before themes make their navigation as they hear of it"),
        Stop("html-page-context", _USUAL, load_files, ""),
        Stop("html-page-context", 900, show_local_contents, "after Furo says whether a page has local contents"),
        Stop("build-finished", 1, later(collector.finish), "before anybody looks at the pages"),
        Stop("build-finished", _USUAL, later(search.note), "after Sphinx wrote its search index"),
        Stop("build-finished", 9_000, collector.review, "after other extensions change pages that are written"),
        Stop("build-finished", 9_900, rest.end, "after all who enter something in the record"),
    )


def setup_features(app: Sphinx) -> None:
    """Register every feature, the domain before what belongs to it, and connect the timetable."""
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
