"""The example project under every builder, each run once, and the programs that look at what came of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.builders import runs
from tests.programs import require
from tests.projects import Project, make_hash, make_spec

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.builders.runs import Run

_TARGETS = (
    "x86_64_v2",
    "x86_64_v3",
    "x86_64_v4",
    "haswell",
    "broadwell",
    "skylake",
    "skylake_avx512",
    "icelake",
    "sapphirerapids",
    "zen",
    "zen2",
    "zen3",
    "zen4",
    "zen5",
    "aarch64",
    "neoverse_n1",
    "neoverse_v1",
    "neoverse_v2",
    "a64fx",
    "power9le",
)
_EXAMPLE = Path(__file__).parents[2] / "example_project"


@pytest.fixture(scope="session")
def run_sphinx(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Run]:
    """Build a project as its author does, who has all warnings as errors."""

    def run(source: Path, builder: str, *options: str, python: Sequence[str] = runs.STRICT) -> Run:
        return runs.run_sphinx(source, tmp_path_factory.mktemp(builder), builder, *options, python=python)

    return run


@pytest.fixture(scope="session")
def build_example(run_sphinx: Callable[..., Run], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Run]:
    """Build the example under one builder, and only the first time that it is asked for."""
    source = tmp_path_factory.mktemp("example") / "source"
    shutil.copytree(_EXAMPLE, source, ignore=shutil.ignore_patterns("_build", "__pycache__"))
    # No test touches the network.
    options = {"linkcheck": ("-D", "linkcheck_ignore=https?://")}
    return cache(lambda builder: run_sphinx(source, builder, *options.get(builder, ())))


@pytest.fixture(scope="session")
def make_pdf() -> Callable[[Path], Path]:
    """Make the PDF of what the LaTeX builder wrote, with the engine that it chose."""

    def make(outdir: Path) -> Path:
        latexmk = require("latexmk")
        # As the Makefile says that Sphinx writes beside the document: '-pdf' is the engine of the project.
        command = [latexmk, "-pdf", "-dvi-", "-ps-", "-interaction=nonstopmode"]
        done = subprocess.run(
            command, cwd=outdir, env={**os.environ, "LATEXOPTS": ""}, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stdout[-2000:].decode(errors="replace")
        (source,) = outdir.glob("*.tex")
        return source.with_suffix(".pdf")

    return make


@pytest.fixture(scope="session")
def pdf_text() -> Callable[..., str]:
    """What ``pdftotext`` reads in a PDF."""

    def read(pdf: Path, *options: str) -> str:
        command = [require("pdftotext"), *options, str(pdf), "-"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    return read


@pytest.fixture(scope="session")
def check_epub() -> Callable[[Path], str]:
    """What ``epubcheck`` says of a book; nothing if it is right."""

    def check(book: Path) -> str:
        program = require("epubcheck")
        # Debian installs the Java archive itself under this name.
        start = [require("java"), "-jar", program] if zipfile.is_zipfile(program) else [program]
        done = subprocess.run([*start, str(book)], capture_output=True, text=True, check=False)
        return done.stdout + done.stderr if done.returncode else ""

    return check


@pytest.fixture(scope="session")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Tables that are wider than any line: a variant of 300 characters, long names, and twenty targets."""
    project = Project(root=tmp_path_factory.mktemp("wide"))
    patches = "patches:=" + ",".join(make_hash(str(number)) for number in range(9))
    project.add(
        *(
            make_spec(
                version=version,
                target=target,
                variants=("+mpi", patches, f"digest={make_hash(target) * 2}"),
                compiler="intel-oneapi-compilers-classic@2024.2.1",
                os="windows10.0.20348",
                stacks=("e4s", "e4s-neoverse-v2", "ml-linux-x86_64-cuda", "root"),
            )
            for target in _TARGETS
            for version in ("1.14.5", "develop-2025-10-12")
        ),
        make_spec(target="zen4", variants=("~mpi",)),
        *(make_spec(package="zlib", version=f"1.{number}") for number in range(90)),
    )
    project.write("conf.py", "extensions = ['sphinxext_cache']\nproject = 'Wide'\nversion = '1'\nnumfig = True\n")
    project.write("index.rst", "Wide\n====\n\n.. toctree::\n\n   specs\n   matrix\n   packages\n")
    project.write("specs.rst", "Specs\n=====\n\n.. cache:specs:: hdf5 target=zen4\n   :caption: Wide\n   :name: w\n")
    project.write("matrix.rst", "Matrix\n======\n\n.. cache:matrix:: hdf5\n   :totals:\n   :caption: All targets\n")
    project.write(
        "packages.rst",
        "Packages\n========\n\n.. cache:package:: hdf5\n\n.. cache:package:: zlib\n\n* :numref:`w`\n\n"
        "  .. cache:specs:: hdf5 target=zen5\n     :columns: hash, package, tag, version, compiler, platform, os, "
        "target, variants, stacks\n",
    )
    return project
