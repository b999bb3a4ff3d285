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
        url: The address, with the name in braces.
    """

    package: str
    url: str

    def link(self) -> tuple[str, str]:
        """The text and the address of a link to it."""
        quoted = quote(self.package, safe="")
        site, address = _site(self.url).replace(_PACKAGE, quoted), self.url.replace(_PACKAGE, quoted)
        return _("{package} on {site}").format(package=self.package, site=site.lower()), address


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """The parts of a description.

    Attributes:
        summary: One sentence.
        origin: Where the package comes from.
        elsewhere: The page of the package on another site, if there is one.
        load: What to type to use it; None if none of its specs is installed.
        install: What to type to install it; None if no build cache has it.
        matrix: Where it is built.
        is_placed: Whether that is known of any spec.
        specs: Its specs, to which references to them lead.
        relations: What it is built on, and what is built on it.
        about: What is said about it that no build knows.
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
        catalog: Where it is.
        columns: The columns of the table of its specs.
        mirror_url: The address of a mirror, with names in braces.
        package_url: The address of its page elsewhere, with its name in braces.
        anchored: Whether references to its specs lead to this description.
    """
    # As a string, a name such as `libc++` would be no query, or one for something else.
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
    """What a description says that is not known from the package itself; nothing of one in front matter of the site."""
    facts = (about(package, catalog), loads_of(package, catalog)) if catalog.facts.names else ()
    if meanings := meanings_of(package.specs, catalog):
        facts = (*facts, meanings)
    if not (catalog.origins or catalog.graph(package.tag).is_known):
        return facts
    return relate(package, catalog), origin_of(package, catalog), *facts


def loads_of(package: Package, catalog: Catalog) -> tuple[object, ...]:
    """What a description says of how to load a package and each of its specs; nothing where none can be loaded."""
    if not may_be_loaded(package.specs, catalog.facts):
        return ()
    return load_package(package.specs, catalog.facts), load_commands(package.specs, catalog.facts)


@lru_cache(maxsize=1)
def _site(url: str) -> str:
    """The site of an address."""
    return urlsplit(url).hostname or ""


def describe_target(target: str) -> str:
    """A sentence on what a target is, by what archspec knows of it; empty if its name says as much."""
    family, vendor = targets.family(target), targets.vendor(target)
    if family is None or family == target:
        return ""
    if not vendor:
        return _("{target} is a generic level of the {family} family.").format(target=target, family=family)
    return _("{target} is a microarchitecture of the {family} family by {vendor}.").format(
        target=target, family=family, vendor=vendor
    )


def target_names(names: Iterable[str], tag: str, there: frozenset[str]) -> tuple[Piece, ...]:
    """The names of targets with commas between them; those that the tag has are links."""
    pieces: list[Piece] = []
    for name in names:
        pieces += [Piece(name, ref=Ref("target", tag, name) if name in there else None), Piece(", ")]
    return tuple(pieces[:-1])
