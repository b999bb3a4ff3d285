"""What is said of a package, or of a target, wherever it is described: in a document, or on its generated page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote, urlsplit

from sphinxext_cache.catalog import Query
from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.messages import _
from sphinxext_cache.tables import MatrixRecipe, Piece, Ref, SpecsRecipe, summarize
from sphinxext_cache.tables.dependencies import Relations, relate
from sphinxext_cache.tables.install import Install, install_package

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
        tag: Where the package comes from.
        elsewhere: The page of the package on another site, if there is one.
        install: What to type; None if there are no specs.
        matrix: Where it is built.
        specs: Its specs, to which references to them lead.
        relations: What it is built on, and what is built on it.
    """

    summary: tuple[Piece, ...]
    tag: Piece
    elsewhere: Elsewhere | None
    install: Install | None
    matrix: MatrixRecipe
    specs: SpecsRecipe
    relations: Relations


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
    return Description(
        summary=summarize(package.specs),
        tag=Piece(package.tag, ref=Ref("tag", package.tag, package.tag)),
        elsewhere=Elsewhere(package.name, package_url) if package_url is not None else None,
        install=install_package(package.specs, mirror_url),
        matrix=MatrixRecipe(
            queries=queries,
            tag=package.tag,
            totals=True,
            caption=_("Specs of {package} by stack and target").format(package=package.name),
        ),
        specs=SpecsRecipe(queries=queries, tag=package.tag, columns=tuple(columns), anchored=anchored),
        relations=relate(package, catalog),
    )


@lru_cache(maxsize=1)
def _site(url: str) -> str:
    """The site of an address."""
    return urlsplit(url).hostname or ""


def describe_target(target: str) -> str:
    """A sentence on what a target is, by what archspec knows of it; empty if it knows nothing."""
    family, vendor = targets.family(target), targets.vendor(target)
    if family is None:
        return ""
    if not vendor:
        return _("{target} is a generic level of the family {family}.").format(target=target, family=family)
    return _("{target} is a microarchitecture of the family {family}, by {vendor}.").format(
        target=target, family=family, vendor=vendor
    )
