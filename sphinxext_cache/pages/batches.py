"""Writes many pages: in batches, which Sphinx's progress line counts, and in several processes where a build may."""

from __future__ import annotations

from functools import partial
from itertools import groupby, islice
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinx.errors import SphinxError
from sphinx.util.display import status_iterator
from sphinx.util.parallel import ParallelTasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sphinx.application import Sphinx

    from sphinxext_cache.pages.page import Plan
    from sphinxext_cache.pages.store import Written

_BATCH: Final = 100
"""How many pages a batch has at most."""


class _Outcome(NamedTuple):
    """What came of a batch: what became of each page; or what stopped the work."""

    written: list[Written]
    error: SphinxError | None = None


def write_batches(
    app: Sphinx,
    plans: Sequence[Plan],
    write: Callable[[Sequence[Plan]], list[Written]],
    note: Callable[[Plan, Written], None],
) -> None:
    """Write pages, and show a progress line.

    Args:
        app: The application, which knows how many processes there may be.
        plans: The pages.
        write: Writes some pages, and tells what became of each; maybe in another process.
        note: Takes note of what `write` told of a page, in this process.

    Raises:
        SphinxError: What `write` raised.
    """
    errors: list[SphinxError] = []
    batches = list(_batches(plans))
    title = "writing build cache pages... "
    progress = iter(status_iterator(batches, title, "darkgreen", len(batches), app.verbosity, _name))

    def done(batch: Sequence[Plan], outcome: _Outcome) -> None:
        for plan, written in zip(batch, outcome.written, strict=False):
            note(plan, written)
        if outcome.error is not None:
            errors.append(outcome.error)
        next(progress, None)

    next(progress, None)
    tasks = ParallelTasks(app.parallel) if app.builder.parallel_ok and len(batches) > 1 else None
    for batch in batches:
        if tasks is not None:
            tasks.add_task(partial(_write, write), batch, done)
        elif not errors:
            done(batch, _write(write, batch))
    if tasks is not None:
        tasks.join()
    if errors:
        raise errors[0]


def _write(write: Callable[[Sequence[Plan]], list[Written]], batch: Sequence[Plan]) -> _Outcome:
    try:
        return _Outcome(write(batch))
    except SphinxError as error:
        return _Outcome([], error)


def _batches(plans: Sequence[Plan]) -> Iterator[list[Plan]]:
    """Deal pages out to batches: all pages of one lie in one folder."""
    for _folder, found in groupby(plans, lambda plan: plan.name.rpartition("/")[0]):
        while batch := list(islice(found, _BATCH)):
            yield batch


def _name(batch: Sequence[Plan]) -> str:
    """What the progress line says of a batch."""
    return batch[-1].name
