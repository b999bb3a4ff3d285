"""From sources to a `Catalog`: reads all packages, merges them, and selects specs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sphinxext_cache.catalog.graph import Graph
from sphinxext_cache.catalog.index import Catalog
from sphinxext_cache.catalog.model import Origin
from sphinxext_cache.catalog.problems import Code, Problem
from sphinxext_cache.catalog.providers import PROVIDERS, Providers
from sphinxext_cache.catalog.query import Query
from sphinxext_cache.catalog.query_text import parse_query
from sphinxext_cache.catalog.sources.admit import Admission
from sphinxext_cache.catalog.sources.expand import expand_sources
from sphinxext_cache.catalog.sources.intake import Intake
from sphinxext_cache.catalog.sources.merge import merge
from sphinxext_cache.catalog.unknown import explain
from sphinxext_cache.garbage import uncollected

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from sphinxext_cache.catalog.model import Package
    from sphinxext_cache.catalog.sources.item import SourceItem
    from sphinxext_cache.catalog.sources.source import Source


@uncollected()
def load(
    sources: Iterable[str | Path | SourceItem | Source],
    *,
    select: str | Query = "",
    default_tag: str | None = None,
    hidden_stacks: Collection[str] = ("root",),
    exclude: Collection[Path] = (),
    providers: Mapping[str, Collection[str]] = PROVIDERS,
) -> Catalog:
    """Read all sources.

    Args:
        sources: Folders, with everything below them, and files that Spack writes, with globs; a `SourceItem` to say
            more about one; or a `Source` of any kind. Without sources, the catalog is empty.
        select: The catalog contains only specs that match this query, and only packages with such specs.
        default_tag: The tag to use where none is named; see `Catalog`.
        hidden_stacks: Names that are not stacks: they are removed from every spec.
        exclude: Folders to skip. Output folders of Sphinx, which contain a ``.buildinfo``, are skipped, too.
        providers: The packages that provide an interface, such as ``mpi``, by interface. They are used for specs whose
            dependencies do not state what they provide.

    Raises:
        QuerySyntaxError: `select` is not a query.
    """
    query = parse_query(select) if isinstance(select, str) else select
    intake = Intake()
    found, problems = _begin(intake, sources, exclude, query, default_tag, hidden_stacks, providers)
    admit = Admission(hidden_stacks, intake)
    read: list[list[Package]] = []
    origins: list[Origin] = []
    for source in found:
        read.append([])
        for each in source.read(admit):
            if isinstance(each, Problem):
                problems.append(each)
            elif isinstance(each, Origin):
                origins.append(each)
            else:
                read[-1].append(each)
    packages, contradictions = merge(read)
    problems += contradictions
    if query != Query():
        selected = _select(packages, query, Providers(providers))
        if packages and not any(package.is_shown for package in selected):
            problems.append(_nothing_selected(query, packages))
            default_tag = None  # without any tags, do not report this one as missing
        packages = selected
    return Catalog(packages, dict.fromkeys(problems), default_tag, intake.digest, origins, providers)


@uncollected()
def survey(
    sources: Iterable[str | Path | SourceItem | Source],
    *,
    select: str | Query = "",
    default_tag: str | None = None,
    hidden_stacks: Collection[str] = ("root",),
    exclude: Collection[Path] = (),
    providers: Mapping[str, Collection[str]] = PROVIDERS,
) -> str:
    """Tell whether `load` would return what it returned before: this reads every file, but decodes none.

    Args:
        sources: As for `load`.
        select: As for `load`.
        default_tag: As for `load`.
        hidden_stacks: As for `load`.
        exclude: As for `load`.
        providers: As for `load`.

    Returns:
        A digest of the files and the arguments. A catalog with this `Catalog.digest` equals the one that `load` would
        return now, with the same problems.

    Raises:
        QuerySyntaxError: `select` is not a query.
    """
    query = parse_query(select) if isinstance(select, str) else select
    intake = Intake()
    for source in _begin(intake, sources, exclude, query, default_tag, hidden_stacks, providers)[0]:
        source.survey(intake)
    return intake.digest


def _begin(
    intake: Intake,
    sources: Iterable[str | Path | SourceItem | Source],
    exclude: Collection[Path],
    query: Query,
    default_tag: str | None,
    hidden_stacks: Collection[str],
    providers: Mapping[str, Collection[str]],
) -> tuple[list[Source], list[Problem]]:
    """Find the sources, and note everything but their contents that affects the result."""
    found, problems = expand_sources(sources, exclude)
    listed = sorted((virtual, sorted(packages)) for virtual, packages in providers.items())
    intake.note(repr(query), repr(default_tag), repr(sorted(hidden_stacks)), repr(listed), *map(repr, problems))
    return found, problems


def _nothing_selected(query: Query, packages: list[Package]) -> Problem:
    """Say why nothing was selected, as every later lookup finds nothing."""
    everywhere = replace(query, tags=query.tags or ("*",))
    reason, _is_mistake = explain(everywhere, Catalog(packages))
    message = f"cache_select '{query}' matches none of the specs that were read"
    return Problem(code=Code.EMPTY, message=f"{message}: {reason}" if reason else message)


def _select(packages: list[Package], query: Query, providers: Providers) -> list[Package]:
    """The packages with the specs that match, without packages whose specs all fail to match.

    Where dependencies are known, the other specs stay as pulled in, because those that match may depend on them.
    """
    by_tag: dict[str, list[Package]] = {}
    for package in packages:
        by_tag.setdefault(package.tag, []).append(package)
    graphs = {tag: Graph(found, providers) for tag, found in by_tag.items()}
    linked = {tag for tag, found in by_tag.items() if any(map(_has_dependencies, found))}
    selected = (_selected(package, query, graphs[package.tag], package.tag in linked) for package in packages)
    return [package for package in selected if package is not None]


def _has_dependencies(package: Package) -> bool:
    return bool(package.pulled_in) or any(spec.dependencies is not None for spec in package.specs)


def _selected(package: Package, query: Query, graph: Graph, keep: bool) -> Package | None:
    """The package with the specs that match and, if they are to be kept, the others as pulled in."""
    specs = tuple(spec for spec in package.specs if query.matches(spec, graph))
    if len(specs) == len(package.specs):
        return package
    if not keep:
        return replace(package, specs=specs) if specs else None
    kept = set(specs)
    others = (spec for spec in package.specs if spec not in kept)
    return replace(package, specs=specs, pulled_in=(*others, *package.pulled_in))
