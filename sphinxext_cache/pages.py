"""Writes the generated pages: the index of tags, and one page for each tag, package, stack and target.

They are made when Sphinx collects pages of extensions, and are no documents. Which there are is decided in
`sphinxext_cache.contents`; what becomes of each, in `sphinxext_cache.page_maker`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sphinx.util import logging

from sphinxext_cache.batches import write_batches
from sphinxext_cache.catalog import Code
from sphinxext_cache.contents import plan_pages
from sphinxext_cache.domain import cache_domain
from sphinxext_cache.frames import WrongFrameError
from sphinxext_cache.host import writes_html
from sphinxext_cache.output import PageWriter, documents_at
from sphinxext_cache.page_maker import PageMaker
from sphinxext_cache.theming import look_of
from sphinxext_cache.warnings import warn_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_cache.domain import CacheDomain
    from sphinxext_cache.page import Plan

_logger = logging.getLogger(__name__)


def write_pages(app: Sphinx) -> tuple[()]:
    """Write the pages that changed, and remove those that are no more.

    Sphinx asks for pages here, to write them itself; it is given none, since it would write all of them anew.
    """
    domain = cache_domain(app.env)
    if not writes_html(app.builder):
        return ()
    plans = _beside_documents(plan_pages(domain), app.builder) if domain.has_pages and domain.catalog.tags else []
    if plans:
        _check_limit(domain)
    writer = PageWriter(app.builder)
    writer.begin({plan.name: plan.fingerprint for plan in plans}, look_of(app.builder))
    maker = PageMaker(app.builder, domain, writer)

    def note(plan: Plan, changed: bool) -> None:
        writer.note(plan.name, plan.fingerprint, changed=changed)

    if not all(maker.is_written(plan) for plan in _samples(plans, writer)):
        writer.distrust()
    wanted = [plan for plan in plans if not writer.skip(plan.name, plan.fingerprint)]
    made = {plan.name for plan in wanted}
    maker.announce((plan for plan in plans if plan.name not in made), app)
    try:
        write_batches(app, wanted, maker.write_all, note)
    except WrongFrameError:
        write_batches(app, wanted, partial(maker.write_all, by_theme=True), note)
    writer.end()
    _logger.verbose(
        "build cache pages: %d written, %d the same, %d not made", writer.changed, writer.unchanged, writer.skipped
    )
    return ()


def _beside_documents(plans: Iterable[Plan], builder: StandaloneHTMLBuilder) -> list[Plan]:
    """The pages, but for those in whose place the project has a document of its own."""
    wanted = {plan.name: plan for plan in plans}
    for page, document in documents_at(builder, wanted).items():
        del wanted[page]
        message = (
            f"the generated page '{page}' is left out, for this document has its place; give the document another "
            "name, or set cache_pages to another folder"
        )
        warn_at(Code.DUPLICATE, message, (document, 1))
    return list(wanted.values())


def _samples(plans: Sequence[Plan], writer: PageWriter) -> list[Plan]:
    """One page of each kind that would be left alone: should it come out differently, then all would."""
    samples: dict[str, Plan] = {}
    for plan in reversed(plans):  # the first stacks and targets of a tag have most of its packages
        if plan.kind != "data" and plan.kind not in samples and writer.was(plan.name, plan.fingerprint):
            samples[plan.kind] = plan
    return list(samples.values())


def _check_limit(domain: CacheDomain) -> None:
    """Warn if there are more pages than there may be."""
    tags, limit = domain.catalog.tags, domain.config.page_limit
    count = 1 + sum(map(domain.page_names.count, tags))
    if count <= limit:
        return
    kept = domain.page_names.tags
    made = f"those of {len(kept)} of {len(tags)} tags are generated" if len(kept) < len(tags) else "all are generated"
    message = (
        f"the build cache has {count} pages, more than cache_page_limit = {limit}; {made}. Select fewer specs with "
        f"cache_select (such as 'tag={kept[0]}' or 'stack=e4s'), raise the limit, or generate no pages with "
        "cache_pages = None"
    )
    warn_at(Code.LIMIT, message, None)


def setup_pages(app: Sphinx) -> None:
    """Connect the handler."""
    app.connect("html-collect-pages", write_pages)
