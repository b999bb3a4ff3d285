"""Writes a file of facts about the packages of a tree, as long as those of a centre that says something of each."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog import load

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.make_trees import Tree

FACTS: Final = 5_000
"""How many there are: four of each package, and the modules of some specs by their hashes."""
_PACKAGES: Final = 1_225
_LICENCES: Final = ("MIT", "BSD-3-Clause", "Apache-2.0", "GPL-3.0-or-later", "LGPL-2.1-only")
_SUPPORT: Final = ("full", "limited", "none")


def write_facts(file: Path, tree: Tree) -> None:
    """Write the file, always the same for the same tree.

    Args:
        file: The file.
        tree: The tree, written.
    """
    dice = random.Random(tree.name)
    lines: list[str] = []
    hashes: list[str] = []
    for package in load([tree.folder]).packages():
        hashes += [spec.hash for spec in package.specs if spec.hash]
        lines += [
            f"{package.name}:",
            f"  description: The package {package.name} does one thing, and another one, for those who need both.",
            f"  homepage: https://{package.name}.example/",
            f"  licence: {dice.choice(_LICENCES)}",
            f"  support: {dice.choice(_SUPPORT)}",
        ]
    modules = dice.sample(hashes, min(len(hashes), round((FACTS / _PACKAGES - 4) * tree.packages)))
    lines += [f"/{each}: {{module: tools/{number}}}" for number, each in enumerate(modules)]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
