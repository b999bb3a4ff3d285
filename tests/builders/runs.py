"""What a run of Sphinx gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The status, what was said, and where the output lies."""

    status: int
    messages: str
    outdir: Path

    def text(self, pattern: str) -> str:
        (path,) = self.outdir.glob(pattern)
        return path.read_text(encoding="utf-8")
