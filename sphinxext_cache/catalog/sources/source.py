"""What a source is to those who do not care of which kind it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sphinxext_cache.catalog.model import Origin, Package
    from sphinxext_cache.catalog.problems import Problem
    from sphinxext_cache.catalog.sources.admit import Admission
    from sphinxext_cache.catalog.sources.intake import Intake


class Source(Protocol):
    """One thing that is read, such as a folder of front matter."""

    def files(self) -> Iterable[Path]:
        """The files and folders in which it looks."""

    def survey(self, intake: Intake) -> None:
        """Have everything noted that `read` would read now, in the same order, and make nothing of it.

        What is not in a file and decides what becomes of it, such as a tag that this source gives to all, is noted too.
        Nothing is raised for what is or is not there.

        Args:
            intake: Reads files; one for all sources of a catalog.
        """

    def read(self, admit: Admission) -> Iterator[Package | Problem | Origin]:
        """Read what is there now, and say whence it is if that is known.

        Each package comes once: of two with the same tag and name the first counts, and the other is a mistake. Its
        digest is one of what was read of it; where that is empty, as of a source that has all packages in one file,
        `load` makes one of its specs.

        Args:
            admit: Decides what becomes a spec; one for all sources of a catalog. Its `Admission.intake` reads files.
        """
