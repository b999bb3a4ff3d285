"""This project's documentation and the example, each as Read the Docs installs and builds it, once."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import pytest

from tests.distributions import ROOT, build_distributions, copy_checkout
from tests.projects import Project, make_spec
from tests.readthedocs.service import Service

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.projects import Build

_SPECS: Final = (
    make_spec(version="1.14.5", variants=("+cxx", "+mpi")),
    make_spec(version="1.14.5", variants=("+cxx", "+mpi"), target="zen4", stacks=("e4s", "hep", "root")),
    make_spec(version="1.12.3", variants=("~cxx", "+mpi"), target="zen4", hash="abcdefg" + "2" * 25),
    make_spec(package="zlib", version="1.3.1", stacks=("hep", "root"), target="neoverse_v2", hash="zyxwvut" + "3" * 25),
    make_spec(package="zlib", version="1.2.13", variants=("+pic",), tag="v1.0"),
)
_DOCUMENTS: Final = {
    "index": "Title\n=====\n\n.. toctree::\n\n   described\n   tables\n   references\n",
    "described": "Notes\n=====\n\n.. cache:package:: zlib\n\n   With our own remarks.\n",
    "tables": "Tables\n======\n\nRows\n----\n\n.. cache:specs:: hdf5\n\nMore\n----\n\n.. cache:matrix::\n",
    "references": """\
References
==========

:cache:package:`hdf5` :cache:package:`zlib` :cache:package:`v1.0/zlib` :cache:spec:`abcdefg` :cache:spec:`zyxwvut`
:cache:stack:`e4s` :cache:target:`zen4` :cache:tag:`v1.0` :ref:`cache-package-hdf5` :any:`develop/zlib`
""",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What came of a project: where it lies, and what each format said."""

    service: Service
    said: Mapping[str, str]


@pytest.fixture(scope="session")
def publish(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Published]:
    """Publish ``docs`` or ``example``, and only the first time that it is asked for."""

    def run(name: str) -> Published:
        folder = tmp_path_factory.mktemp(name)
        if name == "docs":
            copy_checkout(folder / "repository")
            settings = {}
        else:
            # Whoever copies the example has a repository that holds nothing else. The extension comes as a wheel.
            ignored = shutil.ignore_patterns("_build", "__pycache__")
            shutil.copytree(ROOT / "example_project", folder / "repository", ignore=ignored)
            constraint = folder / "constraint.txt"
            wheel = build_distributions(tmp_path_factory.mktemp("release")).wheel
            constraint.write_text(f"sphinxext-cache @ {wheel.as_uri()}\n")
            settings = {"PIP_CONSTRAINT": str(constraint)}
        slug = "sphinxext-cache" if name == "docs" else "hpc-example"
        service = Service(
            repository=folder / "repository", environment=folder / "environment", slug=slug, settings=settings
        )
        service.install()
        return Published(service=service, said=service.build())

    return cache(run)


@pytest.fixture(scope="session", params=["basic", "alabaster", "furo", "sphinx_rtd_theme"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A small cache in each theme, with documents that show what is in it and refer to it."""
    project = Project(root=tmp_path_factory.mktemp("site"))
    project.add(*_SPECS)
    project.write("facts.yaml", "hdf5: {description: Arrays on disk}\nzlib@1.2.13: {module: io/squeeze}\n")
    for name, text in _DOCUMENTS.items():
        project.write(f"{name}.rst", text)
    built = project.build(html_theme=request.param, nitpicky=True, cache_facts=["facts.yaml"])
    assert built.warnings == []
    return built
