"""The indices of the domain: for each kind, a page of the objects of the default tag by letter.

The general index links to these pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from sphinx.domains import Index, IndexEntry

from sphinxext_cache.catalog import preferred
from sphinxext_cache.domain.cache_domain import CacheDomain, cache_domain
from sphinxext_cache.domain.claims import warn_of
from sphinxext_cache.host.builders import has_indices
from sphinxext_cache.host.environment import index_domain, standard_domain
from sphinxext_cache.messages import _, plural
from sphinxext_cache.tables import Ref
from sphinxext_cache.tables.letters import letter_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from sphinxext_cache.domain.claims import Claim
    from sphinxext_cache.domain.places import Place

    _Content = list[tuple[str, list[IndexEntry]]]


class _Names(Index):
    """The names of one kind of object, each linked like references to it."""

    kind: ClassVar[str]
    entry: ClassVar[str]
    """Its title in the general index. It has no `shortname`, which themes would show on every page of the project."""
    domain: CacheDomain

    def generate(self, docnames: Iterable[str] | None = None) -> tuple[_Content, bool]:
        """The entries by letter, except those without a place in this build, or in the given documents.

        If the catalog has not been loaded, nothing has changed, and there is nothing to write.
        """
        if not self.domain.is_asked:
            return [], False
        only = None if docnames is None else frozenset(docnames)
        content: dict[str, list[IndexEntry]] = {}
        for name, place in self._places() if self.writer is None else ():
            if only is None or place.page in only:
                entry = IndexEntry(name, 0, place.page, place.anchor, "", "", self.describe(name))
                content.setdefault(letter_of(name), []).append(entry)
        return list(content.items()), False

    @classmethod
    def page(cls) -> str:
        """The name of the page of the index, which Sphinx writes."""
        return f"{CacheDomain.name}-{cls.name}"

    @property
    def writer(self) -> Claim | None:
        """The claim of another writer on the page of the index, which is then not written; None for none."""
        places = self.domain.page_places
        return places.lost.get(self.page()) if places is not None else None

    def has_entries(self) -> bool:
        """Whether the index has any entries."""
        return next(self._places(), None) is not None

    def _places(self) -> Iterator[tuple[str, Place]]:
        """The names that have a place in this build, in natural order."""
        for name in self.domain.lookup.names(self.kind, self._tag):
            place = self.domain.places.shown(Ref(self.kind, self._tag, name))
            if place is not None:
                yield name, place

    @property
    def _tag(self) -> str:
        return self.domain.catalog.default_tag or ""

    def describe(self, name: str) -> str:  # noqa: ARG002 for overriding methods
        """The text beside an entry; empty for none."""
        return ""


class PackageIndex(_Names):
    """The packages of the default tag."""

    name = "packages"
    localname = "Packages of the build cache"
    entry = "packages"
    kind = "package"

    def describe(self, name: str) -> str:
        """Its newest version and the number of its specs."""
        package = self.domain.catalog.package(name, self._tag)
        if package is None or not package.specs:
            return ""
        newest = preferred(spec.version for spec in package.specs)
        count = plural("{n} spec", "{n} specs", len(package.specs))
        return f"{newest}, {count}"


class StackIndex(_Names):
    """The stacks of the default tag."""

    name = "stacks"
    localname = "Stacks of the build cache"
    entry = "stacks"
    kind = "stack"


class TargetIndex(_Names):
    """The targets of the default tag."""

    name = "targets"
    localname = "Targets of the build cache"
    entry = "targets"
    kind = "target"


_INDICES: Final = (PackageIndex, StackIndex, TargetIndex)


def link_indices(app: Sphinx, env: BuildEnvironment) -> None:
    """Add the indices to the general index, and remove the labels that Sphinx made for those without a page.

    Builders other than those of HTML have no page for any index, so references to indices are plain text there.
    """
    standard = standard_domain(env)
    domain = cache_domain(env)
    in_html = has_indices(app.builder)
    wanted = app.config.html_domain_indices
    for index in _INDICES:
        page, made = index.page(), index(domain)
        has_page = in_html and (wanted if isinstance(wanted, bool) else page in wanted) and made.has_entries()
        if has_page and made.writer is not None:
            warn_of(made.writer, [page])
            has_page = False
        _enter(env, index, has_page=has_page)
        if has_page:
            continue
        if in_html or not domain.lookup.names(index.kind, domain.catalog.default_tag or ""):
            for labels in (standard.labels, standard.anonlabels):
                if labels.get(page, ())[:2] == (page, ""):  # a document of that name may define such a label
                    del labels[page]


def enter_as_before(env: BuildEnvironment, pages: Container[str]) -> None:
    """Add the indices to the general index whose page is among some existing pages."""
    for index in _INDICES:
        _enter(env, index, has_page=index.page() in pages)


def _enter(env: BuildEnvironment, index: type[_Names], *, has_page: bool) -> None:
    entries, page = index_domain(env).entries, index.page()
    if page not in env.found_docs:
        entries.pop(page, None)
    if has_page:
        entries[page] = [("single", "; ".join((str(_("Build cache")), index.entry)), "", "", None)]


def name_objects(_app: Sphinx, _config: Config) -> None:
    """Translate the names of the indices and of the object types into the language of the project.

    Sphinx reads them from the classes, and its JSON builder requires plain strings.
    """
    PackageIndex.localname, PackageIndex.entry = str(_("Packages of the build cache")), str(_("packages"))
    StackIndex.localname, StackIndex.entry = str(_("Stacks of the build cache")), str(_("stacks"))
    TargetIndex.localname, TargetIndex.entry = str(_("Targets of the build cache")), str(_("targets"))
    for kind in CacheDomain.object_types.values():
        kind.lname = str(_(kind.roles[0]))


def setup_indices(app: Sphinx) -> None:
    """Register the indices."""
    for index in _INDICES:
        app.add_index_to_domain(CacheDomain.name, index)
