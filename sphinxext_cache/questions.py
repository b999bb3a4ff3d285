"""What directives and roles ask of the catalog, and the answers by which it is known whether they changed.

Questions are no tuples, for of those two with the same words would be one and the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from sphinxext_cache.catalog import Code, QuerySyntaxError, parse_query, preferred
from sphinxext_cache.tables import Recipe, build, digest
from sphinxext_cache.warnings import warn_at

if TYPE_CHECKING:
    from sphinxext_cache.catalog import Catalog


@dataclass(frozen=True, slots=True)
class PackageQuestion:
    """What there is of a package in a tag; None for the default one."""

    tag: str | None
    name: str


@dataclass(frozen=True, slots=True)
class CountQuestion:
    """How many specs match a query."""

    query: str


@dataclass(frozen=True, slots=True)
class VersionQuestion:
    """Which is the newest version that matches a query."""

    query: str


@dataclass(frozen=True, slots=True)
class TagQuestion:
    """Whether there is a tag."""

    tag: str


@dataclass(frozen=True, slots=True)
class StackQuestion:
    """Whether there is a stack in a tag, and which that is if it is the default one, for which None stands."""

    tag: str | None
    name: str


Question: TypeAlias = Recipe | PackageQuestion | CountQuestion | VersionQuestion | TagQuestion | StackQuestion
"""What a directive or a role can ask of the catalog."""


def right_query(text: str, location: tuple[str, int]) -> str | None:
    """The text of a query in its canonical form; a warning, and None, if it is no query."""
    try:
        return str(parse_query(text))
    except QuerySyntaxError as error:
        warn_at(Code.QUERY, str(error), location)
        return None


def answer(catalog: Catalog, question: Question) -> str:
    """The answer to a question, or a digest of it if it is long."""
    match question:
        case PackageQuestion():
            package = catalog.package(question.name, question.tag)
            return digest((catalog.default_tag, package and package.specs))
        case CountQuestion():
            return str(len(catalog.specs(question.query)))
        case VersionQuestion():
            newest = preferred(spec.version for spec in catalog.specs(question.query))
            return "" if newest is None else str(newest)
        case TagQuestion():
            return str(question.tag in catalog.tags)
        case StackQuestion():
            return digest((question.tag or catalog.default_tag, question.name in catalog.stacks(question.tag)))
        case _:
            return digest(build(question, catalog))
