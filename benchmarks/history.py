"""Makes the tree of the whole history: releases and weekly snapshots beside `DEVELOP`, with what they have in common.

All of its tags have the same size, so that some of them can stand for a shorter history. From one tag to the next most
specs stay, under the same hashes, as on the real site.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from benchmarks.make_trees import FOLDER, Tree, make_package, write_once
from sphinxext_cache.catalog import Package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_RELEASES: Final = (
    *("v0.18.0", "v0.18.1", "v0.19.0", "v0.19.1", "v0.19.2", "v0.20.0", "v0.20.1", "v0.20.2", "v0.20.3"),
    *("v0.21.0", "v0.21.1", "v0.21.2", "v0.21.3", "v0.22.0", "v0.22.1", "v0.22.2", "v0.22.3", "v0.22.4"),
    *("v0.22.5", "v0.23.0", "v0.23.1", "v1.0.0", "v1.0.1", "v2025.07.0"),
)
_SNAPSHOTS: Final = tuple(f"develop-{date(2024, 6, 2) + timedelta(weeks=week)}" for week in range(60))
_STAY: Final = 2
"""For how many tags each package keeps all of its specs, before one leaves and one comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Many tags.

    Attributes:
        name: The name of the folder below `FOLDER`.
        tags: The tags.
        packages: How many packages they have together.
        specs: How many specs they have together.
        largest: How many specs the largest package of a tag has.
    """

    name: str
    tags: tuple[str, ...]
    packages: int
    specs: int
    largest: int

    def folders(self, count: int | None = None) -> list[Path]:
        """The folders of the first tags (None: of all), written if they are not there."""
        folder = FOLDER / self.name
        write_once(folder, self._content())
        return [folder / tag for tag in self.tags[:count]]

    def _content(self) -> Iterator[Package]:
        """The packages, each in all of its tags before the next: what they share is made once."""
        counts = [self._counts(place) for place in range(len(self.tags))]
        dice = random.Random(self.name)
        for index in range(max(map(len, counts))):
            here = [(place, each[index]) for place, each in enumerate(counts) if index < len(each)]
            pool = make_package(dice, "", index, max(place // _STAY + count for place, count in here))
            for place, count in here:
                tag, first = self.tags[place], place // _STAY
                specs = tuple(replace(spec, tag=tag) for spec in pool.specs[first : first + count])
                yield Package(name=pool.name, tag=tag, specs=specs)

    def _counts(self, place: int) -> list[int]:
        """How many specs each package of a tag has; a package has about as many in every tag."""
        packages, specs = (_share(whole, place, len(self.tags)) for whole in (self.packages, self.specs))
        size = Tree(name="", tag="", packages=packages, specs=specs, median=3, spread=0.6, largest=self.largest)
        return sorted(size.counts(random.Random(place)), reverse=True)


def _share(whole: int, place: int, shares: int) -> int:
    return whole // shares + (place < whole % shares)


HISTORY: Final = History(name="history", tags=(*_RELEASES, *_SNAPSHOTS), packages=100_700, specs=365_000, largest=40)
"""All tags but `develop`: with `DEVELOP`, 85 tags, 102,000 packages and 425,000 specs."""
SMALL_HISTORY: Final = History(name="history-small", tags=HISTORY.tags[::7], packages=120, specs=440, largest=12)
"""The same in small, for trials."""
