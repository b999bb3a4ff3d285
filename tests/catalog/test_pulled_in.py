"""Specs that nobody asked for are not shown, and yet others are built on them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from sphinxext_cache.catalog import Catalog, Dependency, Package, load
from sphinxext_cache.catalog.sources.merge import merge
from tests.pages import detail, hash_of, page
from tests.projects import make_spec

if TYPE_CHECKING:
    from pathlib import Path

_ZLIB = make_spec("zlib", hash=hash_of(7))
_HDF5 = make_spec("hdf5", hash=hash_of(8), dependencies=(Dependency(name="zlib", hash=hash_of(7)),))


def _package(*specs: object, **known: object) -> Package:
    return Package(tag="develop", **{"name": "zlib", "specs": specs, **known})  # type: ignore[arg-type]  # any fields


def test_what_is_pulled_in_is_in_the_graph_and_nowhere_else() -> None:
    catalog = Catalog([_package(name="hdf5", specs=(_HDF5,)), _package(pulled_in=(_ZLIB,))])

    assert [each.name for each in catalog.packages()] == ["hdf5"]
    assert catalog.package("zlib") is None
    assert catalog.find(hash_of(7)) == ()
    assert catalog.graph().dependents(_ZLIB) == (_HDF5,)
    assert list(catalog.graph().pulled_in()) == [_ZLIB]
    assert catalog.graph().dependencies(_HDF5) == ((Dependency(name="zlib", hash=hash_of(7)), _ZLIB),)


def test_a_tag_in_which_nothing_is_shown_is_none() -> None:
    assert Catalog([_package(pulled_in=(_ZLIB,))]).tags == ()


def test_what_one_source_shows_is_shown_with_what_another_knows_of_it() -> None:
    known = msgspec.structs.replace(_ZLIB, namespace="builtin")
    pulled_in = _package(pulled_in=(known, make_spec("zlib", hash=hash_of(9))))

    for packages in ([_package(_ZLIB)], [pulled_in]), ([pulled_in], [_package(_ZLIB)]):
        ((united,), problems) = merge(packages)
        assert problems == []
        assert united.specs == (known,)
        assert [spec.hash for spec in united.pulled_in] == [hash_of(9)]


def test_what_is_not_selected_is_pulled_in_where_dependencies_are_known(tmp_path: Path) -> None:
    edges = [{"name": "zlib", "hash": hash_of(1)}]
    (tmp_path / "zlib.md").write_bytes(page("zlib", detail(1)))
    (tmp_path / "hdf5.md").write_bytes(page("hdf5", detail(2, dependencies=edges)))

    catalog = load([tmp_path], select="hdf5")

    assert [spec.package for spec in catalog.specs("*")] == ["hdf5"]
    ((_edge, zlib),) = catalog.graph().dependencies(catalog.specs("hdf5")[0]) or ()
    assert zlib is not None
    assert zlib.hash == hash_of(1)


def test_what_is_not_selected_is_gone_where_no_dependencies_are_known(tmp_path: Path) -> None:
    (tmp_path / "zlib.md").write_bytes(page("zlib", detail(1), detail(2, target="zen4")))

    (package,) = load([tmp_path], select="target=zen4").packages()

    assert [spec.hash for spec in package.specs] == [hash_of(2)]
    assert package.pulled_in == ()


def test_the_digest_of_a_package_without_one_is_of_its_specs() -> None:
    def digest(package: Package) -> str:
        return merge([[package]])[0][0].digest

    package = _package(_ZLIB)
    others = [
        replace(package, specs=(msgspec.structs.replace(_ZLIB, target="zen4"),)),
        replace(package, pulled_in=(_HDF5,)),
        replace(package, specs=()),
    ]
    assert digest(package) == digest(replace(package, file="another"))
    assert len({digest(each) for each in (package, *others)}) == 4
    assert digest(replace(package, digest="known")) == "known"
