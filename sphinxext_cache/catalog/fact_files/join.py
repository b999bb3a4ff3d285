"""Joins files of facts with a catalog: each key is looked up once, and keys that match nothing are reported.

Of two facts of the same name, the more specific one is used, else that of the later file. Within one file, facts must
not contradict each other.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from sphinxext_cache.catalog.conditions import NO_COMPILER, fits
from sphinxext_cache.catalog.fact_files.keys import Key, Precision, read_key
from sphinxext_cache.catalog.fact_files.report import Report
from sphinxext_cache.catalog.fact_files.said import Said
from sphinxext_cache.catalog.fact_files.software import specs_of, stacks_of
from sphinxext_cache.catalog.fact_files.statements import contradiction
from sphinxext_cache.catalog.fact_files.words import is_of_specs
from sphinxext_cache.catalog.facts import Joined, spec_key
from sphinxext_cache.catalog.limits import MAX_BROAD_KEYS
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.nearest import did_you_mean, there_are
from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.query import Query
from sphinxext_cache.catalog.spack.scanner import QuerySyntaxError
from sphinxext_cache.catalog.unknown import explain, unknown_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sphinxext_cache.catalog.fact_files.said import FactsFile
    from sphinxext_cache.catalog.facts import Extra, Fact
    from sphinxext_cache.catalog.index import Catalog
    from sphinxext_cache.catalog.model import Spec

_About = TypeVar("_About")

_SHOWN: Final = 3
"""The number of missing hashes to name in a message."""
_MANY: Final = 2


class Join:
    """Joins files, one after the other, with a catalog.

    Args:
        catalog: The catalog.

    Attributes:
        joined: The facts, by what they are about; complete once `end` was called.
        met: All facts that are about something in the catalog, by their names.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.joined = Joined.empty()
        self.met: dict[str, list[Fact]] = {}
        self._catalog = catalog
        self._names = {package.name: None for tag in catalog.tags for package in catalog.packages(tag)}
        self._folded = {_fold(name): name for name in self._names}
        self._patterns: dict[str, dict[str, Fact]] = {}
        self._broad = 0
        self._told: set[tuple[str, int, int, str]] = set()

    def package(self, written: str) -> str | None:
        """The package that a program means by a name; None if none is like it but for case and dashes."""
        return written if written in self._names else self._folded.get(_fold(written))

    def finds(self, text: str) -> bool:
        """Tell whether a key is about anything, or is no key at all, of which there is something else to say."""
        try:
            key = read_key(text)
        except QuerySyntaxError:
            return True
        return self._put(key, Said(key=text, line=0, facts={}), Report(""))

    def add(self, file: FactsFile) -> None:
        """Join what a file says; it counts more than what files before it say."""
        if file.is_own and file.said and not self._catalog.tags:
            many = len(file.said)
            message = (
                f"the catalog is empty, so {'its key' if many == 1 else f'each of its {many} keys'} matches nothing"
            )
            file.report.add(message, file.said[0].line)
            return
        lost: list[Said] = []
        for said in file.said:
            try:
                key = read_key(said.key)
            except QuerySyntaxError as error:
                if file.is_own:
                    file.report.add(
                        f"'{shorten(said.key)}' is not a package, a query or a /hash: {error.message}", said.line
                    )
                continue
            if key.is_broad and self._is_one_too_many(said, file.report):
                continue
            if self._put(key, said, file.report):
                self.meet(said.facts)
            elif key.is_whole_hash:
                lost.append(said)
            elif file.is_own and not file.report.is_full:
                file.report.add(f"'{shorten(said.key)}' matches nothing{self._why_not(key)}", said.line)
        if lost:
            file.report.add(_lost(lost), lost[0].line)

    def meet(self, facts: Mapping[str, Fact]) -> None:
        """Note facts by their names, but for those by which specs call what they say themselves."""
        for name, fact in facts.items():
            if not is_of_specs(name):
                self.met.setdefault(name, []).append(fact)

    def add_software(self, extra: Iterable[Extra], report: Report) -> Iterator[Spec]:
        """Join the extra software of a file, after all files are joined; returns its specs."""
        for each in extra:
            stacks = tuple(self._stack(name, each, report) for name in stacks_of(each))
            for spec, facts in specs_of(each, stacks, self._catalog.tags).items():
                self.joined.specs[spec] = dict(facts)
                yield spec

    def _stack(self, written: str, extra: Extra, report: Report) -> str:
        """The stack that is called so, by its name or its title; what is none is shown as it is written."""
        known = {stack for stacks in self._things("stack") for stack in stacks}
        titles = {
            facts["title"].text: name
            for (kind, name), facts in self.joined.things.items()
            if kind == "stack" and "title" in facts
        }
        if written in known or written in titles:
            return written if written in known else titles[written]
        names = [*titles, *sorted(known)]
        message = f"'{shorten(written)}', listed as a stack of '{shorten(extra.name)}', is not a stack"
        report.add(message + (did_you_mean(written, names) or there_are(names)), extra.line)
        return written

    def end(self) -> None:
        """Put what is said of patterns of names below what is said of the names that fit."""
        packages = self.joined.packages
        for name in self._names if self._patterns else ():
            below: dict[str, Fact] = {}
            for pattern, facts in self._patterns.items():
                if fits(pattern, name):
                    below |= facts
            if below:
                packages[name] = below | packages.get(name, {})

    def _is_one_too_many(self, said: Said, report: Report) -> bool:
        """Count a key that is compared with everything; the first that is one too many is reported."""
        self._broad += 1
        if self._broad == MAX_BROAD_KEYS + 1:
            message = (
                f"more than {MAX_BROAD_KEYS} keys that are not names of packages; this one and the rest are left out"
            )
            report.add(message, said.line, Code.LIMIT)
        return self._broad > MAX_BROAD_KEYS

    def _put(self, key: Key, said: Said, report: Report) -> bool:
        """Put what is said where it belongs; False if the key is about nothing."""
        joined = self.joined
        if key.precision is Precision.NAME:
            found = key.name in self._names
            if found and said.variants:
                joined.variants.setdefault(key.name, {}).update(said.variants)
            return self._into(joined.packages, [key.name] if found else [], said, report)
        if said.variants:
            message = f"variants are described below the name of a package, which '{shorten(said.key)}' is not"
            report.add(f"{message}; they are left out", said.line)
        if key.precision is Precision.PATTERN:
            found = any(fits(key.name, name) for name in self._names)
            return self._into(self._patterns, [key.name] if found else [], said, report)
        if key.precision is Precision.TAGGED:
            return self._into(joined.tagged, self._tagged(key), said, report)
        if key.precision is Precision.THING:
            found = any(key.name in each for each in self._things(key.kind))
            return self._into(joined.things, [(key.kind, key.name)] if found else [], said, report)
        if key.precision is Precision.HASH:
            return self._into(joined.hashes, self._hashes(key, said, report), said, report)
        return self._into(joined.specs, map(spec_key, self._specs(key)), said, report)

    def _into(self, known: dict[_About, dict[str, Fact]], abouts: Iterable[_About], said: Said, report: Report) -> bool:
        """Add what is said to what is known of some things; False if there are none."""
        found = False
        for about in abouts:
            found = True
            facts = known.setdefault(about, {})
            for name, fact in said.facts.items():
                before = facts.get(name)
                if before is not None and before.file == fact.file and before != fact:
                    self._tell(name, fact, before, said, report)
                facts[name] = fact
        return found

    def _tell(self, name: str, fact: Fact, before: Fact, said: Said, report: Report) -> None:
        """Tell of a contradiction once, of however many specs it is."""
        place = (fact.file, before.line, fact.line, name)
        if place not in self._told:
            self._told.add(place)
            report.add(contradiction(name, said.key, fact, before), fact.line)

    def _tagged(self, key: Key) -> Iterator[tuple[str, str]]:
        for tag in self._catalog.tags:
            if key.query and any(fits(pattern, tag) for pattern in key.query.tags):
                yield from ((tag, each.name) for each in self._catalog.packages(tag) if fits(key.name, each.name))

    def _things(self, kind: str) -> Iterator[Iterable[str]]:
        if kind == "tag":
            yield self._catalog.tags
        elif kind == "compiler":
            yield self._compilers
        else:
            of: Callable[[str], Iterable[str]] = getattr(self._catalog, f"{kind}s")
            yield from map(of, self._catalog.tags)

    @cached_property
    def _compilers(self) -> frozenset[str]:
        """The compilers of all specs, with their versions and without, and what having none is called."""
        packages = (package for tag in self._catalog.tags for package in self._catalog.packages(tag))
        found = {spec.compiler.replace("@=", "@") for package in packages for spec in package.specs if spec.compiler}
        return frozenset((*found, *(name.partition("@")[0] for name in found), NO_COMPILER))

    def _specs(self, key: Key) -> Iterator[Spec]:
        query = key.query
        assert query is not None  # noqa: S101 only names and hashes have none
        for tag in self._catalog.tags[:1] if query.tags else self._catalog.tags:
            yield from self._catalog.specs(query, tag)

    def _hashes(self, key: Key, said: Said, report: Report) -> list[str]:
        """The hashes that a key means, or that begin with it."""
        if key.is_whole_hash:
            graphs = map(self._catalog.graph, self._catalog.tags)
            return [key.name] if any(graph.spec(key.name) for graph in graphs) else []
        found = {spec.hash or "" for tag in self._catalog.tags for spec in self._catalog.find(key.name, tag)}
        if len(found) > 1:
            several = ", ".join(f"/{each}" for each in sorted(found)[:_SHOWN])
            report.add(
                f"'{said.key}' matches {len(found)} hashes, such as {several}; its facts apply to all of them",
                said.line,
            )
        return sorted(found)

    def _why_not(self, key: Key) -> str:
        """Why a key is about nothing, in any tag: which of its names nobody knows, and which are near."""
        if key.kind == "tag":
            return f": {unknown_name(self._catalog, 'tag', key.name).message}"
        if key.kind == "compiler":
            known = sorted(self._compilers)
            return f": no compiler is named '{shorten(key.name)}'{did_you_mean(key.name, known) or there_are(known)}"
        if key.precision is Precision.HASH:
            return f": no hash begins with '{key.name}'"
        query = key.query or Query(name=key.name)
        reason, _is_mistake = explain(replace(query, tags=query.tags or ("*",)), self._catalog)
        return f": {reason}" if reason else ""


def _lost(lost: list[Said]) -> str:
    """A single message for all hashes that are not in any source: there may be many, for the same reason."""
    shown = ", ".join(said.key[:8] for said in lost[:_SHOWN])
    if len(lost) < _MANY:
        return f"'{lost[0].key}' is not in any source"
    return f"{len(lost)} hashes are not in any source: {shown}{', …' if len(lost) > _SHOWN else ''}"


def _fold(name: str) -> str:
    return name.casefold().replace("_", "-")
