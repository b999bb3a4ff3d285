"""How heavy our HTML is: bytes, which are the same on every machine."""

from __future__ import annotations

import random
import re
from statistics import median
from typing import Final

from msgspec.structs import replace

from benchmarks.make_trees import TAG
from sphinxext_cache.catalog import Catalog, Package
from sphinxext_cache.config.settings import CacheConfig
from sphinxext_cache.render.html import HtmlRenderer
from sphinxext_cache.tables import SpecsRecipe, build

_BUDGET: Final = 600
_ROW: Final = re.compile(rb"<tr id=.*?</tr>\n", re.DOTALL)


def test_a_row_of_a_package_page_weighs_less_than_its_budget() -> None:
    # Packages of the usual size, all of whose values are drawn by lot: real ones share more, and are lighter.
    dice = random.Random(1)  # noqa: S311 always the same on purpose
    packages = [_without_root(TAG._package(dice, index, dice.randint(3, 9))) for index in range(120)]
    catalog = Catalog(packages)
    rows = []
    for package in packages:
        recipe = SpecsRecipe(queries=(package.name,), columns=tuple(CacheConfig().columns), anchored=True)
        table = HtmlRenderer(lambda ref: f"../{ref.kind}s/{ref.name}.html", light=True).table(build(recipe, catalog))
        rows += [len(row) for row in _ROW.findall(table.encode())]

    assert len(rows) == sum(len(package.specs) for package in packages)
    assert median(rows) <= _BUDGET


def _without_root(package: Package) -> Package:
    """The package as it is read: `root` is no stack."""
    specs = (replace(spec, stacks=tuple(name for name in spec.stacks if name != "root")) for spec in package.specs)
    return Package(name=package.name, tag=package.tag, specs=tuple(specs))
