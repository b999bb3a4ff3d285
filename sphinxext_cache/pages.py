"""Generated pages: the index of tags, and one page for each tag, package, stack and target.

They are made when Sphinx collects pages of extensions, and are no documents. Each is a fragment made from one of our
templates, which the theme shows as it shows the body of a document.
"""

from __future__ import annotations

import re
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any, Final

from jinja2 import TemplateError
from markupsafe import Markup
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ExtensionError

from sphinxext_cache.catalog import targets
from sphinxext_cache.description import describe
from sphinxext_cache.domain import cache_domain
from sphinxext_cache.install import mirror_commands
from sphinxext_cache.messages import _
from sphinxext_cache.render.html import render_pieces, render_table
from sphinxext_cache.tables import MatrixRecipe, Ref, build, matrix_table, names, packages_table
from sphinxext_cache.theming import PAGE_KIND, template_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx

    from sphinxext_cache.catalog import Package, Spec
    from sphinxext_cache.install import Install
    from sphinxext_cache.tables import Piece, Table

_VENDORS: Final = {"GenuineIntel": "Intel", "AuthenticAMD": "AMD"}
_SECTION: Final = re.compile(r'<section id="([\w-]+)">\s*<h2>(.*?)<a class="headerlink"')
_PLACEHOLDER: Final = "cacheplaceholder"

_Page = tuple[str, dict[str, Any], str]


def collect_pages(app: Sphinx) -> Iterator[_Page]:
    """Yield the name, the context and the template of every generated page."""
    domain = cache_domain(app.env)
    if domain.has_pages and domain.catalog.tags:
        yield from _Pages(app).all()


