"""What provides an interface to a spec: what edges say, what is passed on, and what a list says where no edge does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinxext_cache.catalog import Catalog, Dependency, Package, Spec, load
from tests import spack_files as spack
from tests.pages import hash_of
from tests.projects import make_spec

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path


def _spec(name: str, *on: str | tuple[str, str], types: tuple[str, ...] = ("link",), **fields: Any) -> Spec:  # noqa: ANN401 a field of any type
    """A spec that is built on others, each by its name, or by its name and what it provides."""
    edges = [(edge, "") if isinstance(edge, str) else edge for edge in on]
    return make_spec(
        name,
        hash=hash_of(name),
        dependencies=tuple(
            Dependency(name=each, hash=hash_of(each), types=types, virtuals=(virtual,) if virtual else ())
            for each, virtual in edges
        ),
        **fields,
    )


def _catalog(*specs: Spec, providers: Mapping[str, Collection[str]] | None = None) -> Catalog:
    packages = [Package(name=spec.package, tag=spec.tag, specs=(spec,)) for spec in specs]
    return Catalog(packages) if providers is None else Catalog(packages, providers=providers)


def _provider(catalog: Catalog, package: str, virtual: str) -> str:
    (spec,) = catalog.specs(package)
    return str(catalog.virtuals.provider(spec, virtual))


def test_an_edge_says_what_it_provides() -> None:
    catalog = _catalog(_spec("hdf5", ("our-mpi", "mpi"), "zlib"), _spec("our-mpi", version="5.0"))

    assert catalog.virtuals.names == ("mpi",)
    assert _provider(catalog, "hdf5", "mpi") == "our-mpi@5.0"
    assert _provider(catalog, "our-mpi", "mpi") == "None"


def test_a_provider_whose_spec_is_not_there_has_no_version() -> None:
    assert _provider(_catalog(_spec("hdf5", ("our-mpi", "mpi"))), "hdf5", "mpi") == "our-mpi"


def test_the_nearest_provider_counts_and_of_several_the_first_by_name() -> None:
    catalog = _catalog(
        _spec("near", ("mpich", "mpi")),
        _spec("far", "other"),
        _spec("other", ("openmpi", "mpi")),
        _spec("one", "near", "far"),
        _spec("both", "near", "other"),
        _spec("own", ("openmpi", "mpi"), "near"),
    )

    found = [_provider(catalog, name, "mpi") for name in ("far", "one", "both", "own")]
    assert found == ["openmpi", "mpich", "mpich", "openmpi"]


def test_what_is_needed_only_to_build_passes_nothing_on() -> None:
    catalog = _catalog(_spec("tool", ("openmpi", "mpi")), _spec("hdf5", "tool", types=("build",)))

    assert _provider(catalog, "hdf5", "mpi") == "None"


def test_a_compiler_provides_to_what_it_builds_alone() -> None:
    catalog = _catalog(_spec("zlib", ("gcc", "c")), _spec("hdf5", "zlib"))

    assert _provider(catalog, "zlib", "c") == "gcc"
    assert _provider(catalog, "hdf5", "c") == "None"


def test_specs_that_are_built_on_each_other_are_no_hindrance() -> None:
    catalog = _catalog(_spec("a", "b"), _spec("b", "a", "c"), _spec("c", ("mpich", "mpi")))

    assert [_provider(catalog, name, "mpi") for name in "abc"] == ["mpich"] * 3


def test_a_list_says_what_provides_where_no_edge_of_a_spec_says_anything() -> None:
    catalog = _catalog(
        _spec("hdf5", "openmpi", "zlib"), _spec("scotch", "openmpi", ("zlib-ng", "zlib-api")), _spec("petsc", "hdf5")
    )

    assert catalog.virtuals.names == ("mpi", "zlib-api")
    found = [_provider(catalog, name, "mpi") for name in ("hdf5", "scotch", "petsc")]
    assert found == ["openmpi", "None", "openmpi"]


def test_whoever_loads_a_catalog_may_give_another_list(tmp_path: Path) -> None:
    made = spack.chain("hdf5", "our-mpi")
    file = spack.write(tmp_path / "spack.lock", spack.lockfile(made, made[:1], version=4))

    usual, own = load([file]), load([file], providers={"mpi": ["our-mpi"]})

    assert (usual.virtuals.names, own.virtuals.names) == ((), ("mpi",))
    assert _provider(own, "hdf5", "mpi") == "our-mpi@1.2.5"
    assert usual.digest != own.digest


def test_queries_go_by_the_list_as_columns_do() -> None:
    catalog = _catalog(
        _spec("hdf5", "openmpi", "zlib"), _spec("scotch", "openmpi", ("zlib-ng", "zlib-api")), _spec("petsc", "hdf5")
    )

    assert [spec.package for spec in catalog.specs("^mpi=openmpi")] == ["hdf5", "petsc"]
    assert [spec.package for spec in catalog.specs("^mpi")] == ["hdf5", "petsc"]
    assert [spec.package for spec in catalog.specs("%mpi=openmpi")] == ["hdf5"]


def test_a_selection_goes_by_the_list_of_whoever_loads(tmp_path: Path) -> None:
    made = spack.chain("hdf5", "our-mpi")
    file = spack.write(tmp_path / "spack.lock", spack.lockfile(made, made[:1], version=4))

    own = load([file], select="^mpi", providers={"mpi": ["our-mpi"]})

    assert [spec.package for spec in own.specs()] == ["hdf5"]
    assert load([file], select="^mpi").specs() == ()


def test_front_matter_that_knows_no_dependencies_has_no_virtuals() -> None:
    catalog = _catalog(make_spec())

    assert catalog.virtuals.names == ()
    assert _provider(catalog, "hdf5", "mpi") == "None"
