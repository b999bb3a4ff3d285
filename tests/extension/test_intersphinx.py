"""References from other projects, by a real inventory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.projects import make_spec

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.projects import Build, Project

_TEXT = """\
Title
=====

:cache:package:`hdf5`
:cache:package:`develop/zlib`
:cache:spec:`{prefix}`
:cache:stack:`e4s`
:cache:target:`zen4`
:cache:tag:`v1.0`
:external+hpc:cache:package:`our HDF5 <hdf5>`
:external+hpc:cache:spec:`{prefix}`
:cache:package:`hpc:zlib`
"""


@pytest.fixture
def centre(hdf5: Project) -> Build:
    hdf5.write("index.rst", "Title\n=====\n")
    return hdf5.build()


def _mapping(build: Build) -> dict[str, Any]:
    return {"intersphinx_mapping": {"hpc": ("https://docs.hpc.example/", str(build.outdir / "objects.inv"))}}


def test_a_project_with_this_extension_refers_to_the_cache_of_another(
    centre: Build, new_project: Callable[[str], Project]
) -> None:
    spec = centre.domain.catalog.specs("hdf5 target=zen4")[0]
    assert spec.hash is not None
    other = new_project("other")
    other.write("index.rst", _TEXT.format(prefix=spec.hash[:7]))
    other.conf["extensions"] = ["sphinxext_cache", "sphinx.ext.intersphinx"]

    page = other.build(cache_sources=[], nitpicky=True, **_mapping(centre))

    assert page.warnings == []
    links = [(a.get_text(), a["href"]) for a in page.soup("index.html").select("a.reference.external")]
    base = "https://docs.hpc.example/cache"
    assert links == [
        ("hdf5", f"{base}/packages/hdf5.html"),
        ("zlib", f"{base}/develop/packages/zlib.html"),
        (f"/{spec.hash[:7]}", f"{base}/develop/packages/hdf5.html#{spec.hash}"),
        ("e4s", f"{base}/stacks/e4s.html"),
        ("zen4", f"{base}/targets/zen4.html"),
        ("v1.0", f"{base}/v1.0/index.html"),
        ("our HDF5", f"{base}/packages/hdf5.html"),
        (f"/{spec.hash[:7]}", f"{base}/develop/packages/hdf5.html#{spec.hash}"),
        ("zlib", f"{base}/packages/zlib.html"),
    ]


def test_a_project_without_this_extension_uses_labels(centre: Build, new_project: Callable[[str], Project]) -> None:
    other = new_project("other")
    labels = ["package-hdf5", "stack-hep", "target-neoverse_v2", "tag-develop"]
    other.write("index.rst", "Title\n=====\n\n" + "\n".join(f":external+hpc:ref:`cache-{x}`" for x in labels))
    other.conf["extensions"] = ["sphinx.ext.intersphinx"]

    page = other.build(nitpicky=True, **_mapping(centre))

    assert page.warnings == []
    links = [(a.get_text(), a["href"]) for a in page.soup("index.html").select("a.reference.external")]
    base = "https://docs.hpc.example/cache"
    assert links == [
        ("hdf5", f"{base}/packages/hdf5.html"),
        ("hep", f"{base}/stacks/hep.html"),
        ("neoverse_v2", f"{base}/targets/neoverse_v2.html"),
        ("develop", f"{base}/develop/index.html"),
    ]


def test_a_prefix_that_fits_several_hashes_of_an_inventory_is_not_guessed(
    project: Project, new_project: Callable[[str], Project]
) -> None:
    project.add(make_spec(hash="a" * 31 + "b"), make_spec(version="1", hash="a" * 31 + "c"))
    project.write("index.rst", "Title\n=====\n")
    other = new_project("other")
    other.write("index.rst", "Title\n=====\n\n:cache:spec:`aaaaaaa`\n")
    other.conf["extensions"] = ["sphinxext_cache", "sphinx.ext.intersphinx"]

    page = other.build(cache_sources=[], **_mapping(project.build()))

    assert len(page.warnings) == 1
    assert page.warnings[0].endswith("[cache.reference]")


def test_the_inventory_names_every_object_and_its_place(centre: Build) -> None:
    inventory = centre.inventory()

    assert inventory["cache:package"] == {
        "hdf5": "cache/packages/hdf5.html",
        "zlib": "cache/packages/zlib.html",
        "develop/hdf5": "cache/develop/packages/hdf5.html",
        "develop/zlib": "cache/develop/packages/zlib.html",
        "v1.0/zlib": "cache/v1.0/packages/zlib.html",
    }
    assert inventory["cache:tag"] == {"develop": "cache/develop/index.html", "v1.0": "cache/v1.0/index.html"}
    assert set(inventory["cache:stack"]) == {"e4s", "hep", "develop/e4s", "develop/hep", "v1.0/e4s"}
    assert set(inventory["cache:spec"]) == {spec.hash for spec in centre.domain.catalog.specs()}


def test_spec_hashes_may_be_left_out_of_the_inventory(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n")

    assert "cache:spec" not in hdf5.build(cache_inventory_specs=False).inventory()


def test_every_place_in_the_inventory_exists(centre: Build) -> None:
    for kind, items in centre.inventory().items():
        ours = [
            address for name, address in items.items() if f"{kind}:{name}".startswith(("cache:", "std:label:cache-"))
        ]
        for address in ours:
            name, _hash, anchor = address.partition("#")
            soup = centre.soup(name)
            assert not anchor or soup.find(id=anchor) is not None, address


def test_myst_refers_to_the_cache_of_another_by_its_own_means(
    centre: Build, new_project: Callable[[str], Project]
) -> None:
    other = new_project("other")
    other.write(
        "index.md",
        "# Title\n\n{external+hpc:cache:package}`hdf5` {cache:stack}`hep` {external:cache:target}`zen4`\n"
        "[ours](inv:hpc:cache:package#zlib) [label](inv:hpc#cache-stack-e4s)\n",
    )
    other.conf["extensions"] = ["sphinxext_cache", "myst_parser", "sphinx.ext.intersphinx"]

    page = other.build(cache_sources=[], nitpicky=True, **_mapping(centre))

    assert page.warnings == []
    base = "https://docs.hpc.example/cache"
    assert [(a.get_text(), a["href"]) for a in page.soup("index.html").select("a.reference.external")] == [
        ("hdf5", f"{base}/packages/hdf5.html"),
        ("hep", f"{base}/stacks/hep.html"),
        ("zen4", f"{base}/targets/zen4.html"),
        ("ours", f"{base}/packages/zlib.html"),
        ("label", f"{base}/stacks/e4s.html"),
    ]
