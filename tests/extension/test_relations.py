"""The page of a package says what it is built on, and what is built on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinxext_cache.catalog import Dependency, Installation
from tests import spack_files as spack
from tests.projects import make_hash, make_spec

if TYPE_CHECKING:
    from sphinxext_cache.catalog import Spec
    from tests.projects import Build, Project

_LINK = ("build", "link")


def _spec(name: str, *on: Spec, version: str = "1.0", types: tuple[str, ...] = _LINK, explicit: bool = True) -> Spec:
    needs = tuple(Dependency(name=each.package, hash=each.hash, types=types) for each in on)
    installation = Installation(explicit=explicit)
    hash_ = make_hash(f"{name}{version}{[each.hash for each in on]}")
    return make_spec(name, version=version, dependencies=needs, installation=installation, hash=hash_)


def _section(page: Build, package: str, anchor: str) -> str | None:
    """What a section of the page of a package says."""
    found = page.soup(f"cache/develop/packages/{package}.html").select_one(f"section#{anchor} p")
    return " ".join(found.get_text().split()) if found is not None else None


@pytest.fixture
def chain(project: Project) -> Project:
    """Two builds of HDF5 over one zlib, of which one needs MPI as well."""
    project.write("index.rst", "Title\n=====\n")
    zlib, mpich = _spec("zlib"), _spec("mpich")
    project.add(zlib, mpich, _spec("hdf5", zlib), _spec("hdf5", zlib, mpich))
    return project


def test_it_says_how_many_of_its_specs_are_built_on_what_not_all_are(chain: Project) -> None:
    page = chain.build()

    assert page.warnings == []
    assert _section(page, "hdf5", "built-on") == "mpich@1.0 (1 of 2) and zlib@1.0"
    assert _section(page, "hdf5", "used-by") is None
    assert _section(page, "zlib", "used-by") == "hdf5@1.0 (2 specs)"
    assert _section(page, "zlib", "built-on") is None


def test_what_it_names_has_links_to_its_pages(chain: Project) -> None:
    links = chain.build().soup("cache/develop/packages/hdf5.html").select("section#built-on p a")

    assert [link["href"] for link in links] == ["mpich.html", "zlib.html"]


def test_its_sections_are_in_the_local_table_of_contents(chain: Project) -> None:
    page = chain.build(html_theme="alabaster", html_sidebars={"**": ["localtoc.html"]})

    contents = page.soup("cache/develop/packages/hdf5.html").select('.sphinxsidebar a[href="#built-on"]')
    assert [entry.get_text() for entry in contents] == ["Built on"]


def test_versions_go_from_new_to_old(project: Project) -> None:
    project.write("index.rst", "Title\n=====\n")
    old, new = _spec("zlib", version="1.9"), _spec("zlib", version="1.10")
    project.add(old, new, _spec("hdf5", old), _spec("hdf5", new))

    assert _section(project.build(), "hdf5", "built-on") == "zlib@1.10 (1 of 2) and zlib@1.9 (1 of 2)"


def test_what_is_only_needed_to_build_is_not_said(project: Project) -> None:
    project.write("index.rst", "Title\n=====\n")
    cmake = _spec("cmake")
    project.add(cmake, _spec("hdf5", cmake, types=("build", "test")))

    page = project.build()

    assert _section(page, "hdf5", "built-on") is None
    assert _section(page, "cmake", "used-by") is None


def test_what_nobody_asked_for_is_only_counted(project: Project) -> None:
    project.write("index.rst", "Title\n=====\n")
    zlib = _spec("zlib")
    project.add(zlib, _spec("tool", zlib), *(_spec(f"lib{n}", zlib, explicit=False) for n in range(3)))

    page = project.build()

    assert _section(page, "zlib", "used-by") == "tool@1.0 and 3 packages pulled in as dependencies"


def test_a_long_list_ends_in_a_number(project: Project) -> None:
    project.write("index.rst", "Title\n=====\n")
    zlib = _spec("zlib")
    project.add(zlib, *(_spec(f"tool{n}", zlib) for n in range(45)))

    said = _section(project.build(), "zlib", "used-by") or ""

    assert said.startswith("tool0@1.0, tool1@1.0, ")
    assert said.endswith(", tool39@1.0 and 5 more")


def test_what_is_not_shown_is_named_without_a_link(project: Project) -> None:
    project.write("index.rst", "Title\n=====\n")
    zlib = spack.Made(name="zlib")
    hdf5 = spack.Made(name="hdf5", on=[(zlib, ("link",), ())])
    spack.write(project.root / "hpc/spack.lock", spack.lockfile([hdf5, zlib], [hdf5]))

    page = project.build(cache_sources=["hpc"]).soup("cache/site/packages/hdf5.html")

    (built_on,) = page.select("section#built-on p")
    assert built_on.get_text() == "zlib@1.2.5"
    assert not built_on.select("a")


def test_nothing_is_said_where_nothing_is_known(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n\n.. cache:package:: hdf5\n")

    page = hdf5.build()

    for name in ("cache/develop/packages/hdf5.html", "index.html"):
        assert not page.soup(name).find_all(string=["Built on", "Used by"])


def test_a_description_in_a_document_says_it_too(chain: Project) -> None:
    chain.write("index.rst", "Title\n=====\n\n.. cache:package:: hdf5\n   :show: dependencies\n")

    text = chain.build("text").text("index.txt")

    assert text.split("\n\n")[-2:] == ["   -[ Built on ]-", "   mpich@1.0 (1 of 2) and zlib@1.0\n"]


@pytest.mark.parametrize("show", ["summary", "dependencies"])
def test_a_document_that_says_it_follows_what_others_are_built_on_and_only_then(show: str, chain: Project) -> None:
    chain.write("zlib.rst", f":orphan:\n\nTitle\n=====\n\n.. cache:package:: zlib\n   :show: {show}\n")

    def build() -> tuple[int, str]:
        page = chain.build()
        chain.touch()
        return (page.outdir / "zlib.html").stat().st_mtime_ns, page.soup("zlib.html").get_text()

    first = build()
    assert build() == first
    chain.add(_spec("netcdf", _spec("zlib")))
    after = build()
    assert ("netcdf@1.0" in after[1]) is (show == "dependencies")
    assert (after == first) is (show == "summary")


def test_the_page_of_a_package_follows_what_is_built_on_it(chain: Project) -> None:
    chain.build()

    chain.add(_spec("netcdf", _spec("zlib")))
    chain.touch()

    assert _section(chain.build(), "zlib", "used-by") == "hdf5@1.0 (2 specs) and netcdf@1.0"
