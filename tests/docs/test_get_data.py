"""From an empty home to a published folder, by each way to get data, with nothing typed but what a page shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from bs4 import BeautifulSoup
from docutils import nodes

from sphinxext_cache.catalog import load
from tests.docs.blocks import Block
from tests.docs.reader import Reader
from tests.docs.strangers import public, stranger
from tests.environments import ROOT
from tests.projects import table_texts
from tests.spack_files import Made, database, lockfile, record, write, write_mirror

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.docs.blocks import Documentation, Step

_GUIDE: Final = "how-to/get-data"
_LOOK: Final = "Look at what you have"
_WAYS: Final = {
    "The public cache": ("hdf5", "MyST"),
    "The lockfile of an environment": ("gromacs", "reStructuredText"),
    "Your install tree": ("openmpi", "MyST"),
    "Your own build cache": ("fftw", "reStructuredText"),
    "A program of your own": ("hdf5", "reStructuredText"),
}
"""By the section of a way, a package that is shown at its end, and the markup of who goes it."""
_README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
_BLOCK: Final = re.compile(r"(?:`(docs/[\w.]+)`[^\n`]*:\n\n)?^(`{3,})(\w+)\n(.*?)^\2$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home that has what others left there: an installation, an environment and a mirror."""
    own = {name: Made(name=name) for name in ("gromacs", "openmpi", "fftw")}
    for place in ("environments", "handbook/environments"):
        write(tmp_path / place / "science/spack.lock", lockfile([own["gromacs"]], [own["gromacs"]]))
    installed = database({own["openmpi"].hash: record(own["openmpi"])})
    write(tmp_path / "spack/opt/spack/.spack-db/index.json", installed)
    write_mirror(tmp_path / "mirror", [own["fftw"]])
    return tmp_path


def _here(steps: Iterator[Step], home: Path) -> Iterator[Step]:
    """Steps with what is on this machine in the place of what a centre has."""
    for step in steps:
        if isinstance(step, Block) and step.language == "console":
            text = step.text.replace("/srv/mirror", str(home / "mirror"))
            text = text.replace("https://mirror.hpc.example", (home / "mirror").as_uri())
            yield Block(language=step.language, caption=step.caption, text=text, markup=step.markup)
        else:
            yield step


@pytest.mark.parametrize("way", _WAYS)
def test_each_way_to_get_data_ends_at_a_published_folder(
    way: str, docs: Documentation, public_cache: Path, home: Path
) -> None:
    package, markup = _WAYS[way]
    folder = home / "handbook"
    steps = [*docs.steps(_GUIDE, markup, way), *docs.steps(_GUIDE, markup, _LOOK)]

    Reader(folder, home=folder, environment=stranger(home, public(public_cache))).follow([*_here(iter(steps), home)])

    index = BeautifulSoup((folder / "build/index.html").read_text(encoding="utf-8"), "html5lib")
    (table,) = index.select("table.cache-table")
    assert package in [row[0] for row in table_texts(table)]
    (link,) = [a for a in table.select("a[href]") if a.get_text() == package]
    assert (folder / "build" / str(link["href"])).is_file()


def test_the_guide_has_a_way_for_each_kind_of_data_and_no_other(docs: Documentation) -> None:
    sections = {part[0].astext() for part in docs.app.env.get_doctree(_GUIDE).findall(nodes.section)}
    assert {*_WAYS} == sections - {"Get data", _LOOK, "Where to run this"}


def _readme(markup: str) -> list[Block]:
    """What the README has its readers do to try it."""
    part = _README.partition("## Install\n")[2].partition("## Try it\n")[0]
    found = [
        Block(language=language, caption=file, text=text, markup="")
        for file, _ticks, language, text in _BLOCK.findall(part)
    ]
    other = {"rst": "markdown", "markdown": "rst"}[markup]
    return [block for block in found if block.language != other]


@pytest.mark.parametrize("markup", ["rst", "markdown"])
def test_the_readme_can_be_tried_as_it_is(markup: str, public_cache: Path, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    blocks = _readme(markup)

    Reader(folder, home=folder, environment=stranger(tmp_path, public(public_cache))).follow(blocks)

    assert [block.language for block in blocks] == ["console", "console", "python", markup, "console"]
    index = BeautifulSoup((folder / "build/index.html").read_text(encoding="utf-8"), "html5lib")
    caption = index.select_one("table.cache-specs caption")
    assert caption is not None
    assert caption.get_text().startswith("Parallel HDF5")
    assert load([folder / "docs/_cache"]).tags == ("v2025.07.0",)
