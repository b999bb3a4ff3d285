"""Has pages written, and shows how far that is: by this process, or by several where a build may use them.

Then this process proves what the pages look like, starts the others, each with a share of the pages of packages, and
makes the lists meanwhile; so does Sphinx all that comes after pages. The others are waited for when the build ends.
"""

from __future__ import annotations

import gc
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinx.errors import SphinxError
from sphinx.util.display import status_iterator
from sphinx.util.parallel import ParallelTasks, parallel_available

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sphinx.application import Sphinx

    from sphinxext_cache.pages.page import Plan
    from sphinxext_cache.pages.store import Written

    Write = Callable[[Sequence[Plan]], list[Written]]
    Note = Callable[[Plan, Written], None]

_BATCH: Final = 100
"""How many pages there are to a step of the progress line, and for how many at least a process is started."""
_FIRST: Final = 12
"""How many pages of packages are written before others are: enough to prove what they look like."""


class _Outcome(NamedTuple):
    """What came of some pages: what became of each; or what stopped the work."""

    written: list[Written]
    error: SphinxError | None = None


class Work:
    """Has the pages of one build written.

    Args:
        app: The application, which knows how many processes there may be.
        write: Writes some pages, and tells what became of each; maybe in another process.
        note: Takes note of what `write` told of a page, in this process.
    """

    def __init__(self, app: Sphinx, write: Write, note: Note) -> None:
        self._app = app
        self._write = write
        self._note = note
        self._tasks: ParallelTasks | None = None
        self._errors: list[SphinxError] = []

    def begin(self, plans: Sequence[Plan]) -> None:
        """Begin to write pages; in one process, all are written.

        Raises:
            SphinxError: What `write` raised in this process.
        """
        packages = [plan for plan in plans if plan.kind == "package"]
        if not (parallel_available and self._app.builder.parallel_ok and len(packages) > _FIRST + _BATCH):
            self._do(plans)
            return
        self._do(packages[:_FIRST])
        shared, count = packages[_FIRST:], self._app.parallel
        share = max(_BATCH, -(-len(shared) // count))
        self._tasks = ParallelTasks(count)
        gc.freeze()  # or each process would copy, object by object, what it looks through for garbage
        for start in range(0, len(shared), share):
            self._tasks.add_task(self._outcome, shared[start : start + share], self._done)
        self._do([plan for plan in plans if plan.kind != "package"])

    def end(self) -> None:
        """Wait until all is written.

        Raises:
            SphinxError: What `write` raised in another process.
        """
        if self._tasks is not None:
            tasks, self._tasks = self._tasks, None
            tasks.join()
            gc.unfreeze()
        if self._errors:
            raise self._errors[0]

    def _do(self, plans: Sequence[Plan]) -> None:
        """Write pages in this process."""
        batches = list(_batches(plans))
        title = "writing build cache pages... "
        for batch in status_iterator(batches, title, "darkgreen", len(batches), self._app.verbosity, _name):
            for plan, written in zip(batch, self._write(batch), strict=True):
                self._note(plan, written)

    def _outcome(self, plans: Sequence[Plan]) -> _Outcome:
        """Write pages in another process, out of which no error gets as it is."""
        try:
            return _Outcome(self._write(plans))
        except SphinxError as error:
            return _Outcome([], error)

    def _done(self, plans: Sequence[Plan], outcome: _Outcome) -> None:
        for plan, written in zip(plans, outcome.written, strict=False):
            self._note(plan, written)
        if outcome.error is not None:
            self._errors.append(outcome.error)


def _batches(plans: Sequence[Plan]) -> Iterator[list[Plan]]:
    """Deal pages out to steps of the progress line."""
    rest = iter(plans)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _name(batch: Sequence[Plan]) -> str:
    """What the progress line says of a batch."""
    return batch[-1].name
