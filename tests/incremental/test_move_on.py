"""When the default tag moves on, no link of before breaks."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.html.links import Site
from tests.incremental.trees import differences, read_tree
from tests.projects import Project

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.projects import Build

_EXAMPLE: Final = Path(__file__).parents[2] / "example_project"
_BEFORE, _AFTER = "v2025.07.0", "develop-2025-10-12"


@pytest.fixture
def copy(tmp_path: Path) -> Callable[[str], Project]:
    """Copies the example."""

    def make(name: str) -> Project:
        shutil.copytree(_EXAMPLE, tmp_path / name, ignore=shutil.ignore_patterns("_build", "__pycache__"))
        return Project(root=tmp_path / name, conf={"html_theme": "basic"})

    return make


def _addresses(build: Build) -> set[str]:
    """All addresses within the site that readers may have kept: of pages, of places in them, and of the inventory."""
    site = Site(build.outdir)
    places = {f"{name}#{place}" for name, page in site.pages.items() for place in page.ids if place}
    named = {address for found in build.inventory().values() for address in found.values()}
    return {address for address in {*site.pages, *places, *named} if site.fault("index.html", address) is None}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_address_of_before_leads_somewhere(copy: Callable[[str], Project], builder: str) -> None:
    project = copy("project")
    before = _addresses(project.build(builder, cache_default_tag=_BEFORE))
    assert len(before) > 1000
    assert [address for address in before if address.startswith(f"cache/{_AFTER}/changes")], "a page of each kind"

    build = project.build(builder, cache_default_tag=_AFTER)

    site = Site(build.outdir)
    faults = {address: fault for address in before if (fault := site.fault("index.html", address)) is not None}
    assert {address for address, fault in faults.items() if fault == "leads to no file"} == set()
    # Documents and indices are about the default tag, and have other places now. What is generated has those of before.
    assert [address for address in faults if address.startswith("cache/")] == []
    stubs = build.stubs()
    assert build.text("cache/changes.xml").count("<entry>") == 1
    forwards = {name for name in stubs if build.soup(name).select('meta[http-equiv="refresh"]')}
    assert forwards, "most are there still"
    left = stubs - forwards
    assert [name for name in left if "adios2" in name], "one is in the tag of before only"
    for name in stubs:
        links = [str(link["href"]) for link in build.soup(name).select("main a")]
        assert links
        assert {site.fault(name, link) for link in links} == {None}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_what_is_there_then_is_what_a_clean_build_makes(copy: Callable[[str], Project], builder: str) -> None:
    moved, clean = copy("moved"), copy("clean")
    moved.build(builder, cache_default_tag=_BEFORE)

    after = moved.build(builder, cache_default_tag=_AFTER)

    fresh = clean.build(builder, cache_default_tag=_AFTER)
    documents = after.app.env.found_docs
    trees = [read_tree(build.outdir, documents) for build in (after, fresh)]
    assert differences(*trees) == []
