"""Trees of front matter in every generation: one of our own making, and one of real pages where it lies beside us."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
SHARED: Final = ROOT.parent / "shared"
"""What may lie beside the checkout. Whoever looks there has the mark `shared`; everybody else must do without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """A tree, and what must be found in it.

    Attributes:
        root: The tree: `_cache/<tag>/<package>/specs.md`, and in `legacy` pages from before there were tags.
        pages: The number of all pages. Two of `legacy` are of the same package.
        tags: The number of tags; `legacy` is one.
        detailed: The number of pages that have `spec_details`.
        newest: The number of pages of the newest generation.
        sample: The page of a package that has six specs, all without a compiler.
        package: The name of that package.
        spec: The hash of one of these specs.
        twins: The hashes of two of them that differ only in their dependencies.
    """

    root: Path
    pages: int
    tags: int
    detailed: int
    newest: int
    sample: Path
    package: str
    spec: str
    twins: frozenset[str]

    @property
    def site(self) -> Path:
        """The folder of tags."""
        return self.root / "_cache"

    @property
    def paths(self) -> list[Path]:
        """The pages that have a tag."""
        return sorted(self.site.glob("*/*/specs.md"))


_OWN: Final = Corpus(
    root=ROOT / "tests" / "corpus",
    pages=26,
    tags=16,
    detailed=22,
    newest=10,
    sample=ROOT / "tests/corpus/_cache/develop-2025-04-20/py-lantern/specs.md",
    package="py-lantern",
    spec="quxven6anjqj47oxuz3k6wz4brnptoca",
    twins=frozenset({"j4dtu2lfpffni7xijseiiu3bbmbjiekf", "or5lgvattd5kszda3nkqs5j7yqmdrjik"}),
)
_REAL: Final = Corpus(
    root=SHARED / "corpus",
    pages=39,
    tags=17,
    detailed=35,
    newest=18,
    sample=SHARED / "seed" / "py-pyproject-hooks.md",
    package="py-pyproject-hooks",
    spec="2owbnqfae5o7z36jalkszocp6y3xmhe3",
    twins=frozenset({"6n5xyfn7rgyvxdym4s3zuyvl3ygyyw6w", "ftqp33qfdpjfoct64olzwenwkhiaud4d"}),
)
CORPORA: Final = {"own": _OWN} | ({"real": _REAL} if _REAL.root.is_dir() else {})
"""The trees that are there, by name."""
PARAMS: Final = [pytest.param(name, marks=pytest.mark.shared) for name in CORPORA]
"""Their names, for tests that look at each of them."""
