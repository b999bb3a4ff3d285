"""From sources to a `Catalog`: what they hold of each package, and of that what is selected."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import msgspec

from sphinxext_cache.catalog.index import Catalog
from sphinxext_cache.catalog.problems import Code, Problem
from sphinxext_cache.catalog.query import Query, parse_query
from sphinxext_cache.catalog.sources.admit import Admission
from sphinxext_cache.catalog.sources.expand import expand_sources
from sphinxext_cache.catalog.sources.intake import Intake
from sphinxext_cache.catalog.sources.merge import merge
from sphinxext_cache.catalog.unknown import explain
from sphinxext_cache.digest import digest_bytes
from sphinxext_cache.garbage import uncollected

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from sphinxext_cache.catalog.model import Package
    from sphinxext_cache.catalog.sources.source import Source

_encode: Final = msgspec.json.Encoder(enc_hook=str).encode


@uncollected()
def load(
    sources: Iterable[str | Path | Source],
    *,
    select: str | Query = "",
    default_tag: str | None = None,
    hidden_stacks: Collection[str] = ("root",),
    exclude: Collection[Path] = (),
) -> Catalog:
    """Read all sources.

    Args:
        sources: Folders of front matter, with globs, with everything below them; or a `Source` of any kind. None at
            all is an empty catalog.
        select: Only specs that match this query enter the catalog, and only packages that have such specs.
        default_tag: The tag meant where none is named; see `Catalog`.
        hidden_stacks: Names that are no stacks: taken away from every spec.
        exclude: Folders that are not entered. Neither is what Sphinx wrote, which is known by its ``.buildinfo``.

    Raises:
        QuerySyntaxError: `select` is no query.
    """
    query = parse_query(select) if isinstance(select, str) else select
    intake = Intake()
    found, problems = _begin(intake, sources, exclude, query, default_tag, hidden_stacks)
    admit = Admission(hidden_stacks, intake)
    read: list[list[Package]] = []
    for source in found:
        read.append([])
        for each in source.read(admit):
            if isinstance(each, Problem):
                problems.append(each)
            else:
                read[-1].append(each if each.digest else replace(each, digest=digest_bytes(_encode(each.specs))))
    packages, contradictions = merge(read)
    problems += contradictions
    if query != Query():
        selected = [kept for package in packages if (kept := _selected(package, query))]
        if packages and not selected:
            problems.append(_nothing_selected(query, packages))
            default_tag = None  # where there is no tag, it is not that one that is missing
        packages = selected
    return Catalog(packages, dict.fromkeys(problems), default_tag, intake.digest)


@uncollected()
def survey(
    sources: Iterable[str | Path | Source],
    *,
    select: str | Query = "",
    default_tag: str | None = None,
    hidden_stacks: Collection[str] = ("root",),
    exclude: Collection[Path] = (),
) -> str:
    """Tell whether `load` would give what it gave before, without making it: every file is read, none is decoded.

    Args:
        sources: As for `load`.
        select: As for `load`.
        default_tag: As for `load`.
        hidden_stacks: As for `load`.
        exclude: As for `load`.

    Returns:
        A digest of what is there now and of the arguments. A catalog with this `Catalog.digest` is equal to the one
        that `load` would give now, with the same problems.

    Raises:
        QuerySyntaxError: `select` is no query.
    """
    query = parse_query(select) if isinstance(select, str) else select
    intake = Intake()
    for source in _begin(intake, sources, exclude, query, default_tag, hidden_stacks)[0]:
        source.survey(intake)
    return intake.digest


def _begin(
    intake: Intake,
    sources: Iterable[str | Path | Source],
    exclude: Collection[Path],
    query: Query,
    default_tag: str | None,
    hidden_stacks: Collection[str],
) -> tuple[list[Source], list[Problem]]:
    """Find the sources, and note what decides, beside what they hold, what becomes of it."""
    found, problems = expand_sources(sources, exclude)
    intake.note(repr(query), repr(default_tag), repr(sorted(hidden_stacks)), *map(repr, problems))
    return found, problems


def _nothing_selected(query: Query, packages: list[Package]) -> Problem:
    """Say why none of what was read enters the catalog, since all that is asked of it later finds nothing."""
    everywhere = replace(query, tags=query.tags or ("*",))
    reason, _is_mistake = explain(everywhere, Catalog(packages))
    message = f"cache_select '{query}' matches none of the specs that were read"
    return Problem(code=Code.EMPTY, message=f"{message}: {reason}" if reason else message)


def _selected(package: Package, query: Query) -> Package | None:
    """The package with the specs that match; None if there were some and none of them does."""
    specs = tuple(spec for spec in package.specs if query.matches(spec))
    if len(specs) == len(package.specs):
        return package
    return replace(package, specs=specs) if specs else None
