"""The interface of all kinds of sources."""

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
    """Something to read, such as a folder of front matter."""

    def files(self) -> Iterable[Path]:
        """The files and folders that it reads."""

    def survey(self, intake: Intake) -> None:
        """Note everything that `read` would read now, in the same order, without decoding it.

        This includes everything else that affects the result, such as a tag that this source gives to all specs.
        Missing or broken files do not raise an exception.

        Args:
            intake: Reads files; one for all sources of a catalog.
        """

    def read(self, admit: Admission) -> Iterator[Package | Problem | Origin]:
        """Read the files, and say where they come from, if that is known.

        Each package must occur once: of two with the same tag and name, the first one is used, and the other is
        reported. The digest of a package is that of what was read for it; if it is empty, as for a source with all
        packages in one file, `load` computes one from its specs.

        Args:
            admit: Decides what becomes a spec; one for all sources of a catalog. Its `Admission.intake` reads files.
        """
