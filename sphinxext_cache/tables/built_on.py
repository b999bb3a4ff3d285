"""The dependencies that distinguish otherwise equal specs: as few as possible, the nearest ones first.

`twins` finds equal specs.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog import natural_key
from sphinxext_cache.messages import _
from sphinxext_cache.tables.model import Piece, Ref

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from sphinxext_cache.catalog import Catalog, Dependency, Spec
    from sphinxext_cache.tables.model import Cell

_MOST_SHOWN: Final = 5
"""The maximum number of dependencies to name in a row."""
_MOST_WALKED: Final = 100_000
"""The maximum number of edges to follow for a group of specs; beyond it, only direct dependencies are compared."""
_MOST_WEIGHED: Final = 100
"""The maximum number of differing dependencies to compare."""
_HASH_LENGTH: Final = 7
_BLANK: Final = Piece(" ")


class _Role(NamedTuple):
    """The role of a dependency for a spec: the provider of a virtual, or just a package."""

    is_package: bool
    name: str


class _Part(NamedTuple):
    """The parts of a dependency that are shown."""

    package: str
    version: str
    hash: str = ""

    def __str__(self) -> str:
        version = f"@{self.version}" if self.version else ""
        return f"^{self.package}{version}" + (f"/{self.hash}" if self.hash else "")


_Parts = dict[_Role, _Part]
"""The dependencies of a spec, by role."""


def differences(specs: Sequence[Spec], catalog: Catalog) -> list[Cell]:
    """Find the dependencies in which each of some specs differs from the others, in the syntax of queries.

    Args:
        specs: Specs of one tag whose dependencies are known.
        catalog: The catalog with the specs.

    Returns:
        A cell for each spec; all are empty if no difference is known.
    """
    best: _View | None = None
    for parts in _looks(specs, catalog):
        view = _View(parts)
        if best is None or view.count > best.count:
            best = view
        if view.count == len(specs):
            break
    tag = specs[0].tag
    return best.cells(tag, catalog.graph(tag).shown) if best is not None else []


def _looks(specs: Sequence[Spec], catalog: Catalog) -> Iterator[list[_Parts]]:
    """The dependencies of specs to compare: the direct ones, then all of them, then the direct ones with hashes."""
    yield [_direct(spec, catalog, hashed=False) for spec in specs]
    left = _MOST_WALKED
    whole: list[_Parts] = []
    for spec in specs:
        parts, walked = _all(spec, catalog, left)
        whole.append(parts)
        left -= walked
    if left > 0:
        yield whole
    yield [_direct(spec, catalog, hashed=True) for spec in specs]


def _direct(spec: Spec, catalog: Catalog, *, hashed: bool) -> _Parts:
    graph = catalog.graph(spec.tag)
    parts: _Parts = {}
    for edge, other in graph.dependencies(spec) or ():
        part = _part(edge, other, hashed=hashed)
        for role in _roles(edge):
            parts.setdefault(role, part)
    return parts


def _all(spec: Spec, catalog: Catalog, most: int) -> tuple[_Parts, int]:
    """All dependencies of a spec, the nearest one for each role; and the number of edges that were followed."""
    graph = catalog.graph(spec.tag)
    parts: _Parts = {}
    left, seen, walked = deque([spec]), {spec.hash}, 0
    while left and walked < most:
        above = left.popleft()
        for edge, other in graph.dependencies(above) or ():
            walked += 1
            for role in _roles(edge):
                parts.setdefault(role, _part(edge, other, hashed=False))
            if other is not None and other.hash not in seen:
                seen.add(other.hash)
                left.append(other)
    return parts, walked


def _part(edge: Dependency, other: Spec | None, *, hashed: bool) -> _Part:
    return _Part(edge.name, str(other.version) if other else "", (edge.hash or "")[:_HASH_LENGTH] if hashed else "")


def _roles(edge: Dependency) -> Iterator[_Role]:
    """The roles of a dependency: the virtuals that it provides, or else its package."""
    if edge.virtuals:
        yield from (_Role(is_package=False, name=virtual) for virtual in edge.virtuals)
    else:
        yield _Role(is_package=True, name=edge.name)


def _by_name(role: _Role) -> tuple[object, ...]:
    return natural_key(role.name), role.name, role.is_package


class _View:
    """A choice of the roles whose dependencies tell some specs apart.

    Attributes:
        count: The number of specs that the roles tell apart.
    """

    def __init__(self, parts: Sequence[_Parts]) -> None:
        self._parts = parts
        held = Counter(role for each in parts for role in each)
        self._everywhere = {role for role, count in held.items() if count == len(parts)}
        self._chosen: list[_Role] = []
        self.count = 1
        keys: list[tuple[_Part | None, ...]] = [()] * len(parts)
        candidates = self._candidates()
        while candidates and self.count < len(parts) and len(self._chosen) < _MOST_SHOWN:
            told = {
                role: len({(key, each.get(role)) for key, each in zip(keys, parts, strict=True)}) for role in candidates
            }
            role = max(candidates, key=told.__getitem__)
            if told[role] == self.count:
                break
            self._chosen.append(role)
            self.count = told[role]
            keys = [(*key, each.get(role)) for key, each in zip(keys, parts, strict=True)]

    def _candidates(self) -> list[_Role]:
        """The roles in which the specs differ; roles that all of them have, such as MPI, come first."""
        found: defaultdict[_Role, set[_Part]] = defaultdict(set)
        for each in self._parts:
            for role, part in each.items():
                found[role].add(part)
        differ = [role for role, parts in found.items() if len(parts) > 1 or role not in self._everywhere]
        differ.sort(key=lambda role: (role not in self._everywhere, role.is_package, natural_key(role.name)))
        return differ[:_MOST_WEIGHED]

    def cells(self, tag: str, linked: AbstractSet[str]) -> list[Cell]:
        """A cell for each spec: its dependencies in the chosen roles, else one that not all have, else one it lacks."""
        elsewhere = {role: each[role] for each in self._parts for role in self._chosen if role in each}
        if not self._chosen:
            return [()] * len(self._parts)
        names = {part.package for each in self._parts for part in each.values()} & linked
        refs = {name: Ref("package", tag, name) for name in names}
        return [self._cell(each, elsewhere, refs) for each in self._parts]

    def _cell(self, parts: _Parts, elsewhere: Mapping[_Role, _Part], refs: Mapping[str, Ref]) -> Cell:
        shown = dict.fromkeys(parts[role] for role in self._chosen if role in parts)
        if not shown:
            own = min((role for role in parts if role not in self._everywhere), key=_by_name, default=None)
            if own is None:
                text = _("without {name}").format(name=elsewhere[self._chosen[0]].package)
                return (Piece(text, note=True),)
            shown = {parts[own]: None}
        pieces = [Piece(str(part), ref=refs.get(part.package)) for part in shown]
        return tuple([each for piece in pieces for each in (_BLANK, piece)][1:])
