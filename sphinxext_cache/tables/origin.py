"""The origin of a package: its tag, the version of Spack that wrote its sources, and the date of these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinxext_cache.messages import _
from sphinxext_cache.tables.model import Cell, Piece, Ref

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sphinxext_cache.catalog import Catalog, Origin, Package

_COMMIT_LENGTH: Final = 7
"""The number of characters of a commit to show, as in git."""


def origin_of(package: Package, catalog: Catalog) -> Cell:
    """The tag of a package, followed by the version of Spack and the date of each of its sources, as far as known."""
    tag = Piece(package.tag, ref=Ref("tag", package.tag, package.tag))
    if not catalog.origins:
        return (tag,)
    said = tuple(dict.fromkeys(_provenance(package, catalog)))
    several = len(said) > 1
    texts = [f"{stack}: {text}" if several and stack else text for stack, text in said]
    return (tag, Piece(f" · {'; '.join(texts)}")) if texts else (tag,)


def _provenance(package: Package, catalog: Catalog) -> list[tuple[str | None, str]]:
    """The stack and a description of each source with specs of a package; sources of unknown origin are omitted."""
    stacks = {None, *(stack for spec in package.specs for stack in spec.stacks)}
    of_package = [each for each in catalog.origins if each.tag == package.tag and each.stack in stacks]
    day = catalog.day(package.tag)
    facts = [(origin.stack, ", ".join(_facts(origin, day))) for origin in of_package]
    return [(stack, text) for stack, text in facts if text]


def _facts(origin: Origin, day: date | None) -> Iterator[str]:
    """The known facts about a source: the version and commit of Spack, and the date if it is not that of the tag."""
    commit = origin.commit[:_COMMIT_LENGTH]
    if origin.spack or commit:
        yield " ".join(filter(None, ["Spack", origin.spack, f"({commit})" if commit else ""]))
    if origin.date not in {None, day}:
        yield _("as of {date}").format(date=origin.date.isoformat())
