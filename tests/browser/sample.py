"""A small project with something of every kind, to be looked at in many themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog import Dependency, Installation
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from pathlib import Path

    from sphinxext_cache.catalog import Spec

THEMES: Final = ("alabaster", "furo", "sphinx_rtd_theme", "pydata_sphinx_theme", "sphinx_book_theme")

_TAG: Final = "develop-2025-04-20"
PAGES: Final = {
    "document": "software.html",
    "index": "cache/index.html",
    "tag": f"cache/{_TAG}/index.html",
    "explore": f"cache/{_TAG}/explore.html",
    "changes": f"cache/{_TAG}/changes.html",
    "package": f"cache/{_TAG}/packages/hdf5.html",
    "stack": f"cache/{_TAG}/stacks/e4s.html",
    "target": f"cache/{_TAG}/targets/zen4.html",
}
"""A page of each kind, and a document with something of everything."""

_INDEX: Final = """
Manual
======

.. toctree::

   software
"""

_SOFTWARE: Final = """
Software
========

The package :cache:package:`hdf5` of the stack :cache:stack:`e4s`, built for :cache:target:`zen4`, in the tag
:cache:tag:`develop-2025-04-20`: :cache:count:`hdf5` specs, the newest of :cache:version:`hdf5`.

Tables
------

.. cache:specs:: hdf5
   :caption: All of `HDF5`
   :name: all-of-hdf5
   :sort: -version

.. cache:specs:: libtiff
   :columns: version, target
   :name: libtiff
   :width: 90%

.. cache:matrix:: stack=e4s,hep
   :totals:
   :caption: What is built where

.. cache:matrix::
   :rows: target
   :columns: stack
   :cell: mark

.. cache:packages:: stack=e4s

.. cache:packages:: stack=hep
   :style: list

.. cache:packages:: target=zen4
   :style: inline

.. cache:tags::

.. cache:history:: hdf5
   :caption: HDF5 through the tags

.. cache:targets::

.. cache:stacks::
   :style: picture
   :caption: What stacks have in common

.. cache:mirror:: e4s

.. cache:tree:: netcdf-c
   :caption: What `NetCDF` is built on

.. cache:load:: netcdf-c

A package
---------

.. cache:package:: hdf5

   A description with words of its own.

Groups
------

.. cache:packages::
   :group: stack, letter
   :group-style: cells
   :columns: package, description, versions
   :builds: 2
"""
_FACTS: Final = """\
compiler=gcc@9: {title: GCC 9}
hdf5:
  description: A format and a library for large arrays of data.
  variants: {mpi: Whether it is parallel., hl: The simpler interface.}
"""


def _specs() -> list[Spec]:
    """Specs of hdf5 that differ in everything, and of packages that begin with many letters."""
    patches = "patches:=" + ",".join(f"{number:07x}" for number in range(30))
    common = ("build_system=cmake", "build_type=Release", "+hl", "~ipo", patches)
    places = [
        ("x86_64_v3", ("e4s", "hep"), "ubuntu22.04"),
        ("zen4", ("e4s", "root"), "ubuntu22.04"),
        ("neoverse_v2", ("e4s-neoverse-v2",), "rhel8"),
    ]
    hdf5 = [
        make_spec(
            tag=_TAG,
            version=version,
            target=target,
            stacks=stacks,
            os=system,
            compiler=compiler,
            variants=(*common, mpi),
        )
        for version, compiler, mpi in (
            ("1.14.5", "gcc@13.2.0", "+mpi"),
            ("1.12.3", None, "~mpi"),
            ("1.9", "gcc@9", "+mpi"),
        )
        for target, stacks, system in places
    ]
    names = ("7zip", "bash", "cmake", "fftw", "gromacs", "libtiff", "openmpi", "py-numpy", "zlib-ng")
    others = [make_spec(package=name, tag=_TAG, target=target) for name in names for target in ("x86_64_v3", "zen4")]
    below = [Dependency(name=each.package, hash=each.hash) for each in (hdf5[0], others[-1])]
    for name in ("netcdf-c", "netcdf-fortran"):
        installation = Installation(status="installed", module="netcdf/4.9" if name == "netcdf-c" else None)
        found = make_spec(package=name, tag=_TAG, dependencies=tuple(below), installation=installation)
        below = [Dependency(name=name, hash=found.hash)]
        others.append(found)
    return [*hdf5, *others, make_spec(package="hdf5", tag="develop-2024-10-06", version="1.14.3")]


def build_sample(root: Path, theme: str) -> Path:
    """Build the project in a theme, and give the folder of its pages."""
    project = Project(root=root, conf={"extensions": ["sphinxext_cache"], "html_theme": theme})
    project.add(*_specs())
    project.write("index.rst", _INDEX)
    project.write("software.rst", _SOFTWARE)
    project.write("facts.yaml", _FACTS)
    built = project.build(
        cache_facts=["facts.yaml"], html_baseurl="https://docs.example.org/", project="Sample", language="en"
    )
    assert built.warnings == []
    return built.outdir
