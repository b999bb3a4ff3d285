"""The same package in the other tags: its newest version in each."""

from __future__ import annotations

from functools import cached_property, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog import Version, preferred
from sphinxext_cache.digest import digest
from sphinxext_cache.messages import _, plural
from sphinxext_cache.tables.model import COMMA, Piece, Ref, plain

if TYPE_CHECKING:
    from sphinxext_cache.catalog import Catalog
    from sphinxext_cache.tables.model import Cell

SHOWN: Final = 5
"""The number of tags to show at once; one more is shown if it would be the only one left."""
LINKED: Final = 15
"""The maximum number of tags to name; of older tags, only the versions are listed."""
_VERSIONS: Final = 8
"""The maximum number of these versions to list."""
_TEXT: Final = attrgetter("version.text")


class Newest(NamedTuple):
    """A tag, and the newest version of a package in it."""

    tag: str
    version: str


class OtherTags(NamedTuple):
    """A package in the other tags.

    Attributes:
        package: The name of the package.
        newest: Its newest version in each tag, the newest tag first, for at most `LINKED` tags.
        total: The number of other tags with the package.
        older: A text on the tags that are not in `newest`; empty if there are none.
    """

    package: str
    newest: tuple[Newest, ...]
    total: int
    older: str = ""

    def ref(self, tag: str) -> Ref:
        """The reference to the package in one of the tags."""
        return Ref("package", tag, self.package)


class NewestVersions:
    """The newest version of each package in each tag, cached by package.

    Args:
        catalog: The catalog.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._known: dict[str, tuple[Newest, ...]] = {}
        self._digests: dict[str, str] = {}
        self._shared: dict[Newest, Newest] = {}

    @cached_property
    def _tags(self) -> tuple[str, ...]:
        return self._catalog.tags_in_time

    def beside(self, package: str, tag: str) -> OtherTags | None:
        """The other tags with a package of a tag; None if there are none."""
        others = tuple([newest for newest in self._of(package) if newest.tag != tag])
        if not others:
            return None
        return OtherTags(package, others[:LINKED], len(others), _said(others[LINKED:]))

    def digest(self, package: str) -> str:
        """A digest of the newest versions of a package in all tags; empty if fewer than two tags have it."""
        if package not in self._digests:
            found = self._of(package)
            self._digests[package] = digest(found) if len(found) > 1 else ""
        return self._digests[package]

    def _of(self, package: str) -> tuple[Newest, ...]:
        """The newest version in each tag that has the package, the newest tag first."""
        if package not in self._known:
            packages = [self._catalog.package(package, tag) for tag in self._tags]
            found = [Newest(each.tag, _newest(tuple(set(map(_TEXT, each.specs))))) for each in packages if each]
            # Most packages of a tag share their version with another package.
            self._known[package] = tuple([self._shared.setdefault(each, each) for each in found])
        return self._known[package]


@lru_cache(maxsize=1 << 14)
def _newest(versions: tuple[str, ...]) -> str:
    return str(preferred(map(Version, versions)) or "")


def _said(older: tuple[Newest, ...]) -> str:
    """The number of the older tags, and the versions in them, in the order of these tags; empty if there are none."""
    return _counted(len(older), tuple(dict.fromkeys([newest.version for newest in older]))) if older else ""


@lru_cache(maxsize=1 << 10)
def _counted(tags: int, versions: tuple[str, ...]) -> str:
    listed = ", ".join(versions[:_VERSIONS]) + (", …" if len(versions) > _VERSIONS else "")
    counted = plural("{n} older tag", "{n} older tags", tags)
    return _("{tags}: {versions}").format(tags=counted, versions=listed)


def in_a_line(others: OtherTags) -> Cell:
    """One line for outputs that cannot expand: the newest tags, and the number of the others."""
    shown = len(others.newest) if len(others.newest) <= SHOWN + 1 else SHOWN
    pieces: list[Piece] = []
    for newest in others.newest[:shown]:
        pieces += [COMMA, Piece(newest.tag, ref=others.ref(newest.tag)), *plain(f" {newest.version}".rstrip())]
    if rest := others.total - shown:
        pieces += [COMMA, *plain(plural("{n} more tag", "{n} more tags", rest))]
    return tuple(pieces[1:])
