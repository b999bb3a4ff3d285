"""Does one piece of work that is pure Python, once: what a counter of instructions looks at.

With ``--baseline`` it only gets ready for it, so that the difference of two counts is the work alone.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog import Version, load, parse_query

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinxext_cache.tables import Recipe

_PAGES: Final = 200
_QUERIES: Final = 1_000
_PAIRS: Final = 10_000


class Work(NamedTuple):
    """A piece of work, made ready.

    Attributes:
        units: How often it does the same.
        do: Does it.
    """

    units: int
    do: Callable[[], object]


def read_tag(folder: Path) -> Work:
    """Read a whole tag; the unit is a spec."""
    specs = sum(page.read_bytes().count(b'"hash": ') for page in folder.glob("*/*/specs.md"))
    return Work(specs, lambda: load([folder]))


def parse_queries(_folder: Path) -> Work:
    """Parse queries, all different, with as much in them as people type."""
    kinds = (
        "package-{n}",
        "hdf5@1.{n}: +mpi target=:zen4",
        "py-*@{n}.2,{n}.5: ~ipo build_type=Release stack=e4s,hep",
        "zlib-{n}%gcc@12.{n}:13 +shared os=ubuntu22.04 cuda_arch:=90,100",
    )
    queries = [kinds[number % len(kinds)].format(n=number) for number in range(_QUERIES)]
    return Work(_QUERIES, lambda: [parse_query(query) for query in queries])


def compare_versions(_folder: Path) -> Work:
    """Compare versions, no two of which have been compared before."""
    kinds = ("{n}.{m}.1", "1.{n}.{m}rc1", "develop-{n}.{m}", "2.{m}_{n}")
    texts = [kinds[number % len(kinds)].format(n=number % 97, m=number % 89) for number in range(2 * _PAIRS)]
    pairs = list(zip(map(Version, texts[:_PAIRS]), map(Version, texts[_PAIRS:]), strict=True))
    return Work(_PAIRS, lambda: [one < other for one, other in pairs])


def make_tables(folder: Path) -> Work:
    """Make the tables of packages, and HTML of them; the unit is a package."""
    # Here, as importing Sphinx takes half a minute while instructions are counted, and the others do without.
    from sphinxext_cache.config.settings import CacheConfig  # noqa: PLC0415 see above
    from sphinxext_cache.render.html import HtmlRenderer  # noqa: PLC0415 see above
    from sphinxext_cache.tables import MatrixRecipe, SpecsRecipe, build  # noqa: PLC0415 see above

    catalog = load(sorted(folder.glob("*/*/"))[:_PAGES])
    columns = tuple(CacheConfig().columns)
    recipes: list[Recipe] = []
    for package in catalog.packages():
        recipes.append(MatrixRecipe(queries=(package.name,), totals=True))
        recipes.append(SpecsRecipe(queries=(package.name,), columns=columns, anchored=True))

    def make() -> None:
        renderer = HtmlRenderer(lambda ref: f"../{ref.kind}s/{ref.name}.html")
        for recipe in recipes:
            renderer.table(build(recipe, catalog))

    return Work(len(catalog.packages()), make)


WORKS: Final[Mapping[str, Callable[[Path], Work]]] = {
    "read a spec": read_tag,
    "parse a query": parse_queries,
    "compare two versions": compare_versions,
    "make the tables of a package": make_tables,
}
"""The pieces of work, by what one unit of them is."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", choices=WORKS, help="what to do")
    parser.add_argument("folder", type=Path, help="a tree of pages")
    parser.add_argument("--baseline", action="store_true", help="only get ready")
    arguments = parser.parse_args()
    work = WORKS[arguments.work](arguments.folder)
    if not arguments.baseline:
        work.do()
    print(work.units)
    return 0


if __name__ == "__main__":
    sys.exit(main())
