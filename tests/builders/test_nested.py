"""Tables of ours in tables and boxes of the author's, for all who write no HTML."""

from __future__ import annotations

import re
from importlib.util import find_spec
from textwrap import indent
from typing import TYPE_CHECKING, Final

import pytest

from tests.projects import Project, make_hash, make_spec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.builders.runs import Run

_CELL: Final = "* - left\n  - right\n"


def _in_table(text: str, *options: str) -> str:
    lines = "".join(f"   :{option}\n" for option in options)
    cell = indent(_CELL, "   ")
    return f".. list-table::\n{lines}\n{cell}   * - left\n     -\n{indent(text, ' ' * 7)}\n{cell}"


def _in(directive: str) -> Callable[[str], str]:
    return lambda text: f".. {directive}\n\n{indent(text, '   ')}"


_PLACES: Final[dict[str, Callable[[str], str]]] = {
    "flow": lambda text: text,
    "cell": _in_table,
    "header": lambda text: _in_table(text, "header-rows: 2", "stub-columns: 1"),
    "widths": lambda text: _in_table(text, "widths: 20 80"),
    "narrow": lambda text: _in_table(text, "widths: 85 15"),
    "longtable": lambda text: _in_table(text, "class: longtable"),
    "rows": lambda text: _in_table(text).replace(indent(_CELL, "   "), indent(_CELL, "   ") * 33),
    "twice": lambda text: _in_table(_in_table(text)),
    "note in cell": lambda text: _in_table(_in("note::")(text)),
    "cell in note": lambda text: _in("note::")(_in_table(text)),
    "package in cell": lambda text: _in_table(text.replace("cache:specs", "cache:package")),
    "note": _in("note::"),
    "topic": _in("topic:: Topic"),
    "sidebar": _in("sidebar:: Sidebar"),
    "footnote": lambda text: f"Text [#]_.\n\n.. [#] Footnote\n\n{indent(text, '   ')}",
    "figure": lambda text: f".. figure:: picture.png\n\n   Caption.\n\n{indent(text, '   ')}",
    "list": lambda text: f"* item\n\n{indent(text, '  ')}",
    "columns": lambda text: f".. hlist::\n\n   * one\n   * two\n\n{indent(text, '     ')}",
    **(
        {"tab": lambda text: f".. tab-set::\n\n   .. tab-item:: Tab\n\n{indent(text, '      ')}"}
        if find_spec("sphinx_design")
        else {}
    ),
}
"""Where an author may put a table."""
_ROWS: Final = 70
"""So many rows are longer than a page."""


def _project(root: Path, *places: str) -> tuple[Project, list[str]]:
    """A project with a table, a short and a long one, in each of some places; and the versions, each in one table."""
    project = Project(root=root)
    extensions = ["sphinxext_cache", *(["sphinx_design"] if find_spec("sphinx_design") else [])]
    project.write(
        "conf.py",
        f"extensions = {extensions}\nproject, version, copyright = 'P', '1', '2026, A'\nnumfig = True\n"
        "cache_columns = ['version', 'target', 'stacks']\n",
    )
    picture = "89504e470d0a1a0a0000000d4948445200000001000000010806000000{}0000000049454e44ae426082"
    body = "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    project.write("picture.png", bytes.fromhex(picture.format(body)))
    sections = []
    versions = []
    for number, place in enumerate(places):
        for length in (2, _ROWS):
            name = f"p{number}-{length}"
            found = [f"{number}.{length}.{each}" for each in range(length)]
            versions += found
            project.add(
                *(make_spec(package=name, version=version, hash=make_hash(name + version)) for version in found)
            )
            title = f"{place} {length}"
            text = f".. cache:specs:: {name}\n"
            if place != "package in cell":
                text += f"   :caption: Caption of {name}\n   :name: {name}\n"
            placed = _PLACES[place](text)
            reference = "" if place == "package in cell" else f":numref:`{name}`"
            sections.append(f"{title}\n{'=' * len(title)}\n\n{placed}\n\n{reference}\n")
    matrices = _in_table(".. cache:matrix:: p0-2\n   :rows: version\n   :columns: package\n") + "\n\n"
    sections.append("Others\n======\n\n" + matrices + _in_table(".. cache:packages:: p0-2\n"))
    project.write("index.rst", "Index\n#####\n\n" + "\n".join(sections))
    return project, versions


@pytest.mark.xdist_group("pdf")
@pytest.mark.parametrize("style", ["booktabs,colorrows", "standard"])
def test_tables_are_printed_whole_wherever_they_stand(
    tmp_path: Path,
    run_sphinx: Callable[..., Run],
    make_pdf: Callable[[Path], Path],
    pdf_text: Callable[..., str],
    style: str,
) -> None:
    project, versions = _project(tmp_path, *_PLACES)

    run = run_sphinx(project.root, "latex", "-D", f"latex_table_style={style}")
    assert (run.status, run.messages) == (0, "")
    pdf = make_pdf(run.outdir)

    log = pdf.with_suffix(".log").read_text(encoding="latin-1")
    assert re.findall(r"^!.*", log, re.MULTILINE) == []
    assert re.findall(r".*(?:reference .* undefined|multiply defined).*", log, re.IGNORECASE) == []
    assert [size for size in re.findall(r"Overfull \\[hv]box \(([\d.]+)pt", log) if float(size) > 5] == []
    text = "".join(pdf_text(pdf).split())
    assert [version for version in versions if version not in text] == []


@pytest.mark.parametrize("builder", ["text", "man", "texinfo"])
def test_a_table_in_a_table_is_told_in_words_where_there_are_only_characters(
    tmp_path: Path, run_sphinx: Callable[..., Run], builder: str
) -> None:
    project, versions = _project(tmp_path, "cell", "widths", "note in cell", "cell in note", "package in cell")

    run = run_sphinx(project.root, builder)

    assert (run.status, run.messages) == (0, "")
    text = run.text({"text": "index.txt", "man": "p.1", "texinfo": "p.texi"}[builder])
    assert [version for version in versions if version not in text] == []
