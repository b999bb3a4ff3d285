"""Below a table of specs readers open what variants mean, where the site of Spack's packages or a centre says it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.extension.one_directive import TITLE, build_with
from tests.projects import make_spec

if TYPE_CHECKING:
    from tests.projects import Build, Project

_PAGE = "cache/develop/packages/hdf5.html"


@pytest.fixture
def site(project: Project) -> Project:
    """A project whose HDF5 has two variants, of which one is described, as is one that nobody built."""
    project.add(make_spec("hdf5", variants=("+mpi", "build_system=cmake")), make_spec("zlib"))
    listed = {
        "name": "hdf5",
        "versions": [],
        "variants": [_variant("mpi", "Enable <MPI>"), _variant("szip", "Read it")],
    }
    project.write("facts/hdf5.json", json.dumps(listed))
    project.conf["cache_facts"] = ["facts"]
    return project


def _variant(name: str, description: str) -> dict[str, str]:
    return {"name": name, "description": description}


def _meanings(build: Build, page: str = "index.html") -> list[str]:
    return [" ".join(each.get_text().split()) for each in build.soup(page).select("details.cache-meanings")]


def test_what_is_described_of_the_variants_in_a_table_is_said_below_it(site: Project) -> None:
    build = build_with(site, ".. cache:specs:: hdf5\n")

    assert _meanings(build) == _meanings(build, _PAGE) == ["What the variants mean mpiEnable <MPI>"]


@pytest.mark.parametrize("directive", [".. cache:specs::\n", ".. cache:specs:: hdf5\n   :columns: version\n"])
def test_a_table_of_several_packages_or_without_variants_says_nothing(site: Project, directive: str) -> None:
    assert _meanings(build_with(site, directive)) == []


@pytest.mark.parametrize("directive", ["specs", "package"])
def test_what_changes_is_shown_at_once(site: Project, directive: str) -> None:
    build_with(site, f".. cache:{directive}:: hdf5\n")
    site.write("facts/own.yaml", "hdf5: {variants: {mpi: Parallel}}\n")

    build = site.build()

    assert _meanings(build) == _meanings(build, _PAGE) == ["What the variants mean mpiParallel"]


def test_what_cannot_open_leaves_them_out(site: Project) -> None:
    site.write("index.rst", f"{TITLE}.. cache:specs:: hdf5\n")

    assert "Enable" not in site.build("text").text("index.txt")
