"""A folder with everything below it: pages, as the public cache is made of, and what Spack itself writes."""

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
    """A folder with everything below it: each ``*.md`` whose front matter is that of a build cache, and Spack's files.

    Attributes:
        folder: The folder.
        exclude: The real paths of folders that are not entered. Neither is what Sphinx wrote, which is known by its
            ``.buildinfo``.
        item: What is said of Spack's files in it, and of the day of all; None if nothing is.
    """

    folder: Path
    exclude: frozenset[str] = frozenset()
    item: SourceItem | None = None

    def files(self) -> tuple[Path, ...]:
        """The folder."""
        return (self.folder,)

    def survey(self, intake: Intake) -> None:
        """Read the files, and leave them at that."""
        walked = self._look(intake)
        for path, real in walked.pages:
            intake.read_once(path, real)
        for place in walked.others:
            _take(intake, place)

    def read(self, admit: Admission) -> Iterator[Package | Problem | Origin]:
        """Read the files in the order of their paths, pages first; those that are something else are passed over."""
        known = admit.intake.files
        walked = self._look(admit.intake)
        pages = self._with_day(self._read_pages(walked.pages, admit))
        if walked.others:
            # What several of Spack's files say of a package is no mistake, as it would be in several pages.
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
        """What is said of Spack's files where there are but pages, which say themselves of which tag they are."""
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
        """What was read of pages and, where somebody said of which day that is, an origin for each tag of them."""
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
        """What there is, which is noted."""
        walked = walk(os.fspath(self.folder), self.exclude)
        said = () if self.item is None else self.item.said()
        intake.note(str(self.folder), *said, *map(repr, walked.problems))
        return walked


def _take(intake: Intake, place: Place) -> Taken | Problem | None:
    """Read one of Spack's files. Whoever reads nothing but front matter does without all that is needed for it."""
    from sphinxext_cache.catalog.sources.spack_files.take import take  # noqa: PLC0415

    return take(intake, *place)


def _sorted(
    found: Iterable[Package | Problem | Origin],
) -> tuple[list[Package], list[Problem | Origin]]:
    """Packages, and whatever else was found."""
    packages: list[Package] = []
    others: list[Problem | Origin] = []
    for each in found:
        if isinstance(each, Package):
            packages.append(each)
        else:
            others.append(each)
    return packages, others
