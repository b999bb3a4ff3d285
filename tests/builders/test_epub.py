"""The example as a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.builders.runs import Run


def test_the_book_is_valid(build_example: Callable[[str], Run], check_epub: Callable[[Path], str]) -> None:
    (book,) = build_example("epub").outdir.glob("*.epub")

    assert check_epub(book) == ""
