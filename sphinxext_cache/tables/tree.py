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
"""The maximum number of lines of a tree; a remark counts those that are left out."""
MOST_LEVELS: Final = 24
"""The maximum number of levels below the root of a tree, since it is written as nested lists."""

_BLANK: Final = Piece(" ")


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeRecipe:
    """The options of a tree.

    Attributes:
        queries: The texts of the queries; each spec that any of them matches has a tree. A query that matches no spec
            that is shown also searches those that are not.
        tag: The tag to look in; None: the default tag.
        reverse: Whether to show dependents instead of dependencies.
        types: The types of dependencies to follow. Those of unknown type are always followed.
        depth: The number of levels to show below the root; None: all.
        limit: The maximum number of trees.
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
        level: Its distance from the root, which has level 0; at most one more than the level of the previous line.
        cell: Its content.
    """

    level: int
    cell: Cell


class Tree(NamedTuple):
    """Several trees in sequence.

    Attributes:
        lines: The lines; each root begins another tree.
        remark: A sentence on what is left out; empty for none.
        unmatched: The positions, in the recipe, of the queries that match nothing.
        unknown: The positions of the queries that match only specs whose dependencies or dependents are unknown.
    """

    lines: tuple[Line, ...]
    remark: str = ""
    unmatched: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()


class _Node:
    """A node of a tree.

    Args:
        spec: The spec; None if only its name is known.
        edge: The dependency that leads to it; None for the root.
        level: Its distance from the root.

    Attributes:
        below: Its children that are shown.
        left_out: The number of its children that are left out.
        opened: The node that shows the children of the same spec; this node itself, if it does or if there are none.
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
    """Build the trees of a recipe. There are no lines if nothing matches, or if no dependencies are known."""
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
    """The specs that match a query; if no shown spec does, those that are not shown."""
    if specs := catalog.specs(text, tag):
        return specs
    query = parse_query(text)
    graphs = [catalog.graph(name) for name in (catalog.tags if query.tags else (tag,))]
    return catalog.sort(spec for graph in graphs for spec in graph.pulled_in() if query.matches(spec, graph))


def _is_known(catalog: Catalog, spec: Spec, recipe: TreeRecipe) -> bool:
    """Whether the dependencies of a spec are known, or for a reverse tree, its dependents."""
    return catalog.graph(spec.tag).is_known if recipe.reverse else spec.dependencies is not None


class _Grower:
    """Builds one tree, level by level.

    Args:
        catalog: The catalog with the spec.
        root: The spec at the root.
        recipe: The options.
        shared: The variants that all roots share, which are not shown.
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
        """The lines of the tree, up to the maximum number."""
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
        """The children of a node; none if another node shows them."""
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
        """The direct dependencies of a spec that the recipe follows."""
        return [(edge, other) for edge, other in self._graph.dependencies(spec) or () if self._follows(edge)]

    def _users(self, spec: Spec) -> list[tuple[Dependency, Spec | None]]:
        """The direct dependents of a spec by name and from new to old version, implicitly installed ones last."""
        found: list[tuple[Dependency, Spec | None]] = []
        for user in sorted(self._graph.dependents(spec), key=_user_key):
            edge = next((e for e in user.dependencies or () if e.hash == spec.hash and self._follows(e)), None)
            if edge is not None:
                found.append((edge, user))
        return found

    def _follows(self, edge: Dependency) -> bool:
        return not edge.types or not set(self._recipe.types).isdisjoint(edge.types)

    def _lines(self, root: _Node) -> Iterator[Line]:
        """The lines in reading order."""
        order = list(_in_order(root))
        places = {id(node): place for place, node in enumerate(order)}
        ends: list[tuple[int, int]] = []  # open nodes with omitted children: level and number of these
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
        """The compiler and variants of the root; for other specs, the compiler and target if they differ from it."""
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
    """A node and all its descendants, from top to bottom."""
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
