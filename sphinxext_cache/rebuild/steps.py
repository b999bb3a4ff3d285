"""Replaces steps of an HTML builder, so that files which it writes in every build stay untouched if they are unchanged.

Sphinx's own pages, such as the general index, depend on their content and on the parts that all pages share. While the
build rests the shared parts are unchanged, and the content is compared by its digest. Other files are compared when
they are written.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sphinxext_cache.digest import digest
from sphinxext_cache.domain.indices import enter_as_before
from sphinxext_cache.domain.references import have_labels_last
from sphinxext_cache.files import dates_kept, look
from sphinxext_cache.host.environment import BUILD_INFO, INVENTORY
from sphinxext_cache.host.finishing import instead_of, prepare_again, remembered_addresses
from sphinxext_cache.rebuild.basis import SphinxPage, file_digest

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_cache.rebuild.rest import Rest

_LARGE: Final = 1 << 20
"""The minimum size in bytes of files that Sphinx is assumed to copy rather than generate."""


class Steps:
    """The replaced steps of a builder, in the order in which a build calls them.

    Args:
        app: The application.
        builder: The builder of the application.
        rest: Decides whether the build rests.
    """

    def __init__(self, app: Sphinx, builder: StandaloneHTMLBuilder, rest: Rest) -> None:
        self._app = app
        self._builder = builder
        self._rest = rest
        self._outdir = Path(builder.outdir)

    def step_in(self) -> None:
        """Replace the steps of the builder."""
        builder = self._builder
        instead_of(builder, "prepare_writing", self._prepare)
        instead_of(builder, "copy_static_files", self._copy)
        instead_of(builder, "gen_indices", self._make_indices)
        instead_of(builder, "gen_additional_pages", self._make_pages)
        instead_of(builder, "write_buildinfo", self._write_build_info)
        instead_of(builder, "dump_inventory", self._dump_inventory)

    def _prepare(self, prepare: Callable[[AbstractSet[str]], None], docnames: AbstractSet[str]) -> None:
        if docnames:
            self._rest.wake(self._app)
        prepare(docnames)

    def _copy(self, copy: Callable[..., None], *arguments: object) -> None:
        found = ((path, look(path)) for path in (self._outdir / "_static").rglob("*.*"))
        with dates_kept(path for path, known in found if known is not None and known.st_size < _LARGE):
            copy(*arguments)

    def _make_indices(self, make: Callable[[], None]) -> None:
        if self._rest.is_on and not self._rest.is_as_it_was(self._app, self._builder):
            self._rest.wake(self._app)
            prepare_again(self._builder)  # since there are indices now
        if self._rest.is_on:
            enter_as_before(self._builder.env, self._rest.before.pages)
        self._make_pages(make)

    def _make_pages(self, make: Callable[[], None]) -> None:
        handle_page = self._builder.handle_page
        instead_of(self._builder, "handle_page", self._make_page)
        try:
            make()
        finally:
            self._builder.handle_page = handle_page  # type: ignore[method-assign]

    def _make_page(
        self,
        make: Callable[..., None],
        name: str,
        context: dict[str, Any],
        *others: Any,  # noqa: ANN401 the arguments of any page
        **named: Any,  # noqa: ANN401
    ) -> None:
        make = partial(make, name, context, *others, **named)
        if any(named.values()) or others[1:]:  # the page has its own template or file name
            make()
            return
        file, made_of = Path(self._builder.get_outfilename(name)), digest((context, others))
        known = self._rest.before.pages.get(name)
        if self._rest.is_on and known is not None and known == SphinxPage(made_of, file_digest(file)):
            return
        with dates_kept([file]):
            make()
        self._rest.now.pages[name] = SphinxPage(made_of, file_digest(file))

    def _write_build_info(self, write: Callable[[], None]) -> None:
        # The build would not rest if it differed: all documents would be written.
        if not self._rest.is_on or look(self._outdir / BUILD_INFO) is None:
            write()

    def _dump_inventory(self, dump: Callable[[], None]) -> None:
        if not self._rest.is_on:
            have_labels_last(self._builder.env)
            with dates_kept([self._outdir / INVENTORY]), remembered_addresses(self._builder):
                dump()
            self._rest.now.inventory = file_digest(self._outdir / INVENTORY)
