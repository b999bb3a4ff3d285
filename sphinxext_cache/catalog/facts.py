"""Facts: statements about packages and specs that a build does not know, ready for lookups.

Every value is the string that somebody wrote, so ``1.10`` stays ``1.10``; its kind only decides how it sorts and
whether it is a link. `fact_files` reads the files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from sphinxext_cache.catalog.conditions import NO_COMPILER, fits
from sphinxext_cache.catalog.names import natural_key
from sphinxext_cache.digest import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinxext_cache.catalog.model import Spec
    from sphinxext_cache.catalog.names import NaturalKey
    from sphinxext_cache.catalog.problems import Problem

MODULE: Final = "module"
"""The fact that an installation may also know."""
SpecKey: TypeAlias = "tuple[str, str] | Spec"

DOCUMENT: Final = "doc"
"""The markup of a fact that names a document of the project, as Sphinx's role of that name does."""
DOCUMENT_FACT: Final = "page"
"""The name of the fact that names a document."""
_DOCUMENT: Final = re.compile(r"(?:(?P<title>.*\S)\s*)?<\s*(?P<name>[^<>]*[^<>\s])\s*>")


def split_document(value: str) -> tuple[str, str]:
    """The title, if there is one, and the name of a document, from ``Title <name>`` or ``name``."""
    found = _DOCUMENT.fullmatch(value)
    title, name = (found["title"] or "", found["name"]) if found else ("", value)
    return title, name.lstrip("/")


