"""What the documentation says of input: its examples are read as it says, and each source knows what it says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest
from docutils import nodes

from sphinxext_cache.catalog import Dependency, load
from tests import spack_files as spack
from tests.pages import detail, page
from tests.spack_files import Made

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sphinxext_cache.catalog import Catalog, Spec
    from tests.docs.blocks import Documentation

_HASH: Final = "2owbnqfzqgjoqgjzwnrmcjrrpvzjcqau"
_FACTS: Final[dict[str, Callable[[Spec, Catalog], object]]] = {
    "version, target, variants": lambda spec, _catalog: str(spec.version) and spec.target and spec.variants,
    "hash": lambda spec, _catalog: spec.hash,
    "compiler": lambda spec, _catalog: spec.compiler,
    "namespace": lambda spec, _catalog: spec.namespace,
    "stack": lambda spec, _catalog: spec.stacks,
    "tag": lambda spec, _catalog: spec.tag != "site",
    "explicit": lambda spec, _catalog: spec.installation and spec.installation.explicit,
    "installed": lambda spec, _catalog: spec.installation and spec.installation.status,
    "date of installation": lambda spec, _catalog: spec.installation and spec.installation.installed,
    "deprecated": lambda _spec, catalog: any(_status(each) == "deprecated" for each in _all(catalog)),
    "external": lambda _spec, catalog: any(each.installation and each.installation.external for each in _all(catalog)),
    "module": lambda spec, _catalog: spec.installation and spec.installation.module,
    "dependencies": lambda spec, _catalog: spec.dependencies,
    "virtuals": lambda spec, _catalog: any(each.virtuals for each in spec.dependencies or ()),
    "size": lambda spec, _catalog: spec.size,
    "version of Spack": lambda _spec, catalog: any(origin.spack for origin in catalog.origins),
}
"""The facts of the table, each with what of a spec or of a catalog it is."""


def _all(catalog: Catalog) -> list[Spec]:
    return [spec for package in catalog.packages() for spec in (*package.specs, *package.pulled_in)]


def _status(spec: Spec) -> str | None:
    return spec.installation.status if spec.installation else None


def _block(docs: Documentation, caption: str) -> str:
    return next(block.text for block in docs.blocks("reference/input") if block.caption == caption)


@pytest.mark.parametrize("caption", ["flat.json", "wrapped.json", "spack.lock", ".spack-db/index.json"])
def test_each_file_of_spack_that_is_shown_is_read(caption: str, docs: Documentation, tmp_path: Path) -> None:
    file = tmp_path / "hpc" / caption
    file.parent.mkdir(parents=True)
    file.write_text(_block(docs, caption), encoding="utf-8")

    catalog = load([file])

    assert catalog.problems == ()
    (spec,) = catalog.specs("*")
    assert (spec.package, str(spec.version), spec.target, spec.hash) == ("hdf5", "1.14.5", "zen4", _HASH)
    assert spec.variants in {(), ("api:=v18", "build_type=Release", "+mpi")}


@pytest.mark.parametrize("how", ["as a map", "as a list", "with parameters"])
def test_each_way_to_write_dependencies_is_read(how: str, docs: Documentation, tmp_path: Path) -> None:
    made = Made(name="hdf5", rest={"dependencies": json.loads(_block(docs, f"dependencies {how}"))})

    catalog = load([spack.write(tmp_path / "a.json", [spack.node(made)])])

    assert catalog.problems == ()
    (edge,) = catalog.specs("*")[0].dependencies or ()
    virtuals = ("mpi",) if how == "with parameters" else ()
    expected = Dependency(
        name="openmpi", hash="5kzlq4gtyytxmo3mkgsylnq2cxbzbqgy", types=("build", "link"), virtuals=virtuals
    )
    assert edge == expected


def _sources(folder: Path) -> dict[str, Path]:
    """A file of each kind, of the newest version, with all that it may say."""
    openmpi = Made(name="openmpi", external={"path": "/usr", "module": ["openmpi"]})
    gcc = Made(name="gcc")
    hdf5 = Made(name="hdf5", on=[(openmpi, ("link",), ("mpi",)), (gcc, ("build",), ("c",))])
    made, old = [hdf5, openmpi, gcc], Made(name="hdf5", number=1)
    records = {each.hash: spack.record(each) for each in made}
    records[old.hash] = spack.record(old, installed=False, deprecated_for=hdf5.hash)
    specs = folder / "pages/specs.md"
    specs.parent.mkdir()
    specs.write_bytes(page("hdf5", detail()))
    return {
        "Front matter": specs.parent,
        "Lockfile": spack.write(folder / "hpc/spack.lock", spack.lockfile(made, made)),
        "Database": spack.write(folder / "database.json", spack.database(records)),
        "Index": spack.write(folder / "index.json", spack.index(made)),
        "Nodes": spack.write(folder / "nodes.json", [spack.node(each) for each in made]),
    }


def _table(docs: Documentation) -> dict[tuple[str, str], str]:
    """What each cell of the table says, by fact and source."""
    doctree = docs.app.env.get_doctree("explanation/sources")
    (table,) = (each for each in doctree.findall(nodes.table) if "facts-by-source" in each["classes"])
    head, *rows = [[entry.astext() for entry in row.findall(nodes.entry)] for row in table.findall(nodes.row)]
    return {(row[0], source): cell for row in rows for source, cell in zip(head[1:], row[1:], strict=True)}


def test_each_source_knows_what_the_table_says_and_nothing_else(docs: Documentation, tmp_path: Path) -> None:
    said = _table(docs)
    known: dict[tuple[str, str], bool] = {}
    for source, path in _sources(tmp_path).items():
        catalog = load([path])
        assert catalog.problems == (), source
        (spec,) = catalog.specs("hdf5")
        known |= {(fact, source): bool(of(spec, catalog)) for fact, of in _FACTS.items()}

    assert {place: cell.partition(",")[0] for place, cell in said.items()} == {
        place: "yes" if is_known else "no" for place, is_known in known.items()
    }
