"""Write the generated pages: the index of tags, and the pages of each tag, package, stack and target.

They are written when Sphinx collects the pages of extensions, and are not documents. `sphinxext_cache.pages.plan`
determines which pages there are, and `sphinxext_cache.pages.make` renders them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util import logging

from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.domain.page_names import warn_of_limit
from sphinxext_cache.domain.page_places import PagePlaces
from sphinxext_cache.host.builders import takes_pages, writes_html, writes_one_page
from sphinxext_cache.pages.make import PageMaker
from sphinxext_cache.pages.plan import plan_pages
from sphinxext_cache.pages.store import PageWriter, remove_gone
from sphinxext_cache.pages.stubs import Stubs
from sphinxext_cache.pages.theming import look_of
from sphinxext_cache.pages.work import Work
from sphinxext_cache.record import record_of
from sphinxext_cache.tables import forget_cells, forget_columns, forget_packages
from sphinxext_cache.tables.about import forget_about

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxext_cache.pages.page import Plan
    from sphinxext_cache.pages.store import Written

_logger = logging.getLogger(__name__)


class Collector:
    """Writes the pages in each build of an application."""

    def __init__(self) -> None:
        self._writer: PageWriter | None = None
        self._work: Work | None = None

    def settle(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Determine the paths of the pages, warn of those that are taken, and remove pages that no longer exist."""
        self._writer = None
        if not writes_html(app.builder) or writes_one_page(app.builder):
            return
        domain = cache_domain(env)
        places = PagePlaces(app.builder, domain.catalog, domain.config)
        domain.settle(places)
        if takes_pages(app.builder):
            places.warn()
            remove_gone(record_of(app.builder), places)

    def write(self, app: Sphinx) -> tuple[()]:
        """Write the pages that changed.

        This handler of ``html-collect-pages`` returns no pages, since Sphinx would write all of them again.
        """
        domain, builder = cache_domain(app.env), app.builder
        if domain.page_places is None or not writes_html(builder) or not takes_pages(builder):
            return ()
        plans = list(plan_pages(domain)) if domain.has_pages and domain.catalog.tags else []
        plans += Stubs(builder, domain).plans()
        if plans:
            warn_of_limit(domain.catalog, domain.config)
        writer = self._writer = PageWriter(builder, record_of(builder), domain.page_places)
        ours = [plan for plan in plans if plan.name in domain.page_places.of]
        ours = writer.begin(ours, look_of(builder))
        maker = PageMaker(app, builder, domain, writer)
        if not all(maker.is_written(plan) for plan in _samples(ours, writer)):
            writer.distrust()
        wanted = [plan for plan in ours if not writer.skip(plan.name, plan.digest)]
        made = {plan.name for plan in wanted}
        maker.announce(plan for plan in ours if plan.name not in made)

        def note(plan: Plan, written: Written) -> None:
            writer.note(plan.name, plan.digest, written)

        self._work = Work(app, maker.write_all, note)
        self._work.begin(wanted)
        return ()

    def finish(self, _app: Sphinx, exception: Exception | None) -> None:
        """Wait until all pages are written, and log their numbers."""
        work, self._work = self._work, None
        if work is not None:
            work.end(failed=exception is not None)
        if self._writer is not None and exception is None:
            self._writer.end()
            _tell(self._writer.changed, self._writer.unchanged, self._writer.skipped)

    def review(self, app: Sphinx, exception: Exception | None) -> None:
        """Record what other extensions made of the pages, and clear the caches of the build."""
        if exception is None and self._writer is not None:
            self._writer.review()
        elif exception is None and takes_pages(app.builder):
            # Before version 8.2, Sphinx does not emit `html-collect-pages` if there is no document to write.
            _tell(0, 0, len(record_of(app.builder).now.pages))
        self._writer = None
        forget_cells()
        forget_columns()
        forget_packages()
        forget_about()


def _tell(changed: int, unchanged: int, skipped: int) -> None:
    _logger.verbose("build cache pages: %d written, %d the same, %d not made", changed, unchanged, skipped)


def _samples(plans: Sequence[Plan], writer: PageWriter) -> list[Plan]:
    """One unchanged page of each kind: if it comes out differently, all pages are made again."""
    samples: dict[str, Plan] = {}
    for plan in reversed(plans):  # the first stacks and targets of a tag have the largest pages
        if plan.kind not in {"data", "feed"} and plan.kind not in samples and writer.was(plan.name, plan.digest):
            samples[plan.kind] = plan
    return list(samples.values())
