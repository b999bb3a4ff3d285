"""The direct dependencies and dependents of the specs of a package, one line each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog import natural_key
from sphinxext_cache.catalog.graph import is_used
from sphinxext_cache.catalog.spack.version_order import order_of
from sphinxext_cache.catalog.tag_order import Descending
from sphinxext_cache.messages import _, plural
from sphinxext_cache.tables.model import Cell, Piece, Ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinxext_cache.catalog import Catalog, Dependency, Graph, Package

_MOST: Final = 40
"""The maximum number of names in a line, which counts the others."""

_Name = tuple[str, str]
"""The name of a package and a version, which is empty if unknown."""


class Relations(NamedTuple):
    """The dependencies and dependents of the specs of a package; a line is empty if there are none or none are known.

    Attributes:
        built_on: The link and run dependencies.
        used_by: The dependents; implicitly installed packages are only counted.
    """

    built_on: Cell = ()
    used_by: Cell = ()


_UNKNOWN: Final = Relations()


def relate(package: Package, catalog: Catalog) -> Relations:
    """Find the dependencies and dependents of the specs of a package within its tag."""
    graph = catalog.graph(package.tag)
    if not graph.is_known:
        return _UNKNOWN
    lines = _Lines(catalog, package.tag)
    return Relations(built_on=_built_on(package, graph, lines), used_by=_used_by(package, graph, lines))


def _built_on(package: Package, graph: Graph, lines: _Lines) -> Cell:
    names: Counter[_Name] = Counter()
    count = 0
    # Most specs of a package have the same dependencies.
    for dependencies, times in Counter(spec.dependencies for spec in package.specs).items():
        if dependencies is not None:
            count += times
            for name in {_name_of(edge, graph) for edge in dependencies if is_used(edge.types)}:
                names[name] += times
    # Dependencies of all specs are listed without a number.
    some = {name: _("{n} of {all}").format(n=times, all=count) for name, times in names.items() if times < count}
    return lines.of(names, some)


def _name_of(edge: Dependency, graph: Graph) -> _Name:
    on = graph.spec(edge.hash)
    return edge.name, on.version.text if on is not None else ""


def _used_by(package: Package, graph: Graph, lines: _Lines) -> Cell:
    users = {id(user): user for spec in package.specs for user in graph.users(spec)}
    asked_for: Counter[_Name] = Counter()
    others: set[str] = set()
    for user in users.values():
        if user.installation is None or user.installation.explicit is not False:
            asked_for[user.package, user.version.text] += 1
        else:
            others.add(user.package)
    several = {name: plural("{n} spec", "{n} specs", times) for name, times in asked_for.items() if times > 1}
    rest = len(others.difference(name for name, _version in asked_for))
    unasked = plural("{n} package pulled in as a dependency", "{n} packages pulled in as dependencies", rest)
    return lines.of(asked_for, several, unasked if rest else "")


class _Lines:
    """Makes lines of names.

    Args:
        catalog: The catalog with the packages.
        tag: The tag of the packages.
    """

    def __init__(self, catalog: Catalog, tag: str) -> None:
        self._catalog = catalog
        self._tag = tag

    def of(self, names: Iterable[_Name], remarks: Mapping[_Name, str], rest: str = "") -> Cell:
        """A line of names, by package and from new to old version.

        Args:
            names: The names.
            remarks: Remarks to add to some of them.
            rest: A text on further packages at the end; empty for none.
        """
        ordered = sorted(names, key=_place)
        shown = ordered[:_MOST]
        said = [self._named(name, remarks.get(name, "")) for name in shown]
        if left := len(ordered) - len(shown):
            said.append((Piece(_("{n} more").format(n=left)),))
        if rest:
            said.append((Piece(rest),))
        return tuple(_listed(said))

    def _named(self, name: _Name, remark: str) -> Cell:
        package, version = name
        ref = Ref("package", self._tag, package) if self._catalog.package(package, self._tag) is not None else None
        piece = Piece(f"{package}@{version}" if version else package, ref=ref)
        return (piece, Piece(f" ({remark})")) if remark else (piece,)


def _place(name: _Name) -> tuple[object, ...]:
    return natural_key(name[0]), Descending(order_of(name[1])), name[1]


def _listed(cells: list[Cell]) -> Iterator[Piece]:
    for place, cell in enumerate(cells):
        if place:
            yield Piece(_(" and ") if place == len(cells) - 1 else ", ")
        yield from cell
