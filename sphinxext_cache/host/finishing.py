"""The steps of an HTML builder that run in every build, even if nothing changed."""

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
"""The name of a builder method, in the order in which a build calls them: one prepares the writing, the others write.

Watched by:
    tests/incremental/test_unchanged.py::test_no_file_is_written_that_would_come_out_the_same
"""


def instead_of(builder: StandaloneHTMLBuilder, step: Step, do: Callable[..., None]) -> None:
    """Replace a step of a builder by a function, since Sphinx has no hook to skip it.

    Before version 8.2, Sphinx calls none of the steps if there is no document to write.

    Args:
        builder: The builder.
        step: The step.
        do: The function; it is called with the original method, followed by the arguments of the step.

    Watched by:
        tests/incremental/test_unchanged.py::test_no_file_is_written_that_would_come_out_the_same
    """
    before: Callable[..., Any] = getattr(builder, step)
    setattr(builder, step, partial(do, before))


@contextmanager
def remembered_addresses(builder: StandaloneHTMLBuilder) -> Iterator[None]:
    """Cache the URIs of pages in the ``with`` block, since the inventory requests one for each object.

    Watched by:
        tests/incremental/test_unchanged.py::test_no_file_is_written_that_would_come_out_the_same
    """
    builder.get_target_uri = cache(builder.get_target_uri)  # type: ignore[method-assign]  # until the block ends
    try:
        yield
    finally:
        del builder.get_target_uri


def prepare_again(builder: StandaloneHTMLBuilder) -> None:
    """Call `prepare_writing` again without documents, after the build found that there are more files to write.

    Resets the scripts and style sheets first; otherwise the builder would load those of the last page on all pages.

    Watched by:
        tests/incremental/test_unchanged.py::test_what_changes_all_pages_is_seen_on_those_that_are_no_documents
    """
    builder._css_files[:] = builder._orig_css_files  # noqa: SLF001 Sphinx offers no other way
    builder._js_files[:] = builder._orig_js_files  # noqa: SLF001
    builder.prepare_writing(set())
