"""The description of a package or a target, in a document or on its generated page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote, urlsplit

from sphinxext_cache.catalog import Query
from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.messages import _
from sphinxext_cache.tables import Cell, MatrixRecipe, Piece, Ref, SpecsRecipe, summarize
from sphinxext_cache.tables.about import About, about
from sphinxext_cache.tables.dependencies import Relations, relate
from sphinxext_cache.tables.install import Install, install_package
from sphinxext_cache.tables.load import Load, is_any_installed, is_in_cache, load_commands, load_package, may_be_loaded
from sphinxext_cache.tables.meanings import meanings_of
from sphinxext_cache.tables.origin import origin_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxext_cache.catalog import Catalog, Package

_PACKAGE: Final = "{package}"


class Elsewhere(NamedTuple):
    """The page of a package on another site.

    Attributes:
        package: The name of the package.
        url: The URL, with the placeholder ``{package}``.
    """

    package: str
    url: str

    def link(self) -> tuple[str, str]:
        """The text and the URL of a link to it."""
        quoted = quote(self.package, safe="")
        site, address = _site(self.url).replace(_PACKAGE, quoted), self.url.replace(_PACKAGE, quoted)
        return _("{package} on {site}").format(package=self.package, site=site.lower()), address


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """The parts of a description.

    Attributes:
        summary: One sentence.
        origin: The origin of the package.
        elsewhere: The page of the package on another site; None for none.
        load: The commands that load it; None if none of its specs can be loaded.
        install: The commands that install it; None if no build cache has it.
        matrix: The matrix of its stacks and targets.
        is_placed: Whether the stacks of any of its specs are known.
        specs: The table of its specs.
        relations: Its dependencies and dependents.
        about: The facts about it.
    """

    summary: tuple[Piece, ...]
    origin: Cell
    elsewhere: Elsewhere | None
    load: Load | None
    install: Install | None
    matrix: MatrixRecipe
    is_placed: bool
    specs: SpecsRecipe
    relations: Relations
    about: About


def describe(
    package: Package,
    catalog: Catalog,
    *,
    columns: Iterable[str],
    mirror_url: str | None,
    package_url: str | None,
    anchored: bool = True,
) -> Description:
    """Describe a package.

    Args:
        package: The package.
        catalog: The catalog with the package.
        columns: The columns of the table of its specs.
        mirror_url: The URL of a mirror, with placeholders in braces; None for none.
        package_url: The URL of its page on another site, with the placeholder ``{package}``; None for none.
        anchored: Whether references to its specs link to this description.
    """
    # As text, a name such as `libc++` would be an invalid query, or match something else.
    queries = (Query(name=package.name),)
    is_installed = is_any_installed(package.specs)
    cached = [spec for spec in package.specs if is_in_cache(spec)] if is_installed else package.specs
    return Description(
        summary=summarize(package.specs),
        origin=origin_of(package, catalog),
        elsewhere=Elsewhere(package.name, package_url) if package_url is not None else None,
        load=load_package(package.specs, catalog.facts) if may_be_loaded(package.specs, catalog.facts) else None,
        install=install_package(cached, mirror_url),
        matrix=MatrixRecipe(
            queries=queries,
            tag=package.tag,
            totals=True,
            caption=_("Specs of {package} by stack and target").format(package=package.name),
        ),
        is_placed=any(spec.stacks for spec in package.specs),
        specs=SpecsRecipe(queries=queries, tag=package.tag, columns=tuple(columns), anchored=anchored),
        relations=relate(package, catalog),
        about=about(package, catalog),
    )


def known_beside(package: Package, catalog: Catalog) -> tuple[object, ...]:
    """The parts of a description that do not follow from the package itself: facts, relations and origin, if known."""
    facts = (about(package, catalog), loads_of(package, catalog)) if catalog.facts.names else ()
    if meanings := meanings_of(package.specs, catalog):
        facts = (*facts, meanings)
    if not (catalog.origins or catalog.graph(package.tag).is_known):
        return facts
    return relate(package, catalog), origin_of(package, catalog), *facts


def loads_of(package: Package, catalog: Catalog) -> tuple[object, ...]:
    """The commands of a description that load a package and each of its specs; empty if none can be loaded."""
    if not may_be_loaded(package.specs, catalog.facts):
        return ()
    return load_package(package.specs, catalog.facts), load_commands(package.specs, catalog.facts)


@lru_cache(maxsize=1)
def _site(url: str) -> str:
    """The host name of a URL."""
    return urlsplit(url).hostname or ""


def describe_target(target: str) -> str:
    """A sentence on the family and the vendor of a target, from archspec; empty if it is unknown or a family itself."""
    family, vendor = targets.family(target), targets.vendor(target)
    if family is None or family == target:
        return ""
    if not vendor:
        return _("{target} is a generic level of the {family} family.").format(target=target, family=family)
    return _("{target} is a microarchitecture of the {family} family by {vendor}.").format(
        target=target, family=family, vendor=vendor
    )


def target_names(names: Iterable[str], tag: str, there: frozenset[str]) -> tuple[Piece, ...]:
    """The names of targets, separated by commas; those in `there`, which the tag has, are links."""
    pieces: list[Piece] = []
    for name in names:
        pieces += [Piece(name, ref=Ref("target", tag, name) if name in there else None), Piece(", ")]
    return tuple(pieces[:-1])
