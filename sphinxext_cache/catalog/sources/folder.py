"""A folder with everything below it: pages, as in the public cache, and files that Spack writes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinxext_cache.catalog.model import Origin, Package
from sphinxext_cache.catalog.names import printable
from sphinxext_cache.catalog.problems import Code, Problem
from sphinxext_cache.catalog.sources.front_matter.reader import FrontMatterReader
from sphinxext_cache.catalog.sources.item import SourceItem
from sphinxext_cache.catalog.sources.merge import merge
from sphinxext_cache.catalog.sources.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from sphinxext_cache.catalog.sources.admit import Admission
    from sphinxext_cache.catalog.sources.intake import Intake
    from sphinxext_cache.catalog.sources.spack_files.take import Taken
    from sphinxext_cache.catalog.sources.walk import Place, Walked


@dataclass(frozen=True, slots=True)
class SourceFolder:
    """A folder with everything below it: each ``*.md`` with front matter of a build cache, and files of Spack.

    Attributes:
        folder: The folder.
        exclude: The real paths of folders to skip. Output folders of Sphinx, which contain a ``.buildinfo``, are
            skipped, too.
        item: The details about files that Spack wrote, and the date of all files; None if there are none.
    """

    folder: Path
    exclude: frozenset[str] = frozenset()
    item: SourceItem | None = None

    def files(self) -> tuple[Path, ...]:
        """The folder."""
        return (self.folder,)

    def survey(self, intake: Intake) -> None:
        """Read the files without decoding them."""
        walked = self._look(intake)
        for path, real in walked.pages:
            intake.read_once(path, real)
        for place in walked.others:
            _take(intake, place)

    def read(self, admit: Admission) -> Iterator[Package | Problem | Origin]:
        """Read the files in the order of their paths, pages first; other files are ignored."""
        known = admit.intake.files
        walked = self._look(admit.intake)
        pages = self._with_day(self._read_pages(walked.pages, admit))
        if walked.others:
            # Several files of Spack may describe the same package; several pages may not.
            found = [_sorted(pages), *(_sorted(self._read_other(place, admit)) for place in walked.others)]
            yield from (each for _packages, rest in found for each in rest)
            packages, contradictions = merge([packages for packages, _rest in found])
            yield from packages
            yield from contradictions
        else:
            yield from pages
        if not (walked.problems or any(known[real] for _path, real in (*walked.pages, *walked.others))):
            name = printable(str(self.folder))
            message = (
                f"the source '{name}' contains neither pages of a build cache (*.md with 'layout: cache') "
                "nor files that Spack writes (such as spack.lock)"
            )
            yield Problem(code=Code.SOURCE, message=message)
        yield from self._said_in_vain(walked, known)
        yield from walked.problems

    def _said_in_vain(self, walked: Walked, known: Mapping[str, bool]) -> Iterator[Problem]:
        """Report details for files of Spack if there are only pages, which name their own tag."""
        said = [key for key in ("tag", "stack") if self.item is not None and getattr(self.item, key) is not None]
        has_pages, has_others = (any(known[real] for _path, real in each) for each in (walked.pages, walked.others))
        if said and has_pages and not has_others:
            message = (
                f"the source '{printable(str(self.folder))}' contains only pages, whose front matter names their tag "
                f"and stacks: the {' and the '.join(said)} of this item of 'cache_sources' have no effect"
            )
            yield Problem(code=Code.SOURCE, message=message)

    def _read_pages(self, places: list[Place], admit: Admission) -> Iterator[Package | Problem]:
        reader, known = FrontMatterReader(admit), admit.intake.files
        for path, real in places:
            content = admit.intake.read_once(path, real)
            if isinstance(content, Problem):
                yield content
            elif content is not None:
                read = reader.read(content.data, printable(path), content.digest)
                known[real] = read.package is not None or bool(read.problems)
                yield from read.problems
                if read.package is not None:
                    yield read.package

    def _with_day(self, pages: Iterable[Package | Problem]) -> Iterator[Package | Problem | Origin]:
        """What was read from pages and, if their date is given, an origin for each of their tags."""
        tags: dict[str, None] = {}
        for each in pages:
            if isinstance(each, Package):
                tags[each.tag] = None
            yield each
        if self.item is not None and self.item.date is not None:
            for tag in tags:
                yield Origin(file=printable(str(self.folder)), tag=tag, kind=self.item.kind, date=self.item.date)

    def _read_other(self, place: Place, admit: Admission) -> Iterator[Package | Problem | Origin]:
        from sphinxext_cache.catalog.sources.spack_files.reader import SpackFileReader  # noqa: PLC0415 as below

        taken = _take(admit.intake, place)
        if isinstance(taken, Problem):
            admit.intake.files[place.real] = True
            yield taken
        elif taken is not None:
            reader = SpackFileReader(admit, self.item or SourceItem(path=self.folder))
            told = reader.read(taken, os.fspath(self.folder))
            admit.intake.files[place.real] = told is not None
            yield from told or ()

    def _look(self, intake: Intake) -> Walked:
        """Find and note the files."""
        walked = walk(os.fspath(self.folder), self.exclude)
        said = () if self.item is None else self.item.said()
        intake.note(str(self.folder), *said, *map(repr, walked.problems))
        return walked


def _take(intake: Intake, place: Place) -> Taken | Problem | None:
    """Read a file of Spack. The import is here, because reading just front matter does not need it."""
    from sphinxext_cache.catalog.sources.spack_files.take import take  # noqa: PLC0415

    return take(intake, *place)


def _sorted(
    found: Iterable[Package | Problem | Origin],
) -> tuple[list[Package], list[Problem | Origin]]:
    """The packages, and everything else that was found."""
    packages: list[Package] = []
    others: list[Problem | Origin] = []
    for each in found:
        if isinstance(each, Package):
            packages.append(each)
        else:
            others.append(each)
    return packages, others
