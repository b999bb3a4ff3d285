"""Writes files whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sphinx.errors import SphinxError

if TYPE_CHECKING:
    from pathlib import Path


class OutputError(SphinxError):
    """A file cannot be written."""

    category = "Build cache output error"


def replace(path: Path, content: bytes, aside: Path) -> bool:
    """Give a file its content; tells whether it had another.

    Args:
        path: The file.
        content: What it is to hold.
        aside: Where the content is written first, in a folder of the same disk that exists.

    Raises:
        OutputError: It cannot be written.
    """
    try:
        if holds(path, content):
            return False
        with open(aside, "wb") as file:  # noqa: PTH123 Path's own takes as long as the writing, 100,000 times
            file.write(content)
        try:
            os.replace(aside, path)  # noqa: PTH105
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.replace(aside, path)  # noqa: PTH105
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error
    return True


def holds(path: Path, content: bytes) -> bool:
    """Whether a file is there and has that content."""
    try:
        return os.stat(path).st_size == len(content) and path.read_bytes() == content  # noqa: PTH116
    except FileNotFoundError:
        return False
