"""The ways through the code that the documentation shows."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from tests.environments import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE: Final = (ROOT / "docs/explanation/architecture.rst").read_text(encoding="utf-8")
_WALK: Final = re.compile(r"^(From [^\n]+)\n-+\n(.*?)(?=^From |\Z)", re.MULTILINE | re.DOTALL)
_HOP: Final = re.compile(r"^#\. ``([\w/.-]+)``, ``([\w.]+)``(?:, at ``([\w-]+)``)?:\s(?=\S)", re.MULTILINE)


class Hop(NamedTuple):
    """One step of a walk.

    Attributes:
        file: The file, below the package.
        name: What is entered there, as Python qualifies names.
        event: The event that it answers; empty if it answers none.
    """

    file: str
    name: str
    event: str

    def is_defined(self) -> bool:
        """Whether the file defines what is entered, a method in its class, and a function in the one around it."""
        source = (ROOT / "sphinxext_cache" / self.file).read_text(encoding="utf-8")
        outer, _, inner = self.name.rpartition(".")
        if self.file.endswith(".js"):
            head = rf"export (?:class|const) {outer or inner}\b"
            method = rf"^  (?:{inner}\(|const {inner} = )" if outer else ""
            return bool(re.search(head, source) and re.search(method, source, re.MULTILINE))
        body: list[ast.stmt] = ast.parse(source).body
        for part in filter(None, (outer, inner)):
            found = [node for node in body if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == part]
            if not found:
                return False
            body = found[0].body
        return True


def _walks() -> Iterator[tuple[str, list[Hop]]]:
    for title, text in _WALK.findall(PAGE):
        yield title, [Hop(*found) for found in _HOP.findall(text)]


WALKS: Final = dict(_walks())
"""The hops of each walk, by its title."""