class FactKind(StrEnum):
    """The kind of all values of the facts of one name."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact. Its file and line are neither compared nor shown, so it may move within a file.

    Attributes:
        value: The value, on one line; a list is a tuple.
        markup: The markup: ``rst``, ``md``, or empty for plain text; `DOCUMENT` if it names a document.
        file: The file that states it.
        line: The line in that file, from 1; 0 if unknown.
    """

    value: str | tuple[str, ...]
    markup: str = ""
    file: str = field(default="", compare=False, repr=False)
    line: int = field(default=0, compare=False, repr=False)

    @property
    def values(self) -> tuple[str, ...]:
        """The values, that is all items of a list, else the single value."""
        return (self.value,) if isinstance(self.value, str) else self.value

    @property
    def text(self) -> str:
        """The value as plain text."""
        return self.value if isinstance(self.value, str) else ", ".join(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactName:
    """All facts of one name.

    Attributes:
        name: The name.
        kind: The kind of all their values.
        is_list: Whether any of them is a list.
    """

    name: str
    kind: FactKind
    is_list: bool

    def key(self, fact: Fact) -> tuple[object, ...]:
        """A sort key for facts of this name: numbers by value, dates by day, everything else in natural order."""
        return tuple(map(self.key_of_value, fact.values))

    def key_of_value(self, value: str) -> float | NaturalKey:
        """A sort key for single values of facts of this name."""
        return float(value) if self.kind is FactKind.NUMBER else natural_key(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """Software that is not in any source, and is shown beside what is.

    Attributes:
        name: Its name, as it is shown.
        version: Its version; empty if none is given.
        facts: Its other facts, by name. They may have the names of fields of specs, such as ``compiler``.
        file: The file that states it.
        line: The line in that file, from 1.
    """

    name: str
    version: str
    facts: Mapping[str, Fact]
    file: str = field(default="", compare=False, repr=False)
    line: int = field(default=0, compare=False, repr=False)


_NOTHING: Final[Mapping[str, Fact]] = MappingProxyType({})


class Joined(NamedTuple):
    """Facts by what they are about, the less specific ones first.

    Attributes:
        packages: By the name of a package.
        tagged: By a tag and the name of a package.
        specs: By `spec_key`.
        hashes: By the hash of a spec.
        things: By a kind, such as ``stack``, and a name; compilers also by a name with a version.
        variants: Descriptions of variants, by the name of a package.
    """

    packages: dict[str, dict[str, Fact]]
    tagged: dict[tuple[str, str], dict[str, Fact]]
    specs: dict[SpecKey, dict[str, Fact]]
    hashes: dict[str, dict[str, Fact]]
    things: dict[tuple[str, str], dict[str, Fact]]
    variants: dict[str, dict[str, Fact]]

    @classmethod
    def empty(cls) -> Joined:
        """No facts at all."""
        return cls({}, {}, {}, {}, {}, {})


def spec_key(spec: Spec) -> SpecKey:
    """The key for facts of a spec: its tag and hash; the spec itself if it has no hash."""
    return spec if spec.hash is None else (spec.tag, spec.hash)


class Facts:
    """Facts, joined with a catalog, immutable.

    Args:
        joined: The facts, by what they are about.
        names: All names of facts.
        extra: Software that is not in any source.
        problems: The problems with the files.
        digest: A digest of everything that was read; empty if nothing was.
        software: The specs of the extra software, by tag.
    """

    __slots__ = ("_content", "_joined", "digest", "extra", "names", "problems", "software")

    names: Mapping[str, FactName]
    """All names of facts, the predefined ones first, the others in the order of files."""
    extra: tuple[Extra, ...]
    """Software that is not in any source, in the order of files."""
    software: Mapping[str, tuple[Spec, ...]]
    """The specs of software that is not in any source, by tag, in the order of files."""
    problems: tuple[Problem, ...]
    """The problems with the files, in the order of files."""
    digest: str
    """What `survey_facts` returns as long as the files do not change."""

    def __init__(
        self,
        joined: Joined | None = None,
        names: Mapping[str, FactName] | None = None,
        extra: tuple[Extra, ...] = (),
        problems: tuple[Problem, ...] = (),
        digest: str = "",
        software: Mapping[str, tuple[Spec, ...]] = MappingProxyType({}),
    ) -> None:
        self._joined = joined or Joined.empty()
        self._content: str | None = None
        self.names = names or {}
        self.extra = extra
        self.software = software
        self.problems = problems
        self.digest = digest

    @property
    def content(self) -> str:
        """A digest of all facts, wherever the files are; empty if there are none."""
        if self._content is None:
            said = (self._joined, [*self.names.values()], self.extra)
            self._content = digest(said) if self.names or self.extra else ""
        return self._content

    def name(self, called: str) -> FactName:
        """The record of a name; one that no file uses, such as modules known only from installations, is of strings."""
        return self.names.get(called) or FactName(name=called, kind=FactKind.TEXT, is_list=False)

    def of_package(self, tag: str, name: str) -> Mapping[str, Fact]:
        """The facts about a package as a whole: by its name, by a pattern of names, or by either within a tag."""
        known = self._joined.packages.get(name, _NOTHING)
        tagged = self._joined.tagged.get((tag, name)) if self._joined.tagged else None
        return {**known, **tagged} if tagged else known

    def of_spec(self, spec: Spec) -> Mapping[str, Fact]:
        """The facts about a spec: those of its package, overridden by those of queries, then by those of its hash."""
        joined = self._joined
        known = self.of_package(spec.tag, spec.package)
        asked = joined.specs.get(spec_key(spec)) if joined.specs else None
        own = joined.hashes.get(spec.hash) if joined.hashes and spec.hash else None
        return {**known, **(asked or {}), **(own or {})} if asked or own else known

    def of_specs(self, specs: Sequence[Spec]) -> list[Mapping[str, Fact]]:
        """What is said of each of some specs; it is one object for all of a package of which nothing is said apart."""
        joined = self._joined
        if joined.tagged or joined.specs:
            return [*map(self.of_spec, specs)]
        packages, hashes = joined.packages, joined.hashes
        return [self.of_spec(spec) if spec.hash in hashes else packages.get(spec.package, _NOTHING) for spec in specs]

    def of_thing(self, kind: str, name: str) -> Mapping[str, Fact]:
        """The facts about a stack, a target, a tag or a compiler.

        Args:
            kind: ``stack``, ``target``, ``tag`` or ``compiler``.
            name: Its name.
        """
        return self._joined.things.get((kind, name), _NOTHING)

    def of_variants(self, package: str) -> Mapping[str, Fact]:
        """Descriptions of the variants of a package, by name."""
        return self._joined.variants.get(package, _NOTHING)

    def title(self, kind: str, name: str, tag: str = "") -> str:
        """The name that readers see: the ``title``, or else the name.

        Args:
            kind: ``package``, ``stack``, ``target``, ``tag`` or ``compiler``.
            name: Its name. A compiler may have a version, which follows a title that is for the name alone.
            tag: The tag of a package.
        """
        if "title" not in self.names:
            return name
        facts = self.of_package(tag, name) if kind == "package" else self.of_thing(kind, name)
        if "title" in facts:
            return facts["title"].text
        if kind == "compiler" and "@" in name:
            alone, _at, version = name.partition("@")
            titled = self.title(kind, alone)
            return name if titled == alone else f"{titled} {version.removeprefix('=')}"
        return name

    @property
    def no_compiler(self) -> str:
        """The title for having no compiler; empty if there is none."""
        title = self.title("compiler", NO_COMPILER)
        return "" if title == NO_COMPILER else title

    def module(self, spec: Spec) -> str:
        """What follows ``module load`` for a spec: from a fact, else from its installation; empty if unknown."""
        fact = self.of_spec(spec).get("module")
        installed = spec.installation.module if spec.installation else None
        return fact.text if fact is not None else installed or ""

    def each(self, name: str) -> Iterator[Fact]:
        """All facts of one name about packages and specs, in arbitrary order."""
        for known in (self._joined.packages, self._joined.tagged, self._joined.specs, self._joined.hashes):
            yield from (facts[name] for facts in known.values() if name in facts)

    def documents(self) -> Iterator[tuple[str, Fact]]:
        """The documents that facts name, each with the fact."""
        for fact in self.each(DOCUMENT_FACT):
            yield from ((split_document(value)[1], fact) for value in fact.values if "://" not in value)

    def accepts(self, spec: Spec, name: str, asked: tuple[str, ...]) -> bool:
        """Tell whether a spec meets a condition such as ``support=full,limited``.

        Args:
            spec: The spec.
            name: The name of a fact.
            asked: Values, any of which matches; ``*`` matches any characters.
        """
        fact = self.of_spec(spec).get(name)
        values = fact.values if fact is not None else ()
        if name == MODULE:
            values = tuple(filter(None, [self.module(spec)]))
        return any(fits(pattern, value) for pattern in asked for value in values)
