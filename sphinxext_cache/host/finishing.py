"""The steps of a builder for HTML that write the same files in each build, whether anything changed or not."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.builders.html import StandaloneHTMLBuilder

Step: TypeAlias = Literal[
    "prepare_writing",
    "copy_static_files",
    "gen_indices",
    "gen_additional_pages",
    "handle_page",
    "write_buildinfo",
    "dump_inventory",
    "dump_search_index",
]
"""A method of the builder, in the order in which they come: for what it is about to write, and what it writes then.

Watched by:
    tests/incremental/test_unchanged.py::test_no_file_is_written_that_would_come_out_the_same
"""


def instead_of(builder: StandaloneHTMLBuilder, step: Step, do: Callable[..., None]) -> None:
    """Have something of ours done in the place of a step, for Sphinx asks nobody whether to do it.

    Before version 8.2, Sphinx comes to none of them if there is no document to write.

    Args:
        builder: The builder.
        step: The step.
        do: Gets the step as it was, and then whatever that gets.

    Watched by:
        tests/incremental/test_unchanged.py::test_no_file_is_written_that_would_come_out_the_same
    """
    before: Callable[..., Any] = getattr(builder, step)
    setattr(builder, step, partial(do, before))


@contextmanager
def remembered_addresses(builder: StandaloneHTMLBuilder) -> Iterator[None]:
    """Within this, the address of a page is found once: the inventory asks for it once for each object that is there.

    Watched by:
        tests/incremental/test_unchanged.py::test_no_file_is_written_that_would_come_out_the_same
    """
    builder.get_target_uri = cache(builder.get_target_uri)  # type: ignore[method-assign]  # for as long as it takes
    try:
        yield
    finally:
        del builder.get_target_uri


def prepare_again(builder: StandaloneHTMLBuilder) -> None:
    """Have the builder prepare itself for writing once more, now that there is more to write, but no document.

    It takes the files that the last page loads for those of all pages, unless these are put back.

    Watched by:
        tests/incremental/test_unchanged.py::test_what_changes_all_pages_is_seen_on_those_that_are_no_documents
    """
    builder._css_files[:] = builder._orig_css_files  # noqa: SLF001 Sphinx offers no other way
    builder._js_files[:] = builder._orig_js_files  # noqa: SLF001
    builder.prepare_writing(set())
