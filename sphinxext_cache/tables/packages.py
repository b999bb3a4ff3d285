"""Tables of packages: one row a package, with its versions, its specs, and where they were built."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog import Version
from sphinxext_cache.messages import _
from sphinxext_cache.tables.columns import FACETS, LISTS, label
from sphinxext_cache.tables.model import Column, Table, plain
from sphinxext_cache.tables.specs import find

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from sphinxext_cache.catalog import Catalog, Spec
    from sphinxext_cache.tables.model import Cell

_TEXT: Final = attrgetter("version.text")
_PLACE: Final[Callable[[Spec], tuple[str, str]]] = attrgetter("tag", "package")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagesRecipe:
    """What a table of packages is to show.

    Attributes:
        queries: Texts of queries; the table shows the packages of all specs that any of them matches.
        tag: The tag to look in; None: the default tag.
    """

    queries: tuple[str, ...]
    tag: str | None = None


def build_packages(recipe: PackagesRecipe, catalog: Catalog) -> Table:
    """Make the table. It has no rows if nothing matches."""
    specs, unmatched = find(catalog, recipe.queries, recipe.tag)
    table = packages_table(specs)
    return replace(table, unmatched=unmatched) if unmatched else table


def packages_table(specs: Iterable[Spec], where: Sequence[str] = ("stacks", "targets")) -> Table:
    """Make the table of the packages of specs, in the order in which the specs name them.

    Args:
        specs: The specs.
        where: Which columns say where the packages are built.
    """
    specs = list(specs)
    packages: defaultdict[tuple[str, str], list[Spec]] = defaultdict(list)
    for place, spec in zip(map(_PLACE, specs), specs, strict=True):
        packages[place].append(spec)
    tags = {tag for tag, _name in packages}
    several_tags = len(tags) > 1
    return Table(
        kind="packages",
        columns=tuple(
            Column(name=name, label=plain(label(name)), cells=_cells(name, packages.items()), number=name == "specs")
            for name in ("package", *(["tag"] if several_tags else []), "versions", "specs", *where)
        ),
        tag=tags.pop() if len(tags) == 1 else "",
        title=_("Packages"),
    )


def _cells(name: str, packages: Collection[tuple[tuple[str, str], list[Spec]]]) -> list[Cell]:
    """The cells of a column; what there is of each package is with its tag and its name."""
    match name:
        case "package":
            return [FACETS["package"].known_cells(tag)[package] for (tag, package), _specs in packages]
        case "tag":
            return [FACETS["tag"].known_cells(tag)[tag] for (tag, _package), _specs in packages]
        case "versions":
            return [plain(", ".join(versions_of(specs))) for _place, specs in packages]
        case "specs":
            return [plain(str(len(specs))) for _place, specs in packages]
    column = LISTS[name]
    return [
        column.known_lists(tag)[tuple(dict.fromkeys(column.values_of(specs)))] for (tag, _package), specs in packages
    ]


def versions_of(specs: Iterable[Spec]) -> tuple[str, ...]:
    """The versions of specs, each once, from new to old."""
    return _ordered(tuple(dict.fromkeys(map(_TEXT, specs))))


@lru_cache(maxsize=1 << 14)
def _ordered(versions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(str, FACETS["version"].ordered(map(Version, versions))))
