"""The guide to replacing a script: what it writes instead gives the table that there was, cell by cell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest

from tests.docs.blocks import Block
from tests.docs.environments import with_command
from tests.docs.reader import Reader
from tests.docs.two_clusters import on_one_line, write_two_clusters
from tests.projects import Project, doctree_tables, table_texts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.docs.blocks import Documentation
    from tests.projects import Build

_GUIDE: Final = "how-to/replace-script"
_SUFFIXES: Final = {"reStructuredText": ".rst", "MyST": ".md"}
_TABLES: Final = ("modules", "software", "browse", "gromacs")
_TYPED: Final = ("modules", "software", "gromacs")
"""Those that were documents before, and not data that a script in the browser reads."""


@pytest.fixture
def files(docs: Documentation) -> dict[str, str]:
    """What the guide has its reader save, by name."""
    return {block.file: block.text for block in docs.blocks(_GUIDE) if block.file}


@pytest.fixture
def centre(tmp_path: Path, files: dict[str, str]) -> Project:
    """The project of the guide, before there is a document in it."""
    project = Project(root=tmp_path / "centre", conf={})
    write_two_clusters(project.root)
    for name in ("conf.py", "facts.yaml", "modules.json"):
        project.write(name, files[name])
    project.write("index.rst", "Title\n=====\n\n.. toctree::\n   :glob:\n\n   *\n")
    return project


def _expected(name: str, files: dict[str, str], folder: Path) -> list[list[str]]:
    """The table that a centre has without us: header first."""
    if name not in _TYPED:
        rows = json.loads(files["before/software.json"])
        return [list(rows[0]), *(list(row.values()) for row in rows)]
    before = Project(root=folder / "before", conf={"extensions": []})
    for written, text in files.items():
        if written.startswith("before/") and (written.endswith(".csv") or written == f"before/{name}.rst"):
            before.write(written.removeprefix("before/"), text)
    before.write("index.rst", f"Title\n=====\n\n.. toctree::\n\n   {name}\n")
    built = before.build()
    assert built.warnings == []
    (table,) = built.soup(f"{name}.html").select("table")
    return table_texts(table)


def _build(project: Project, name: str, markup: str, files: dict[str, str], builder: str = "html") -> Build:
    """Build the document that the guide has instead."""
    document = name + _SUFFIXES[markup]
    project.write(document, files[document])
    built = project.build(builder, nitpicky=True)
    assert built.warnings == []
    return built


@pytest.mark.parametrize("markup", _SUFFIXES)
@pytest.mark.parametrize("name", _TABLES)
def test_each_table_is_as_it_was_before(
    name: str, markup: str, centre: Project, files: dict[str, str], tmp_path: Path
) -> None:
    expected = _expected(name, files, tmp_path)

    page = _build(centre, name, markup, files).soup(f"{name}.html")

    (table,) = page.select("table.cache-table")
    assert table_texts(table) == expected


@pytest.mark.parametrize("name", _TABLES)
def test_each_table_is_as_it_was_before_where_nothing_opens(
    name: str, centre: Project, files: dict[str, str], tmp_path: Path
) -> None:
    expected = _expected(name, files, tmp_path)

    built = _build(centre, name, "reStructuredText", files, "text")

    assert expected in [on_one_line(table) for table in doctree_tables(built.app, name)]


def test_the_page_of_a_package_says_what_was_typed_and_keeps_the_advice(centre: Project, files: dict[str, str]) -> None:
    page = _build(centre, "gromacs", "reStructuredText", files).soup("gromacs.html")

    (body,) = page.select('[role="main"], div.body')
    text = " ".join(body.get_text(" ").split())
    for said in ("Molecular dynamics.", "LGPL-2.1-or-later", "and never on a login node"):
        assert said in text, said
    assert "https://gromacs.example" in {link["href"] for link in body.select("a[href]")}


def test_what_is_installed_is_what_the_guide_says(docs: Documentation, centre: Project) -> None:
    (block, *_) = [block for block in docs.blocks(_GUIDE) if block.language == "console"]
    reader = Reader(centre.root, home=centre.root, environment=with_command(centre.root))

    reader.follow([Block(language="console", caption="", text=block.text, markup="")])

    assert reader.seen == 1
