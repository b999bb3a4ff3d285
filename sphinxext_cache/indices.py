"""The indices of the domain: packages and stacks of the default tag by letter, linked from the general index."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.domains import Index, IndexEntry

from sphinxext_cache.catalog import natural_key
from sphinxext_cache.domain import CacheDomain, cache_domain
from sphinxext_cache.messages import _, plural
from sphinxext_cache.tables import Ref
from sphinxext_cache.tables.letters import letter_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    _Content = list[tuple[str, list[IndexEntry]]]


class _Names(Index):
    """The names of one kind of object, each leading to where references to it lead."""

    kind: ClassVar[str]
    domain: CacheDomain

    def generate(self, docnames: Iterable[str] | None = None) -> tuple[_Content, bool]:
        """The entries by letter; those without a place in this build, or in these documents, are left out."""
        tag = self.domain.catalog.default_tag or ""
        only = None if docnames is None else frozenset(docnames)
        content: dict[str, list[IndexEntry]] = {}
        for name in sorted(self.domain.names(self.kind, tag), key=natural_key):
            place = self.domain.locate(Ref(self.kind, tag, name))
            if place is None or not (place.is_document or self.domain.has_pages):
                continue
            if only is None or place.page in only:
                entry = IndexEntry(name, 0, place.page, place.anchor, "", "", self.describe(tag, name))
                content.setdefault(letter_of(name), []).append(entry)
        return list(content.items()), False

    def describe(self, tag: str, name: str) -> str:
        """What is said of an entry."""
        raise NotImplementedError


class PackageIndex(_Names):
    """The packages."""

    name = "packages"
    localname = "Packages of the build cache"
    shortname = "packages"
    kind = "package"

    def describe(self, tag: str, name: str) -> str:
        """Its newest version, and how many specs there are."""
        package = self.domain.catalog.package(name, tag)
        if package is None or not package.specs:
            return ""
        newest = max(spec.version for spec in package.specs)
        count = plural(_("{n} spec"), _("{n} specs"), len(package.specs))
        return f"{newest}, {count}"


class StackIndex(_Names):
    """The stacks."""

    name = "stacks"
    localname = "Stacks of the build cache"
    shortname = "stacks"
    kind = "stack"

    def describe(self, tag: str, name: str) -> str:  # noqa: ARG002 the name says all
        """Nothing."""
        return ""


def link_indices(app: Sphinx, env: BuildEnvironment) -> None:
    """Enter the indices in the general index, and take the labels away that Sphinx made for those without a page.

    Other builders than those of HTML have no such page for any index; a reference to it is plain text there.
    """
    entries = env.domains.index_domain.entries
    standard = env.domains.standard_domain
    domain = cache_domain(env)
    in_html = isinstance(app.builder, StandaloneHTMLBuilder) and not isinstance(app.builder, SingleFileHTMLBuilder)
    wanted = app.config.html_domain_indices
    for index in (PackageIndex, StackIndex):
        page = f"{domain.name}-{index.name}"
        has_page = in_html and (wanted if isinstance(wanted, bool) else page in wanted) and index(domain).generate()[0]
        entries.pop(page, None)
        if has_page:
            entries[page] = [("single", "; ".join((str(_("Build cache")), index.shortname)), "", "", None)]
        elif in_html or not domain.names(index.kind, domain.catalog.default_tag or ""):
            standard.labels.pop(page, None)
            standard.anonlabels.pop(page, None)


def setup_indices(app: Sphinx) -> None:
    """Register the indices. Sphinx reads their titles off the classes, and its JSON builder wants nothing but texts."""
    PackageIndex.localname, PackageIndex.shortname = str(_("Packages of the build cache")), str(_("packages"))
    StackIndex.localname, StackIndex.shortname = str(_("Stacks of the build cache")), str(_("stacks"))
    app.add_index_to_domain(CacheDomain.name, PackageIndex)
    app.add_index_to_domain(CacheDomain.name, StackIndex)
    app.connect("env-updated", link_indices)
