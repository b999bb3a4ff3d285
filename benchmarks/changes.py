"""Changes one package between two builds, and judges which pages the second one should have written."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace as replace_field

from benchmarks.projects import SOFTWARE
from sphinxext_cache.catalog import Version, dump, read_front_matter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from benchmarks.make_trees import Tree

_SPHINX_LISTS: Final = re.compile(r"(genindex|py-modindex|search|cache-\w+)\.html")
"""Pages that list what there is; Sphinx writes them whenever it writes anything."""


def pages_of(written: Iterable[str]) -> set[str]:
    """The pages among the files that a build wrote, without the lists that Sphinx makes of all that there is."""
    return {name for name in written if name.endswith(".html") and not _SPHINX_LISTS.fullmatch(name)}


class PackageChange:
    """A copy of a tree, in which one package gets another version whenever it is asked to.

    Args:
        tree: The tree.
        folder: Where its copy goes.

    Attributes:
        folder: The copy.
        package: The package.
    """

    def __init__(self, tree: Tree, folder: Path) -> None:
        self.folder: Path = shutil.copytree(tree.folder, folder)
        self._page = min(self.folder.glob("*/*/specs.md"))
        self._number = count(1)
        self.package = self._page.parent.name

    def make(self) -> None:
        """Make the change: the first spec of the package has a version that no package had."""
        package = read_front_matter(self._page.read_bytes(), str(self._page)).package
        if package is None:
            raise SystemExit(f"{self._page} is not what it should be")
        first, *others = package.specs
        changed = replace_field(first, version=Version(f"99.{next(self._number)}"))
        self._page.write_bytes(dump(replace(package, specs=(changed, *others))))

    def judge(self, output: Path, written: Iterable[str]) -> dict[str, float]:
        """Count the pages that a build wrote after the change, and those that it had no reason to write.

        A generated page has a reason if it is the page of the package or a list that names it, a document if it
        shows the package.

        Args:
            output: The folder that the pages are in.
            written: The files that were written, relative to it.

        Raises:
            SystemExit: A page that shows the package was not written.
        """
        pages = pages_of(written)
        own = next((name for name in pages if name.endswith(f"/packages/{self.package}.html")), None)
        if own is None or f"{SOFTWARE}.html" not in pages:
            raise SystemExit(f"a build did not notice that {self.package} had changed; it wrote {sorted(pages)}")
        others = pages - {own, f"{SOFTWARE}.html"}
        generated = {name for name in others if name.startswith("cache/")}
        return {
            "pages written": len(pages),
            "pages written without reason": len(others - generated)
            + sum("/packages/" in name or not self._is_named(output / name) for name in generated),
        }

    def _is_named(self, page: Path) -> bool:
        return f"packages/{self.package}.html" in page.read_text(encoding="utf-8")
