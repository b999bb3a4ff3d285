"""The prose of documentation and messages keeps to the words of the style sheet in ``CONTRIBUTING.md``."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.environments import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SHEET: Final = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Style")[2].partition("\n## ")[0]
_AVOIDED: Final = [
    phrase.strip() for row in re.findall(r"^\| (?!not|---)(.*?) \|", _SHEET, re.MULTILINE) for phrase in row.split(",")
]
_ALLOWED: Final = re.compile(
    r"\bthere (?:is|are) no\b|\b(?:is|are) no (?:longer|more)\b|\bblank lines?\b", re.IGNORECASE
)
_PATTERN: Final = re.compile(rf"\b(?:{'|'.join(map(re.escape, _AVOIDED))})\b", re.IGNORECASE)
_PROSE: Final = sorted(
    path
    for pattern in ("*.md", "docs/*.rst", "docs/[!s]*/*.rst", "docs/*/*.md", "example_project/*.md")
    for path in ROOT.glob(pattern)
)


def _avoided(text: str) -> list[str]:
    return _PATTERN.findall(_ALLOWED.sub("", text))


def _strings(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module, but for its docstrings, each with its line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def test_the_style_sheet_lists_what_is_avoided() -> None:
    assert "anew" in _AVOIDED
    assert _avoided("There is no blank line, and this is no longer a list.") == []
    assert _avoided("A path that is no folder stands in a text.") == ["is no", "stands in", "a text"]


@pytest.mark.parametrize("path", _PROSE, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_documentation_keeps_to_the_style_sheet(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace(_SHEET, "")

    assert _avoided(text) == []


@pytest.mark.parametrize("path", _PROSE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_underline_of_a_heading_runs_into_text(path: Path) -> None:
    assert re.findall(r"^(?:-{4,}|={4,}|~{4,})[^-=~\s].*$", path.read_text(encoding="utf-8"), re.MULTILINE) == []


def test_messages_keep_to_the_style_sheet() -> None:
    found = {
        f"{path.name}:{line}": words
        for path in sorted((ROOT / "sphinxext_cache").rglob("*.py"))
        for line, text in _strings(path)
        if (words := _avoided(text))
    }

    assert found == {}
