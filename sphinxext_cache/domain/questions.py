"""The questions that directives and roles ask the catalog, and their answers, which show whether anything changed.

Questions are not tuples, because two tuples with the same values are equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from sphinxext_cache.catalog import parse_query, preferred
from sphinxext_cache.catalog.fact_conditions import divide, explain_facts
from sphinxext_cache.catalog.nearest import there_are
from sphinxext_cache.catalog.unknown import explain, unknown_name
from sphinxext_cache.digest import digest
from sphinxext_cache.tables import ChangesRecipe, PackagesRecipe, Recipe, TreeRecipe, build, build_tree, groups_of
from sphinxext_cache.tables.about import about
from sphinxext_cache.tables.dependencies import relate
from sphinxext_cache.tables.description import loads_of
from sphinxext_cache.tables.facts import find_fact
from sphinxext_cache.tables.load import find_loads
from sphinxext_cache.tables.meanings import meanings_of
from sphinxext_cache.tables.open_columns import unknown_column
from sphinxext_cache.tables.origin import origin_of
from sphinxext_cache.tables.other_tags import NewestVersions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinxext_cache.catalog import Catalog, Package


@dataclass(frozen=True, slots=True)
class PackageQuestion:
    """The contents of a package in a tag (None: the default tag)."""

    tag: str | None
    name: str


Beside: TypeAlias = Literal["title", "facts", "variants", "load", "relations", "origin", "tags"]
"""The parts of the description of a package besides its specs."""


@dataclass(frozen=True, slots=True)
class BesideQuestion:
    """A part of the description of a package besides its specs, such as its relations or how to load it."""

    what: Beside
    tag: str
    name: str


@dataclass(frozen=True, slots=True)
class LoadQuestion:
    """The commands that load the installed matches of a query in a tag (None: the default tag)."""

    query: str
    tag: str | None


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """The facts of one name about the matches of a query."""

    query: str
    name: str


@dataclass(frozen=True, slots=True)
class CountQuestion:
    """The number of specs that match a query."""

    query: str


@dataclass(frozen=True, slots=True)
class VersionQuestion:
    """The newest version that matches a query."""

    query: str


@dataclass(frozen=True, slots=True)
class WhyQuestion:
    """Why a query matches nothing in a tag (None: the default tag)."""

    query: str
    tag: str | None


@dataclass(frozen=True, slots=True)
class TagQuestion:
    """Whether a tag exists."""

    tag: str


@dataclass(frozen=True, slots=True)
class TagBeforeQuestion:
    """Whether there is a tag before another one (None: the default tag) to compare it with."""

    tag: str | None


@dataclass(frozen=True, slots=True)
class StackQuestion:
    """Whether a tag (None: the default tag) has a stack, and which tag is the default one."""

    tag: str | None
    name: str


@dataclass(frozen=True, slots=True)
class ColumnQuestion:
    """Whether the catalog has a column of a kind, or the name is one of some others."""

    name: str
    kind: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupsQuestion:
    """The groups that a table is divided into."""

    recipe: PackagesRecipe | ChangesRecipe


Question: TypeAlias = (
    Recipe
    | TreeRecipe
    | BesideQuestion
    | LoadQuestion
    | FactQuestion
    | PackageQuestion
    | CountQuestion
    | VersionQuestion
    | WhyQuestion
    | TagQuestion
    | TagBeforeQuestion
    | StackQuestion
    | ColumnQuestion
    | GroupsQuestion
)
"""A question that a directive or a role can ask the catalog."""


def answer(catalog: Catalog, question: Question) -> str:  # noqa: C901, PLR0911 one for each question
    """The answer to a question, or a digest of it if it is long.

    If something is missing, the answer includes the message to show, which may also change.
    """
    match question:
        case PackageQuestion() | BesideQuestion():
            return _of_package(catalog, question)
        case LoadQuestion():
            return digest(find_loads(catalog, question.query, question.tag))
        case FactQuestion():
            return digest(find_fact(catalog, question.query, question.name))
        case CountQuestion() | VersionQuestion():
            return _figure(catalog, question)
        case WhyQuestion():
            return str(why(catalog, question))
        case TagQuestion():
            return "" if question.tag in catalog.tags else unknown_name(catalog, "tag", question.tag).message
        case TagBeforeQuestion():
            return _nothing_before(catalog, question.tag)
        case StackQuestion():
            known = question.name in catalog.stacks(question.tag)
            missing = None if known else unknown_name(catalog, "stack", question.name, question.tag)
            return digest((question.tag or catalog.default_tag, missing))
        case TreeRecipe():
            return digest(build_tree(question, catalog))
        case ColumnQuestion():
            return unknown_column(catalog, question.name, question.kind, question.others)
        case GroupsQuestion():
            return digest(groups_of(question.recipe, catalog))
        case _:
            return digest(build(question, catalog))


def _nothing_before(catalog: Catalog, tag: str | None) -> str:
    """The message for a tag without a previous one; empty if it has one, or if it does not exist."""
    after = tag or catalog.default_tag
    if after not in catalog.tags or catalog.tag_before(after):
        return ""
    others = [name for name in catalog.tags if name != after]
    if not others:
        return f"'{after}' is the only tag, so there is nothing to compare it with; add another one to cache_sources"
    return f"no tag is known to be older than '{after}'; name one in ':from:'{there_are(others)}"


def _figure(catalog: Catalog, question: CountQuestion | VersionQuestion) -> str:
    specs = catalog.specs(question.query)
    if isinstance(question, CountQuestion):
        return str(len(specs))
    newest = preferred(spec.version for spec in specs)
    return "" if newest is None else str(newest)


def _of_package(catalog: Catalog, question: PackageQuestion | BesideQuestion) -> str:
    package = catalog.package(question.name, question.tag)
    if isinstance(question, BesideQuestion):
        return digest(package and _BESIDE[question.what](package, catalog))
    missing = None if package else unknown_name(catalog, "package", question.name, question.tag)
    return digest((catalog.default_tag, missing or (package and package.specs)))


def _dated_origin(package: Package, catalog: Catalog) -> object:
    """The origin of a package, with the date of its tag."""
    return origin_of(package, catalog), catalog.day(package.tag)


_BESIDE: Final[Mapping[Beside, Callable[[Package, Catalog], object]]] = {
    "title": lambda package, catalog: catalog.facts.title("package", package.name, package.tag),
    "facts": about,
    "variants": lambda package, catalog: meanings_of(package.specs, catalog),
    "load": loads_of,
    "relations": relate,
    "origin": _dated_origin,
    "tags": lambda package, catalog: NewestVersions(catalog).beside(package.name, package.tag),
}


def why(catalog: Catalog, question: WhyQuestion) -> tuple[str, bool]:
    """The message for a query that matches nothing, and whether it looks like a mistake; empty if it has matches."""
    query = parse_query(question.query)
    if catalog.specs(query, question.tag):
        return "", False
    tags = catalog.tags if query.tags else (question.tag,)
    plain, said = divide(query, catalog.facts, map(catalog.vocabulary, tags))
    if said and catalog.specs(plain, question.tag):
        return explain_facts(said, catalog.facts), True
    return explain(plain, catalog, question.tag)
