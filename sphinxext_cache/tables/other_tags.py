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
"""How many tags are shown at once; there is one more if that is all there are."""
LINKED: Final = 15
"""How many are named at all: of older ones it is said which versions they have."""
_VERSIONS: Final = 8
"""How many of these versions are named."""
_TEXT: Final = attrgetter("version.text")


class Newest(NamedTuple):
    """A tag, and the newest version of a package in it."""

    tag: str
    version: str


class OtherTags(NamedTuple):
    """A package in the other tags.

    Attributes:
        package: The name of the package.
        newest: Its newest version in each tag, the newest tag first, of `LINKED` tags at the most.
        total: How many tags there are.
        older: What is said of those that are not among the newest; empty if there are none.
    """

    package: str
    newest: tuple[Newest, ...]
    total: int
    older: str = ""

    def ref(self, tag: str) -> Ref:
        """What the package is in one of the tags."""
        return Ref("package", tag, self.package)


class NewestVersions:
    """The newest version of each package in each tag, by one look at every package that is asked for.

    Args:
        catalog: Where they are.
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
        """What is said of a package of a tag; None if no other tag has it."""
        others = tuple([newest for newest in self._of(package) if newest.tag != tag])
        if not others:
            return None
        return OtherTags(package, others[:LINKED], len(others), _said(others[LINKED:]))

    def digest(self, package: str) -> str:
        """A digest of what there is of a package in all tags; empty if only one has it."""
        if package not in self._digests:
            found = self._of(package)
            self._digests[package] = digest(found) if len(found) > 1 else ""
        return self._digests[package]

    def _of(self, package: str) -> tuple[Newest, ...]:
        """The newest version in each tag that has the package, the newest tag first."""
        if package not in self._known:
            packages = [self._catalog.package(package, tag) for tag in self._tags]
            found = [Newest(each.tag, _newest(tuple(set(map(_TEXT, each.specs))))) for each in packages if each]
            # Most packages of a tag have a version that another one has as well.
            self._known[package] = tuple([self._shared.setdefault(each, each) for each in found])
        return self._known[package]


@lru_cache(maxsize=1 << 14)
def _newest(versions: tuple[str, ...]) -> str:
    return str(preferred(map(Version, versions)) or "")


def _said(older: tuple[Newest, ...]) -> str:
    """What is said of tags that are not named: which versions they have, from new to old."""
    return _counted(len(older), tuple(dict.fromkeys([newest.version for newest in older]))) if older else ""


@lru_cache(maxsize=1 << 10)
def _counted(tags: int, versions: tuple[str, ...]) -> str:
    listed = ", ".join(versions[:_VERSIONS]) + (", …" if len(versions) > _VERSIONS else "")
    counted = plural("{n} older tag", "{n} older tags", tags)
    return _("{tags}: {versions}").format(tags=counted, versions=listed)


def in_a_line(others: OtherTags) -> Cell:
    """The same in one line, where nothing opens: the newest tags, and how many more there are."""
    shown = len(others.newest) if len(others.newest) <= SHOWN + 1 else SHOWN
    pieces: list[Piece] = []
    for newest in others.newest[:shown]:
        pieces += [COMMA, Piece(newest.tag, ref=others.ref(newest.tag)), *plain(f" {newest.version}".rstrip())]
    if rest := others.total - shown:
        pieces += [COMMA, *plain(plural("{n} more tag", "{n} more tags", rest))]
    return tuple(pieces[1:])
