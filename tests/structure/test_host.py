"""Each assumption about Sphinx says which test watches it, and that test is there."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.environments import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HOST: Final = ROOT / "sphinxext_cache" / "host"
_WATCHED: Final = re.compile(r"\n\s*Watched by:\n((?:\s*tests/\S+\n?)+)")
_INSIDE: Final = re.compile(
    r"sphinx\.version_info|\._raw_config|BuildInfo|\.load_indexer|\.prune\b|templates\.render =|events\.listeners"
    r"|\._all_titles|registry\.translation_handlers"
)
"""What is not part of Sphinx's public interface, where we need it."""


def _assumptions() -> Iterator[tuple[str, str]]:
    """The public names of the room, but for records, each with what is said of it."""
    for path in sorted(_HOST.glob("[!_]*.py")):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        for node, after in zip(body, [*body[1:], None], strict=True):
            match node:
                case ast.FunctionDef(name=name) if not name.startswith("_"):
                    yield f"{path.stem}.{name}", ast.get_docstring(node) or ""
                case ast.AnnAssign(target=ast.Name(id=name)) if not name.startswith("_"):
                    said = (
                        after.value.value
                        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
                        else ""
                    )
                    yield f"{path.stem}.{name}", str(said)


@pytest.mark.parametrize(("name", "said"), [pytest.param(*each, id=each[0]) for each in _assumptions()])
def test_an_assumption_is_watched_by_a_test_that_exists(name: str, said: str) -> None:
    found = _WATCHED.search(f"{said}\n")

    assert found is not None, f"{name} does not say which test watches it"
    for test in found[1].split():
        file, _, function = test.partition("::")
        assert f"def {function}(" in (ROOT / file).read_text(encoding="utf-8")


def test_no_other_room_reaches_into_sphinx() -> None:
    elsewhere = [path for path in (ROOT / "sphinxext_cache").rglob("*.py") if _HOST not in path.parents]

    assert {_shown(path) for path in elsewhere if _INSIDE.search(path.read_text(encoding="utf-8"))} == set()


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