class _Pages:
    """Makes the pages of one build."""

    def __init__(self, app: Sphinx) -> None:
        assert isinstance(app.builder, StandaloneHTMLBuilder)  # noqa: S101 only these collect pages
        self._builder = app.builder
        self._domain = cache_domain(app.env)
        self._catalog = self._domain.catalog
        self._config = self._domain.config
        self._sessions: dict[tuple[str, ...], str] = {}
        self._templates = template_environment(self._builder)

    def all(self) -> Iterator[_Page]:
        yield self._index()
        for tag in self._catalog.tags:
            yield self._tag(tag)
            for stack in self._catalog.stacks(tag):
                yield self._stack(tag, stack)
            for target in self._catalog.targets(tag):
                yield self._target(tag, target)
            for package in self._catalog.packages(tag):
                yield self._package(package)

    def _index(self) -> _Page:
        name = self._name("index")
        tags = [
            {
                "name": tag,
                "href": self._link(name)(Ref("tag", tag, tag)),
                "packages": len(self._catalog.packages(tag)),
                "specs": sum(len(package.specs) for package in self._catalog.packages(tag)),
            }
            for tag in self._catalog.tags
        ]
        return self._page(name, "index", self._index_title, {"tags": tags})

    @cached_property
    def _index_title(self) -> str:
        return str(_("Build cache"))

    def _tag(self, tag: str) -> _Page:
        name = self._name(tag, "index")
        link = self._link(name)
        specs = list(self._specs(tag))
        caption = str(_("Packages by stack and target"))
        recipe = MatrixRecipe(queries=(), tag=tag, cell="packages", totals=True, caption=caption)
        context = {
            "tag": tag,
            "packages": len(self._catalog.packages(tag)),
            "specs": len(specs),
            "matrix": self._table(matrix_table(specs, recipe), link),
            "list": self._table(packages_table(specs), link),
        }
        return self._page(name, "tag", tag, context, parents=[(self._index_title, self._name("index"))])

    def _stack(self, tag: str, stack: str) -> _Page:
        name = self._name(tag, "stacks", stack)
        specs = [spec for spec in self._specs(tag) if stack in spec.stacks]
        commands = mirror_commands(tag, stack, self._config.mirror_url)
        context = {
            **self._facet(name, tag, specs),
            "stack": stack,
            "install": self._highlight("\n".join(f"$ {command}" for command in commands)),
        }
        return self._page(name, "stack", stack, context, parents=self._parents(tag))

    def _target(self, tag: str, target: str) -> _Page:
        name = self._name(tag, "targets", target)
        link = self._link(name)
        there = self._catalog.targets(tag)
        below = [other for other in targets.ancestors(target) if other in there]
        context = {
            **self._facet(name, tag, [spec for spec in self._specs(tag) if spec.target == target]),
            "target": target,
            "about": _about(target),
            "cpus": targets.descendants(target),
            "below": self._pieces(names("target", below, tag), link),
        }
        return self._page(name, "target", target, context, parents=self._parents(tag))

    def _facet(self, name: str, tag: str, specs: list[Spec]) -> dict[str, Any]:
        """What the pages of stacks and targets have in common."""
        return {
            "tag": tag,
            "packages": len({spec.package for spec in specs}),
            "specs": len(specs),
            "list": self._table(packages_table(specs), self._link(name)),
        }

    def _specs(self, tag: str) -> Iterator[Spec]:
        return (spec for package in self._catalog.packages(tag) for spec in package.specs)

    def _parents(self, tag: str) -> list[tuple[str, str]]:
        return [(self._index_title, self._name("index")), (tag, self._name(tag, "index"))]

    def _package(self, package: Package) -> _Page:
        name = self._name(package.tag, "packages", package.name)
        link = self._link(name)
        description = describe(package, self._config)
        context = {
            "package": package.name,
            "tag": package.tag,
            "summary": self._pieces(description.summary, link),
            "origin": self._pieces((description.tag,), link),
            "elsewhere": description.elsewhere,
            "install": self._session(description.install) if description.install else "",
            "matrix": self._table(matrix_table(package.specs, description.matrix), link),
            "list": self._table(build(description.specs, self._catalog), link),
        }
        return self._page(name, "package", package.name, context, parents=self._parents(package.tag))

    def _page(
        self,
        name: str,
        template: str,
        title: str,
        context: dict[str, Any],
        parents: list[tuple[str, str]] | None = None,
    ) -> _Page:
        relative = self._builder.get_relative_uri
        crumbs = [{"link": relative(name, page), "title": text} for text, page in parents or []]
        body = self._render(f"cache/{template}.html", {"title": title, "parents": crumbs, **context})
        return (
            name,
            {"title": escape(title), "parents": crumbs, "body": body, **_contents(body), PAGE_KIND: template},
            "page.html",
        )

    def _render(self, template: str, context: dict[str, Any]) -> str:
        try:
            return self._templates.get_template(template).render(context)
        except TemplateError as error:
            place = f" ({getattr(error, 'filename', None) or template}, line {getattr(error, 'lineno', '?')})"
            raise ExtensionError(f"the template '{template}' cannot be rendered{place}: {error}") from error

    def _name(self, *segments: str) -> str:
        name = self._domain.page(*segments)
        assert name is not None  # noqa: S101 otherwise no page is generated
        return name

    def _link(self, page: str) -> Callable[[Ref], str | None]:
        addresses: dict[Ref, str | None] = {}

        def link(ref: Ref) -> str | None:
            if ref not in addresses:
                addresses[ref] = self._domain.address(self._builder, page, ref)
            return addresses[ref]

        return link

    @staticmethod
    def _pieces(pieces: tuple[Piece, ...], link: Callable[[Ref], str | None]) -> Markup:
        return Markup(render_pieces(pieces, link))  # noqa: S704 escaped by the renderer

    @staticmethod
    def _table(table: Table, link: Callable[[Ref], str | None]) -> Markup:
        return Markup("".join(render_table(table, link)))  # noqa: S704 escaped by the renderer

    def _session(self, install: Install) -> Markup:
        """The commands as highlighted HTML. They are highlighted once for each mirror, with room for the package."""
        html = self._sessions.get(install.mirror)
        if html is None:
            prefix = install.package.rpartition(" ")[0]
            lines = [f"$ {command}" for command in (*install.mirror, f"{prefix} {_PLACEHOLDER}")]
            html = self._sessions[install.mirror] = self._highlight("\n".join(lines))
        wanted = install.package.rpartition(" ")[2]
        return Markup(html.replace(_PLACEHOLDER, escape(wanted)))  # noqa: S704 as the highlighter escapes it

    def _highlight(self, session: str) -> Markup:
        html = self._builder.highlighter.highlight_block(session, "console") if session else ""
        return Markup(html and f'<div class="highlight-console notranslate">{html}</div>')  # noqa: S704 by Pygments


def _contents(body: str) -> dict[str, Any]:
    """The local table of contents, as themes show that of a document."""
    entries = [
        f'<li><a class="reference internal" href="#{anchor}">{heading}</a></li>'
        for anchor, heading in _SECTION.findall(body)
    ]
    return {"toc": f"<ul>{''.join(entries)}</ul>", "display_toc": bool(entries)}


def _about(target: str) -> str:
    """A sentence on what a target is, by what archspec knows of it; empty if it knows nothing."""
    family, vendor = targets.family(target), targets.vendor(target)
    if family is None:
        return ""
    if vendor == "generic":
        return str(_("{target} is a generic level of the family {family}.")).format(target=target, family=family)
    return str(_("{target} is a microarchitecture of the family {family}, by {vendor}.")).format(
        target=target, family=family, vendor=_VENDORS.get(str(vendor), vendor)
    )


def setup_pages(app: Sphinx) -> None:
    """Connect the handler."""
    app.connect("html-collect-pages", collect_pages)
