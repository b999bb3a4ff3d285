"""Who writes our tables, beside extensions that have visitors and tables of their own to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from pathlib import Path

READ: Final = {
    "html": "index.html",
    "dirhtml": "index.html",
    "singlehtml": "index.html",
    "json": "index.fjson",
    "pickle": "index.fpickle",
    "htmlhelp": "index.html",
    "qthelp": "index.html",
    "devhelp": "index.html",
    "epub": "index.xhtml",
    "latex": "p.tex",
    "text": "index.txt",
    "man": "p.1",
    "texinfo": "p.texi",
    "xml": "index.xml",
    "pseudoxml": "index.pseudoxml",
}
"""The builders of Sphinx that write what people read, and the file of a document."""

_EXTENSION: Final = """
from docutils import nodes

copyright, version = "2026, The centre", "1"
project, cache_pages = "P", None


class theirs(nodes.General, nodes.Element):
    pass


def ignore(self, node):
    raise nodes.SkipNode


def add(app, doctree, docname):
    doctree += theirs()
    if {late!r} and not hasattr(app, "has_added"):  # for to write a late table comes back here
        app.has_added = True
        doctree += app.env.get_doctree(docname)[0][-1].deepcopy()


def setup(app):
    app.add_node(theirs, **dict.fromkeys({visited!r}, (ignore, None)))
    app.connect("doctree-resolved", add)
"""
_FORMATS: Final = ("html", "latex", "text", "man", "texinfo", "xml", "pseudoxml")


def _build(tmp_path: Path, builder: str, visited: tuple[str, ...], *, late: bool = False) -> str:
    project = Project(root=tmp_path)
    project.add(make_spec(stacks=("qx7",)))
    project.write("conf.py", _EXTENSION.format(visited=visited, late=late))
    project.write("index.rst", "P\n=\n\n.. cache:specs:: hdf5\n")
    made = project.build(builder)
    assert made.warnings == []
    return (made.outdir / READ[builder]).read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize("builder", READ)
def test_a_table_is_written_beside_nodes_with_visitors_for_the_format(tmp_path: Path, builder: str) -> None:
    assert _build(tmp_path, builder, _FORMATS).count("qx7") == 1


@pytest.mark.parametrize("builder", READ)
def test_a_table_is_written_beside_nodes_with_visitors_for_the_builder(tmp_path: Path, builder: str) -> None:
    assert _build(tmp_path, builder, (builder,)).count("qx7") == 1


@pytest.mark.parametrize("builder", [builder for builder in READ if builder != "pseudoxml"])  # which visits nothing
def test_a_table_that_comes_late_into_a_document_is_written(tmp_path: Path, builder: str) -> None:
    assert _build(tmp_path, builder, _FORMATS, late=True).count("qx7") == 2
