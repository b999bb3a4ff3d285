"""Lets a build in which nothing changed rest: it reads the sources without decoding them, and writes no files.

A build rests only if everything is unchanged. What can be compared before documents are read is compared first, and all
other work is deferred. When a change is found, the deferred work is done and the build continues as usual.
"""

from __future__ import annotations

from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinxext_cache.domain.cache_domain import CacheDomain, cache_domain
from sphinxext_cache.domain.claims import OUR_INDICES
from sphinxext_cache.host.builders import renders_templates, takes_pages, writes_html
from sphinxext_cache.host.environment import INVENTORY
from sphinxext_cache.rebuild.age import last_day, today
from sphinxext_cache.rebuild.basis import (
    Basis,
    documents_of,
    file_digest,
    objects_of,
    programs_of,
    read_basis,
    write_basis,
)
from sphinxext_cache.rebuild.load import attach_catalog, find_problem_of_age, survey_sources
from sphinxext_cache.rebuild.steps import Steps
from sphinxext_cache.record import record_of
from sphinxext_cache.warnings import given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from sphinxext_cache.rebuild.changes import Changes
    from sphinxext_cache.record import OutputRecord


class Rest:
    """Decides whether the builds of an application rest, and defers event handlers while they do.

    Args:
        changes: Finds changed documents and keeps the record.
        look: Returns a digest of the configuration and the templates that all pages share.
        samples: Returns digests of sample pages as the theme renders them, by name; none if a handler needs all pages.

    Attributes:
        before: The basis of the previous build.
        now: The basis of this build, for the next one.
        is_on: Whether this build rests, as far as is known.
    """

    def __init__(
        self,
        changes: Changes,
        look: Callable[[StandaloneHTMLBuilder], str],
        samples: Callable[[Sphinx, Iterable[str]], dict[str, str]],
    ) -> None:
        self._changes = changes
        self._look = look
        self._samples = samples
        self._builder: StandaloneHTMLBuilder | None = None
        self._waiting: list[Callable[[], object]] = []
        self.before = Basis()
        self.now = Basis()
        self._given = 0
        self.is_on = False

    # -- deferred work -------------------------------------------------------------------------------------------------

    def later(self, handler: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap an event handler so that it is deferred while the build rests; `wake` calls it."""

        @wraps(handler)
        def wait(*arguments: Any) -> Any:  # noqa: ANN401 the arguments of any event
            if not self.is_on:
                return handler(*arguments)
            self._waiting.append(partial(handler, *arguments))
            return ()

        return wait

    def wake(self, app: Sphinx) -> None:
        """Stop resting: read the catalog and call the deferred handlers."""
        if not self.is_on:
            return
        self.is_on = False
        self._read(app)
        waiting, self._waiting = self._waiting, []
        for handler in waiting:
            handler()

    # -- events of a build --------------------------------------------------------------------------------------

    def begin(self, app: Sphinx) -> None:
        """Rest if the sources, the configuration and the programs are unchanged; otherwise, read the catalog."""
        builder, record = app.builder, record_of(app.builder)
        self.is_on, self._waiting = False, []
        attach_catalog(app)
        if writes_html(builder) and takes_pages(builder) and renders_templates(builder):
            self.now = Basis(programs=programs_of(app))
            self.before = read_basis(record.basis)
            self.is_on = self._may_rest(app, builder, record)
            if self._builder is None:
                self._builder = builder
                Steps(app, builder, self).step_in()
        if not self.is_on:
            self._read(app)

    def _read(self, app: Sphinx) -> None:
        """Mark the output as incomplete, and read the catalog before another process needs it."""
        record_of(app.builder).doubt()
        self.now.sources = cache_domain(app.env).catalog.digest

    def _may_rest(self, app: Sphinx, builder: StandaloneHTMLBuilder, record: OutputRecord) -> bool:
        """Return whether everything is unchanged that can be compared before Sphinx looks for documents."""
        basis = self.before
        return (
            bool(record.digest)
            and basis.record == record.digest
            and basis.programs == self.now.programs
            and (not basis.until or today().isoformat() <= basis.until)
            and record.is_set_up_alike
            and not record.was_reading
            and record.before.look == self._look(builder)
            and basis.sources == survey_sources(app)
        )

    def compare_documents(
        self, app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
    ) -> tuple[()]:
        """Continue to rest if no document was added, changed or removed, and the queries of all are the same."""
        if not self._changes.is_begun:  # an application that builds repeatedly, such as a language server
            self._changes.begin(app)
            self.begin(app)
        self._given = given()
        if self.is_on:
            written = record_of(app.builder).before.documents.written
            is_same = written.keys() == env.found_docs and all(written.values())
            if added or changed or removed or not is_same or self.before.documents != documents_of(env):
                self.wake(app)
        return ()

    def compare_reading(self, app: Sphinx, _env: BuildEnvironment, docnames: list[str]) -> None:
        """Continue to rest if no document is read, for any reason."""
        if docnames:
            self.wake(app)

    def note(self, app: Sphinx) -> tuple[()]:
        """Store digests of sample pages, unless the build rests; add no pages."""
        if self._builder is not None and not self.is_on:
            self.now.samples = self._samples(app, self._sampled(app))
        return ()

    def _sampled(self, app: Sphinx) -> list[str]:
        """Return the names of the sample pages: the first, at the top, and the last, usually that of a package."""
        domain = cache_domain(app.env)
        places = domain.page_places
        of = places.of if places is not None else ()
        names = [name for name in of if not name.startswith("/") and name not in OUR_INDICES]
        return list(dict.fromkeys([*names[:1], *names[-1:]])) or [CacheDomain.name]

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Save the record and the basis for the next build; if the build rested, the record stays as it is."""
        rested, self.is_on, self._waiting = self.is_on, False, []
        if rested and exception is None:
            self._changes.leave()
            self.before.pages.update(self.now.pages)
            write_basis(record_of(app.builder).basis, self.before)
            return
        self._changes.end(app, exception)
        if exception is None and self._builder is not None:
            self._keep(app)

    def _keep(self, app: Sphinx) -> None:
        """Write the basis, or remove it after warnings, so that each build repeats them."""
        record = record_of(app.builder)
        catalog = cache_domain(app.env).catalog
        is_wrong = bool(catalog.problems) or find_problem_of_age(app, catalog) is not None
        if is_wrong or given() != self._given or not self.now.samples:
            write_basis(record.basis, None)
            return
        now = self.now
        now.record = record.digest
        last = last_day(catalog, cache_domain(app.env).config.max_age)
        now.until = last.isoformat() if last is not None else ""
        now.documents = documents_of(app.env)
        now.objects = objects_of(app.env)
        write_basis(record.basis, now)

    def is_as_it_was(self, app: Sphinx, builder: StandaloneHTMLBuilder) -> bool:
        """Return whether the output files are unchanged and pages would still look the same, the last checks."""
        outdir, record, basis = Path(builder.outdir), record_of(builder), self.before
        return (
            record.is_as_left()
            and all(
                file_digest(Path(builder.get_outfilename(name))) == page.content
                for name, page in basis.pages.items()
                if name in OUR_INDICES
            )
            and file_digest(outdir / INVENTORY) == basis.inventory
            and file_digest(outdir / builder.searchindex_filename) == record.before.search.content
            and objects_of(builder.env) == basis.objects
            and self._samples(app, basis.samples) == basis.samples
        )
