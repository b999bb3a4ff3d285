"""Trees of dependencies or dependents, line by line.

A graph has far more paths than specs, so a tree expands each spec once, where it occurs first by level, as in Spack's
own trees. Elsewhere it only shows the name.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog import natural_key, parse_query
from sphinxext_cache.catalog.graph import USED, is_used
from sphinxext_cache.catalog.spack.version_order import order_of
from sphinxext_cache.catalog.tag_order import Descending
from sphinxext_cache.messages import _
from sphinxext_cache.tables.columns import HASH_LENGTH
from sphinxext_cache.tables.model import Cell, Piece, Ref, typed
from sphinxext_cache.tables.remarks import remarks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinxext_cache.catalog import Catalog, Dependency, Graph, Spec

MOST_LINES: Final = 200
"""How many lines a tree may have; those that are left out are counted."""
MOST_LEVELS: Final = 24
"""How many levels below its root a tree may have: whoever writes lists in lists must come to an end."""

_BLANK: Final = Piece(" ")


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeRecipe:
    """What a tree is to show.

    Attributes:
        queries: Texts of queries; there is a tree for each spec that any of them matches, even one that is not shown
            elsewhere if none is that matches.
        tag: The tag to look in; None: the default tag.
        reverse: Whether to show what is built on a spec, rather than what it is built on.
        types: The types of dependencies to follow. Those whose type is unknown are followed always.
        depth: How many levels to show below the root; None: all.
        limit: How many trees to show.
    """

    queries: tuple[str, ...]
    tag: str | None = None
    reverse: bool = False
    types: tuple[str, ...] = USED
    depth: int | None = None
    limit: int = 5


class Line(NamedTuple):
    """A line of a tree.

    Attributes:
        level: How far it is from the root, which has 0; no line is more than one level below the one before it.
        cell: What it says.
    """

    level: int
    cell: Cell


class Tree(NamedTuple):
    """Trees, one after the other.

    Attributes:
        lines: The lines; each root begins another tree.
        remark: A sentence on what is left out, or nothing.
        unmatched: The places of the queries that match nothing, among those of the recipe.
        unknown: The places of the queries that match specs of none of which it is known what they depend on.
    """

    lines: tuple[Line, ...]
    remark: str = ""
    unmatched: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()


class _Node:
    """A spec at one place of a tree.

    Args:
        spec: The spec; None if nothing but its name is known.
        edge: The dependency by which it is here; None for the root.
        level: How far it is from the root.

    Attributes:
        below: What is below it.
        left_out: How much is below it that is left out.
        opened: The place where the same spec is open; itself, if that is here, or if nothing would be there.
    """

    __slots__ = ("below", "edge", "left_out", "level", "opened", "spec")

    def __init__(self, spec: Spec | None, edge: Dependency | None, level: int) -> None:
        self.spec = spec
        self.edge = edge
        self.level = level
        self.below: list[_Node] = []
        self.left_out = 0
        self.opened = self


def build_tree(recipe: TreeRecipe, catalog: Catalog) -> Tree:
    """Make the trees of a recipe. There are no lines if nothing matches, or if no dependencies are known."""
    found = [_find(catalog, query, recipe.tag) for query in recipe.queries]
    known = [[spec for spec in specs if _is_known(catalog, spec, recipe)] for specs in found]
    roots = list({(spec.tag, spec.hash or id(spec)): spec for specs in known for spec in specs}.values())
    shown = roots[: recipe.limit]
    shared = frozenset[str]()
    if shown:
        shared = frozenset(shown[0].variants).intersection(*(spec.variants for spec in shown))
    made = [_Grower(catalog, spec, recipe, shared).grow() for spec in shown]
    is_all = len(shown) == len(roots)
    return Tree(
        lines=tuple(line for tree in made for line in tree),
        remark="" if is_all else _("The first {shown} of {all} specs.").format(shown=len(shown), all=len(roots)),
        unmatched=tuple(place for place, specs in enumerate(found) if not specs),
        unknown=tuple(place for place, specs in enumerate(found) if specs and not known[place]),
    )


def _find(catalog: Catalog, text: str, tag: str | None) -> tuple[Spec, ...]:
    """The specs that match a query; those that are not shown, if none matches that is."""
    if specs := catalog.specs(text, tag):
        return specs
    query = parse_query(text)
    graphs = [catalog.graph(name) for name in (catalog.tags if query.tags else (tag,))]
    return catalog.sort(spec for graph in graphs for spec in graph.pulled_in() if query.matches(spec, graph))


def _is_known(catalog: Catalog, spec: Spec, recipe: TreeRecipe) -> bool:
    """Whether it is known what a spec is built on, or what is built on it."""
    return catalog.graph(spec.tag).is_known if recipe.reverse else spec.dependencies is not None


class _Grower:
    """Grows one tree, level by level.

    Args:
        catalog: Where the spec is.
        root: The spec.
        recipe: What to show.
        shared: The variants that need not be said of the root, for all roots have them.
    """

    def __init__(self, catalog: Catalog, root: Spec, recipe: TreeRecipe, shared: frozenset[str]) -> None:
        self._catalog = catalog
        self._graph: Graph = catalog.graph(root.tag)
        self._root = root
        self._recipe = recipe
        self._shared = shared
        self._depth = min(recipe.depth or MOST_LEVELS, MOST_LEVELS)
        self._opened: dict[str, _Node] = {}

    def grow(self) -> Iterator[Line]:
        """The lines of the tree, as many as there may be."""
        root = _Node(self._root, None, 0)
        count = 1
        queue = deque([root])
        while queue:
            node = queue.popleft()
            found = self._open(node)
            if node.level == self._depth:
                node.left_out = len(found)
                continue
            kept = found[: max(0, MOST_LINES - count)]
            node.left_out = len(found) - len(kept)
            count += len(kept)
            node.below = kept
            queue.extend(kept)
        return self._lines(root)

    def _open(self, node: _Node) -> list[_Node]:
        """What is below a spec, unless that is said elsewhere in the tree."""
        spec = node.spec
        if spec is None:
            return []
        first = self._opened.setdefault(spec.hash or "", node) if spec.hash else node
        edges = self._users(spec) if self._recipe.reverse else self._used(spec)
        if first is not node:
            node.opened = first if edges else node
            return []
        return [_Node(other, edge, node.level + 1) for edge, other in edges]

    def _used(self, spec: Spec) -> list[tuple[Dependency, Spec | None]]:
        """What a spec is built on directly, by name."""
        return [(edge, other) for edge, other in self._graph.dependencies(spec) or () if self._follows(edge)]

    def _users(self, spec: Spec) -> list[tuple[Dependency, Spec | None]]:
        """What is built directly on a spec: first what somebody asked for, then by name and from new to old version."""
        found: list[tuple[Dependency, Spec | None]] = []
        for user in sorted(self._graph.dependents(spec), key=_user_key):
            edge = next((e for e in user.dependencies or () if e.hash == spec.hash and self._follows(e)), None)
            if edge is not None:
                found.append((edge, user))
        return found

    def _follows(self, edge: Dependency) -> bool:
        return not edge.types or not set(self._recipe.types).isdisjoint(edge.types)

    def _lines(self, root: _Node) -> Iterator[Line]:
        """The lines in the order in which they are read."""
        order = list(_in_order(root))
        places = {id(node): place for place, node in enumerate(order)}
        ends: list[tuple[int, int]] = []  # of those that are open and have left something out: level, and how much
        for place, node in enumerate(order):
            while ends and ends[-1][0] >= node.level + 1:
                yield _more(*ends.pop())
            notes = self._notes(node)
            if node.opened is not node and node.opened.below:
                notes.append(_("see above") if places[id(node.opened)] < place else _("see below"))
            yield Line(node.level, self._cell(node, notes))
            if node.left_out and self._recipe.depth != node.level:
                ends.append((node.level + 1, node.left_out))
        while ends:
            yield _more(*ends.pop())

    def _notes(self, node: _Node) -> list[str]:
        notes: list[str] = []
        if node.edge is not None:
            if node.edge.virtuals and not self._recipe.reverse:
                notes.append(_("as {names}").format(names=", ".join(node.edge.virtuals)))
            if not is_used(node.edge.types):
                notes.append(", ".join(node.edge.types))
        elif not node.below and not node.left_out:
            notes.append(_("no dependents") if self._recipe.reverse else _("no dependencies"))
        return [*notes, *(remarks_of(node.spec) if node.spec is not None else ())]

    def _cell(self, node: _Node, notes: Iterable[str]) -> Cell:
        spec, edge, tag = node.spec, node.edge, self._root.tag
        name = spec.package if spec is not None else edge.name if edge is not None else ""
        ref = Ref("package", tag, name) if self._catalog.package(name, tag) is not None else None
        pieces = [Piece(name if spec is None else f"{name}@{spec.version}", ref=ref, strong=edge is None)]
        if spec is not None:
            pieces += [each for text in self._differences(spec) for each in (_BLANK, typed(text))]
        hash_ = spec.hash if spec is not None else edge.hash if edge is not None else None
        if hash_:
            is_shown = bool(self._catalog.find(hash_, tag))
            pieces += [_BLANK, _hash(tag, hash_, is_linked=is_shown)]
        if text := ", ".join(notes):
            pieces += [_BLANK, Piece(f"({text})", note=True)]
        return tuple(pieces)

    def _differences(self, spec: Spec) -> Iterator[str]:
        """What is said of a spec beside its version: of the root its compiler, and of others what differs from that."""
        is_root = spec is self._root
        if spec.compiler and (is_root or spec.compiler != self._root.compiler):
            yield f"%{spec.compiler}"
        if is_root:
            yield from (variant for variant in spec.variants if variant not in self._shared)
        elif spec.target != self._root.target:
            yield f"target={spec.target}"


def _hash(tag: str, hash_: str, *, is_linked: bool) -> Piece:
    return Piece(f"/{hash_[:HASH_LENGTH]}", ref=Ref("spec", tag, hash_) if is_linked else None, code=True)


def _in_order(root: _Node) -> Iterator[_Node]:
    """A place and all below it, from top to bottom."""
    left = [root]
    while left:
        node = left.pop()
        yield node
        left += reversed(node.below)


def _more(level: int, count: int) -> Line:
    return Line(level, (Piece(_("… and {n} more").format(n=count), note=True),))


def _user_key(spec: Spec) -> tuple[object, ...]:
    is_asked_for = spec.installation is None or spec.installation.explicit is not False
    return not is_asked_for, natural_key(spec.package), Descending(order_of(spec.version.text)), spec.hash or ""
