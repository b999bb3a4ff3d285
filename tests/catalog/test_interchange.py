"""Whatever can be read can be written as front matter, and read again as the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec
import pytest
import yaml

from sphinxext_cache.catalog import Catalog, Package, SourceItem, dump, load, read_front_matter
from tests.corpora import SHARED
from tests.pages import detail, hash_of, page
from tests.projects import make_spec
from tests.spack_files import Made, chain, database, lockfile, record, write

if TYPE_CHECKING:
    from pathlib import Path

_REAL: Final = sorted(path for path in (SHARED / "spack").glob("*/*") if "manifest" not in path.name)


def write_pages(catalog: Catalog, folder: Path) -> Path:
    """Write all that is in a catalog as pages."""
    for tag in catalog.tags:
        for package in catalog.graph(tag).packages:
            file = folder / tag / package.name / "specs.md"
            file.parent.mkdir(parents=True)
            file.write_bytes(dump(package))
    return folder


def _in_yaml(data: bytes) -> bytes:
    return b"---\n" + yaml.safe_dump(yaml.safe_load(data.decode().strip("-"))).encode() + b"---\n"


@pytest.mark.parametrize("layout", [bytes, _in_yaml], ids=["JSON", "YAML"])
def test_what_is_pulled_in_is_there_and_not_shown(layout: Any) -> None:  # noqa: ANN401 one of two functions
    data = page(
        "zlib", detail(1, pulled_in=True), detail(2, pulled_in=False), detail(3, namespace="builtin"), detail(4)
    )

    found = read_front_matter(layout(data))

    assert found.problems == ()
    assert found.package is not None
    assert [spec.hash for spec in found.package.specs] == [hash_of(2), hash_of(3), hash_of(4)]
    assert [spec.hash for spec in found.package.pulled_in] == [hash_of(1)]


def test_a_package_of_which_all_is_pulled_in_is_not_shown() -> None:
    found = read_front_matter(page("zlib", detail(1, pulled_in=True)))

    assert found.package is not None
    assert not found.package.is_shown


def test_a_database_becomes_pages_that_say_the_same(tmp_path: Path) -> None:
    top, middle, bottom = chain("hdf5", "openmpi", "zlib")
    top.on.append((middle, ("run",), ("mpi",)))
    there = Made(name="cray-mpich", external={"path": "/opt/cray", "module": ["cray-mpich/8.1"]})
    records = {each.hash: record(each, explicit=each is not bottom) for each in (top, middle, bottom, there)}
    item = SourceItem(path=write(tmp_path / "index.json", database(records)), stack="derecho")
    catalog = load([item])

    again = load([write_pages(catalog, tmp_path / "pages")])

    assert [spec.package for spec in again.specs("*")] == ["cray-mpich", "hdf5", "openmpi"]
    assert [each.name for each in again.graph().packages if not each.is_shown] == ["zlib"]
    assert again == catalog


def test_catalogs_differ_that_differ_in_what_is_pulled_in(tmp_path: Path) -> None:
    made = chain("hdf5", "zlib")
    whole = write(tmp_path / "a/spack.lock", lockfile(made, made[:1]))
    other = write(tmp_path / "b/spack.lock", lockfile([made[0]], made[:1]))

    found = [load([SourceItem(path=path, stack="x")]) for path in (whole, other)]

    assert found[0].packages() == found[1].packages()
    assert msgspec.structs.asdict(found[0].specs("hdf5")[0]) == msgspec.structs.asdict(found[1].specs("hdf5")[0])
    assert found[0] != found[1]


def test_specs_with_keys_of_ours_have_a_line_each() -> None:
    specs = tuple(make_spec("zlib", hash=hash_of(number), namespace="builtin") for number in range(3))
    changed = (*specs[:2], msgspec.structs.replace(specs[2], namespace="ours"))

    before, after = (dump(Package(name="zlib", tag="develop", specs=each)).splitlines() for each in (specs, changed))

    assert len(before) == len(after)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


@pytest.mark.shared
@pytest.mark.skipif(not _REAL, reason="there are no real files of Spack beside the checkout")
@pytest.mark.parametrize("path", _REAL, ids=lambda path: path.name)
@pytest.mark.parametrize("implicit", [False, True])
def test_a_real_file_becomes_pages_that_say_the_same(path: Path, implicit: bool, tmp_path: Path) -> None:
    catalog = load([SourceItem(path=path, stack="derecho", implicit=implicit)])

    again = load([write_pages(catalog, tmp_path)])

    assert again.problems == ()
    assert again.specs("*") == catalog.specs("*")
    assert again == Catalog([each for tag in catalog.tags for each in catalog.graph(tag).packages])
