"""Each block of code of the documentation can at least be read by what reads its language; many are built or run, too.

Those that are built or run are in the tests of their guides, of the tutorials, of snippets and of recipes. What nothing
can read is listed here, with the reason.
"""

from __future__ import annotations

import ast
import csv
import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest
import yaml
from jinja2 import Environment
from packaging.requirements import Requirement

from sphinxext_cache.catalog import parse_query
from tests.environments import ROOT
from tests.projects import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.docs.blocks import Block, Documentation

_CANNOT: Final = {
    ("how-to/move-on", "text", "/en/latest/cache/"): "what one fills into a form of Read the Docs",
    ("how-to/move-on", "nginx", "rewrite"): "no web server is here; `tests/command/test_redirects.py` has the rules",
    ("how-to/read-the-docs", "text", ".readthedocs.yaml\n"): "a list of files, which the blocks below it write",
    ("reference/queries", "text", "a second package name"): "a message",
}
"""Blocks that nothing here can read: where they are, their language, how they begin, and why."""
_TEXT_OF_FILES: Final = ("requirements.txt", ".csv", "crontab")
_MARKUP: Final = {"rst": ".rst", "markdown": ".md"}


class Place(NamedTuple):
    """A block, and the document in which it is."""

    docname: str
    block: Block


@pytest.fixture(scope="module")
def blocks(docs: Documentation) -> list[Place]:
    """All blocks of the documentation, but for what comes of directives that are shown."""
    return [Place(name, block) for name in sorted(docs.app.env.found_docs) for block in docs.blocks(name)]


def _is_listed(place: Place) -> bool:
    known = [key for key in _CANNOT if key[:2] == (place.docname, place.block.language)]
    return any(place.block.text.startswith(beginning) for _docname, _language, beginning in known)


def _read_shell(block: Block) -> None:
    lines = block.text.splitlines(keepends=True)
    if block.language == "console":
        lines = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
        assert lines, "there is something to type"
    # What readers fill in is in angle brackets, which a shell takes for files.
    typed = re.sub(r"<([\w-]+)>", r"\1", "".join(lines))
    subprocess.run(["sh", "-n"], input=typed, text=True, check=True)


def _read_text(block: Block) -> None:
    """Read what is no language: files of three kinds, messages of builds, and queries."""
    lines = block.text.rstrip().splitlines()
    if block.file.endswith("requirements.txt"):
        assert [Requirement(line) for line in lines]
    elif block.file.endswith(".csv") or lines[0].count(",") > 1:
        assert len({len(row) for row in csv.reader(lines)}) == 1
    elif block.file == "crontab":
        for line in lines:
            subprocess.run(["sh", "-n"], input=line.split(maxsplit=5)[5], text=True, check=True)
    elif "WARNING: " in lines[0]:
        assert lines[-1].endswith("]"), "a message ends in its code"
    elif len(lines) == 1 and " " not in lines[0]:
        Requirement(lines[0])
    else:
        assert [parse_query(line) for line in lines]


def _read_diff(block: Block) -> None:
    assert {line[:1] for line in block.text.splitlines()} <= {" ", "+", "-", "@", ""}


_READ: Final[Mapping[str, Callable[[Block], object]]] = {
    "python": lambda block: ast.parse(block.text),
    "yaml": lambda block: list(yaml.safe_load_all(block.text)),
    "json": lambda block: json.loads(block.text),
    "console": _read_shell,
    "bash": _read_shell,
    "text": _read_text,
    "diff": _read_diff,
    "html+jinja": lambda block: Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(block.text),
    "css": lambda block: [rule.index("{") for rule in block.text.split("}") if rule.strip()],
}


def test_each_block_can_be_read_by_what_reads_its_language(blocks: list[Place]) -> None:
    unread = []
    for place in blocks:
        if place.block.language in _MARKUP or _is_listed(place):
            continue
        try:
            _READ[place.block.language](place.block)
        except Exception as error:  # noqa: BLE001 whatever is wrong with it
            unread.append((place.docname, place.block.language, place.block.text[:60], repr(error)))

    assert unread == []


def test_what_cannot_be_read_is_there_and_has_a_reason(blocks: list[Place]) -> None:
    listed = [place for place in blocks if _is_listed(place)]
    assert len(listed) == len(_CANNOT)
    assert all(_CANNOT.values())


def test_each_block_of_markup_is_understood(blocks: list[Place], tmp_path: Path) -> None:
    shown = [place for place in blocks if place.block.language in _MARKUP]
    conf = {"extensions": ["sphinxext_cache", "myst_parser", "sphinx.ext.intersphinx"]}
    project = Project(root=tmp_path, conf=conf)
    shutil.copytree(ROOT / "example_project/_cache", tmp_path / "_cache")
    project.write("index.rst", "Title\n=====\n")
    project.write("software.csv", "a,b\n1,2\n")
    for number, place in enumerate(shown):
        text = place.block.text.replace("cache:compilers", "cache:specs")  # which a recipe adds
        project.write(f"{number:03}{_MARKUP[place.block.language]}", text)

    warnings = project.build("dummy").warnings

    faults = [line for line in warnings if line.endswith("[docutils]") or "[myst." in line or "Unknown " in line]
    assert [line for line in faults if "hpc:" not in line] == [], "but for what another site has"
    assert len(shown) > 50
