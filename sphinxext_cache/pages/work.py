"""Write pages in one or several processes, and show the progress.

With several processes, this one first makes and checks the frames, then starts the others, each with a share of the
pages of packages. Meanwhile, it makes the other pages, and Sphinx goes on with its next steps. The end of the build
waits for the other processes.
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
    """Takes the pages, and as ``by_theme`` whether the theme renders each itself."""
    _WriteAll = Callable[[Sequence[Plan]], list[Written]]
    _Note = Callable[[Plan, Written], None]

_logger = logging.getLogger(__name__)

_BATCH: Final = 100
"""The number of pages for each step of the progress line, and the minimum number for each other process."""
_FIRST: Final = 12
"""The number of pages of packages that are written before all others, enough to make and check their frame."""


class Work:
    """Writes the pages of one build. Garbage collection is disabled meanwhile.

    Args:
        app: The application, which has the number of processes.
        write: Writes some pages, possibly in another process, and returns the result for each.
        note: Records the result for a page, in this process.
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
        """Begin to write pages; without other processes, write all of them.

        Raises:
            SphinxError: Raised by `write` in this process.
        """
        self._quiet.enter_context(uncollected())
        self._plans = plans
        try:
            self._start(by_theme=False)
        except WrongFrameError as error:
            self._start_again(error)

    def end(self, *, failed: bool) -> None:
        """Wait until all pages are written.

        Args:
            failed: Whether the build has failed, so that errors are ignored and no pages are written again.

        Raises:
            SphinxError: Raised by `write` in another process.
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
        """Make the theme render all pages itself, including those already written."""
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
        gc.freeze()  # else garbage collection in each process would copy the memory of all objects
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
    """Write pages in another process, and return errors, since raising them there would not keep their type."""
    try:
        return write(plans)
    except SphinxError as error:
        return error
