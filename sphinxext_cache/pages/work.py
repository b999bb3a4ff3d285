"""Has pages written, in this process or in several, and shows the progress.

Then this process proves what the pages look like, starts the others, each with a share of the pages of packages, and
makes the lists meanwhile; so does Sphinx all that comes after pages. The others are waited for when the build ends.
"""

from __future__ import annotations

import gc
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Final

from sphinx.errors import SphinxError
from sphinx.util import logging
from sphinx.util.display import status_iterator
from sphinx.util.parallel import ParallelTasks, parallel_available

from sphinxext_cache.garbage import uncollected
from sphinxext_cache.pages.slots import WrongFrameError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx.application import Sphinx

    from sphinxext_cache.pages.page import Plan
    from sphinxext_cache.pages.store import Written

    _Write = Callable[..., list[Written]]
    """Is given the pages, and as ``by_theme`` whether the theme renders each itself."""
    _WriteAll = Callable[[Sequence[Plan]], list[Written]]
    _Note = Callable[[Plan, Written], None]

_logger = logging.getLogger(__name__)

_BATCH: Final = 100
"""How many pages there are to a step of the progress line, and for how many at least a process is started."""
_FIRST: Final = 12
"""How many pages of packages are written before others are: enough to prove what they look like."""


class Work:
    """Has the pages of one build written. The collector of garbage rests meanwhile.

    Args:
        app: The application, which knows how many processes there may be.
        write: Writes some pages, and tells what became of each; maybe in another process.
        note: Takes note of what `write` told of a page, in this process.
    """

    def __init__(self, app: Sphinx, write: _Write, note: _Note) -> None:
        self._app = app
        self._write = write
        self._note = note
        self._plans: Sequence[Plan] = ()
        self._tasks: ParallelTasks | None = None
        self._errors: list[SphinxError] = []
        self._quiet = ExitStack()

    def begin(self, plans: Sequence[Plan]) -> None:
        """Begin to write pages; in one process, all are written.

        Raises:
            SphinxError: What `write` raised in this process.
        """
        self._quiet.enter_context(uncollected())
        self._plans = plans
        try:
            self._start(by_theme=False)
        except WrongFrameError as error:
            self._start_again(error)

    def end(self, *, failed: bool) -> None:
        """Wait until all is written.

        Args:
            failed: Whether the build has failed, so that no more need be written.

        Raises:
            SphinxError: What `write` raised in another process.
        """
        with self._quiet:
            self._wait()
            error = self._errors[0] if self._errors and not failed else None
            if isinstance(error, WrongFrameError):
                self._start_again(error)
                self._wait()
                error = self._errors[0] if self._errors else None
        if error is not None:
            raise error

    def _start_again(self, reason: WrongFrameError) -> None:
        """Have the theme render all pages itself, those too that are written."""
        _logger.verbose("the theme renders all pages of the build cache: %s", reason)
        self._wait()
        self._errors.clear()
        self._start(by_theme=True)

    def _start(self, *, by_theme: bool) -> None:
        packages = [plan for plan in self._plans if plan.kind == "package"]
        write = partial(self._write, by_theme=by_theme)
        if not (parallel_available and self._app.builder.parallel_ok and len(packages) > _FIRST + _BATCH):
            self._do(self._plans, write)
            return
        self._do(packages[:_FIRST], write)
        shared, count = packages[_FIRST:], self._app.parallel
        share = max(_BATCH, -(-len(shared) // count))
        self._tasks = ParallelTasks(count)
        gc.freeze()  # or each process would copy, object by object, what it looks through for garbage
        for start in range(0, len(shared), share):
            self._tasks.add_task(partial(_outcome, write), shared[start : start + share], self._done)
        self._do([plan for plan in self._plans if plan.kind != "package"], write)

    def _wait(self) -> None:
        """Wait for the other processes."""
        if self._tasks is not None:
            tasks, self._tasks = self._tasks, None
            try:
                tasks.join()
            finally:
                gc.unfreeze()

    def _do(self, plans: Sequence[Plan], write: _WriteAll) -> None:
        """Write pages in this process."""
        batches = [plans[start : start + _BATCH] for start in range(0, len(plans), _BATCH)]
        title, verbosity = "writing build cache pages... ", self._app.verbosity
        for batch in status_iterator(batches, title, "darkgreen", len(batches), verbosity, lambda done: done[-1].name):
            for plan, written in zip(batch, write(batch), strict=True):
                self._note(plan, written)

    def _done(self, plans: Sequence[Plan], outcome: list[Written] | SphinxError) -> None:
        if isinstance(outcome, SphinxError):
            self._errors.append(outcome)
            return
        for plan, written in zip(plans, outcome, strict=True):
            self._note(plan, written)


def _outcome(write: _WriteAll, plans: Sequence[Plan]) -> list[Written] | SphinxError:
    """Write pages in another process, out of which no error gets as it is."""
    try:
        return write(plans)
    except SphinxError as error:
        return error
