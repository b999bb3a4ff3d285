"""Write the build cache of the example: `_cache/<tag>/<package>/specs.md`, made up but true to life.

`recipes.py` says what was built; everything else follows from it, so that running
``python -m example_project.make_cache`` again writes the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from example_project.builds import NEW, OLD, STACKS, Build, Recipe
from example_project.recipes import RECIPES
from sphinxext_cache.catalog import Package, Spec, Version, dump

if TYPE_CHECKING:
    from collections.abc import Iterator

CACHE = Path(__file__).parent / "_cache"


def option_name(variant: str) -> str:
    """Return the name by which Spack sorts a variant: ``mpi`` of ``+mpi``, ``api`` of ``api=default``."""
    return variant.lstrip("+~").partition("=")[0].rstrip(":")


def dag_hash(*properties: str) -> str:
    """Make a hash that looks like Spack's, 32 characters of base32, from what tells one spec from another."""
    digest = hashlib.sha256("\n".join(properties).encode()).digest()
    return base64.b32encode(digest[:20]).decode().lower()


def specs(name: str, recipe: Recipe, build: Build, tag: str) -> Iterator[Spec]:
    """Spell out one line of a recipe's table."""
    stacks = tuple(build.stacks.split())
    home = STACKS[stacks[0]]
    compiler = home.compiler if recipe.compiled else None
    variants = tuple(sorted(f"{recipe.variants} {build.variants}".split(), key=option_name))
    targets = build.targets.split() or [home.target]
    for version, target, twin in itertools.product(build.versions.split(), targets, range(build.twins)):
        properties = (name, version, str(compiler), home.os, target, *variants, *stacks, str(twin))
        yield Spec(
            package=name,
            tag=tag,
            version=Version(version),
            compiler=compiler,
            os=home.os,
            platform="linux",
            target=target,
            variants=variants,
            stacks=(*stacks, "root"),
            hash=build.hash or dag_hash(*properties),
        )


def packages() -> Iterator[Package]:
    """Collect the specs of each package of each tag."""
    for tag, (name, recipe) in itertools.product((NEW, OLD), RECIPES.items()):
        builds = [build for build in recipe.builds if tag in build.tags.split()]
        if builds:
            found = tuple(spec for build in builds for spec in specs(name, recipe, build, tag))
            yield Package(name=name, tag=tag, specs=found)


def main() -> None:
    """Replace the cache."""
    shutil.rmtree(CACHE, ignore_errors=True)
    for package in packages():
        page = CACHE / package.tag / package.name / "specs.md"
        page.parent.mkdir(parents=True)
        page.write_bytes(dump(package))


if __name__ == "__main__":
    main()
