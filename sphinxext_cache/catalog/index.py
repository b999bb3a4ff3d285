"""Everything that was read, and lookups in it: by tag, package, hash, stack, target or query."""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from datetime import date  # noqa: TC003 the documentation is made from the annotations
from typing import TYPE_CHECKING

from sphinxext_cache.catalog.fact_conditions import divide, meets
from sphinxext_cache.catalog.facts import Facts
from sphinxext_cache.catalog.graph import Graph
from sphinxext_cache.catalog.names import natural_key, shorten
from sphinxext_cache.catalog.nearest import did_you_mean, there_are
from sphinxext_cache.catalog.problems import Code, Problem
from sphinxext_cache.catalog.providers import PROVIDERS, Providers
from sphinxext_cache.catalog.query import Query
from sphinxext_cache.catalog.query_text import parse_query
from sphinxext_cache.catalog.tag_index import TagIndex, in_order, spec_key
from sphinxext_cache.catalog.tag_order import before_in_time, day_in, in_time, is_guess, newest_first
from sphinxext_cache.catalog.virtuals import Virtuals
from sphinxext_cache.catalog.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sphinxext_cache.catalog.model import Origin, Package, Spec
    from sphinxext_cache.catalog.names import NaturalKey


class Catalog:
    """All tags, immutable.

    Two catalogs are equal if they contain the same packages and problems, in whatever order these and their specs were
    read, and from whichever files.

    Args:
        packages: The packages; of two with the same tag and name, the first one is used.
        problems: The problems found while reading them.
        default_tag: The tag to use where none is named; None or an unknown one selects the first in the order of
            `newest_first`.
        digest: A digest of everything that was read; empty if nothing was.
        origins: Where the packages come from, as far as that is known.
        providers: The packages that provide an interface where no edge says so; see `Graph`.
    """

    __slots__ = (
        "_age",
        "_before",
        "_days",
        "_tags",
        "default_tag",
        "digest",
        "facts",
        "origins",
        "problems",
        "tags",
        "virtuals",
    )

    problems: tuple[Problem, ...]
    """The problems found while reading, in the order of files and lines."""
    tags: tuple[str, ...]
    """The tags, the default one first, the others in the order of `newest_first`."""
    default_tag: str | None
    """The tag to use where none is named; None only if the catalog is empty."""
    digest: str
    """What `survey` returns as long as nothing that was read changes; equal catalogs can differ in it."""

    origins: tuple[Origin, ...]
    """Where the packages come from, as far as that is known, in the order of the sources; equal catalogs can differ in
    it."""
    facts: Facts
    """The facts about its contents; equal catalogs can differ in them."""
    virtuals: Virtuals
    """Which packages provide which interfaces to which specs."""

    def __init__(
        self,
        packages: Iterable[Package],
        problems: Iterable[Problem] = (),
        default_tag: str | None = None,
        digest: str = "",
        origins: Iterable[Origin] = (),
        providers: Mapping[str, Collection[str]] = PROVIDERS,
    ) -> None:
        self.digest = digest
        self.origins = tuple(origins)
        self.facts = Facts()
        by_tag: dict[str, dict[str, Package]] = defaultdict(dict)
        met = list(problems)
        for package in packages:
            first = by_tag[package.tag].setdefault(package.name, package)
            if first is not package:
                message = f"'{package.name}' of '{package.tag}' is also in {first.file}; that one is used"
                met.append(Problem(code=Code.DUPLICATE, message=message, file=package.file, line=1))
        shown = {tag: {name: each for name, each in found.items() if each.is_shown} for tag, found in by_tag.items()}
        tags = newest_first(tag for tag, found in shown.items() if found)
        self._age = {tag: place for place, tag in enumerate(tags)}
        if default_tag is not None and default_tag not in tags and tags:
            hint = did_you_mean(default_tag, tags) or there_are(tags)
            message = f"the default tag '{shorten(default_tag)}' is not in any source{hint}"
            met.append(Problem(code=Code.SOURCE, message=message))
        elif default_tag is None and is_guess(tags):
            others = ", ".join(tags[1:9]) + (", …" if len(tags) > 9 else "")  # noqa: PLR2004 enough to see why
            message = (
                f"the names of the tags do not show which one is the newest; '{tags[0]}' is used, not {others}: "
                "set cache_default_tag"
            )
            met.append(Problem(code=Code.SOURCE, message=message))
        if tags:
            default = default_tag if default_tag in tags else tags[0]
            tags.sort(key=lambda tag: tag != default)
        self.default_tag = tags[0] if tags else default_tag
        self.tags = tuple(tags)
        self._days = _days(self.tags, self.origins)
        self._before = before_in_time(self.tags, self._days)
        self.problems = tuple(sorted(met, key=_problem_key))
        known = Providers(providers)
        graphs = {tag: Graph(by_tag[tag].values(), known) for tag in tags}
        self._tags: Mapping[str, TagIndex] = {tag: TagIndex(shown[tag], graphs[tag]) for tag in tags}
        self.virtuals = Virtuals(graphs)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Catalog):
            return NotImplemented
        return (
            self.tags == other.tags
            and self.problems == other.problems
            and all(_holdings(self.graph(tag)) == _holdings(other.graph(tag)) for tag in self.tags)
        )

    __hash__ = None  # type: ignore[assignment]  # as for any record that compares by a large content

    def with_facts(self, facts: Facts) -> Catalog:
        """The same catalog with facts about its contents. Its problems and its digest include those of the facts."""
        told = copy(self)
        told.facts = facts
        told.problems = (*self.problems, *facts.problems)
        told.digest = self.digest + facts.digest
        return told

    def package(self, name: str, tag: str | None = None) -> Package | None:
        """The package of that name in a tag (None: the default tag), or None if there is none."""
        found = self._tags.get(tag or self.default_tag or "")
        return found.packages.get(name) if found else None

    def packages(self, tag: str | None = None) -> tuple[Package, ...]:
        """The packages of a tag (None: the default tag), in natural order; none for an unknown tag."""
        found = self._tags.get(tag or self.default_tag or "")
        return tuple(found.packages.values()) if found else ()

    def stacks(self, tag: str | None = None) -> tuple[str, ...]:
        """The stacks of a tag (None: the default tag), in natural order."""
        found = self._tags.get(tag or self.default_tag or "")
        return found.stacks if found else ()

    def targets(self, tag: str | None = None) -> tuple[str, ...]:
        """The targets of a tag (None: the default tag), in the order of archspec."""
        found = self._tags.get(tag or self.default_tag or "")
        return found.targets if found else ()

    def vocabulary(self, tag: str | None = None) -> Vocabulary:
        """The names that occur in the specs of a tag (None: the default tag); empty for an unknown tag."""
        found = self._tags.get(tag or self.default_tag or "")
        return found.vocabulary if found else Vocabulary.of(())

    def graph(self, tag: str | None = None) -> Graph:
        """The dependency graph of a tag (None: the default tag), as far as it is known."""
        found = self._tags.get(tag or self.default_tag or "")
        return found.graph if found else Graph()

    def day(self, tag: str | None = None) -> date | None:
        """The date of a tag (None: the default tag): the date in its name, else the latest that a source states."""
        return self._days.get(tag or self.default_tag or "")

    @property
    def tags_in_time(self) -> tuple[str, ...]:
        """The tags from new to old, in the order of `in_time`, including the default tag."""
        return tuple(in_time(self.tags, self._days))

    def tag_before(self, tag: str | None = None) -> str | None:
        """The tag before another one (None: the default tag) in time; None if there is none to compare it with."""
        return self._before.get(tag or self.default_tag or "")

    def specs(self, query: str | Query = "", tag: str | None = None) -> tuple[Spec, ...]:
        """The specs that match a query, by package, then from new to old version, then by target.

        Args:
            query: A `Query`, or its text.
            tag: The tag to search (None: the default tag). Tags in the query take precedence.

        Raises:
            QuerySyntaxError: The text is not a query.
        """
        asked = parse_query(query) if isinstance(query, str) else query
        if asked.variants:
            asked, said = divide(asked, self.facts, map(self.vocabulary, self.tags if asked.tags else (tag,)))
            if said:
                return tuple(spec for spec in self.specs(asked, tag) if meets(spec, said, self.facts))
        if asked.name is not None and "*" not in asked.name and asked == Query(name=asked.name):
            # Most queries are: each package has a table of its specs.
            return next((specs for specs, _graph in self._candidates(asked, tag)), ())
        found = (spec for specs, graph in self._candidates(asked, tag) for spec in specs if asked.matches(spec, graph))
        # Within one tag, the candidates are in order.
        return self.sort(found) if asked.tags else tuple(found)

    def sort(self, specs: Iterable[Spec]) -> tuple[Spec, ...]:
        """Sort specs of this catalog: by tag, the newest first, then by `spec_key`."""
        packages: defaultdict[tuple[int, NaturalKey], list[Spec]] = defaultdict(list)
        for spec in specs:
            packages[self._age[spec.tag], natural_key(spec.package)].append(spec)
        return tuple(spec for place in sorted(packages) for spec in in_order(packages[place]))

    def find(self, prefix: str, tag: str | None = None) -> tuple[Spec, ...]:
        """The specs whose hash begins with a prefix, by hash.

        Args:
            prefix: The first characters of a hash, without the slash.
            tag: The tag to search; None: the first of `tags` with a match.
        """
        for name in self.tags if tag is None else (tag,):
            if name in self._tags and (found := self._tags[name].find(prefix)):
                return found
        return ()

    def _candidates(self, query: Query, tag: str | None) -> Iterator[tuple[tuple[Spec, ...], Graph]]:
        """The specs that can match: those of the tags and, if the query names one, of the package."""
        for name in self.tags if query.tags else (tag or self.default_tag,):
            index = self._tags.get(name or "")
            if index is None:
                continue
            if query.name is not None and "*" not in query.name:
                yield index.specs(query.name), index.graph
            else:
                for package in index.packages:
                    yield index.specs(package), index.graph


def _holdings(graph: Graph) -> dict[str, tuple[list[Spec], list[Spec]]]:
    """All specs of a tag, by package: those that are shown, and those that are pulled in."""
    return {
        package.name: (sorted(package.specs, key=spec_key), sorted(package.pulled_in, key=spec_key))
        for package in graph.packages
    }


def _days(tags: Iterable[str], origins: Iterable[Origin]) -> dict[str, date]:
    """The day of each tag, as far as it is known."""
    days = {tag: day for tag in tags if (day := day_in(tag)) is not None}
    said: dict[str, date] = {}
    for origin in origins:
        if origin.date is not None:
            said[origin.tag] = max(origin.date, said.get(origin.tag, origin.date))
    return {tag: day for tag in tags if (day := days.get(tag, said.get(tag))) is not None}


def _problem_key(problem: Problem) -> tuple[object, ...]:
    """Sort problems by place; those of one line by message, which begins with the index of the spec."""
    return (problem.file, problem.line, problem.column, natural_key(problem.message))
