"""A warning names the line that its author wrote, wherever in a project that is."""

from __future__ import annotations

import os
import re
import sys
from textwrap import indent
from typing import TYPE_CHECKING, Final

import myst_parser
import pytest

from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

RST: Final = """\
Text :cache:version:`ROLE`.

.. cache:specs:: ARGUMENT
   :limit: 3

   BODY

   hdf5
   BODY

.. cache:matrix::
   :tag: OPTION
"""
MYST: Final = """\
Text {cache:version}`ROLE`.

```{cache:specs} ARGUMENT
:limit: 3

BODY

hdf5
BODY
```

```{cache:packages}
---
style: list
---
BODY
```

```{cache:matrix}
:tag: OPTION
```
"""

RST_NESTED: Final[Mapping[str, Callable[[str], str]]] = {
    "top": lambda text: text,
    "admonition": lambda text: f".. note:: Title\n\n{indent(text, '   ')}",
    "list": lambda text: f"- item\n\n{indent(text, '  ')}",
    "quote": lambda text: indent(text, "   "),
    "definition": lambda text: f"term\n{indent(text, '   ')}",
    "table": lambda text: f".. list-table::\n\n   * - a\n     - b\n\n{indent(text, '       ')}",
}
MYST_NESTED: Final[Mapping[str, Callable[[str], str]]] = {
    "top": lambda text: text,
    "admonition": lambda text: f":::{{note}}\n{text}:::\n",
    "list": lambda text: f"- item\n\n{indent(text, '  ')}",
    "quote": lambda text: indent(text, "> ", lambda _line: True),
    "table": lambda text: f":::{{list-table}}\n* - a\n  - b\n\n{indent(text, '    ')}:::\n",
    "rst": lambda _text: f"````{{eval-rst}}\n{RST}````\n",
}
MODULE: Final = "module_with_places"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], dict[str, set[str]], list[str]]:
    """Where each name was written, where warnings say that it is, and the warnings that name none of them."""
    project = Project(root=tmp_path_factory.mktemp("project"))
    project.conf["extensions"] = [*project.conf["extensions"], "sphinx.ext.autodoc"]
    project.add(make_spec(), make_spec(package="zlib"))
    written: dict[str, str] = {}

    def write(name: str, text: str) -> None:
        """Write a file in which each place has a name of its own, and note where it is."""
        lines = []
        for number, line in enumerate(text.splitlines(), start=1):
            for kind in ("ROLE", "ARGUMENT", "OPTION", "BODY"):
                if kind in line:
                    each = f"{kind.lower()}{len(written)}"
                    line = line.replace(kind, each)  # noqa: PLW2901 at most one stands in a line
                    # Docutils knows the line of a directive, and not those of its options.
                    place = number - (kind == "OPTION")
                    written[each] = (
                        f"{MODULE}.py:docstring of {MODULE}:{place}" if name.endswith(".py") else f"{name}:{place}"
                    )
            lines.append(line)
        project.write(name, "\n".join(lines))

    nested = "\n".join(f"Part {name}\n\n{wrap(RST)}\n" for name, wrap in RST_NESTED.items())
    twice = ".. cache:package:: zlib\n"
    write("part.inc", f"Included\n\n{nested}\n{twice}")
    write("index.rst", f"Title\n=====\n\n{nested}\n{twice}\n.. include:: part.inc\n\nBelow\n\n{RST}\n")
    write("note.md", "# Note\n\n" + "\n".join(f"Part {name}\n\n{wrap(MYST)}\n" for name, wrap in MYST_NESTED.items()))
    write(f"{MODULE}.py", f'"""Docstring.\n\n{RST}\n"""\n')
    project.write("api.rst", f"API\n===\n\n.. automodule:: {MODULE}\n")
    if tuple(map(int, myst_parser.__version__.split(".")[:2])) >= (5, 2):
        # Before, MyST counted the lines of an included file from 0 or from 1.
        write("part.md", f"Included\n\n{MYST}\n")
        project.write("with.md", "# With\n\n```{include} part.md\n```\n")
    sys.path.insert(0, str(project.root))
    try:
        built = project.build(
            rst_prolog="\n.. |a| replace:: A\n.. |b| replace:: B\n",
            myst_enable_extensions=["colon_fence"],
            suppress_warnings=["toc"],
            exclude_patterns=["_build", "part.*"],
        )
    finally:
        sys.path.remove(str(project.root))
        sys.modules.pop(MODULE, None)
    found: dict[str, set[str]] = {name: set() for name in written}
    rest = []
    for told in built.warnings:
        # Docutils names an included file as it is reached from where Sphinx was started.
        file, colon, said = told.partition(":")
        warning = f"{os.path.normpath(file)}{colon}{said}"
        names = [name for name in written if f"'{name}'" in warning]
        for name in names:
            found[name].add(warning.removeprefix(f"{project.root}/").partition(": WARNING")[0])
        if not names and "toctree" not in warning:
            rest.append(warning.replace(f"{project.root}/", ""))
    return written, found, rest


def test_each_place_is_the_line_that_was_written(
    places: tuple[dict[str, str], dict[str, set[str]], list[str]],
) -> None:
    written, found, _rest = places

    assert len(written) > 70
    assert found == {name: {place} for name, place in written.items()}


def test_a_package_that_is_described_twice_is_named_at_both_lines(
    places: tuple[dict[str, str], dict[str, set[str]], list[str]],
) -> None:
    _written, _found, (warning,) = places

    assert re.fullmatch(
        r"part\.inc:\d+: WARNING: the package 'zlib' of 'develop' is also described in index\.rst:\d+; "
        r"add :no-index: to one of them \[cache\.duplicate\]",
        warning,
    )


def test_a_problem_of_a_file_that_has_no_line_names_the_file(project: Project) -> None:
    project.write("index.rst", "Title\n=====\n")
    page = project.write("_cache/specs.md", "")
    page.unlink()
    page.symlink_to(page)  # which no program can open

    warnings = project.build().warnings

    assert any(warning.startswith(f"{page}: WARNING: ") for warning in warnings), warnings
    assert not any("specs.md.rst" in warning for warning in warnings)
