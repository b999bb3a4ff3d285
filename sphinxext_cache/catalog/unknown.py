"""Why nothing was found: which of the names that were asked for nobody knows, and which known ones are near.

A name that is known but matches nothing just now is a fact. One that no spec knows is most likely a mistake, or it has
left the build cache.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog.conditions import fits, fits_package
from sphinxext_cache.catalog.names import natural_key, shorten
from sphinxext_cache.catalog.nearest import did_you_mean, nearest, there_are
from sphinxext_cache.catalog.query import Query
from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.catalog.unknown_dependencies import (
    all_terms,
    asks_compiler,
    say_what_is_not_known,
    unknown_dependencies,
)
from sphinxext_cache.catalog.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from sphinxext_cache.catalog.conditions import VariantTerm
    from sphinxext_cache.catalog.index import Catalog

_SHOWN: Final = 8
"""How many names a message lists, and how many conditions it looks into."""
_KEYS: Final = ("arch", "explicit", "external", "namespace", "os", "platform", "stack", "tag", "target")
"""The keys of queries. What resembles one and is none has been taken for a variant."""
_FLAGS: Final = frozenset(("cflags", "cppflags", "cxxflags", "fflags", "ldflags", "ldlibs", "patches"))
"""Variants whose values are no names."""
_OTHER_WAYS: Final = {
    "compiler": "%{}",
    "dependency": "^{}",
    "hash": "/{}",
    "name": "{}",
    "package": "{}",
    "spec": "{}",
    "variant": "+{}",
    "version": "@{}",
}
"""What is taken for a key, and how a query says it."""


class _Kind(NamedTuple):
    """A kind of name: what one is called, how a query asks for one, and those that a tag has."""

    called: str
    written: str
    names: Callable[[Catalog, str], Iterable[str]]


_KINDS: Final[Mapping[str, _Kind]] = {
    "package": _Kind("a package", "{}", lambda catalog, tag: (each.name for each in catalog.packages(tag))),
    "stack": _Kind("a stack", "stack={}", lambda catalog, tag: catalog.stacks(tag)),
    "target": _Kind("a target", "target={}", lambda catalog, tag: catalog.targets(tag)),
    "tag": _Kind("a tag", "tag={}", lambda catalog, _tag: catalog.tags),
    "os": _Kind("an operating system", "os={}", lambda catalog, tag: catalog.vocabulary(tag).oses),
    "platform": _Kind("a platform", "platform={}", lambda catalog, tag: catalog.vocabulary(tag).platforms),
    "namespace": _Kind("a namespace", "namespace={}", lambda catalog, tag: catalog.vocabulary(tag).namespaces),
    "compiler": _Kind("a compiler", "%{}", lambda catalog, tag: catalog.vocabulary(tag).compilers),
    "variant": _Kind("a variant", "+{}", lambda catalog, tag: catalog.vocabulary(tag).flags),
}


class Unknown(NamedTuple):
    """A name that nobody knows.

    Attributes:
        kind: What it should name, such as ``package``.
        name: The name.
        message: What is to be said of it: where it was looked for, and what may have been meant.
    """

    kind: str
    name: str
    message: str


def unknown_name(catalog: Catalog, kind: str, name: str, tag: str | None = None) -> Unknown:
    """Say of a name that it is not there.

    Args:
        catalog: Where it is not.
        kind: ``package``, ``stack``, ``target`` or ``tag``.
        name: The name.
        tag: The tag in which it was looked for (None: the default tag).
    """
    if not catalog.tags:
        return Unknown(kind, name, f"no {kind} {_quoted(name)}: the build cache is empty")
    if kind == "tag":
        hint = did_you_mean(name, catalog.tags) or _Names(catalog, catalog.tags).something_else(kind, name)
        return Unknown(kind, name, f"no tag {_quoted(name)} in the build cache{hint or there_are(catalog.tags)}")
    return _Names(catalog, (tag or catalog.default_tag or "",)).unknown(kind, name)


def unknown_names(query: Query, catalog: Catalog, tag: str | None = None) -> tuple[Unknown, ...]:
    """Find the names in a query that nobody knows.

    Args:
        query: A query that matches nothing.
        catalog: Where it matches nothing.
        tag: The tag in which it was asked (None: the default tag). What the query says of tags goes first.
    """
    asked = query.tags or tuple(filter(None, [tag or catalog.default_tag]))
    found = [unknown_name(catalog, "tag", each) for each in asked if not _any_fits(each, catalog.tags)]
    places = tuple(each for each in catalog.tags if any(fits(pattern, each) for pattern in asked))
    if places:
        found += _Names(catalog, places).unknown_in(query)
    return tuple(found)


def explain(query: Query, catalog: Catalog, tag: str | None = None) -> tuple[str, bool]:
    """Say why a query matches nothing, and whether that looks like a mistake.

    Args:
        query: A query that matches nothing.
        catalog: Where it matches nothing.
        tag: The tag in which it was asked (None: the default tag). What the query says of tags goes first.

    Returns:
        What is to be said of the names that nobody knows, and True; or, where all are known, which condition is one too
        many, and False. The text is empty if there is nothing to say.
    """
    if unknown := [each.message for each in unknown_names(query, catalog, tag)]:
        first, *more = (text if text.endswith("?") else f"{text}." for text in unknown)
        return " ".join([first, *(text[0].upper() + text[1:] for text in more)]).removesuffix("."), True
    if message := say_what_is_not_known(query, catalog, tag):
        return message, True
    wider = ((condition, len(catalog.specs(rest, tag))) for condition, rest in islice(_wider(query), _SHOWN))
    found = [
        f"without {_quoted(condition)} {count} {'spec' if count == 1 else 'specs'}"
        for condition, count in wider
        if count
    ]
    return f"{' or '.join(found)} would match" if found else "", False


class _Names:
    """What is known in the tags in which something was looked for, and beyond."""

    def __init__(self, catalog: Catalog, tags: Sequence[str]) -> None:
        self._catalog = catalog
        self._tags = tags
        self._others = [tag for tag in catalog.tags if tag not in tags]
        everywhere = len(tags) > 1 and not self._others
        places = " or ".join(map(_quoted, tags[:3])) + (" or …" if len(tags) > 3 else "")  # noqa: PLR2004 enough to see
        self._where = "in any tag of the build cache" if everywhere else f"in {places} of the build cache"

    def unknown_in(self, query: Query) -> Iterator[Unknown]:
        """Find the names in a query that these tags do not know."""
        for kind, names in (
            ("package", filter(None, [query.name])),
            ("stack", query.stacks),
            ("platform", query.platforms),
            ("os", query.oses),
            ("namespace", query.namespaces),
            ("target", dict.fromkeys(end for each in query.targets for end in (each.low, each.high) if end)),
        ):
            known = self._known(kind)
            yield from (self.unknown(kind, name) for name in names if not _any_fits(name, known))
        yield from self._unknown_compilers(query)
        for name, message in unknown_dependencies(query, self._catalog, self._tags, self._where):
            yield Unknown("dependency", name, message)
        yield from self._unknown_variants(query)
        prefix = query.hash
        if prefix is not None and not any(self._catalog.find(prefix, tag) for tag in self._tags):
            elsewhere = self._which_have(lambda tag: self._catalog.find(prefix, tag))
            yield Unknown("spec", prefix, f"no spec whose hash begins with {_quoted(prefix)} {self._where}{elsewhere}")

    def unknown(self, kind: str, name: str) -> Unknown:
        """Say of a name that it is not there, but perhaps in another tag, or something else, or another one is."""
        hint = (
            self._elsewhere(kind, name)
            or self.something_else(kind, name)
            or did_you_mean(name, self._names(kind))
            or did_you_mean(name, set(self._known(kind)) - {name})
            or self._near_elsewhere(kind, name)
            # There are too many packages to list any.
            or ("" if kind == "package" else there_are(self._names(kind)))
        )
        return Unknown(kind, name, f"no {kind} {_quoted(name)} {self._where}{hint}")

    def something_else(self, kind: str, name: str) -> str:
        """What other kind of thing has that name."""
        for other, (called, written, _names) in _KINDS.items():
            if other != kind and name in self._names(other):
                return f"; {_quoted(name)} is {called} (in a query: {shorten(written.format(name))})"
        return ""

    def _names(self, kind: str, tags: Iterable[str] | None = None) -> list[str]:
        names = {
            name for tag in (self._tags if tags is None else tags) for name in _KINDS[kind].names(self._catalog, tag)
        }
        return sorted(names, key=natural_key)

    def _known(self, kind: str) -> list[str]:
        """The names that are no mistake: a target that nothing was built for is a target, if archspec knows it."""
        return [*self._names(kind), *(targets.names() if kind == "target" else ())]

    def _elsewhere(self, kind: str, name: str) -> str:
        return self._which_have(lambda tag: _any_fits(name, _KINDS[kind].names(self._catalog, tag)))

    def _which_have(self, holds: Callable[[str], object]) -> str:
        there = [tag for tag in self._others if holds(tag)]
        return f"; it is in {', '.join(there[:5])}" if there else ""

    def _near_elsewhere(self, kind: str, name: str) -> str:
        found = nearest(name, self._names(kind, self._others))[:1]
        return (
            f"{did_you_mean(name, found)[:-1]}{self._elsewhere(kind, found[0]).replace('; it', ', which')}?"
            if found
            else ""
        )

    def _unknown_compilers(self, query: Query) -> Iterator[Unknown]:
        """What is neither a compiler nor a package; a package may be needed, though nobody says so."""
        known = [*self._known("compiler"), *self._names("package")]
        known += [name for tag in self._tags for name in self._catalog.graph(tag).needed]
        for term in all_terms(query):
            if asks_compiler(term) and not any(fits_package(term.name or "", each) for each in known):
                unknown = self.unknown("compiler", term.name or "")
                may_be_toolchain = not unknown.message.endswith("?")
                more = "; Spack's toolchains are not supported" if may_be_toolchain else ""
                yield unknown._replace(message=unknown.message + more)

    def _unknown_variants(self, query: Query) -> Iterator[Unknown]:
        vocabulary = Vocabulary.union(self._catalog.vocabulary(tag) for tag in self._tags)
        for term in query.variants:
            if term.name not in vocabulary.variants:
                yield Unknown("variant", term.name, self._say_of_variant(term, query, vocabulary))
            elif isinstance(term.value, bool) and term.name not in vocabulary.flags:
                hint = f"; it takes a value{there_are(sorted(vocabulary.values[term.name], key=natural_key))}"
                yield Unknown("variant", term.name, f"no flag {_quoted(term.name)} {self._where}{hint}")
            elif isinstance(term.value, tuple):
                yield from self._unknown_values(term.name, term.value, vocabulary)

    def _unknown_values(self, name: str, asked: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[Unknown]:
        known = vocabulary.values.get(name, ())
        for value in asked:
            # A number is as good as any other, and the flags of a compiler are no names.
            if value in known or value[:1].isdigit() or name in _FLAGS:
                continue
            hint = suggest(value, sorted(known, key=natural_key)) if known else f"; write +{name} or ~{name}"
            yield Unknown("value", value, f"no value {_quoted(value)} of {_quoted(name)} {self._where}{hint}")

    def _say_of_variant(self, term: VariantTerm, query: Query, vocabulary: Vocabulary) -> str:
        if isinstance(term.value, tuple):
            value = ",".join(term.value)
            not_one = f"{_quoted(term.name)} is not a variant"
            if way := _OTHER_WAYS.get(term.name.casefold().removesuffix("s")):
                return f"{not_one}; write {shorten(way.format(value.lstrip('%@+/')))}"
            if key := nearest(term.name, _KEYS):
                return f"{not_one} or a key; did you mean {key[0]}={shorten(value)}?"
            if term.name in self._names("package"):
                return f"{not_one}; write {shorten(f'{term.name}@{value}')}"
        packages = [self._catalog.package(query.name or "", tag) for tag in self._tags]
        own = Vocabulary.of(spec for package in packages if package for spec in package.specs).variants
        # Those of the package that was asked for are the most likely ones.
        hint = (
            did_you_mean(term.name, own)
            or did_you_mean(term.name, vocabulary.variants)
            or there_are(sorted(own, key=natural_key))
        )
        return f"no variant {_quoted(term.name)} {self._where}{hint}"


def suggest(name: str, names: Collection[str]) -> str:
    """The end of a message on an unknown name: the names that are near, or else the first of all."""
    return did_you_mean(name, names) or there_are(names)


def _wider(query: Query) -> Iterator[tuple[str, Query]]:
    """The conditions of a query but the package and the tags, each with what is left without it."""
    for name in ("versions", "namespaces", "platforms", "oses", "targets", "stacks", "external", "explicit", "hash"):
        if (condition := getattr(query, name)) not in {None, ()}:
            yield str(Query(**{name: condition})), replace(query, **{name: getattr(Query(), name)})
    for term in query.variants:
        yield str(term), replace(query, variants=tuple(other for other in query.variants if other != term))
    for needed in query.dependencies:
        rest = tuple(other for other in query.dependencies if other != needed)
        yield str(needed), replace(query, dependencies=rest)


def _any_fits(pattern: str, names: Iterable[str]) -> bool:
    return any(fits(pattern, name) for name in names)


def _quoted(name: str) -> str:
    return f"'{shorten(name)}'"
