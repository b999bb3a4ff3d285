"""What tests of frames share: a project, its generated pages, and the same pages as the theme renders each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sphinxext_cache.pages.frames import Frames
from sphinxext_cache.pages.plan import plan_pages
from tests.projects import make_spec

if TYPE_CHECKING:
    import pytest

    from tests.projects import Build, Project

NAMES: Final = ("hdf5", "libc++", "zlib", "zstd", "gcc-runtime", "r-a", "r-b", "r-c", "r-d", "r-e", "r-f", "r-g")
"""The packages."""


def fill(project: Project) -> Project:
    """Give a project two tags of packages, and two documents."""
    project.add(*(make_spec(package=name) for name in NAMES))
    project.add(*(make_spec(package=name, tag="v1.0") for name in NAMES))
    project.write("index.rst", "Title\n=====\n\n.. toctree::\n\n   other\n")
    project.write("other.rst", "Other\n=====\n")
    return project


def pages_of(build: Build) -> dict[str, bytes]:
    """The generated pages of a build, by their names below the folder of them."""
    found = (name.removeprefix("cache/") for name in sorted(build.pages()) if name.startswith("cache/"))
    return {name: (build.outdir / "cache" / name).read_bytes() for name in found}


def built_by_theme(project: Project, monkeypatch: pytest.MonkeyPatch, **conf: Any) -> dict[str, bytes]:  # noqa: ANN401 a value of any type
    """The pages of a clean build in which the theme renders each."""
    render = Frames.render
    (project.root / "_build").rename(project.root / "_before")
    with monkeypatch.context() as patch:
        patch.setattr(Frames, "render", lambda self, *parts, **_: render(self, *parts, by_theme=True))
        return pages_of(project.build(**conf))


def planned(build: Build) -> list[str]:
    """The names of the pages that there are."""
    return sorted(plan.name for plan in plan_pages(build.domain) if plan.kind != "data")


def ours(names: list[str]) -> list[str]:
    """Those of some names of pages that are of generated ones, in order."""
    return sorted(name for name in names if name.startswith("cache/"))
