"""A single file of Spack as a source."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinxext_cache.catalog.problems import Problem
from sphinxext_cache.catalog.sources.item import SourceItem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinxext_cache.catalog.model import Origin, Package
    from sphinxext_cache.catalog.sources.admit import Admission
    from sphinxext_cache.catalog.sources.intake import Intake
    from sphinxext_cache.catalog.sources.spack_files.take import Taken


@dataclass(frozen=True, slots=True)
class SpackFile:
    """A lockfile, a database of installed software, the index of a build cache, or nodes in JSON.

    Attributes:
        file: The file, compressed with gzip or not; its contents tell its kind.
        item: Details about it; None if there are none.
    """

    file: Path
    item: SourceItem | None = None

    def files(self) -> tuple[Path, ...]:
        """The file."""
        return (self.file,)

    def survey(self, intake: Intake) -> None:
        """Read the file without decoding it."""
        self._take(intake)

    def read(self, admit: Admission) -> Iterator[Package | Problem | Origin]:
        """Read the file."""
        taken = self._take(admit.intake)
        if isinstance(taken, Problem):
            yield taken
        elif taken is not None:
            from sphinxext_cache.catalog.sources.spack_files.reader import SpackFileReader  # noqa: PLC0415 as below

            admit.intake.files[os.path.realpath(self.file)] = True
            yield from SpackFileReader(admit, self.item or SourceItem(path=self.file)).read(taken, None) or ()

    def _take(self, intake: Intake) -> Taken | Problem | None:
        # Reading just front matter does not need this.
        from sphinxext_cache.catalog.sources.spack_files.take import take  # noqa: PLC0415

        intake.note(str(self.file), *(() if self.item is None else self.item.said()))
        return take(intake, os.fspath(self.file), os.path.realpath(self.file))
