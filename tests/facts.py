"""Facts for tests: a small catalog, and files that say something about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog import Catalog, Package
from sphinxext_cache.catalog.fact_files.load import load_facts
from tests.projects import make_spec

if TYPE_CHECKING:
    from pathlib import Path

    from sphinxext_cache.catalog import Spec
    from sphinxext_cache.catalog.facts import Facts

OLD: Final = make_spec("hdf5", version="1.12.3")
NEW: Final = make_spec("hdf5", version="1.14.5", target="zen4")
BEFORE: Final = make_spec("hdf5", tag="v0.23.1", version="1.12.3")
ZLIB: Final = make_spec("zlib", version="1.3.1", stacks=("hep",))
NUMPY: Final = make_spec("py-numpy", version="2.1.0")


def catalog_of(*specs: Spec) -> Catalog:
    """A catalog of some specs."""
    packages: dict[tuple[str, str], list[Spec]] = {}
    for spec in specs:
        packages.setdefault((spec.tag, spec.package), []).append(spec)
    return Catalog(Package(name=name, tag=tag, specs=tuple(found)) for (tag, name), found in packages.items())


CATALOG: Final = catalog_of(OLD, NEW, BEFORE, ZLIB, NUMPY)
"""Packages of two tags."""


class FactsFolder:
    """Writes files of facts, and reads them.

    Args:
        root: The folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: list[Path] = []

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file, which is read after those before it."""
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.files.append(file)
        return file

    def read(self, catalog: Catalog = CATALOG) -> Facts:
        """Read all files."""
        return load_facts(self.files, catalog)

    def told(self, catalog: Catalog = CATALOG) -> list[str]:
        """What is wrong with the files: the line, the message and the code of each problem."""
        found = self.read(catalog).problems
        return [f"{problem.line}: {problem.message} [{problem.code}]" for problem in found]


def said(facts: Facts, spec: Spec) -> dict[str, str | tuple[str, ...]]:
    """What is said of a spec."""
    return {name: fact.value for name, fact in facts.of_spec(spec).items()}
