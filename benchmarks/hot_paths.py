"""Does pieces of work that are pure Python, each in a process of its own: what a counter of instructions looks at."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.forks import CALIBRATION, run_apart
from sphinxext_cache.catalog import Version, load, parse_query
from sphinxext_cache.config.settings import CacheConfig
from sphinxext_cache.pages.data_file import encode_specs
from sphinxext_cache.render.html import HtmlRenderer
from sphinxext_cache.tables import MatrixRecipe, PackagesRecipe, SpecsRecipe, build

if TYPE_CHECKING:
    from sphinxext_cache.catalog import Catalog
    from sphinxext_cache.tables import Recipe, Ref

_WORDS: Final = 10_000
_QUERIES: Final = 1_000
_ASKED: Final = ("mpi +cuda %gcc@12 target=:zen4", "py-* @1: ~shared stack=e4s,hep", "os=ubuntu22.04", "lib*@:5 +ipo")
_PAIRS: Final = 10_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a tree of pages")
    folder: Path = parser.parse_args().folder
    run_apart(CALIBRATION, _WORDS, _calibrate)
    _catalog_paths(folder)
    catalog = load([folder])
    _table_paths(catalog)
    return 0


def _calibrate() -> list[str]:
    """What Python itself does all day: calls, dictionaries, strings, sorting, regular expressions, JSON."""
    found: dict[str, tuple[int, ...]] = {}
    for number in range(_WORDS):
        name = f"word-{number * 7919 % _WORDS}.{number % 89}"
        found[name] = tuple(map(int, re.findall(r"\d+", name)))
    ordered = sorted(found, key=lambda name: (found[name][1], name))
    return [f"<td>{name.replace('-', ' ')}</td>" for name in json.loads(json.dumps(ordered))]


def _catalog_paths(folder: Path) -> None:
    specs = sum(page.read_bytes().count(b'"hash": ') for page in folder.glob("*/*/specs.md"))
    run_apart("read a spec", specs, lambda: load([folder]))

    kinds = (
        "package-{n}",
        "hdf5@1.{n}: +mpi target=:zen4",
        "py-*@{n}.2,{n}.5: ~ipo build_type=Release stack=e4s,hep",
        "zlib-{n}%gcc@12.{n}:13 +shared os=ubuntu22.04 cuda_arch:=90,100",
    )
    queries = [kinds[number % len(kinds)].format(n=number) for number in range(_QUERIES)]
    run_apart("parse a query", _QUERIES, lambda: [parse_query(query) for query in queries])

    forms = ("{n}.{m}.1", "1.{n}.{m}rc1", "develop-{n}.{m}", "2.{m}_{n}")
    texts = [forms[number % len(forms)].format(n=number % 97, m=number % 89) for number in range(2 * _PAIRS)]
    pairs = list(zip(map(Version, texts[:_PAIRS]), map(Version, texts[_PAIRS:]), strict=True))
    run_apart("compare two versions", _PAIRS, lambda: [one < other for one, other in pairs])


def _table_paths(catalog: Catalog) -> None:
    packages, specs = catalog.packages(), catalog.specs()
    run_apart("answer a query", len(_ASKED), lambda: [catalog.specs(query) for query in _ASKED])

    columns = tuple(CacheConfig().columns)
    matrices = [MatrixRecipe(queries=(each.name,), totals=True) for each in packages]
    lists = [SpecsRecipe(queries=(each.name,), columns=columns, anchored=True) for each in packages]
    run_apart("make the matrix of a package", len(packages), lambda: [_html(each, catalog) for each in matrices])
    run_apart("make the list of a package", len(packages), lambda: [_html(each, catalog) for each in lists])
    whole = SpecsRecipe(queries=("*",), columns=columns)
    run_apart("make a row of a large table", len(specs), lambda: _html(whole, catalog))
    every = PackagesRecipe(queries=("*",))
    run_apart("list a package of a tag", len(packages), lambda: _html(every, catalog))
    run_apart("write a spec of a data file", len(specs), lambda: encode_specs(catalog.tags[0], specs))


def _html(recipe: Recipe, catalog: Catalog) -> str:
    """What the catalog answers to a recipe, as HTML. All that is known here of tables and their renderer is here."""
    return _RENDERER.table(build(recipe, catalog))


def _link(ref: Ref) -> str:
    return f"../{ref.kind}s/{ref.name}.html"


_RENDERER: Final = HtmlRenderer(_link)
"""Keeps the cells of a tag, as it does for all pages of a folder."""


if __name__ == "__main__":
    sys.exit(main())
