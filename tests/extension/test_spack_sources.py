"""A project shows its own software from what Spack itself writes, as it does the public cache."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from tests import spack_files as spack
from tests.projects import table_texts

if TYPE_CHECKING:
    from tests.projects import Project

_DOCUMENT = "Title\n=====\n\n.. cache:specs:: *\n   :columns: package, tag, stacks\n"


def test_a_lockfile_beside_the_documents_needs_no_more_than_its_name(project: Project) -> None:
    made = spack.chain("hdf5", "zlib")
    spack.write(project.root / "hpc/spack.lock", spack.lockfile(made, made[:1]))
    project.write("index.rst", _DOCUMENT)

    page = project.build(cache_sources=["hpc/spack.lock"])

    assert page.warnings == []
    assert table_texts(page.soup("index.html").select("table.cache-specs")[0])[1:] == [["hdf5", "site", "hpc"]]
    assert (page.outdir / "cache/site/packages/hdf5.html").is_file()
    assert not (page.outdir / "cache/site/packages/zlib.html").exists()


def test_a_map_says_more_of_a_source(project: Project) -> None:
    made = spack.chain("hdf5", "zlib")
    file = spack.write(project.root / "hpc.lock", spack.lockfile(made, []))
    project.write("index.rst", _DOCUMENT)
    said = {"tag": "2025", "stack": "gpu", "implicit": True, "date": "2025-04-20", "kind": "installed"}

    page = project.build(cache_sources=[{"path": Path("hpc.lock"), **said}, {"path": "_cache/*", "tag": None}])

    rows = table_texts(page.soup("index.html").select("table.cache-specs")[0])[1:]
    assert rows == [["hdf5", "2025", "gpu"], ["zlib", "2025", "gpu"]]
    (origin,) = page.domain.catalog.origins
    assert (origin.file, origin.kind, origin.date) == (str(file), "installed", dt.date(2025, 4, 20))


def test_what_spack_writes_within_the_source_folder_is_no_document(project: Project) -> None:
    made = spack.chain("hdf5")
    spack.write(project.root / "site/2025/hpc/spack.lock", spack.lockfile(made, made))
    project.write("site/README.md", "# Read me\n")
    project.write("index.rst", _DOCUMENT)

    assert project.build(cache_sources=[{"path": "site"}]).warnings == []


def test_a_build_sees_that_a_lockfile_changed(project: Project) -> None:
    made = spack.chain("hdf5", "zlib")
    write = project.root / "hpc/spack.lock"
    spack.write(write, spack.lockfile(made, made[:1]))
    project.write("index.rst", _DOCUMENT)
    project.build(cache_sources=["hpc"])

    spack.write(write, spack.lockfile(made, made))
    page = project.build(cache_sources=["hpc"])

    rows = table_texts(page.soup("index.html").select("table.cache-specs")[0])[1:]
    assert rows == [["hdf5", "site", "hpc"], ["zlib", "site", "hpc"]]


def test_a_build_sees_that_what_is_only_pulled_in_changed(project: Project) -> None:
    hdf5, libaec, zlib = spack.chain("hdf5", "libaec", "zlib")
    write = project.root / "hpc/spack.lock"
    spack.write(write, spack.lockfile([hdf5, libaec, zlib], [hdf5]))
    project.write("index.rst", "Title\n=====\n\n.. cache:specs:: ^zlib@1.3\n   :allow-empty:\n")
    before = project.build(cache_sources=["hpc"]).soup("index.html")

    zlib.version = "1.3.1"
    spack.write(write, spack.lockfile([hdf5, libaec, zlib], [hdf5]))
    after = project.build(cache_sources=["hpc"])

    assert before.select("table.cache-specs") == []
    assert len(after.soup("index.html").select("table.cache-specs tbody tr")) == 1
    assert '"zlib@1.3.1"' in after.text("cache/site/specs.json")
