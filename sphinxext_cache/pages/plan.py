"""The content of each generated page: its title, its position among other pages, and the variables of its template.

`sphinxext_cache.pages.make` renders the pages, and prepares the context for themes.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.messages import _, plural
from sphinxext_cache.pages.changes_pages import ChangesPages
from sphinxext_cache.pages.data_file import encode_specs
from sphinxext_cache.pages.digests import Digests
from sphinxext_cache.pages.feed import plan_feed
from sphinxext_cache.pages.page import Page, Plan, Way, title_of
from sphinxext_cache.pages.specs_of_tag import SpecsOfTag
from sphinxext_cache.render.as_of import as_of
from sphinxext_cache.tables import MatrixRecipe, Piece, Ref, TagsRecipe, build, matrix_table, packages_table
from sphinxext_cache.tables.description import describe_target, target_names
from sphinxext_cache.tables.install import Install, mirror_commands
from sphinxext_cache.tables.letters import letter_anchor, letter_of
from sphinxext_cache.tables.load import is_in_cache
from sphinxext_cache.tables.open_columns import explored_columns
from sphinxext_cache.tables.other_tags import NewestVersions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinxext_cache.catalog import Spec
    from sphinxext_cache.domain.cache_domain import CacheDomain
    from sphinxext_cache.pages.page import Kind


def plan_pages(domain: CacheDomain) -> Iterator[Plan]:
    """Yield a plan for every page, in the order in which readers would list them."""
    planner = _Planner(domain)
    yield planner.index_plan()
    yield from planner.in_a_row("tag", None, planner.tag)
    for tag in domain.page_names.tags:
        yield from planner.explorer_plans(tag)
        yield from planner.changes.plans(tag)
        yield from planner.in_a_row("stack", tag, planner.stack)
        yield from planner.in_a_row("target", tag, planner.target)
        yield from planner.in_a_row("package", tag, planner.package)
    yield from plan_feed(domain, planner.digests, planner.changes.outline)


class _Planner:
    """Plans and makes the pages of one build."""

    def __init__(self, domain: CacheDomain) -> None:
        self._domain = domain
        self._catalog = domain.catalog
        self._last: tuple[str, SpecsOfTag] | None = None
        self._newest = NewestVersions(domain.catalog)
        self.digests = Digests(domain, self._newest)
        self.changes = ChangesPages(domain, self.digests)

    def in_a_row(self, kind: Kind, tag: str | None, make: Callable[[str, str], Page]) -> Iterator[Plan]:
        """Plan the pages of one kind within a tag, each with the previous and the next page."""
        pages = self._domain.page_names
        names = pages.tags if tag is None else self._domain.lookup.names(kind, tag)
        refs = [Ref(kind, tag or name, name) for name in names]
        led = [(ref, page) for ref in refs if (page := pages.of(ref)) is not None]
        row = [(page, self._title(kind, *ref[1:])) for ref, page in led]
        for place, (ref, _page) in enumerate(led):
            name = ref.name
            neighbours = (row[place - 1] if place else None, row[place + 1] if place + 1 < len(row) else None)
            yield Plan(
                pages.place(ref),
                kind,
                self.digests.page(kind, tag or name, name, (row[place], *neighbours)),
                partial(_between, make, tag or name, name, neighbours),
            )

    def index_plan(self) -> Plan:
        """Plan the page of all tags."""
        return Plan(self._index()[0], "index", self.digests.index(), self.index)

    def index(self) -> Page:
        """The page of all tags."""
        name, title = self._index()
        count = plural("{n} tag", "{n} tags", len(self._catalog.tags))
        tags = build(TagsRecipe(explored=True), self._catalog)
        first = self._domain.page_names.tags[:1]
        return Page(
            name=name,
            kind="index",
            title=title,
            label=title,
            summary=(Piece(f"{count}."),),
            variables={
                "list": replace(tags, caption=tags.title),
                "tag": first[0] if first else "",
                "explore": Way(self._domain.page_names.explorer(first[0])) if first else "",
            },
        )

    def tag(self, tag: str, _same: str) -> Page:
        """The page of a tag: the table of packages by stack and target, and the list of all packages."""
        specs = self._specs(tag)
        caption = str(_("Packages by stack and target"))
        recipe = MatrixRecipe(queries=(), tag=tag, cell="packages", totals=True, caption=caption)
        data = Way(self._domain.page_names.data(tag))
        drawn = {
            "ladder": self._grouped(tag).ladder(self._catalog),
            "overlap": self._grouped(tag).overlap(self._catalog),
        }
        matrix, changed = matrix_table(specs, recipe), self.changes.named(tag)
        page = self._list("tag", tag, tag, specs, matrix=matrix, data=data, **drawn, **changed)
        return replace(page, parents=(self._index(),))

    def explorer_plans(self, tag: str) -> Iterator[Plan]:
        """Plan the page that searches all specs of a tag, and the data file that it reads."""
        page, file = self._domain.page_names.place_of_explorer(tag), self._domain.page_names.data(tag)
        yield Plan(page, "explore", self.digests.explorer(tag), partial(self.explorer, tag))
        graph, facts = self._catalog.graph(tag), self._catalog.facts
        yield Plan(file, "data", self.digests.data(tag), lambda: encode_specs(tag, self._specs(tag), graph, facts))

    def explorer(self, tag: str) -> Page:
        """The page that searches all specs of a tag."""
        names = self._domain.page_names
        count = len(self._specs(tag))
        above = self._name("tag", tag, tag)
        return Page(
            name=names.place_of_explorer(tag),
            kind="explore",
            title=title_of("explore", tag),
            tag=tag,
            label=title_of("explore", tag),
            summary=(Piece(plural("{n} spec", "{n} specs", count) + "."),),
            parents=self._parents(tag),
            variables={
                "tag": tag,
                "specs": count,
                "data": Way(names.data(tag)),
                "package": Way(names.place(Ref("package", tag, "{package}"))),
                "links": {"stacks": self._ways("stack", tag), "target": self._ways("target", tag)},
                "packages": Way(above, "packages" if names.is_ours(self._place("tag", tag, tag)) else ""),
                "elsewhere": {
                    name: Way(page) if page is not None else None for name, page in names.elsewhere(tag).items()
                },
                "columns": explored_columns(self._catalog, self._specs(tag)),
            },
        )

    def _ways(self, kind: Kind, tag: str) -> dict[str, Way]:
        """The links to the pages of a kind within a tag, by the name of the object."""
        of, names = self._domain.page_names.of, self._domain.lookup.names(kind, tag)
        return {name: Way(page) for name in names if (page := of(Ref(kind, tag, name))) is not None}

    def stack(self, tag: str, stack: str) -> Page:
        """The page of a stack: how to use it, and its packages."""
        specs = self._grouped(tag).by_stack[stack]
        # If no spec is in a build cache, the stack is a machine, and there is no mirror of that name.
        url = self._domain.config.mirror_url if any(map(is_in_cache, specs)) else None
        install = Install(mirror=mirror_commands(tag, stack, url), package="")
        return self._list("stack", tag, stack, specs, stack=stack, install=install)

    def target(self, tag: str, target: str) -> Page:
        """The page of a target: its description, compatible targets and CPUs, and the packages built for it."""
        there = frozenset(self._catalog.targets(tag))
        below = [name for name in targets.ancestors(target) if name in there]
        return self._list(
            "target",
            tag,
            target,
            self._grouped(tag).by_target[target],
            target=target,
            about=describe_target(target),
            ladder=self._grouped(tag).ladder(self._catalog, target),
            cpus=target_names(targets.descendants(target), tag, there),
            below=target_names(below, tag, there),
        )

    def package(self, tag: str, name: str) -> Page:
        """The page of a package."""
        package = self._catalog.package(name, tag)
        assert package is not None  # noqa: S101 the name comes from the catalog
        description = self._domain.config.describe(package, self._catalog)
        return Page(
            name=self._place("package", tag, name),
            kind="package",
            title=self._title("package", tag, name),
            tag=tag,
            label=name,
            summary=description.summary,
            about=description.about.description,
            parents=self._parents(tag),
            variables={
                "package": name,
                "called": self._called("package", tag, name),
                "tag": tag,
                "description": description.about.description or "",
                "facts": description.about if description.about.facts else "",
                "origin": (description.origin[0], *self._as_of(tag), *description.origin[1:]),
                "elsewhere": description.elsewhere,
                "load": description.load or "",
                "install": description.install or "",
                "matrix": matrix_table(package.specs, description.matrix) if description.is_placed else "",
                "list": build(description.specs, self._catalog) if package.specs else "",
                "built_on": description.relations.built_on or "",
                "used_by": description.relations.used_by or "",
                "other_tags": self._newest.beside(name, tag) or "",
            },
        )

    def _list(self, kind: Kind, tag: str, label: str, specs: list[Spec], **variables: object) -> Page:
        """A page whose main part is a list of packages."""
        # Omit columns that are the same in all rows, or would make a page of a thousand packages too large.
        where, chosen = () if kind == "target" else ("targets",), self._domain.config.package_columns
        packages = packages_table(specs, where=where, chosen=chosen, catalog=self._catalog)
        letters: dict[str, int] = {}
        for row, (name,) in enumerate(packages.columns[0].cells):
            letters.setdefault(letter_of(name.text), row)
        counts = (
            plural("{n} package", "{n} packages", packages.height),
            plural("{n} spec", "{n} specs", len(specs)),
        )
        return Page(
            name=self._place(kind, tag, label),
            kind=kind,
            title=self._title(kind, tag, label),
            tag=tag,
            label=label,
            summary=(Piece(", ".join(counts)), *self._as_of(tag), Piece(".")),
            parents=self._parents(tag),
            variables={
                "tag": tag,
                "called": self._called(kind, tag, label),
                "packages": packages.height,
                "specs": len(specs),
                "letters": [{"letter": letter, "link": f"#{letter_anchor(letter)}"} for letter in letters],
                "list": replace(packages, anchors={row: letter_anchor(letter) for letter, row in letters.items()}),
                "explore": Way(self._domain.page_names.explorer(tag)),
                **variables,
            },
        )

    def _as_of(self, tag: str) -> tuple[Piece, ...]:
        return as_of(self._catalog.day(tag), self._domain.builder.config)

    def _specs(self, tag: str) -> list[Spec]:
        return self._grouped(tag).all

    def _grouped(self, tag: str) -> SpecsOfTag:
        """The specs of a tag; those of the last requested tag are cached."""
        if self._last is None or self._last[0] != tag:
            self._last = tag, SpecsOfTag(tag, self._catalog.packages(tag))
        return self._last[1]

    def _index(self) -> tuple[str, str]:
        return self._domain.page_names.index or "", title_of("index", "")

    def _place(self, kind: Kind, tag: str, name: str) -> str:
        return self._domain.page_names.place(Ref(kind, tag, name))

    def _title(self, kind: Kind, tag: str, name: str) -> str:
        """The heading of a page, with the title from the facts if there is one, else with the name."""
        facts = self._catalog.facts
        return title_of(kind, facts.title(kind, name, tag) if facts.names else name)

    def _called(self, kind: Kind, tag: str, name: str) -> tuple[Piece, ...] | str:
        """The name of the object that a page is about, if its heading has a different title; else empty."""
        return (Piece(name, code=True),) if self._title(kind, tag, name) != title_of(kind, name) else ""

    def _parents(self, tag: str) -> tuple[tuple[str, str], ...]:
        return (self._index(), (self._name("tag", tag, tag), tag))

    def _name(self, kind: Kind, tag: str, name: str) -> str:
        page = self._domain.page_names.of(Ref(kind, tag, name))
        assert page is not None  # noqa: S101 only called for objects with a page
        return page


def _between(
    make: Callable[[str, str], Page], tag: str, name: str, neighbours: tuple[tuple[str, str] | None, ...]
) -> Page:
    """Make a page with its previous and its next page."""
    return replace(make(tag, name), previous=neighbours[0], next=neighbours[1])
